"""Addresses of the room `agencies`, a file per subject."""

from ikrar.agencies.urls import officers, roster, signer

app_name = "agencies"
urlpatterns = [*officers.urlpatterns, *roster.urlpatterns, *signer.urlpatterns]
