"""Addresses of the room `outreach`."""

from django.urls import path

from ikrar.outreach.views import activities, desk

app_name = "outreach"
urlpatterns = [
    path("kegiatan/", activities.activity_list, name="activity_list"),
    path("kegiatan/baru/", activities.create_activity, name="create_activity"),
    path("kegiatan/<int:pk>/", activities.activity, name="activity"),
    path("kegiatan/<int:pk>/hadir/", activities.attendance, name="attendance"),
    path("kegiatan/<int:pk>/ubah/", activities.edit_activity, name="edit_activity"),
    path("kegiatan/<int:pk>/keadaan/<slug:move>/", activities.move_activity, name="move_activity"),
    path("meja/kegiatan/<int:pk>/", desk.desk_attendance, name="desk_attendance"),
    path("meja/kegiatan/<int:pk>/tamu/", desk.desk_guest, name="desk_guest"),
    path("meja/kegiatan/<int:pk>/batalkan/<int:act>/", desk.desk_undo, name="desk_undo"),
    path("meja/kegiatan/<int:pk>/tolak/<int:badge>/", desk.desk_refuse, name="desk_refuse"),
]
