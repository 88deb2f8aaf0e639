"""Addresses of a staff member with a personal code."""

from django.urls import path

from ikrar.agencies.views import signer

urlpatterns = [
    path("saya/masuk/", signer.enter, name="enter"),
    path("saya/pin/", signer.pin, name="pin"),
    path("saya/bukan-saya/", signer.not_me, name="not_me"),
    path("saya/kode-sekali/", signer.one_time_code, name="one_time_code"),
    path("saya/nomor-meja/", signer.desk_number, name="desk_number"),
    path("saya/keluar/", signer.leave, name="leave"),
    path("bantuan/", signer.help_page, name="help"),
]
