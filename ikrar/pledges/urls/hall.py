"""Addresses of signing in the hall: sessions, the end of the day, screens and their remote."""

from django.urls import path

from ikrar.pledges.views import ceremony, hall, screen

urlpatterns = [
    path("layar/<int:pk>/<str:token>/", screen.screen, name="screen"),
    path("layar/<int:pk>/<str:token>/kini", screen.screen_now, name="screen_now"),
    path("kegiatan/<int:pk>/layar/", ceremony.ceremony, name="ceremony"),
    path("kegiatan/<int:pk>/layar/<int:screen>/akhiri/", ceremony.end_screen, name="end_screen"),
    path("kegiatan/<int:pk>/kendali/", ceremony.remote, name="remote"),
    path("kegiatan/<int:pk>/kendali/kini", ceremony.remote_now, name="remote_now"),
    path("kegiatan/<int:pk>/tutup/", hall.close_day, name="close_day"),
    path("kegiatan/<int:pk>/penandatanganan/", hall.activity_sessions, name="activity_sessions"),
    path(
        "kegiatan/<int:pk>/penandatanganan/<int:session>/tutup/",
        hall.close_activity_session,
        name="close_activity_session",
    ),
]
