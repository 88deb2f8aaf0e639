"""Addresses of invitations and badges."""

from django.urls import path, re_path

from ikrar.outreach.views import badges, invitations, letters, own

urlpatterns = [
    path("kegiatan/<int:pk>/lencana/", badges.badge_list, name="badge_list"),
    path("kegiatan/<int:pk>/lencana/<int:badge>/cabut/", badges.end_badge, name="end_badge"),
    path("kegiatan/<int:pk>/cetak/<int:file>/", badges.print_file, name="print_file"),
    path("kegiatan/<int:pk>/surat/", letters.letter, name="letter"),
    path("kegiatan/<int:pk>/surat/cetak/", letters.make_letters, name="make_letters"),
    path("kegiatan/<int:pk>/surat/orang/", letters.personal_letter, name="personal_letter"),
    path("kegiatan/<int:pk>/surel/", invitations.mail, name="mail"),
    path("kegiatan/<int:pk>/kalender.ics", own.activity_calendar, name="activity_calendar"),
    path("saya/lencana/<int:pk>/", own.own_badge, name="own_badge"),
    path("saya/lencana/<int:pk>/kalender.ics", own.own_calendar, name="own_calendar"),
    path("b/kunci.txt", badges.badge_key, name="badge_key"),
    re_path(r"^[Bb]/(?P<text>[Ii][Kk]1[A-Za-z2-7]{1,200})/?$", badges.badge, name="badge"),
]
