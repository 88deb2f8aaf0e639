"""Logging in: tries, second factor, sessions, where to go next."""

import datetime as dt
import threading
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher, check_password, identify_hasher, make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from config import settings as real
from ikrar.agencies import login, tokens
from ikrar.agencies.actions import logins
from ikrar.agencies.models import Account, LoginCounter
from ikrar.agencies.roles import Role
from ikrar.core import outbox
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, OutboxMessage
from tests.factories import agencies as make

pytestmark = pytest.mark.django_db
AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def budi():
    return make.officer(Role.PERSONNEL, make.agency("kota"), username="budi", email="budi@kota.example")


def code_of(account: Account) -> str:
    """What the account's authenticator app shows now."""
    return make.totp_code(make.totp_secret(account))


def post_password(client: Client, who: str, password: str = make.PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": who, "password": password, **extra})


def log_in(account: Account, client: Client | None = None, **extra) -> Client:
    """Password and second factor through the doors; the app's code counts as a new one each time."""
    cache.clear()
    client = client or Client()
    answer = post_password(client, account.username, **extra)
    assert answer.url == reverse("mfa_authenticate")
    client.post(reverse("mfa_authenticate"), {"code": code_of(account)})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("agencies:officer_list")).status_code == 200


@pytest.mark.parametrize("who", ["budi", "BUDI", "budi@kota.example", " Budi@Kota.Example "])
def test_email_or_chosen_name_opens_the_house_after_the_second_factor(budi, who):
    client = Client()
    assert post_password(client, who).url == reverse("mfa_authenticate")
    assert not is_in(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(budi)})
    assert answer.url == "/"
    assert is_in(client)
    assert AuditEvent.objects.filter(verb="agencies.officer_logged_in", actor=budi.pk).count() == 1


def test_wrong_password_says_how_many_tries_are_left_and_stops_at_five(budi):
    client = Client()
    assert (
        "Surel atau kata sandi tidak cocok. Sisa 4 kali mencoba." in post_password(client, "budi", "x").content.decode()
    )
    for left in (3, 2, 1):
        assert f"Sisa {left} kali mencoba" in post_password(client, "budi", "x").content.decode()
    assert "Tunggu 15 menit" in post_password(client, "budi", "x").content.decode()
    right = post_password(client, "budi")
    assert "Sudah terlalu banyak percobaan" in right.content.decode()


def test_an_unknown_name_is_answered_with_the_same_words(budi):
    client = Client()
    for who in ("budi", "tidak.ada", "tidak@ada.example"):
        answer = post_password(client, who, "x").content.decode()
        assert "Surel atau kata sandi tidak cocok. Sisa 4 kali mencoba." in answer
    for _n in range(5):
        answer = post_password(client, "tidak.ada", "x").content.decode()
    assert "Sudah terlalu banyak percobaan" in answer


def test_every_refusal_costs_one_hash(budi, monkeypatch):
    hashed = []
    real_encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *a, **k: hashed.append(1) or real_encode(self, *a, **k)
    )
    for who in ("budi", "budi@kota.example", "tidak.ada", "tidak@ada.example"):
        hashed.clear()
        post_password(Client(), who, "x")
        assert len(hashed) == 1, who


def test_an_inactive_account_is_answered_as_an_unknown_one(budi):
    Account.objects.update(is_active=False)
    assert "Surel atau kata sandi tidak cocok. Sisa 4 kali mencoba." in post_password(Client(), "budi").content.decode()


def test_a_known_device_is_not_locked_out_by_strangers(budi):
    known = log_in(budi)
    known.post(reverse("account_logout"))
    for _n in range(6):
        post_password(Client(), "budi", "x")
    assert "Sudah terlalu banyak" in post_password(Client(), "budi").content.decode()
    assert post_password(known, "budi").url == reverse("mfa_authenticate")


def test_a_known_device_has_its_own_limit(budi):
    known = log_in(budi)
    known.post(reverse("account_logout"))
    for _n in range(5):
        post_password(known, "budi", "x")
    assert "Sudah terlalu banyak" in post_password(known, "budi").content.decode()
    assert post_password(Client(), "budi").url == reverse("mfa_authenticate")


def test_a_device_known_to_one_account_is_a_stranger_to_another(budi):
    ratna = make.officer(Role.LEADER, budi.agency, username="ratna")
    known = log_in(ratna)
    known.post(reverse("account_logout"))
    for _n in range(5):
        post_password(Client(), "budi", "x")
    assert "Sudah terlalu banyak" in post_password(known, "budi").content.decode()


def test_a_tampered_device_cookie_is_a_stranger(budi):
    known = log_in(budi)
    cookie = known.cookies[login.KNOWN_COOKIE].value
    device, accounts = tokens.known_accounts(cookie)
    assert device
    assert accounts == (budi.pk,)
    assert tokens.known_accounts(cookie[:-1] + ("A" if cookie[-1] != "A" else "B")) == ("", ())
    assert tokens.known_accounts(cookie.replace(f"~{budi.pk}:", f"~{budi.pk + 1}:")) == ("", ())


def test_the_device_cookie_comes_only_after_the_second_factor(budi):
    client = Client()
    post_password(client, "budi")
    assert login.KNOWN_COOKIE not in client.cookies


def test_a_right_password_gives_strangers_no_new_tries(budi):
    who = logins.counted_as(budi, "budi")
    for _n in range(3):
        post_password(Client(), "budi", "x")
    post_password(Client(), "budi")
    assert LoginCounter.objects.get(who=bytes(who), device="").wrong == 3


def test_the_pause_ends_after_fifteen_minutes():
    who = logins.counted_as(None, "siapa")
    for _n in range(5):
        logins.take_try(who, device="", at=AT)
    with pytest.raises(Refused, match="15 menit"):
        logins.take_try(who, device="", at=AT)
    with pytest.raises(Refused, match="1 menit"):
        logins.take_try(who, device="", at=AT + dt.timedelta(minutes=14, seconds=30))
    assert logins.take_try(who, device="", at=AT + dt.timedelta(minutes=15)) == 4


@pytest.mark.django_db(transaction=True)
def test_threads_at_once_cannot_exceed_the_limit():
    who, taken, start = logins.counted_as(None, "siapa"), [], threading.Barrier(8)

    def try_once() -> None:
        try:
            start.wait()
            taken.append(logins.take_try(who, device="", at=AT))
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=try_once) for _n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(taken) == 5


def test_without_a_second_factor_no_officers_page_opens():
    sari = make.officer(Role.PERSONNEL, username="sari", mfa=False)
    client = Client()
    assert post_password(client, "sari").url == reverse("mfa_activate_totp")
    assert client.get(reverse("agencies:officer_list")).url == reverse("mfa_activate_totp")
    assert client.get(reverse("agencies:own_account")).status_code == 200
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = make.totp_code(secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert is_in(client)
    assert AuditEvent.objects.filter(verb="agencies.second_factor_set", actor=sari.pk).exists()


def test_the_page_of_the_second_factor_loaded_again_shows_the_same_secret():
    make.officer(Role.PERSONNEL, username="sari", mfa=False)
    client, page = Client(), reverse("mfa_activate_totp")
    post_password(client, "sari")

    def secret() -> str:
        assert client.get(page).status_code == 200
        return client.session["mfa.totp.secret"]

    first = secret()
    assert secret() == first
    wrong = client.post(page, {"code": "000000" if make.totp_code(first) != "000000" else "000001"}).content.decode()
    assert "Pindai QR di halaman ini" in wrong
    assert "kode pemulihan" not in wrong
    assert client.post(page, {"code": make.totp_code(first)}).url == reverse("mfa_view_recovery_codes")
    assert "mfa.totp.secret" not in client.session


def test_a_secret_that_nobody_confirmed_is_not_kept_for_long():
    make.officer(Role.PERSONNEL, username="sari", mfa=False)
    client = Client()
    post_password(client, "sari")
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    first = session["mfa.totp.secret"]
    session["ikrar.second_factor_shown_at"] -= 16 * 60
    session.save()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.session["mfa.totp.secret"] != first


def test_setting_up_the_second_factor_ends_sessions_from_before_it():
    sari = make.officer(Role.PERSONNEL, username="sari", mfa=False)
    thief, client = Client(), Client()
    post_password(thief, "sari")
    post_password(client, "sari")
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = make.totp_code(secret)
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert is_in(client)
    assert not is_in(thief)
    assert UserSession.objects.filter(user=sari).count() == 1


@override_settings(IKRAR_DEMO=True)
def test_the_demonstration_lets_officers_in_without_a_second_factor_and_says_so():
    make.officer(Role.PERSONNEL, username="sari", mfa=False)
    client = Client()
    assert "tanpa pengaman kedua" in client.get(reverse("account_login")).content.decode()
    assert post_password(client, "sari").url == "/"
    assert is_in(client)


def test_recovery_codes_are_shown_once_and_open_once(budi):
    RecoveryCodes.activate(budi)
    client = log_in(budi)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = RecoveryCodes.activate(budi).get_unused_codes()
    assert all(code in page for code in codes)
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in again for code in codes)
    other = Client()
    post_password(other, "budi")
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(other)
    third = Client()
    post_password(third, "budi")
    third.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_in(third)


def test_wrong_codes_of_the_second_factor_are_limited(budi):
    client = Client()
    post_password(client, "budi")
    for _n in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(budi)})
    assert not is_in(client)


def test_a_code_of_the_app_opens_once(budi):
    code = code_of(budi)
    for may in (True, False):
        client = Client()
        post_password(client, "budi")
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is may


def test_a_code_stays_used_for_as_long_as_it_is_valid(budi):
    code = code_of(budi)
    first, second = Client(), Client()
    post_password(first, "budi")
    first.post(reverse("mfa_authenticate"), {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={budi.pk}&code={code}")  # which the library forgets after one period
    post_password(second, "budi")
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(second)


def test_the_secret_of_the_app_does_not_rest_in_clear(budi):
    stored = Authenticator.objects.get(user=budi, type="totp").data["secret"]
    assert make.totp_secret(budi) not in stored


@pytest.mark.parametrize(
    "next_url", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)"]
)
def test_next_never_leads_out_of_the_house(budi, next_url):
    client = Client()
    post_password(client, "budi", next=next_url)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(budi)})
    assert answer.url == "/"


def test_next_leads_back_to_the_page_that_asked(budi):
    client = Client()
    asked = client.get(reverse("agencies:rights"))
    assert asked.url == "/akun/login/?next=/petugas/hak/"
    post_password(client, "budi", next="/petugas/hak/")
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(budi)}).url == "/petugas/hak/"


def test_a_session_planted_before_the_log_in_is_not_the_one_after_it(budi):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    log_in(budi, client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[real.SESSION_COOKIE_NAME] = planted
    assert not is_in(thief)


def test_a_log_in_without_its_form_token_is_refused(budi):
    client = Client(enforce_csrf_checks=True)
    assert post_password(client, "budi").status_code == 403


def test_an_ended_session_is_out_at_once(budi):
    here, there = log_in(budi), log_in(budi)
    page = here.get(reverse("agencies:own_account")).content.decode()
    assert page.count("Akhiri</button>") == 1
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post(reverse("agencies:end_own_session", args=[other.pk]))
    assert not is_in(there)
    assert is_in(here)


def test_nobody_ends_a_strangers_session(budi):
    joko = make.officer(Role.PERSONNEL, make.agency("lain"), username="joko")
    his = log_in(joko)
    session = UserSession.objects.get(user=joko)
    assert log_in(budi).post(reverse("agencies:end_own_session", args=[session.pk])).status_code == 404
    assert is_in(his)


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(budi):
    here, there = log_in(budi), log_in(budi)
    new = "tinta-ungu-di-kelingking"
    data = {"oldpassword": make.PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), data).url == reverse("agencies:own_account")
    assert is_in(here)
    assert not is_in(there)
    assert AuditEvent.objects.filter(verb="agencies.password_changed", actor=budi.pk).exists()


def test_forgetting_the_password_answers_alike_and_queues_one_letter(budi):
    known = Client().post(reverse("account_reset_password"), {"email": "BUDI@kota.example"})
    unknown = Client().post(reverse("account_reset_password"), {"email": "tidak@ada.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    message = OutboxMessage.objects.get()
    assert message.to == "budi@kota.example"
    assert "http" not in str(message.context).replace(real.PUBLIC_URL, "")


def test_the_letters_link_sets_a_password_once_and_leaves_a_trace(budi, mailoutbox):
    Client().post(reverse("account_reset_password"), {"email": "budi@kota.example"})
    outbox.send_due(at=dt.datetime.now(dt.UTC))
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))
    path = link.removeprefix(real.PUBLIC_URL)
    client, new = Client(), "tinta-ungu-di-kelingking"
    answer = client.get(path, follow=True)
    assert "Buat kata sandi baru" in answer.content.decode()
    client.post(answer.request["PATH_INFO"], {"password1": new, "password2": new})
    budi.refresh_from_db()
    assert budi.check_password(new)
    assert AuditEvent.objects.filter(verb="agencies.password_reset", actor=budi.pk).exists()
    assert "tidak berlaku lagi" in Client().get(path, follow=True).content.decode()


def test_there_is_no_sign_up():
    assert Client().get("/akun/signup/").status_code == 404


def test_passwords_are_kept_by_argon2id_as_written():
    with override_settings(PASSWORD_HASHERS=real.PASSWORD_HASHERS):
        began = time.perf_counter()
        kept = make_password(make.PASSWORD)
        assert identify_hasher(kept).algorithm == "argon2id-46"
        assert "$argon2id$v=19$m=47104,t=1,p=1$" in kept
        assert check_password(make.PASSWORD, kept)
        assert time.perf_counter() - began < 3


def test_a_changed_e_mail_is_told_to_the_old_address(budi):
    client = log_in(budi)
    answer = client.post(reverse("agencies:change_own_email"), {"email": "Budi.Baru@kota.example"})
    assert answer.url == reverse("agencies:own_account")
    budi.refresh_from_db()
    assert budi.email == "budi.baru@kota.example"
    assert OutboxMessage.objects.get().to == "budi@kota.example"


def test_an_e_mail_of_somebody_else_is_refused(budi):
    make.account(budi.agency, email="sari@kota.example")
    answer = log_in(budi).post(reverse("agencies:change_own_email"), {"email": "SARI@kota.example"})
    assert "sudah dipakai akun lain" in answer.content.decode()


def test_language_is_remembered_and_leads_back_inside(budi):
    client = Client()
    answer = client.post(reverse("agencies:set_language"), {"language": "en", "next": "//jahat.example"})
    assert answer.url == "/"
    assert client.cookies["django_language"].value == "en"
    assert client.post(reverse("agencies:set_language"), {"language": "xx", "next": "/akun/saya/"}).url == "/akun/saya/"
