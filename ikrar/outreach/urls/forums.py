"""Addresses of what those present say, theirs and the committee's."""

from django.urls import path

from ikrar.outreach.views import forums, voices

urlpatterns = [
    path("s/<str:code>", voices.forum_door, name="forum_door"),
    path("s/<str:code>/evaluasi/", voices.evaluate, name="evaluate"),
    path("s/<str:code>/evaluasi/terima-kasih/", voices.evaluated, name="evaluated"),
    path("kegiatan/<int:pk>/suara/", forums.forum, name="forum"),
    path("kegiatan/<int:pk>/suara/hasil/", forums.evaluation_results, name="evaluation_results"),
]
