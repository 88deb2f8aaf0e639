"""Addresses of an activity's photos and files."""

from django.urls import path

from ikrar.outreach.views import attachments

urlpatterns = [
    path("kegiatan/<int:pk>/berkas/", attachments.attachments, name="attachments"),
    path("kegiatan/<int:pk>/berkas/lampirkan/", attachments.attach, name="attach"),
    path("kegiatan/berkas/<int:pk>/", attachments.attachment, name="attachment"),
    path("kegiatan/berkas/<int:pk>/kecil/", attachments.small_photo, name="small_photo"),
    path("kegiatan/berkas/<int:pk>/ubah/", attachments.change_attachment, name="change_attachment"),
]
