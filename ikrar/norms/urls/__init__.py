"""Addresses of the room `norms`, a file per subject."""

from ikrar.norms.urls import circulars, guide

app_name = "norms"
urlpatterns = [*circulars.urlpatterns, *guide.urlpatterns]
