"""Addresses of planning an activity."""

from django.urls import path

from ikrar.outreach.views import activities, refusals

urlpatterns = [
    path("kegiatan/", activities.activity_list, name="activity_list"),
    path("kegiatan/baru/", activities.create_activity, name="create_activity"),
    path("kegiatan/<int:pk>/", activities.activity, name="activity"),
    path("kegiatan/<int:pk>/hadir/", activities.attendance, name="attendance"),
    path("kegiatan/<int:pk>/hadir/ditolak/", refusals.refusals, name="refusals"),
    path("kegiatan/<int:pk>/hadir/<int:act>/batalkan/", refusals.void_attendance, name="void_attendance"),
    path("kegiatan/<int:pk>/ubah/", activities.edit_activity, name="edit_activity"),
    path("kegiatan/<int:pk>/keadaan/<slug:move>/", activities.move_activity, name="move_activity"),
]
