"""Addresses of the room `agencies`, a file per subject; the signers' first, as a hall asks for them all at once."""

from ikrar.agencies.urls import officers, roster, signer

app_name = "agencies"
urlpatterns = [*signer.urlpatterns, *officers.urlpatterns, *roster.urlpatterns]
