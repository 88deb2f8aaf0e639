"""Addresses of the staff list: people, units, uploaded lists."""

from django.urls import path

from ikrar.agencies.views import roster, staff, units

urlpatterns = [
    path("pegawai/", staff.staff_list, name="staff_list"),
    path("pegawai/tambah/", staff.add_staff, name="add_staff"),
    path("pegawai/<int:pk>/", staff.staff, name="staff"),
    path("pegawai/<int:pk>/pindah/", staff.move_staff, name="move_staff"),
    path("pegawai/<int:pk>/berhenti/", staff.end_staff, name="end_staff"),
    path("pegawai/<int:pk>/kontak/", staff.change_contact, name="change_contact"),
    path("pegawai/<int:pk>/nomor/", staff.show_number, name="show_number"),
    path("pegawai/<int:pk>/gabung/", staff.merge_staff, name="merge_staff"),
    path("pegawai/<int:pk>/pisah/", staff.unmerge_staff, name="unmerge_staff"),
    path("pegawai/unit/", units.unit_list, name="unit_list"),
    path("pegawai/unit/tambah/", units.add_unit, name="add_unit"),
    path("pegawai/unit/<int:pk>/", units.unit, name="unit"),
    path("pegawai/unit/<int:pk>/nama/", units.rename_unit, name="rename_unit"),
    path("pegawai/unit/<int:pk>/pindah/", units.move_unit, name="move_unit"),
    path("pegawai/unit/<int:pk>/gabung/", units.merge_units, name="merge_units"),
    path("pegawai/unit/<int:pk>/pisah/", units.unmerge_units, name="unmerge_units"),
    path("pegawai/unggah/", roster.upload_roster, name="upload_roster"),
    path("pegawai/unggah/<int:pk>/", roster.roster, name="roster"),
    path("pegawai/unggah/<int:pk>/kolom/", roster.map_columns, name="map_columns"),
    path("pegawai/unggah/<int:pk>/baris/<slug:what>/", roster.roster_rows, name="roster_rows"),
    path("pegawai/unggah/<int:pk>/putuskan/", roster.decide_row, name="decide_row"),
    path("pegawai/unggah/<int:pk>/unit/", roster.decide_units, name="decide_units"),
    path("pegawai/unggah/<int:pk>/salah.xlsx", roster.error_file, name="roster_errors"),
    path("pegawai/unggah/<int:pk>/terapkan/", roster.apply_roster, name="apply_roster"),
    path("pegawai/unggah/<int:pk>/buang/", roster.discard_roster, name="discard_roster"),
    path("pegawai/unggah/<int:pk>/tarik/", roster.take_back_roster, name="take_back_roster"),
]
