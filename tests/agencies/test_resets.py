"""Opening an account anew: never both halves by one officer, never unseen by the holder, always possible at the console."""

import datetime as dt
import json
import threading
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies import queries
from ikrar.agencies.actions import grants, logins, officers
from ikrar.agencies.models import Account, AccountReset
from ikrar.agencies.queries import officers as reading
from ikrar.agencies.roles import Role, system
from ikrar.agencies.rules import RESET_DAYS, RESET_TOLD_DAYS, Reset
from ikrar.core import outbox
from ikrar.core.errors import Refused
from ikrar.core.models import OutboxMessage
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
AT = dt.datetime(2024, 12, 14, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
NEW = "tinta-ungu-di-kelingking"
HALVES = {Reset.PASSWORD: officers.renew_invitation, Reset.SECOND_FACTOR: officers.reset_second_factor}
ORDERS = [tuple(HALVES), tuple(reversed(HALVES))]


@pytest.fixture
def kota():
    return make.agency("kota", name="Pemerintah Kota Contoh")


@pytest.fixture
def budi(kota):
    return make.officer(Role.PERSONNEL, kota, name="Budi Rekaan")


@pytest.fixture
def ratna(kota):
    return make.officer(Role.PERSONNEL, kota, name="Ratna Khayal")


@pytest.fixture
def sari(kota):
    """A colleague with password and second factor, who logged in yesterday."""
    made = make.officer(Role.LEGAL, kota, name="Sari Contohwati", email="sari@kota.example")
    Account.objects.filter(pk=made.pk).update(last_login=AT - DAY)
    return Account.objects.get(pk=made.pk)


def reset(what, account, by, at):
    return HALVES[what](account, by=make.actor(by), at=at)


@pytest.mark.parametrize(("first", "second"), ORDERS)
def test_one_officer_does_not_open_both_halves_of_an_account(sari, budi, first, second):
    """Code and second factor together are the account: one officer alone would be the colleague from then on."""
    reset(first, sari, budi, AT)
    with pytest.raises(Refused, match=r"bukan dari Anda.*operator mesin"):
        reset(second, sari, budi, AT + (RESET_DAYS - 1) * DAY)
    assert AccountReset.objects.get().what == first


@pytest.mark.parametrize(("first", "second"), ORDERS)
def test_a_second_officer_who_has_been_there_opens_the_other_half(sari, budi, ratna, first, second):
    reset(first, sari, budi, AT)
    reset(second, sari, ratna, AT + DAY)
    assert AccountReset.objects.count() == 2


def test_nobody_invites_a_second_officer_for_the_purpose(sari, budi):
    """The code of an invitation is shown to whoever invites, so a fresh officer may be the same person."""
    helper = make.account(sari.agency, name="Kembar Rekaan")
    grants.grant_role(helper, role=Role.PERSONNEL, by=make.actor(budi), at=AT - DAY)
    reset(Reset.SECOND_FACTOR, sari, budi, AT)
    with pytest.raises(Refused, match="belum 30 hari"):
        reset(Reset.PASSWORD, sari, helper, AT + DAY)
    reset(Reset.SECOND_FACTOR, sari, helper, AT + DAY)  # the same half gives nothing more


def test_the_same_half_again_is_one_officers_work(sari, budi):
    for days in range(3):
        reset(Reset.PASSWORD, sari, budi, AT + days * DAY)
    assert AccountReset.objects.count() == 3


def test_after_the_days_it_counts_until_the_holder_has_logged_in(sari, budi):
    """Somebody on long leave must not come back to an account that has become another's."""
    reset(Reset.PASSWORD, sari, budi, AT)
    later = AT + (RESET_DAYS + 20) * DAY
    with pytest.raises(Refused, match="bukan dari Anda"):
        reset(Reset.SECOND_FACTOR, sari, budi, later)
    Account.objects.filter(pk=sari.pk).update(last_login=later - DAY)
    reset(Reset.SECOND_FACTOR, sari, budi, later)


def test_an_invitation_that_nobody_accepted_is_renewed_freely(budi):
    account, _code = officers.invite_officer(budi.agency, name="Baru Rekaan", by=make.actor(budi), at=AT)
    for days in range(3):
        reset(Reset.PASSWORD, account, budi, AT + days * DAY)
    assert not AccountReset.objects.exists()


def test_the_operator_opens_both(sari, budi):
    reset(Reset.PASSWORD, sari, budi, AT)
    officers.reset_second_factor(sari, by=system(sari.agency_id), at=AT)
    officers.renew_invitation(sari, by=system(sari.agency_id), at=AT)
    assert list(AccountReset.objects.order_by("pk").values_list("by", flat=True)) == [budi.pk, None, None]


@pytest.mark.django_db(transaction=True)
def test_both_halves_at_once_are_still_one_too_many():
    kota = make.agency("kota")
    budi, sari = make.officer(Role.PERSONNEL, kota), make.officer(Role.LEGAL, kota)
    by, start, done = make.actor(budi), threading.Barrier(2), []

    def press(what):
        try:
            start.wait()
            HALVES[what](sari, by=by, at=AT)
            done.append(what)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[what]) for what in HALVES]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(done) == 1
    assert AccountReset.objects.get().what == done[0]


# --- the holder hears of it


def test_the_holder_is_written_who_did_it_and_when(sari, budi, mailoutbox):
    now = timezone.now()
    reset(Reset.SECOND_FACTOR, sari, budi, now)
    outbox.send_due(at=now)
    assert [letter.to for letter in mailoutbox] == [["sari@kota.example"]]
    assert "Yang mengatur ulang: Budi Rekaan" in mailoutbox[0].body
    mailoutbox.clear()
    code = officers.renew_invitation(sari, by=system(sari.agency_id), at=now)
    officers.accept_invitation(code, username="", password=NEW, at=now)  # before any letter went out
    outbox.send_due(at=now)
    assert [letter.subject for letter in mailoutbox] == ["Kode baru dibuat untuk akun Ikrar Anda"]
    assert "Yang membuatnya: operator mesin" in mailoutbox[0].body
    assert code not in mailoutbox[0].body.replace("-", "")


def test_the_start_page_tells_of_it_from_the_next_log_in_on(kota, budi):
    """Also to whom no letter goes, and to whoever logs in only weeks later."""
    sari = make.officer(Role.LEGAL, kota, name="Sari Contohwati", email="")
    now = timezone.now()
    reset(Reset.PASSWORD, sari, budi, now - 60 * DAY)
    client = Client()
    client.force_login(sari)
    assert "dibuat oleh Budi Rekaan pada" in client.get("/").content.decode()
    logins.log_in(sari, at=now - (RESET_TOLD_DAYS - 1) * DAY)
    assert "dibuat oleh Budi Rekaan pada" in client.get("/").content.decode()
    assert not reading.resets_to_tell(queries.account_actor(sari), now + 2 * DAY).exists()
    client.force_login(budi)
    assert "dibuat oleh" not in client.get("/").content.decode()


def test_a_log_in_through_the_door_starts_the_days(sari, budi):
    reset(Reset.PASSWORD, sari, budi, AT)
    client = Client()
    client.post("/akun/login/", {"login": sari.username, "password": make.PASSWORD})
    assert AccountReset.objects.get().told_at is None  # the second factor is still to come
    client.post("/akun/pengaman/masuk/", {"code": make.totp_code(make.totp_secret(sari))})
    assert AccountReset.objects.get().told_at is not None


def test_the_list_and_the_page_show_who_reset_whom(sari, budi, ratna):
    other = make.officer(Role.PERSONNEL, make.agency("lain"))
    reset(Reset.SECOND_FACTOR, sari, budi, timezone.now())
    for who, is_there in ((ratna, True), (other, False)):
        client = Client()
        client.force_login(who)
        page = client.get(reverse("agencies:officer_list")).content.decode()
        assert ("diatur ulang oleh Budi Rekaan" in page) is is_there
    client.force_login(ratna)
    page = client.get(reverse("agencies:officer", args=[sari.pk])).content.decode()
    assert "diatur ulang oleh Budi Rekaan" in page


def test_the_officer_is_told_why_not_on_the_page(sari, budi):
    client = Client()
    client.force_login(budi)
    client.post(reverse("agencies:renew_invitation", args=[sari.pk]))
    page = client.post(reverse("agencies:reset_second_factor", args=[sari.pk]), follow=True).content.decode()
    assert "pengaman keduanya bukan dari Anda" in page
    assert Authenticator.objects.filter(user=sari).exists()


# --- the console


def console(*words):
    out = StringIO()
    call_command("ikrar_officer", *words, stdout=out)
    return out.getvalue().strip()


def test_the_console_opens_both_halves_and_says_the_code(sari):
    said = json.loads(console("reset", sari.username, "--json"))
    assert not Authenticator.objects.filter(user=sari).exists()
    now = timezone.now()
    assert officers.accept_invitation(said["code"], username="", password=NEW, at=now) == sari
    assert OutboxMessage.objects.filter(template="officer_code_made").exists()


def test_the_console_opens_one_half_alone(sari):
    assert "Sari Contohwati: pengaman kedua diatur ulang" in console("reset", "sari@kota.example", "--second-factor")
    assert Account.objects.get(pk=sari.pk).invitation is None
    assert "Sari Contohwati: kode undangan" in console("reset", "sari@kota.example", "--password")
    assert AccountReset.objects.filter(by=None).count() == 2


def test_the_console_names_what_it_cannot_find_or_tell_apart(sari):
    make.account(make.agency("lain"), email=sari.email)
    with pytest.raises(CommandError, match="Tidak ada akun aktif"):
        console("reset", "tiada")
    with pytest.raises(CommandError, match=r"kota, lain.*--agency"):
        console("reset", sari.email)
    assert "Sari Contohwati" in console("reset", sari.email, "--agency", "kota")


# --- one e-mail in two agencies


def test_an_e_mail_of_another_agency_is_taken_like_any_other(sari):
    """Whether somebody is an officer elsewhere is not told: the page of inviting answers as with a new address."""
    joko = make.officer(Role.PERSONNEL, make.agency("lain"), name="Joko Misalnya")
    client = Client()
    client.force_login(joko)
    pages = {}
    for email in (sari.email, "tiada@kota.example"):
        data = {"name": "Sari Contohwati", "email": email, "role": "legal", "unit": ""}
        pages[email] = client.post(reverse("agencies:invite_officer"), data)
    assert [page.status_code for page in pages.values()] == [200, 200]
    assert all("Kode undangan" in page.content.decode() for page in pages.values())
    shown = client.get(reverse("agencies:officer_list")).content.decode()
    assert shown.count(sari.email) == 1
    own = client.post(reverse("agencies:invite_officer"), {**data, "email": "tiada@kota.example"}).content.decode()
    assert "sudah dipakai akun lain di instansi ini" in own


def test_with_one_e_mail_in_two_agencies_the_password_says_which(sari):
    twin = make.officer(Role.LEGAL, make.agency("lain"), email=sari.email)
    twin.set_password(NEW)
    twin.save()
    for account, password in ((sari, make.PASSWORD), (twin, NEW)):
        client = Client()
        client.post("/akun/login/", {"login": sari.email, "password": password})
        secret = make.totp_secret(account)
        assert client.post("/akun/pengaman/masuk/", {"code": make.totp_code(secret)}).status_code == 302
        assert client.get("/akun/saya/").context["account"] == account
    assert "tidak cocok" in Client().post("/akun/login/", {"login": sari.email, "password": "x"}).content.decode()


def test_who_forgot_the_password_gets_a_letter_for_each_account(sari, mailoutbox):
    make.officer(Role.LEGAL, make.agency("lain", name="Pemerintah Lain"), email=sari.email)
    Client().post("/akun/kata-sandi/lupa/", {"email": sari.email})
    outbox.send_due(at=timezone.now())
    places = [place for letter in mailoutbox for place in ("Kota Contoh", "Pemerintah Lain") if place in letter.body]
    assert sorted(places) == ["Kota Contoh", "Pemerintah Lain"]
