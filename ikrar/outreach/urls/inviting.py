"""Addresses of inviting staff and guests, of units' seats and their delegates."""

from django.urls import path

from ikrar.outreach.views import delegates, guests, inviting, quotas

urlpatterns = [
    path("kegiatan/<int:pk>/undang/", inviting.invite, name="invite"),
    path("kegiatan/<int:pk>/tamu/", guests.guests, name="guests"),
    path("kegiatan/tamu/<int:pk>/", guests.guest, name="guest"),
    path("kegiatan/tamu/<int:pk>/hapus/", guests.remove_guest, name="remove_guest"),
    path("kegiatan/<int:pk>/utusan/", quotas.quotas, name="quotas"),
    path("kegiatan/<int:pk>/utusan/jatah/", quotas.give_seats, name="give_seats"),
    path("kegiatan/jatah/<int:pk>/", delegates.quota, name="quota"),
    path("kegiatan/jatah/<int:pk>/ubah/", quotas.change_quota, name="change_quota"),
    path("kegiatan/jatah/<int:pk>/<slug:step>/", quotas.quota_step, name="quota_step"),
    path("kegiatan/utusan/<str:token>/", delegates.unit_delegates, name="unit_delegates"),
]
