"""Addresses of the room `norms`, a file per subject."""

from ikrar.norms.urls import guide

app_name = "norms"
urlpatterns = [*guide.urlpatterns]
