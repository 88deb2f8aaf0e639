"""Addresses of attendance lists, of attendance by unit, and of circulars that those present heard."""

from django.urls import path

from ikrar.outreach.views import circulars, lists

urlpatterns = [
    path("kegiatan/<int:pk>/daftar-hadir/", lists.attendance_list, name="attendance_list"),
    path("kegiatan/<int:pk>/unit/", lists.attendance_units, name="attendance_units"),
    path("kegiatan/<int:pk>/edaran/", circulars.note_circular, name="note_circular"),
]
