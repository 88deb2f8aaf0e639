"""Addresses of a signer."""

from django.urls import path

from ikrar.pledges.views import signing

urlpatterns = [
    path("i/<str:code>", signing.campaign, name="campaign"),
    path("saya/ikrar/<str:code>/", signing.sign, name="sign"),
    path("saya/tanda-terima/<str:receipt>/", signing.receipt, name="receipt"),
]
