"""Addresses of those who look after a campaign."""

from django.urls import path

from ikrar.pledges.views import watch

urlpatterns = [
    path("ikrar/<str:code>/alasan/<int:staff>/", watch.note_reason, name="note_reason"),
    path("ikrar/<str:code>/undi/", watch.draw, name="draw"),
    path("ikrar/<str:code>/undian/<int:pk>/", watch.draw_result, name="draw_result"),
]
