"""Inviting officers, roles, coordinators in bulk, desks, and the page of rights."""

import datetime as dt
import json
import threading
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from ikrar.agencies import queries, tokens
from ikrar.agencies.actions import devices, grants, officers
from ikrar.agencies.middleware import DESK_COOKIE
from ikrar.agencies.models import Account, Device, RoleGrant
from ikrar.agencies.queries import coordinators, rights
from ikrar.agencies.queries import officers as reading
from ikrar.agencies.roles import Kind, Role, system
from ikrar.agencies.rules import AT_UNIT, GIVES
from ikrar.core import audit, outbox
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, MailState, OutboxMessage
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
NEW = "tinta-ungu-di-kelingking"


@pytest.fixture
def kota():
    return make.agency("kota", name="Pemerintah Kota Contoh")


@pytest.fixture
def budi(kota):
    return make.officer(Role.PERSONNEL, kota, username="budi")


@pytest.fixture
def joko():
    return make.officer(Role.PERSONNEL, make.agency("lain"), username="joko", name="Joko Misalnya")


@pytest.fixture
def client(budi):
    client = Client()
    client.force_login(budi)
    return client


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def invite(budi, **fields):
    fields = {"name": "Sari Contohwati", "email": "sari@kota.example", **fields}
    return officers.invite_officer(budi.agency, **fields, by=make.actor(budi), at=AT)


# --- invitations


def test_an_invitation_is_a_digest_in_the_database_and_one_letter(budi):
    account, code = invite(budi)
    assert account.invitation == tokens.token_digest(code)
    assert not account.has_usable_password()
    assert len(code) == 16
    assert code not in str(OutboxMessage.objects.values())
    assert verbs() == ["agencies.officer_invited"]


def test_the_letter_holds_the_code_that_opens_the_account(budi, mailoutbox):
    now = dt.datetime.now(dt.UTC)
    _account, code = officers.invite_officer(
        budi.agency, name="Sari Contohwati", email="sari@kota.example", by=make.actor(budi), at=now
    )
    outbox.send_due(at=now)
    assert code in mailoutbox[0].body.replace("-", "")


def test_a_letter_about_a_used_invitation_is_not_sent(budi, mailoutbox):
    now = dt.datetime.now(dt.UTC)
    _account, code = officers.invite_officer(
        budi.agency, name="Sari Contohwati", email="sari@kota.example", by=make.actor(budi), at=now
    )
    officers.accept_invitation(code, username="sari", password=NEW, at=now)
    outbox.send_due(at=now)
    assert not mailoutbox
    assert OutboxMessage.objects.get().state == MailState.STOPPED


def test_accepting_gives_a_name_and_a_password_and_works_once(budi):
    account, code = invite(budi)
    officers.accept_invitation(f" {code[:4].lower()}-{code[4:]}", username="Sari", password=NEW, at=AT)
    account.refresh_from_db()
    assert account.username == "sari"
    assert account.check_password(NEW)
    with pytest.raises(Refused, match="sudah dipakai"):
        officers.accept_invitation(code, username="", password="lain-lagi-saja", at=AT)
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_an_invitation_ends_after_48_hours(budi):
    _account, code = invite(budi)
    with pytest.raises(Refused, match="48 jam"):
        officers.accept_invitation(code, username="", password=NEW, at=AT + dt.timedelta(hours=48))


def test_a_new_invitation_kills_the_old_one(budi):
    account, old = invite(budi)
    new = officers.renew_invitation(account, by=make.actor(budi), at=AT + dt.timedelta(hours=1))
    with pytest.raises(Refused):
        officers.accept_invitation(old, username="", password=NEW, at=AT + dt.timedelta(hours=2))
    assert officers.accept_invitation(new, username="", password=NEW, at=AT + dt.timedelta(hours=2)) == account


@pytest.mark.parametrize("code", ["", "----", "0000000000000000", "§§§§"])
def test_no_code_and_foreign_signs_open_nothing(budi, code):
    make.account(budi.agency)
    with pytest.raises(Refused):
        officers.accept_invitation(code, username="sari", password=NEW, at=AT)


def test_a_taken_name_is_refused_and_the_code_still_works(budi):
    _account, code = invite(budi)
    with pytest.raises(Refused, match="Pilih nama lain"):
        officers.accept_invitation(code, username="budi", password=NEW, at=AT)
    assert officers.accept_invitation(code, username="sari", password=NEW, at=AT)


def test_without_an_e_mail_a_name_must_be_chosen(budi):
    _account, code = invite(budi, email="")
    with pytest.raises(Refused, match="Tulis nama pilihan"):
        officers.accept_invitation(code, username="", password=NEW, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_gets_the_account(budi):
    account, code = invite(budi)
    start, won, refused = threading.Barrier(2), [], []

    def accept(name: str) -> None:
        try:
            start.wait()
            won.append(officers.accept_invitation(code, username=name, password=f"{NEW}-{name}", at=AT).username)
        except Refused:
            refused.append(name)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[name]) for name in ("sari", "ratna")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(won), len(refused)) == (1, 1)
    account.refresh_from_db()
    assert account.username == won[0]
    assert account.check_password(f"{NEW}-{won[0]}")


def test_the_door_of_the_invitation_leads_to_the_second_factor(budi):
    now = dt.datetime.now(dt.UTC)
    _account, code = officers.invite_officer(
        budi.agency, name="Sari Contohwati", email="sari@kota.example", by=make.actor(budi), at=now
    )
    client = Client()
    data = {"code": code, "username": "sari", "password": NEW, "again": NEW}
    assert client.post(reverse("agencies:accept_invitation"), data).url == reverse("mfa_activate_totp")
    assert "tidak dikenal" in Client().post(reverse("agencies:accept_invitation"), data).content.decode()


def test_a_renewed_invitation_does_not_pass_by_the_second_factor(budi):
    sari = make.officer(Role.LEGAL, budi.agency)
    code = officers.renew_invitation(sari, by=make.actor(budi), at=dt.datetime.now(dt.UTC))
    data = {"code": code, "username": "", "password": NEW, "again": NEW}
    assert Client().post(reverse("agencies:accept_invitation"), data).url == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "198609262015051001", "Jangan memakai NIP"),
        ("username", "sari@kota.example", "dimulai dengan huruf"),
        ("again", "lain-sekali-ini", "belum sama"),
        ("password", "pendek", "10"),
    ],
)
def test_the_form_of_the_invitation_says_what_to_mend(budi, field, value, words):
    _account, code = invite(budi)
    data = {"code": code, "username": "sari", "password": NEW, "again": NEW, field: value}
    assert words in Client().post(reverse("agencies:accept_invitation"), data).content.decode()


def test_the_door_of_inviting_shows_the_code_once(client, kota):
    data = {"name": "Sari Contohwati", "email": "", "role": "legal", "unit": ""}
    page = client.post(reverse("agencies:invite_officer"), data).content.decode()
    account = Account.objects.get(name="Sari Contohwati")
    shown = tokens.invitation_code(account.pk, account.invited_at)
    assert f"{shown[:4]}-{shown[4:8]}" in page
    assert (
        f"{shown[:4]}-{shown[4:8]}" not in client.get(reverse("agencies:officer", args=[account.pk])).content.decode()
    )
    assert account.grants.get().role == Role.LEGAL


# --- roles


def test_who_may_give_which_role_is_a_table(budi):
    assert set(GIVES) == {Role.PERSONNEL}
    assert Role.OPERATOR not in GIVES[Role.PERSONNEL]
    assert set(GIVES[Role.PERSONNEL]) == set(Role) - {Role.OPERATOR}


@pytest.mark.parametrize("giver", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_exactly_what_the_table_says(kota, giver, role):
    unit = make.unit(kota)
    by = make.actor(make.officer(giver, kota, unit=unit if giver in AT_UNIT else None))
    sari = make.account(kota)
    at_unit = unit if role in AT_UNIT else None
    if role in GIVES.get(giver, ()):
        assert grants.grant_role(sari, role=role, unit=at_unit, by=by, at=AT).role == role
    else:
        with pytest.raises(Refused, match="tidak bisa Anda berikan"):
            grants.grant_role(sari, role=role, unit=at_unit, by=by, at=AT)


def test_a_role_held_at_a_unit_gives_nothing(kota):
    half = make.actor(make.officer(Role.PERSONNEL, kota, unit=make.unit(kota)))
    assert reading.roles_given_by(half) == ()


def test_nobody_gives_a_role_to_oneself(budi):
    with pytest.raises(Refused, match="diri sendiri"):
        grants.grant_role(budi, role=Role.AUDITOR, by=make.actor(budi), at=AT)


def test_nobody_gives_beyond_the_own_agency(budi, joko):
    with pytest.raises(Refused, match="bukan dari instansi"):
        grants.grant_role(joko, role=Role.AUDITOR, by=make.actor(budi), at=AT)
    sari = make.account(budi.agency)
    with pytest.raises(Refused, match="instansi yang sama"):
        grants.grant_role(sari, role=Role.COORDINATOR, unit=make.unit(joko.agency), by=make.actor(budi), at=AT)


def test_a_coordinator_needs_a_unit_and_others_have_none(budi):
    sari = make.account(budi.agency)
    with pytest.raises(Refused, match="Pilih unit"):
        grants.grant_role(sari, role=Role.COORDINATOR, by=make.actor(budi), at=AT)
    with pytest.raises(Refused, match="Kosongkan unit"):
        grants.grant_role(sari, role=Role.LEGAL, unit=make.unit(budi.agency), by=make.actor(budi), at=AT)


def test_giving_the_same_role_again_changes_nothing(budi):
    sari = make.account(budi.agency)
    for _n in range(2):
        grants.grant_role(sari, role=Role.LEGAL, by=make.actor(budi), at=AT)
    assert sari.grants.count() == 1
    assert verbs() == ["agencies.role_granted"]


def test_an_ended_role_is_over_at_once(budi):
    sari = make.officer(Role.PERSONNEL, budi.agency)
    client = Client()
    client.force_login(sari)
    assert client.get(reverse("agencies:officer_list")).status_code == 200
    grants.end_grant(sari.grants.get(), by=make.actor(budi), at=AT)
    assert client.get(reverse("agencies:officer_list")).status_code == 403
    assert verbs() == ["agencies.role_ended"]


def test_the_last_personnel_officer_stays(budi):
    by = make.actor(budi)
    with pytest.raises(Refused, match="terakhir"):
        grants.end_grant(budi.grants.get(), by=by, at=AT)
    invited, _code = invite(budi)
    grants.grant_role(invited, role=Role.PERSONNEL, by=by, at=AT)
    with pytest.raises(Refused, match="terakhir"):  # somebody who never logged in cannot take over
        grants.end_grant(budi.grants.get(), by=by, at=AT)
    make.officer(Role.PERSONNEL, budi.agency)
    assert grants.end_grant(budi.grants.get(), by=by, at=AT).ended_at == AT


@pytest.mark.django_db(transaction=True)
def test_two_personnel_officers_cannot_remove_each_other_at_once(budi, monkeypatch):
    ratna = make.officer(Role.PERSONNEL, budi.agency)
    start, record = threading.Barrier(2), audit.record
    # Both have looked before either commits, unless the second had to wait.
    monkeypatch.setattr(audit, "record", lambda *args, **more: time.sleep(0.3) or record(*args, **more))

    def end(grant: RoleGrant, by) -> None:
        try:
            start.wait()
            grants.end_grant(grant, by=by, at=AT)
        except Refused:
            pass
        finally:
            connection.close()

    pairs = [(ratna.grants.get(), make.actor(budi)), (budi.grants.get(), make.actor(ratna))]
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert reading.working_personnel(budi.agency_id).count() == 1


# --- accounts


def test_a_deactivated_officer_is_out_at_once_and_can_come_back(budi):
    sari = make.officer(Role.PERSONNEL, budi.agency)
    client = Client()
    client.force_login(sari)
    officers.deactivate_officer(sari, by=make.actor(budi), at=AT)
    assert client.get(reverse("agencies:officer_list")).status_code == 302
    officers.reactivate_officer(sari, by=make.actor(budi), at=AT)
    client.force_login(sari)
    assert client.get(reverse("agencies:officer_list")).status_code == 200


def test_nobody_deactivates_oneself_or_the_last_personnel_officer(budi):
    with pytest.raises(Refused, match="Akun sendiri"):
        officers.deactivate_officer(budi, by=make.actor(budi), at=AT)
    with pytest.raises(Refused, match="terakhir"):
        officers.deactivate_officer(budi, by=system(budi.agency_id), at=AT)


def test_resetting_the_second_factor_ends_sessions_and_tells_the_person(budi):
    sari = make.officer(Role.LEGAL, budi.agency)
    officers.reset_second_factor(sari, by=make.actor(budi), at=AT)
    assert not Authenticator.objects.filter(user=sari).exists()
    assert not UserSession.objects.filter(user=sari).exists()
    assert OutboxMessage.objects.get().to == sari.email
    assert verbs() == ["agencies.second_factor_reset"]


@pytest.mark.parametrize(
    "name", ["officer", "grant_role", "renew_invitation", "deactivate_officer", "reactivate_officer",
             "reset_second_factor", "end_officer_sessions"],
)  # fmt: skip
def test_another_agencys_officer_is_not_found(client, joko, name):
    url = reverse(f"agencies:{name}", args=[joko.pk])
    assert (client.get(url) if name == "officer" else client.post(url, {"role": "legal"})).status_code == 404


def test_another_agencys_grant_and_desk_are_not_found(client, joko):
    device, _token = make.device(joko.agency, joko)
    assert client.post(reverse("agencies:end_grant", args=[joko.grants.get().pk])).status_code == 404
    assert client.post(reverse("agencies:revoke_device", args=[device.pk])).status_code == 404


@pytest.mark.parametrize("act", ["deactivate_officer", "reactivate_officer", "reset_second_factor", "renew_invitation"])
def test_actions_refuse_another_agencys_account(budi, joko, act):
    with pytest.raises(Refused, match="bukan dari instansi"):
        getattr(officers, act)(joko, by=make.actor(budi), at=AT)


def test_the_list_shows_the_own_agency_alone(client, joko):
    page = client.get(reverse("agencies:officer_list")).content.decode()
    assert "Budi Rekaan" in page
    assert "Joko" not in page


def test_the_list_costs_the_same_for_many(client, budi, django_assert_max_num_queries):
    for _n in range(30):
        make.officer(Role.COORDINATOR, budi.agency, unit=make.unit(budi.agency))
    client.get(reverse("agencies:own_account"))  # the line of election stages is asked for once a minute
    with django_assert_max_num_queries(10):
        client.get(reverse("agencies:officer_list"))


# --- coordinators in bulk


def test_a_pasted_list_is_checked_line_by_line(budi, joko):
    here = make.unit(budi.agency, "Dinas Contoh")
    twin = make.unit(budi.agency, "Bidang Umum", parent=here)
    other = make.unit(budi.agency, "Dinas Lain")
    make.unit(budi.agency, "Bidang Umum", parent=other)
    make.officer(Role.COORDINATOR, unit=other, email="sudah@kota.example")
    text = "\n".join([
        "dinas  contoh; Sari Contohwati; SARI@kota.example",
        "",
        "Dinas Tiada; Budi Rekaan; b@kota.example",
        "Dinas Contoh;;c@kota.example",
        "Dinas Contoh\tRatna Umpama\tratna di rumah",
        f"Dinas Contoh; Joko Misalnya; {joko.email}",
        "Bidang Umum; Tini Contohwati; tini@kota.example",
        "Dinas Contoh / Bidang Umum; Tini Contohwati; tini@kota.example",
        "Dinas Lain; Sudah Misalnya; sudah@kota.example",
        "Dinas Lain; Kembar Rekaan; kembar@kota.example",
        "Dinas Lain; Kembar Rekaan; kembar@kota.example",
        "Dinas Lain; Tanpa Surel",
        "tanpa pemisah",
    ])  # fmt: skip
    lines = {line.number: line for line in coordinators.coordinator_lines(make.actor(budi), text)}
    assert lines[1].unit == here
    assert lines[1].email == "sari@kota.example"
    for number, words in {3: "tidak ada", 4: "Nama belum", 5: "tidak lengkap", 7: "beberapa unit",
                          10: "dua kali", 11: "dua kali", 13: "tidak ada"}.items():  # fmt: skip
        assert words in lines[number].problem, number
    assert lines[8].unit == twin
    assert lines[9].done
    assert lines[6].is_ready  # that another agency has an account with this e-mail is not told
    assert [n for n, line in lines.items() if line.is_ready] == [1, 6, 8, 12]


def test_applying_appoints_and_invites_and_joins_one_e_mail_to_one_account(budi):
    one, two = make.unit(budi.agency, "Dinas Satu"), make.unit(budi.agency, "Dinas Dua")
    text = "Dinas Satu; Sari Contohwati; sari@kota.example\nDinas Dua; Sari Contohwati; sari@kota.example\nDinas X; A; a@b.example"
    lines = coordinators.coordinator_lines(make.actor(budi), text)
    made = grants.appoint_coordinators(budi.agency, lines=lines, by=make.actor(budi), at=AT)
    sari = Account.objects.get(email="sari@kota.example")
    assert {grant.unit for grant in sari.grants.all()} == {one, two}
    assert [bool(one.code) for one in made] == [True, False]
    assert OutboxMessage.objects.count() == 1


def test_units_left_without_a_name_are_passed_over(client, budi):
    for name in ("Dinas Satu", "Dinas Dua", "Dinas Tiga"):
        make.unit(budi.agency, name)
    url = reverse("agencies:appoint_coordinators")
    given = client.get(url).context["without"]
    assert given.count("; ; ") == 3
    page = client.post(url, {"lines": given, "check": "1"})
    assert (page.context["checked"], page.context["blank"]) == ([], 3)
    assert "3 baris belum diisi namanya, jadi dilewati" in page.content.decode()
    assert "Belum ada baris yang bisa diterapkan" in page.content.decode()
    filled = (
        given.replace("Dinas Dua; ; ", "Dinas Dua; Sari Contohwati; sari@kota.example")
        + "\nDinas Satu;;sari@kota.example"
    )
    page = client.post(url, {"lines": filled, "apply": "1"})
    assert [one.unit.name for one in page.context["appointed"]] == ["Dinas Dua"]
    lines = coordinators.coordinator_lines(make.actor(budi), filled)
    assert [(line.number, line.is_ready) for line in lines] == [(1, False), (4, False)]


def test_the_door_of_coordinators_writes_nothing_before_the_second_button(client, budi):
    make.unit(budi.agency, "Dinas Satu")
    url, lines = reverse("agencies:appoint_coordinators"), "Dinas Satu; Sari Contohwati; sari@kota.example"
    assert "Dinas Satu; ; " in client.get(url).content.decode()
    page = client.post(url, {"lines": lines, "check": "1"}).content.decode()
    assert "Periksa dulu, belum ada yang diubah" in page
    assert not Account.objects.filter(email="sari@kota.example").exists()
    page = client.post(url, {"lines": lines, "apply": "1"}).content.decode()
    assert "Kode hanya tampil sekali ini" in page
    again = client.post(url, {"lines": lines, "apply": "1"}).content.decode()
    assert "sudah koordinator" in again
    assert RoleGrant.objects.filter(role=Role.COORDINATOR).count() == 1


# --- desks


def test_a_desk_is_opened_by_its_code_once(budi):
    device, code = devices.enrol_device(budi.agency, label="Meja 1", officer=budi, by=make.actor(budi), at=AT)
    assert len(code) == 8
    opened, token = devices.open_device(f"{code[:4].lower()} {code[4:]}", at=AT + dt.timedelta(minutes=9))
    assert opened == device
    actor = queries.device_actor(token)
    assert (actor.kind, actor.id, actor.agency_id) == (Kind.DEVICE, device.pk, budi.agency_id)
    with pytest.raises(Refused):
        devices.open_device(code, at=AT)
    assert token not in str(Device.objects.values())
    assert verbs() == ["agencies.device_enrolled", "agencies.device_opened"]


def test_the_code_of_a_desk_ends_after_ten_minutes(budi):
    _device, code = devices.enrol_device(budi.agency, label="Meja 1", officer=budi, by=make.actor(budi), at=AT)
    with pytest.raises(Refused, match="10 menit"):
        devices.open_device(code, at=AT + dt.timedelta(minutes=10))


def test_a_revoked_desk_is_a_stranger_at_once(budi):
    device, token = make.device(budi.agency, budi)
    devices.revoke_device(device, by=make.actor(budi), at=AT)
    assert queries.device_actor(token).kind is Kind.NOBODY


def test_a_revoked_desk_cannot_be_opened_any_more(budi):
    device, code = devices.enrol_device(budi.agency, label="Meja 1", officer=budi, by=make.actor(budi), at=AT)
    devices.revoke_device(device, by=make.actor(budi), at=AT)
    with pytest.raises(Refused):
        devices.open_device(code, at=AT)


def test_a_desk_under_a_stranger_is_refused(budi, joko):
    with pytest.raises(Refused, match="petugas aktif"):
        devices.enrol_device(budi.agency, label="Meja 1", officer=joko, by=make.actor(budi), at=AT)


def test_the_doors_of_desks_make_a_strict_cookie(client, budi):
    data = {"label": "Meja 1", "officer": budi.pk}
    page = client.post(reverse("agencies:device_list"), data).content.decode()
    code = page.split('class="code-big mono">')[1].split("<")[0]
    desk = Client()
    assert desk.post(reverse("agencies:open_device"), {"code": "00000000"}).status_code == 200
    assert DESK_COOKIE not in desk.cookies
    assert desk.post(reverse("agencies:open_device"), {"code": code}).status_code == 302
    cookie = desk.cookies[DESK_COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/meja/", "Strict", True)
    assert "terdaftar sebagai Meja 1" in desk.get(reverse("agencies:open_device")).content.decode()


def test_typing_many_codes_of_desks_is_stopped():
    client = Client()
    for _n in range(30):
        client.post(reverse("agencies:open_device"), {"code": "00000000"})
    assert "Terlalu banyak kode" in client.post(reverse("agencies:open_device"), {"code": "00000000"}).content.decode()


# --- rights


def test_rights_are_drawn_from_the_permissions_of_all_rooms(client):
    names = {row["permission"] for row in rights.as_plain()}
    assert "agencies.grant_roles" in names
    assert len({name.split(".")[0] for name in names}) >= 2
    page = client.get(reverse("agencies:rights")).content.decode()
    assert "Mengangkat petugas dan koordinator" in page
    assert "Budi Rekaan" in page


def test_the_command_prints_rights_for_people_and_machines():
    text, plain = StringIO(), StringIO()
    call_command("ikrar_access", stdout=text)
    call_command("ikrar_access", "--json", stdout=plain)
    row = next(row for row in json.loads(plain.getvalue()) if row["permission"] == "agencies.grant_roles")
    assert row["roles"] == ["personnel"]
    assert "agencies.grant_roles" in text.getvalue()
