"""Addresses of an attendance desk."""

from django.urls import path

from ikrar.outreach.views import desk

urlpatterns = [
    path("meja/kegiatan/<int:pk>/", desk.desk_attendance, name="desk_attendance"),
    path("meja/kegiatan/<int:pk>/tamu/", desk.desk_guest, name="desk_guest"),
    path("meja/kegiatan/<int:pk>/batalkan/<int:act>/", desk.desk_undo, name="desk_undo"),
    path("meja/kegiatan/<int:pk>/tolak/<int:badge>/", desk.desk_refuse, name="desk_refuse"),
]
