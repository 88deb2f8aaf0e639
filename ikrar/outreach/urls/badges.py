"""Addresses of badges."""

from django.urls import path, re_path

from ikrar.outreach.views import badges

urlpatterns = [
    path("kegiatan/<int:pk>/lencana/", badges.badge_list, name="badge_list"),
    path("kegiatan/<int:pk>/lencana/<int:badge>/cabut/", badges.end_badge, name="end_badge"),
    path("kegiatan/<int:pk>/cetak/<int:file>/", badges.print_file, name="print_file"),
    re_path(r"^[Bb]/(?P<text>[Ii][Kk]1[A-Za-z2-7]{1,200})/?$", badges.badge, name="badge"),
]
