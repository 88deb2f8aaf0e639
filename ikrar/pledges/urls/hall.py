"""Addresses of signing in the hall."""

from django.urls import path

from ikrar.pledges.views import hall

urlpatterns = [
    path("kegiatan/<int:pk>/tutup/", hall.close_day, name="close_day"),
    path("kegiatan/<int:pk>/penandatanganan/", hall.activity_sessions, name="activity_sessions"),
    path(
        "kegiatan/<int:pk>/penandatanganan/<int:session>/tutup/",
        hall.close_activity_session,
        name="close_activity_session",
    ),
]
