"""The register in public: what other programs fetch, and what a person reads."""

import pytest
from django.urls import reverse

from ikrar.register import actions, auditing, signing_keys
from ikrar.register.models import Log
from ikrar.register.rules import Held
from tests.factories import agencies as cast
from tests.factories import register as made


@pytest.fixture
def log(db):
    return made.published(cast.agency())


def test_another_program_audits_the_log_by_its_addresses_alone(client, log):
    def fetch(path):
        answer = client.get(f"/register/{log.origin}/{path}")
        if answer.status_code == 404:
            raise FileNotFoundError(path)
        assert "Set-Cookie" not in answer.headers
        return answer.content

    done = auditing.audit(fetch, signing_keys.verifiers(log))
    assert (done.faults, done.size) == ([], 9)


def test_the_head_is_never_kept_and_a_tile_for_ever(client, log):
    head = client.get(reverse("register:checkpoint", args=[log.origin]))
    assert (head["Content-Type"], head["Cache-Control"]) == ("text/plain; charset=utf-8", "no-cache")
    tile = client.get(f"/register/{log.origin}/tile/0/000.p/9")
    assert "immutable" in tile["Cache-Control"]
    assert tile["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/000.p/8",
        "tile/0/..%2f..%2fcheckpoint",
        "tile/0/../../checkpoint",
        "tile/9/000",
        "keys",
        "tile/",
    ],
)
def test_nothing_else_is_given_out(client, log, path):
    assert client.get(f"/register/{log.origin}/{path}").status_code == 404


@pytest.mark.parametrize("origin", ["unknown.example", "..", "%2e%2e", "a" * 300])
def test_an_unknown_log_is_not_found(client, log, origin):
    assert client.get(f"/register/{origin}/checkpoint").status_code == 404


def test_the_page_shows_size_root_and_key_and_no_person(client, log):
    page = client.get(reverse("register:log", args=[log.origin])).content.decode()
    assert made.head(log).root_text in page
    assert signing_keys.verifiers(log)[0].text in page.replace("&#x2B;", "+")
    assert "Yang tidak dibuktikan" in page


def test_a_log_that_stopped_says_so_in_public(client, log):
    Log.objects.filter(pk=log.pk).update(held=Held.BEHIND)
    page = client.get(reverse("register:log", args=[log.origin])).content.decode()
    assert "berhenti menerima: basis data tertinggal" in page


def test_promises_that_are_not_kept_stand_on_the_page_and_in_the_metrics(client, log):
    made.committed(log, 3)
    page = client.get(reverse("register:log", args=[log.origin])).content.decode()
    told = client.get("/metrics").content.decode()
    is_late = "3 entri menunggu lebih lama" in page
    assert is_late == ("ikrar_register_overdue_entries 3.0" in told)
    actions.commit_many(log.pk, made.TEXT, made.entries(1), at=made.AT.replace(year=2020))
    assert (
        "menunggu lebih lama dari 60 menit" in client.get(reverse("register:log", args=[log.origin])).content.decode()
    )


def test_an_installation_without_a_log_says_when_there_will_be_one(client, db):
    assert "Belum ada register" in client.get(reverse("register:log_list")).content.decode()
