"""Addresses of attendance lists and of attendance by unit."""

from django.urls import path

from ikrar.outreach.views import lists

urlpatterns = [
    path("kegiatan/<int:pk>/daftar-hadir/", lists.attendance_list, name="attendance_list"),
    path("kegiatan/<int:pk>/unit/", lists.attendance_units, name="attendance_units"),
]
