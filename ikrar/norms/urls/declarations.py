"""Addresses of declarations and permits, and of the agency's facilities."""

from django.urls import path

from ikrar.norms.views import assets, declarations, own_declarations

_ONE, _OWN = "aturan/pernyataan/<int:pk>/", "saya/pernyataan/<int:pk>/"
urlpatterns = [
    path("saya/pernyataan/", own_declarations.own_declarations, name="own_declarations"),
    path("saya/pernyataan/baru/<slug:kind>/", own_declarations.declare, name="declare"),
    path(_OWN, own_declarations.own_declaration, name="own_declaration"),
    path(f"{_OWN}tarik/", own_declarations.withdraw_declaration, name="withdraw_declaration"),
    path(f"{_OWN}surat/<slug:what>/", own_declarations.own_paper, name="own_declaration_paper"),
    path(f"{_OWN}berkas/<int:file>/", own_declarations.own_file, name="own_declaration_file"),
    path("aturan/pernyataan/", declarations.declaration_list, name="declaration_list"),
    path("aturan/pernyataan/masukkan/", declarations.choose_declarer, name="choose_declarer"),
    path("aturan/pernyataan/masukkan/luar/", declarations.enter_outside, name="enter_outside"),
    path(
        "aturan/pernyataan/masukkan/<slug:kind>/<int:staff>/", declarations.enter_declaration, name="enter_declaration"
    ),
    path(_ONE, declarations.declaration, name="declaration"),
    path(f"{_ONE}langkah/<slug:move>/", declarations.take_declaration, name="take_declaration"),
    path(f"{_ONE}surat/", declarations.declaration_letter, name="declaration_letter"),
    path(f"{_ONE}surat/<slug:what>/", declarations.declaration_paper, name="declaration_paper"),
    path(f"{_ONE}berkas/<int:file>/", declarations.declaration_file, name="declaration_file"),
    path("aturan/izin-bertugas/", declarations.duty_permits, name="duty_permits"),
    path("aturan/fasilitas/", assets.asset_list, name="asset_list"),
    path("aturan/fasilitas/<int:pk>/", assets.edit_asset, name="edit_asset"),
    path("aturan/fasilitas/<int:pk>/hapus/", assets.end_asset, name="end_asset"),
]
