"""Addresses of the room `pledges`, a file per subject."""

from ikrar.pledges.urls import signer

app_name = "pledges"
urlpatterns = [*signer.urlpatterns]
