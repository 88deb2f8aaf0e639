"""Who has read and who has not: by unit, by name for those in the line of duty, and reminded only when somebody presses."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import jobs, outbox
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, OutboxMessage
from ikrar.norms.actions import reminding
from ikrar.norms.permissions import VIEW_CIRCULARS
from ikrar.norms.queries import readers
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.factories import norms as made
from tests.norms.circular_cast import Office, Reader
from tests.pledges.cast import logged_in


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Office()


@pytest.fixture
def issued(office):
    return made.circular(office.agency, at=NOW)


@pytest.fixture
def ratna(office):
    return make.actor(office.house.ratna)


def page(name, circular, who, query=""):
    return logged_in(who).get(reverse(f"norms:{name}", args=[circular.pk]) + query)


def test_figures_are_counted_by_unit_and_open_the_names_behind_them(office, issued):
    Reader(office.house.sari).read(issued)
    shown = page("circular", issued, office.house.ratna)
    figures = shown.context["figures"]
    assert [(line.name, line.total, line.done) for line in figures.units] == [
        ("Dinas Pertama", 3, 1),
        ("Dinas Kedua", 2, 0),
    ]
    for line in figures.units:
        names = page("unread", issued, office.house.ratna, f"?unit={line.pk}")
        assert names.context["page"].paginator.count == line.missing
    assert page("read", issued, office.house.ratna).context["page"].paginator.count == figures.done == 1
    assert AuditEvent.objects.filter(verb="norms.readers_seen").count() == 3


def test_a_coordinator_sees_the_own_unit_alone_and_the_legal_office_no_names(office, issued):
    budi = page("unread", issued, office.house.budi)
    assert {row.unit.name for row in budi.context["page"]} == {"Dinas Pertama"}
    assert page("circular", issued, office.house.budi).context["figures"].total == 3
    assert page("unread", issued, office.lawyer).status_code == 403
    told = page("circular", issued, office.lawyer).content.decode()
    assert "Dinas Kedua" in told
    assert "/belum/" not in told


def test_the_list_says_that_not_reading_is_no_evidence_and_comes_as_csv_that_runs_nothing(office, issued):
    make.staff(office.agency, "=HYPERLINK(1)", at=office.house.first)
    told = page("unread", issued, office.house.ratna).content.decode()
    assert "bukan bukti apa pun" in told
    sheet = page("unread", issued, office.house.ratna, "?bentuk=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1);Dinas Pertama" in sheet
    assert len(sheet.splitlines()) == 7


def test_who_moves_away_after_acknowledging_is_told_apart(office, issued):
    Reader(office.house.sari).read(issued)
    office.house.sari.assignments.update(until=TODAY)
    figures = readers.figures(make.actor(office.house.ratna), VIEW_CIRCULARS, issued, TODAY)
    assert (figures.total, figures.done, figures.missing, figures.elsewhere) == (4, 0, 4, 1)


def test_nobody_is_reminded_by_itself_and_once_pressed_only_who_can_be_and_has_not_read(office, issued, ratna):
    make.credential(office.house.sari)
    jobs.drain(NOW)
    assert not OutboxMessage.objects.exists()
    shown = page("remind_readers", issued, office.house.ratna)
    assert (shown.context["told"].count, shown.context["told"].no_contact) == (1, 4)
    assert "Sari Contohwati" in shown.content.decode()
    logged_in(office.house.ratna).post(reverse("norms:remind_readers", args=[issued.pk]))
    outbox.send_due(at=NOW + dt.timedelta(minutes=5))
    assert [message.to for message in mail.outbox] == [["sari@kota.example"]]
    assert issued.number in mail.outbox[0].subject
    assert "/saya/masuk/#" in mail.outbox[0].body


def test_nobody_is_reminded_twice_within_a_day_whoever_presses(office, issued, ratna):
    reminding.remind_readers(issued, by=ratna, at=NOW)
    with pytest.raises(Refused, match="baru diingatkan"):
        reminding.remind_readers(issued, by=make.actor(office.house.budi), at=NOW + dt.timedelta(hours=23))
    assert reminding.remind_readers(issued, by=ratna, at=NOW + dt.timedelta(hours=25)) == 1


def test_a_letter_that_waits_is_not_sent_once_its_reader_has_acknowledged(office, issued, ratna):
    sari = Reader(office.house.sari)
    reminding.remind_readers(issued, by=ratna, at=NOW)
    sari.read(issued)
    outbox.send_due(at=NOW + dt.timedelta(minutes=5))
    assert mail.outbox == []


def test_many_are_reminded_by_a_job_each_once(office, issued, ratna):
    for number in range(450):
        make.staff(office.agency, f"Orang Rekaan {number}", at=office.house.second, email=f"orang{number}@kota.example")
    assert reminding.remind_readers(issued, by=ratna, at=NOW) == 451
    assert not OutboxMessage.objects.exists()
    jobs.drain(NOW)
    assert OutboxMessage.objects.values("about").distinct().count() == OutboxMessage.objects.count() == 451


def test_a_circular_page_asks_the_same_however_many_have_read(office, issued):
    def statements():
        with CaptureQueriesContext(connection) as told:
            page("circular", issued, office.house.ratna)
        return len(told)

    statements()  # the line of the present stage is asked once a minute
    few = statements()
    for number in range(30):
        made.acknowledgement(
            issued, make.credential(make.staff(office.agency, f"Orang {number}", at=office.house.first)), at=NOW
        )
    assert statements() == few


def test_the_page_of_a_person_tells_version_day_way_and_level(office, issued):
    Reader(office.house.sari).read(issued)
    address = reverse("norms:staff_circulars", args=[office.house.sari.pk])
    told = logged_in(office.house.ratna).get(address).content.decode()
    assert "menyatakan memahami" in told
    assert "Kode dan PIN" in told
    before = logged_in(office.house.ratna).get(address, {"pada": str(TODAY - dt.timedelta(days=1))}).content.decode()
    assert "Tidak ada edaran yang berlaku" in before
    record = logged_in(office.house.ratna).get(reverse("agencies:staff", args=[office.house.sari.pk])).content.decode()
    assert address in record
    other = logged_in(make.officer(Role.COORDINATOR, unit=office.house.second, mfa=True))
    assert other.get(address).status_code == 404
