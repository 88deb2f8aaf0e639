"""Addresses of the room `norms`, a file per subject."""

from ikrar.norms.urls import catalogue, circulars, declarations, guide, stages

app_name = "norms"
urlpatterns = [
    *circulars.urlpatterns, *declarations.urlpatterns, *guide.urlpatterns, *stages.urlpatterns, *catalogue.urlpatterns,
]  # fmt: skip
