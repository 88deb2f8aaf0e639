"""Addresses of the minutes of a signing, and of the totals in public."""

from django.urls import path

from ikrar.pledges.views import minutes

urlpatterns = [
    path("ikrar/<str:code>/berita-acara/", minutes.signing_minutes, name="signing_minutes"),
    path("ikrar/<str:code>/berita-acara.pdf", minutes.signing_minutes_paper, name="signing_minutes_paper"),
    path("kegiatan/<int:pk>/penandatanganan/berita-acara/", minutes.activity_minutes, name="activity_minutes"),
    path(
        "kegiatan/<int:pk>/penandatanganan/berita-acara/<str:code>.pdf",
        minutes.activity_minutes_paper,
        name="activity_minutes_paper",
    ),
    path("register/<str:origin>/hasil/", minutes.totals, name="totals"),
    path("register/<str:origin>/hasil/<int:index>.json", minutes.closing_entry, name="closing_entry"),
    path("register/<str:origin>/hasil/<int:index>.tlog-proof", minutes.closing_proof, name="closing_proof"),
]
