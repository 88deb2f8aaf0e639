"""Addresses of inviting staff and guests."""

from django.urls import path

from ikrar.outreach.views import inviting

urlpatterns = [
    path("kegiatan/<int:pk>/undang/", inviting.invite, name="invite"),
]
