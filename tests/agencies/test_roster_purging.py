"""Uploads that nobody applied: after their days file and rows are gone, and their page says so."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.actions.roster import purging
from ikrar.agencies.models import RosterGone, RosterImport, RosterRow, RosterUnit, Staff
from ikrar.agencies.rules import ImportState
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, Job, JobState, StoredFile
from tests.agencies.test_roster_import import AT, BUDI, NEXT, RATNA, SARI, Office

pytestmark = pytest.mark.django_db
UNKNOWN = "NIP;Nama;Unit Kerja;Kolom Aneh\n198609262015051001;Sari Contohwati;Dinas Contoh;Arsiparis\n"


@pytest.fixture
def office() -> Office:
    return Office()


def after(days: int) -> dt.datetime:
    return AT + dt.timedelta(days=days, minutes=1)


def asking(office: Office) -> RosterImport:
    """An upload with a heading that nobody has explained: its file is kept."""
    found = actions.upload_roster(
        office.agency, file=ContentFile(UNKNOWN.encode(), "aneh.csv"), name="aneh.csv", as_of=NEXT, by=office.by, at=AT
    )
    jobs.drain(AT)
    found.refresh_from_db()
    assert found.state == ImportState.MAPPING
    return found


def failed(office: Office) -> RosterImport:
    """An upload whose reading stopped for good."""
    found = office.upload(SARI, as_of=NEXT)
    Job.objects.filter(key=f"roster-{found.pk}").update(state=JobState.FAILED)
    return found


def test_a_preview_that_nobody_applied_is_forgotten_after_its_days(office, settings):
    office.load(SARI, BUDI)
    found = office.read(SARI, RATNA, as_of=NEXT)
    assert RosterGone.objects.filter(roster=found).exists()
    jobs.drain(after(settings.KEEP_STAFF_LISTS_DAYS - 1))
    found.refresh_from_db()
    assert found.state == ImportState.PREVIEW
    jobs.drain(after(settings.KEEP_STAFF_LISTS_DAYS))
    found.refresh_from_db()
    assert found.state == ImportState.EXPIRED
    for table in (RosterRow, RosterUnit, RosterGone):
        assert not table.objects.filter(roster=found).exists()
    assert Staff.objects.count() == 2
    line = AuditEvent.objects.get(verb="agencies.roster_expired")
    assert (line.object_id, line.actor_kind, line.agency) == (found.pk, "system", office.agency.pk)


@pytest.mark.parametrize("lying", [asking, failed])
def test_its_file_is_deleted_too(office, settings, lying):
    found = lying(office)
    path = found.file.path
    assert default_storage.exists(path)
    jobs.drain(after(settings.KEEP_STAFF_LISTS_DAYS))
    found.refresh_from_db()
    assert (found.state, found.file, StoredFile.objects.count()) == (ImportState.EXPIRED, None, 0)


def test_the_days_are_a_setting(office, settings):
    settings.KEEP_STAFF_LISTS_DAYS = 3
    found = office.read(SARI, as_of=NEXT)
    assert f"hapus sendiri sesudah {zones.long_date(dt.date(2024, 10, 17))}" in page_of(office, found)
    jobs.drain(after(3))
    found.refresh_from_db()
    assert found.state == ImportState.EXPIRED


def page_of(office: Office, found: RosterImport) -> str:
    return office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()


def test_its_page_says_what_became_of_it_and_nothing_can_be_done_with_it(office, settings):
    found = office.read(SARI, as_of=NEXT)
    jobs.drain(after(settings.KEEP_STAFF_LISTS_DAYS))
    shown = page_of(office, found)
    assert "Unggahan ini sudah dihapus" in shown
    assert f"Tidak diterapkan sampai {zones.long_date(dt.date(2024, 10, 28))}" in shown
    for act in (actions.apply_roster, actions.take_back_roster):
        with pytest.raises(Refused):
            act(found, by=office.by, at=AT)
    with pytest.raises(Refused):
        actions.discard_roster(found, by=office.by)


def test_what_was_applied_or_asked_to_be_is_never_forgotten(office, settings):
    applied, waiting = office.load(SARI), office.read(SARI, BUDI, as_of=NEXT)
    actions.apply_roster(waiting, by=office.by, at=AT)
    actions.purge_abandoned(at=after(settings.KEEP_STAFF_LISTS_DAYS))
    states = RosterImport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [ImportState.APPLIED, ImportState.APPLYING]
    assert RosterRow.objects.filter(roster=waiting).count() == 2
    for found in (applied, waiting):
        state = found.state
        purging.expire_roster(found, by=office.by, at=AT)
        found.refresh_from_db()
        assert found.state in (ImportState.APPLIED, ImportState.APPLYING), state
    assert RosterRow.objects.filter(roster=waiting).count() == 2


def test_a_long_list_goes_some_rows_at_a_time(office, settings, monkeypatch):
    monkeypatch.setattr(purging, "_AT_ONCE", 2)
    found, kept = office.read(SARI, BUDI, RATNA), office.read(SARI, BUDI)
    RosterImport.objects.filter(pk=kept.pk).update(made_at=after(settings.KEEP_STAFF_LISTS_DAYS))
    RosterRow.objects.filter(roster=found, line=4).update(sheet=1, line=2)
    actions.purge_abandoned(at=after(settings.KEEP_STAFF_LISTS_DAYS))
    steps = [actions.forget_next(found.pk) for _ in range(5)]
    assert steps == [2, 1, 2, 1, 0]
    assert RosterRow.objects.filter(roster=kept).count() == 2


def test_nothing_is_deleted_of_an_upload_that_is_not_over(office):
    found = office.read(SARI)
    assert actions.forget_next(found.pk) == 0
    assert RosterRow.objects.filter(roster=found).count() == 1
