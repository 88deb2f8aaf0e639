"""Addresses of attendance on paper."""

from django.urls import path

from ikrar.outreach.views import sheets

urlpatterns = [
    path("kegiatan/<int:pk>/kertas/", sheets.attendance_sheets_of, name="attendance_sheets"),
    path("kegiatan/lembar/", sheets.find_attendance_sheet, name="find_attendance_sheet"),
    path("kegiatan/lembar/<str:code>/", sheets.attendance_sheet, name="attendance_sheet"),
    path("kegiatan/lembar/<str:code>/masukkan/", sheets.enter_attendance_sheet, name="enter_attendance_sheet"),
    path("kegiatan/lembar/<str:code>/tambah/", sheets.add_to_sheet, name="add_to_sheet"),
    path("kegiatan/lembar/<str:code>/sahkan/", sheets.confirm_attendance_sheet, name="confirm_attendance_sheet"),
    path("kegiatan/lembar/<str:code>/kembalikan/", sheets.refuse_attendance_sheet, name="refuse_attendance_sheet"),
    path("kegiatan/lembar/<str:code>/pindaian/", sheets.attendance_scan, name="attendance_scan"),
    path(
        "kegiatan/lembar/<str:code>/pindaian/<int:page>.png", sheets.attendance_scan_page, name="attendance_scan_page"
    ),
    path("kegiatan/lembar/<str:code>/cetak/", sheets.reprint_attendance_sheet, name="reprint_attendance_sheet"),
]
