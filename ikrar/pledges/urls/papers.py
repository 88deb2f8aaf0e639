"""Addresses of paper, pacts, voids, corrections and objections."""

from django.urls import path

from ikrar.pledges.views import papers

urlpatterns = [
    path("ikrar/kertas/", papers.find_sheet, name="find_sheet"),
    path("ikrar/kertas/<str:code>/", papers.sheet, name="sheet"),
    path("ikrar/kertas/<str:code>/masukkan/", papers.enter_sheet, name="enter_sheet"),
    path("ikrar/kertas/<str:code>/sahkan/", papers.confirm_sheet, name="confirm_sheet"),
    path("ikrar/kertas/<str:code>/kembalikan/", papers.refuse_sheet, name="refuse_sheet"),
    path("ikrar/kertas/<str:code>/pindaian/", papers.sheet_scan, name="sheet_scan"),
    path("ikrar/kertas/<str:code>/pindaian/<int:page>.png", papers.sheet_scan_page, name="sheet_scan_page"),
    path("ikrar/kertas/<str:code>/cetak/", papers.reprint_sheet, name="reprint_sheet"),
    path("ikrar/<str:code>/kertas/", papers.papers, name="paper_sheets"),
    path("ikrar/<str:code>/kertas/cetak/", papers.print_sheets, name="print_sheets"),
]
