"""Uploads that break off, come twice at once or mean harm, from the form to the list."""

import datetime as dt
import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.models import Assignment, RosterImport, RosterRow, Snapshot, Staff
from ikrar.agencies.rules import ImportState
from ikrar.core import jobs
from ikrar.core.models import StoredFile
from tests.agencies.roster.test_hostile import HOSTILE
from tests.agencies.test_roster_import import AT, BUDI, DAY, RATNA, SARI, Office, at_once, number, row, text

pytestmark = pytest.mark.django_db
ROWS = [row(number(n), f"Orang Ke{chr(96 + n % 26)}{chr(97 + n // 26)}", f"SD Negeri {n % 7}") for n in range(1, 200)]


def form(office: Office) -> bytes:
    """The whole request, its parts in the order of the page's own fields."""
    page = office.client().get(reverse("agencies:upload_roster")).content.decode()
    told = {"file": ContentFile(text(*ROWS), "daftar.csv"), "scope": "whole", "as_of": DAY.isoformat()}
    names = [name for name in dict.fromkeys(re.findall(r'name="(\w+)"', page)) if name in told]
    assert len(names) == 3
    return encode_multipart(BOUNDARY, {name: told[name] for name in names})


def test_a_request_that_breaks_off_leaves_no_import_and_no_file():
    """A parser hands over what it got; the fields after the file say that all of it came."""
    office = Office()
    body, client, address = form(office), office.client(), reverse("agencies:upload_roster")
    end = body.rindex(DAY.isoformat().encode())
    for cut in [*range(1, end, max(1, end // 40)), *range(end - 30, end + 9)]:
        answer = client.generic("POST", address, body[:cut], MULTIPART_CONTENT)
        assert (answer.status_code, RosterImport.objects.count(), StoredFile.objects.count()) == (200, 0, 0), cut
    assert client.generic("POST", address, body, MULTIPART_CONTENT).status_code == 302
    assert RosterImport.objects.get().file.size == len(text(*ROWS))


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_read_and_applied_twice_at_once_makes_each_person_once():
    office = Office()
    made: list[RosterImport] = []

    def send() -> None:
        file = ContentFile(text(SARI, BUDI, RATNA), "daftar.csv")
        made.append(
            actions.upload_roster(
                office.agency, file=file, name="daftar.csv", as_of=DAY, by=office.by, at=AT, asks=False
            )
        )

    at_once(send, send)
    at_once(lambda: jobs.drain(AT), lambda: jobs.drain(AT))
    jobs.drain(AT)
    assert set(RosterImport.objects.values_list("state", flat=True)) == {ImportState.PREVIEW}
    at_once(*(lambda one=one: actions.apply_roster(one, by=office.by, at=AT) for one in made))
    at_once(lambda: jobs.drain(AT), lambda: jobs.drain(AT))
    jobs.drain(AT)
    assert sorted(RosterImport.objects.values_list("state", flat=True)) == [ImportState.APPLIED, ImportState.PREVIEW]
    assert (Staff.objects.count(), Assignment.objects.count(), Snapshot.objects.count()) == (3, 3, 1)
    stale = RosterImport.objects.get(state=ImportState.PREVIEW)
    assert (stale.reading["stale"], stale.counts["new"], stale.counts["same"]) == (True, 0, 3)


@pytest.mark.parametrize(
    "name", ["bomb by ratio", "bomb that lies", "members that overlap", "one cell in the last corner"]
)
def test_a_workbook_that_would_burst_is_refused_in_words_and_leaves_nothing(name):
    data, reason = HOSTILE[name]
    office = Office()
    client: Client = office.client()
    sent = {"file": ContentFile(data, "daftar.xlsx"), "scope": "whole", "as_of": DAY.isoformat()}
    client.post(reverse("agencies:upload_roster"), sent)
    found = RosterImport.objects.get()
    jobs.drain(found.made_at + dt.timedelta(seconds=1))
    found.refresh_from_db()
    assert (found.state, found.reading["problem"]) == (ImportState.UNREADABLE, reason)
    assert (RosterRow.objects.count(), StoredFile.objects.count()) == (0, 0)
    page = client.get(reverse("agencies:roster", args=[found.pk])).content.decode()
    assert "Simpan sebagai CSV" in page


def test_a_discarded_upload_is_not_brought_back_by_its_reader():
    """The reader holds the upload while it writes, and looks at its state first."""
    office = Office()
    found = office.upload(*ROWS)
    actions.discard_roster(found, by=office.by)
    jobs.drain(AT)
    found.refresh_from_db()
    assert (found.state, RosterRow.objects.count()) == (ImportState.DISCARDED, 0)
