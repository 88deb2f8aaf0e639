"""Addresses of a desk's device."""

from django.urls import path

from ikrar.pledges.views import desk

urlpatterns = [
    path("meja/", desk.home, name="desk"),
    path("meja/sesi/<int:pk>/", desk.session, name="desk_session"),
    path("meja/sesi/<int:pk>/pilih/", desk.pick, name="desk_pick"),
    path("meja/sesi/<int:pk>/orang/", desk.person, name="desk_person"),
    path("meja/sesi/<int:pk>/konfirmasi/", desk.confirm, name="desk_confirm"),
    path("meja/sesi/<int:pk>/tolak-lencana/", desk.refuse_badge, name="desk_refuse_badge"),
    path("meja/sesi/<int:pk>/hasil/", desk.said, name="desk_said"),
    path("meja/sesi/<int:pk>/selesai/", desk.wipe, name="desk_wipe"),
    path("meja/sesi/<int:pk>/terakhir/", desk.latest, name="desk_latest"),
    path("meja/sesi/<int:pk>/terakhir/<int:act>/batalkan/", desk.undo_vouch, name="undo_vouch"),
]
