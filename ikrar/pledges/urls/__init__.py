"""Addresses of the room `pledges`, a file per subject."""

from ikrar.pledges.urls import desk, signer, watch

app_name = "pledges"
urlpatterns = [*desk.urlpatterns, *signer.urlpatterns, *watch.urlpatterns]
