"""Addresses of officers, their rights and desks, and of one's own account."""

from django.urls import URLPattern, path

from ikrar.agencies.views import agency, devices, login, officers, own_account, rights

urlpatterns: list[URLPattern] = [
    path("akun/undangan/", login.accept_invitation, name="accept_invitation"),
    path("akun/saya/", own_account.own_account, name="own_account"),
    path("akun/saya/surel/", own_account.change_own_email, name="change_own_email"),
    path("akun/saya/sesi/<int:pk>/akhiri/", own_account.end_own_session, name="end_own_session"),
    path("akun/saya/sesi/akhiri-lain/", own_account.end_own_other_sessions, name="end_own_other_sessions"),
    path("bahasa/", own_account.set_language, name="set_language"),
    path("petugas/", officers.officer_list, name="officer_list"),
    path("petugas/undang/", officers.invite_officer, name="invite_officer"),
    path("petugas/koordinator/", officers.appoint_coordinators, name="appoint_coordinators"),
    path("petugas/hak/", rights.rights, name="rights"),
    path("petugas/<int:pk>/", officers.officer, name="officer"),
    path("petugas/<int:pk>/peran/", officers.grant_role, name="grant_role"),
    path("petugas/peran/<int:pk>/akhiri/", officers.end_grant, name="end_grant"),
    path("petugas/<int:pk>/undangan/", officers.renew_invitation, name="renew_invitation"),
    path("petugas/<int:pk>/nonaktif/", officers.deactivate_officer, name="deactivate_officer"),
    path("petugas/<int:pk>/aktif/", officers.reactivate_officer, name="reactivate_officer"),
    path("petugas/<int:pk>/pengaman/", officers.reset_second_factor, name="reset_second_factor"),
    path("petugas/<int:pk>/sesi/", officers.end_officer_sessions, name="end_officer_sessions"),
    path("petugas/instansi/", agency.edit_agency, name="edit_agency"),
    path("perangkat/", devices.device_list, name="device_list"),
    path("perangkat/<int:pk>/cabut/", devices.revoke_device, name="revoke_device"),
    path("meja/daftar/", devices.open_device, name="open_device"),
]
