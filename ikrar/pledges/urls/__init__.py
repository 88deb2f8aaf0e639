"""Addresses of the room `pledges`, a file per subject."""

from ikrar.pledges.urls import desk, officers, papers, signer, watch

app_name = "pledges"
urlpatterns = [*desk.urlpatterns, *papers.urlpatterns, *officers.urlpatterns, *signer.urlpatterns, *watch.urlpatterns]
