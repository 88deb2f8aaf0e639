"""Addresses of paper, pacts, voids, corrections and objections."""

from django.urls import path

from ikrar.pledges.views import pacts, papers, verification, voids

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
    path("ikrar/tanda-tangan/<str:receipt>/", voids.signature, name="signature"),
    path("ikrar/tanda-tangan/<str:receipt>/bukti/", voids.evidence, name="evidence"),
    path("ikrar/tanda-tangan/<str:receipt>/pakta.pdf", pacts.pact, name="pact"),
    path("ikrar/koreksi/", voids.corrections, name="corrections"),
    path("ikrar/koreksi/<int:pk>/terima/", voids.accept_correction, name="accept_correction"),
    path("ikrar/koreksi/<int:pk>/tolak/", voids.decline_correction, name="decline_correction"),
    path("ikrar/keberatan/", voids.objections, name="objections"),
    path("ikrar/keberatan/<int:pk>/jawab/", voids.answer_objection, name="answer_objection"),
    path("bukan-saya/", voids.not_me_after, name="not_me_after"),
    path("ikrar/<str:code>/pakta/", pacts.pacts, name="pacts"),
    path("ikrar/<str:code>/pakta/buat/", pacts.make_pacts, name="make_pacts"),
    path("ikrar/<str:code>/pakta/<int:pk>/", pacts.bundle, name="pact_bundle"),
    path("saya/tanda-terima/<str:receipt>/pakta.pdf", pacts.own_pact, name="own_pact"),
    path("saya/tanda-terima/<str:receipt>/bukti", pacts.own_proof, name="own_proof"),
    path("saya/tanda-terima/<str:receipt>/tanda-terima.pdf", pacts.own_receipt, name="own_receipt"),
    path("verifikasi/", verification.verify, name="verify"),
    path("V/<str:number>", verification.verify_number, name="verify_number"),
]
