"""Addresses of the room `pledges`, a file per subject."""

from ikrar.pledges.urls import desk, officers, signer, watch

app_name = "pledges"
urlpatterns = [*desk.urlpatterns, *officers.urlpatterns, *signer.urlpatterns, *watch.urlpatterns]
