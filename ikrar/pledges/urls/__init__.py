"""Addresses of the room `pledges`, a file per subject; the signers' first, as a hall asks for them all at once."""

from ikrar.pledges.urls import desk, erasures, hall, minutes, officers, papers, signer, watch

app_name = "pledges"
urlpatterns = [
    *signer.urlpatterns, *desk.urlpatterns, *erasures.urlpatterns, *papers.urlpatterns, *officers.urlpatterns, *watch.urlpatterns,
    *hall.urlpatterns, *minutes.urlpatterns,
]  # fmt: skip
