"""Addresses of an observer at an event, and of the papers that an event leaves."""

from django.urls import path

from ikrar.outreach.views import observing, papers

urlpatterns = [
    path("kegiatan/<int:pk>/undi/", observing.draw_attendances, name="draw_attendances"),
    path("kegiatan/<int:pk>/undian/<int:draw>/", observing.attendance_draw, name="attendance_draw"),
    path("kegiatan/<int:pk>/catatan/", observing.write_remark, name="write_remark"),
    path("kegiatan/<int:pk>/semua-berkas/", papers.activity_papers, name="activity_papers"),
    path("kegiatan/<int:pk>/berita-acara.pdf", papers.minutes, name="minutes"),
    path("kegiatan/<int:pk>/poster-<slug:what>.pdf", papers.forum_poster, name="forum_poster"),
]
