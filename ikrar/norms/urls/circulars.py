"""Addresses of circulars: for officers, and for somebody who reads one."""

from django.urls import path

from ikrar.norms.views import circulars, numbering, readers, reading

urlpatterns = [
    path("aturan/edaran/", circulars.circular_list, name="circular_list"),
    path("aturan/edaran/baru/", circulars.draft_circular, name="draft_circular"),
    path("aturan/edaran/unggah/", circulars.upload_circular, name="upload_circular"),
    path("aturan/edaran/nomor/", numbering.numbers, name="numbers"),
    path("aturan/edaran/nomor/pola/", numbering.set_numbering, name="set_numbering"),
    path("aturan/edaran/nomor/batal/", numbering.cancel_number, name="cancel_number"),
    path("aturan/edaran/<int:pk>/", circulars.circular, name="circular"),
    path("aturan/edaran/<int:pk>/ubah/", circulars.edit_circular, name="edit_circular"),
    path("aturan/edaran/<int:pk>/hapus/", circulars.delete_draft, name="delete_draft"),
    path("aturan/edaran/<int:pk>/terbitkan/", circulars.issue_circular, name="issue_circular"),
    path("aturan/edaran/<int:pk>/beda/", circulars.compare_circular, name="compare_circular"),
    path("aturan/edaran/<int:pk>/surat.pdf", circulars.circular_paper_pdf, name="circular_paper"),
    path("aturan/edaran/<int:pk>/belum/", readers.unread, name="unread"),
    path("aturan/edaran/<int:pk>/sudah/", readers.read, name="read"),
    path("aturan/edaran/<int:pk>/ingatkan/", readers.remind_readers, name="remind_readers"),
    path("aturan/edaran/<int:pk>/<slug:move>/", circulars.end_circular, name="end_circular"),
    path("aturan/edaran/pernyataan/<int:pk>/batal/", readers.void_acknowledgement, name="void_acknowledgement"),
    path("pegawai/<int:pk>/edaran/", readers.staff_circulars, name="staff_circulars"),
    path("saya/edaran/<int:pk>/", reading.read_circular, name="read_circular"),
    path("saya/edaran/<int:pk>/naskah/", reading.own_file, name="own_file"),
]
