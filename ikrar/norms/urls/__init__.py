"""Addresses of the room `norms`, a file per subject."""

from ikrar.norms.urls import catalogue, circulars, declarations, guide, stages, workdays

app_name = "norms"
urlpatterns = [
    *circulars.urlpatterns, *declarations.urlpatterns, *guide.urlpatterns, *stages.urlpatterns, *catalogue.urlpatterns,
    *workdays.urlpatterns,
]  # fmt: skip
