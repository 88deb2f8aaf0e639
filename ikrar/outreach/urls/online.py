"""Addresses of joining online."""

from django.urls import path

from ikrar.outreach.views import online

urlpatterns = [
    path("k/<str:code>", online.join_door, name="join_door"),
    path("saya/kegiatan/<int:pk>/", online.join, name="join"),
]
