"""Addresses of the catalogue's versions and of the agency's line."""

from django.urls import path

from ikrar.norms.views import lines, provisions

urlpatterns = [
    path("aturan/katalog/", provisions.catalogue_list, name="catalogue_list"),
    path("aturan/katalog/unggah/", provisions.upload_catalogue, name="upload_catalogue"),
    path("aturan/katalog/<str:kind>.yaml", provisions.catalogue_file, name="catalogue_file"),
    path("aturan/katalog/<str:kind>/<slug:slug>/", provisions.provision, name="provision"),
    path("aturan/katalog/<str:kind>/<slug:slug>/koreksi/", provisions.correct_provision, name="correct_provision"),
    path("aturan/katalog/<str:kind>/<slug:slug>/cocok/", provisions.confirm_provision, name="confirm_provision"),
    path("aturan/katalog/<str:kind>/<slug:slug>/lepas/", provisions.set_aside_provision, name="set_aside_provision"),
    path("aturan/katalog/<str:kind>/<slug:slug>/nasional/", provisions.return_provision, name="return_provision"),
    path("aturan/katalog/<str:kind>/<slug:slug>/setujui/", provisions.approve_provision, name="approve_provision"),
    path("aturan/katalog/<str:kind>/<slug:slug>/tolak/", provisions.reject_provision, name="reject_provision"),
    path("aturan/sikap/", lines.line_list, name="line_list"),
    path("aturan/sikap/<slug:slug>/", lines.take_line, name="take_line"),
]
