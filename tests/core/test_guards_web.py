"""Guards of every request: origin, size, odd bytes. For `tests/guards.yaml`."""

import pytest
from django.middleware.csrf import get_token
from django.test import Client

from ikrar.core.doctor import web

PLACES = ("/saya/masuk/", "/meja/daftar/", "/akun/login/", "/bahasa/")


def with_token(client, rf):
    """A form's token that fits this browser."""
    request = rf.get("/")
    token = get_token(request)
    client.cookies["ikrar_formulir"] = request.META["CSRF_COOKIE"]
    return token


@pytest.mark.parametrize("place", PLACES)
def test_a_form_from_a_frame_without_an_origin_is_refused(db, rf, place):
    """A sandboxed frame of a stranger's page sends `Origin: null` too: a token in hand is not enough."""
    client = Client(enforce_csrf_checks=True)
    form = {"csrfmiddlewaretoken": with_token(client, rf), "code": "000000000", "login": "a", "password": "b"}
    for site in ("cross-site", "same-site", "none"):
        assert client.post(place, form, headers={"origin": "null", "sec-fetch-site": site}).status_code == 403
    assert client.post(place, form, headers={"origin": "https://jahat.example"}).status_code == 403
    heard = client.post(place, form, headers={"origin": "null", "sec-fetch-site": "same-origin"})
    assert heard.status_code != 403


@pytest.mark.parametrize("place", PLACES)
def test_a_form_of_our_own_needs_its_token(db, place):
    client = Client(enforce_csrf_checks=True)
    form = {"code": "000000000"}
    assert client.post(place, form, headers={"origin": "null", "sec-fetch-site": "same-origin"}).status_code == 403


@pytest.mark.parametrize("place", PLACES)
def test_a_body_larger_than_a_form_is_refused_before_it_is_read(db, client, place, settings):
    """A stranger must not fill our disk: files are kept by the parser before any door is reached."""

    class Endless:
        def read(self, *size):
            raise AssertionError("the body was read")

        readline = read

    environ = {
        "REQUEST_METHOD": "POST", "wsgi.input": Endless(), "CONTENT_LENGTH": str(30_000_000_000),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }  # fmt: skip
    assert client.get(place, **environ).status_code == 413


def test_odd_bytes_in_an_address_are_not_found(db, client):
    """A NUL reaches PostgreSQL as an error: anybody could fill the log with broken pages."""
    for address in ("/i/%00", "/saya/masuk/?x=%00", "/saya/tanda-terima/A%00/", "/i/AB%00CD"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("back", ["x", "agencies:staff_list", "//jahat.example", "https://jahat.example/", "/\\jahat"])
def test_a_language_leads_nowhere_but_to_our_own_addresses(db, client, back):
    assert client.post("/bahasa/", {"language": "en", "next": back}).url == "/"


@pytest.mark.parametrize(
    ("is_demo", "url", "found"),
    [
        (True, "https://ikrar.kota.example", 1),
        (False, "https://ikrar.kota.example", 0),
        (True, "http://127.0.0.1:8000", 0),
    ],
)
def test_a_demonstration_that_is_open_to_others_is_named(settings, is_demo, url, found):
    """Real people's data under `demo = true` lie behind a password alone."""
    settings.IKRAR_DEMO, settings.PUBLIC_URL = is_demo, url
    assert len(list(web.address())) == found
