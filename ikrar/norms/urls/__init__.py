"""Addresses of the room `norms`, a file per subject."""

from ikrar.norms.urls import circulars, declarations, guide, stages

app_name = "norms"
urlpatterns = [*circulars.urlpatterns, *declarations.urlpatterns, *guide.urlpatterns, *stages.urlpatterns]
