"""Files with personal codes: sealed on the disk, fetched by their maker alone, made in short steps, soon gone."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ikrar.agencies.models import Credential
from ikrar.agencies.tokens import code_of
from ikrar.core import files, ids, jobs, zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, Job, StoredFile
from ikrar.pledges.actions import reach_files
from ikrar.pledges.models import ReachFile
from ikrar.pledges.rules import ReachKind, ReachOnly
from tests.factories import pledges as made
from tests.pledges.cast import house, logged_in
from tests.pledges.test_reach import NOON, credential_of, running


@pytest.fixture
def world(db):
    return house()


def slips_of(world, client, campaign, **more):
    form = {"unit": world.first.pk, "only": "all", **more}
    assert client.post(reverse("pledges:slip_files", args=[campaign.code]), form).status_code == 302
    return ReachFile.objects.order_by("pk").last()


def on_disk(stored):
    with files.open_file(stored) as file:
        return file.read()


def test_slips_are_made_and_fetched_by_their_maker_alone(world):
    campaign, budi = running(world), logged_in(world.budi)
    fetch = reverse("pledges:reach_file", args=[campaign.code, slips_of(world, budi, campaign).pk])
    got = budi.get(fetch)
    assert b"".join(got.streaming_content).startswith(b"%PDF-")
    assert AuditEvent.objects.filter(verb="pledges.code_file_fetched", actor=world.budi.pk).exists()
    assert logged_in(world.ratna).get(fetch).status_code == 302
    assert Credential.objects.filter(handed_by=world.budi.pk).count() == 3


def test_files_with_codes_go_after_some_days_or_an_hour_after_they_were_fetched(world, settings):
    campaign, budi, now = running(world), logged_in(world.budi), zones.now()
    fetched, other = slips_of(world, budi, campaign), slips_of(world, budi, campaign)
    b"".join(budi.get(reverse("pledges:reach_file", args=[campaign.code, fetched.pk])).streaming_content)
    reach_files.delete_old_files(now + dt.timedelta(minutes=30))
    assert ReachFile.objects.count() == 2
    reach_files.delete_old_files(now + dt.timedelta(hours=2))
    assert ReachFile.objects.get() == other
    settings.KEEP_CODE_FILES_DAYS = 3
    reach_files.delete_old_files(now + dt.timedelta(days=2, hours=1))
    assert ReachFile.objects.exists()
    reach_files.delete_old_files(now + dt.timedelta(days=3, hours=1))
    assert not ReachFile.objects.exists()
    assert not StoredFile.objects.filter(purpose="reach").exists()


def test_files_with_codes_lie_sealed_on_the_disk(world, monkeypatch):
    """Whoever has disk and database without the keys reads no code, and the bytes of one file do not open as another."""
    campaign, ratna = running(world), logged_in(world.ratna)
    first, second = slips_of(world, ratna, campaign), slips_of(world, ratna, campaign)
    assert b"%PDF" not in on_disk(first.file)
    first.file, second.file = second.file, first.file
    first.save()
    with pytest.raises(Refused, match="tidak bisa dibuka lagi"):
        reach_files.fetch_file(first, by=world.actor(world.ratna), at=zones.now())
    monkeypatch.setattr(reach_files, "REACH_AT_ONCE", 0)
    monkeypatch.setattr(reach_files, "ROWS_A_STEP", 2)
    ratna.post(reverse("pledges:mail_merge", args=[campaign.code]), {"unit": "", "only": "all"})
    made_file = ReachFile.objects.get(what="merge")
    cursor = None
    for _part in range(2):
        cursor = reach_files.make_next_part(made_file, cursor, by=world.actor(world.ratna), at=zones.now())
    codes = [ids.grouped(code_of(credential_of(person).nonce)).encode() for person in [world.sari, *world.others]]
    pieces = StoredFile.objects.filter(content_type="application/xml")
    assert pieces.count() == 2
    assert not any(code in on_disk(piece) for code in codes for piece in pieces)


def test_a_file_from_before_they_were_sealed_still_opens(world):
    campaign, budi = running(world), logged_in(world.budi)
    old = slips_of(world, budi, campaign)
    old.file = files.store(
        world.agency.pk, b"%PDF-1.7", name="slip.pdf", content_type="application/pdf", purpose="reach", at=zones.now()
    )
    old.save()
    got = budi.get(reverse("pledges:reach_file", args=[campaign.code, old.pk]))
    assert b"".join(got.streaming_content) == b"%PDF-1.7"


def test_parts_of_a_file_that_was_never_finished_go_with_it(world, monkeypatch):
    monkeypatch.setattr(reach_files, "REACH_AT_ONCE", 1)
    campaign = made.campaign(world.agency, at=NOON)
    file = reach_files.make_file(
        campaign, what=ReachKind.MERGE, only=ReachOnly.ALL, unit=None, by=world.actor(world.ratna), at=NOON
    )
    cursor = reach_files.make_next_part(file, None, by=world.actor(world.ratna), at=NOON)
    Job.objects.filter(pk=file.job).update(cursor=cursor)
    assert StoredFile.objects.filter(purpose="reach").count() == 1
    reach_files.delete_old_files(NOON + dt.timedelta(days=3))
    assert not StoredFile.objects.filter(purpose="reach").exists()


def test_slips_of_many_people_come_as_a_zip_by_unit(world, monkeypatch):
    monkeypatch.setattr(reach_files, "REACH_AT_ONCE", 1)
    monkeypatch.setattr(reach_files, "SLIPS_A_STEP", 2)
    campaign = made.campaign(world.agency, at=NOON)
    file = reach_files.make_file(
        campaign, what=ReachKind.SLIPS, only=ReachOnly.ALL, unit=None, by=world.actor(world.ratna), at=NOON
    )
    jobs.drain(NOON)
    file.refresh_from_db()
    _stored, data = reach_files.fetch_file(file, by=world.actor(world.ratna), at=NOON)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == [
            "001-dinas-pertama-1.pdf", "002-dinas-pertama-2.pdf", "003-dinas-kedua-1.pdf",
        ]  # fmt: skip
    assert Credential.objects.filter(handed_by=world.ratna.pk).count() == 5
    assert StoredFile.objects.filter(purpose="reach").count() == 1


def test_mail_merge_of_many_people_is_one_sheet_made_in_steps(world, monkeypatch):
    monkeypatch.setattr(reach_files, "REACH_AT_ONCE", 1)
    monkeypatch.setattr(reach_files, "ROWS_A_STEP", 2)
    campaign = made.campaign(world.agency, at=NOON)
    file = reach_files.make_file(
        campaign, what=ReachKind.MERGE, only=ReachOnly.ALL, unit=None, by=world.actor(world.ratna), at=NOON
    )
    jobs.drain(NOON)
    file.refresh_from_db()
    _stored, data = reach_files.fetch_file(file, by=world.actor(world.ratna), at=NOON)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Unit", *["Dinas Pertama"] * 3, *["Dinas Kedua"] * 2]
    assert {row[4] for row in rows[1:]} == {
        ids.grouped(code_of(credential_of(person).nonce)) for person in [world.sari, *world.others]
    }
    assert StoredFile.objects.filter(purpose="reach").count() == 1


def test_who_lost_the_right_meanwhile_gets_no_codes(world, monkeypatch):
    monkeypatch.setattr(reach_files, "REACH_AT_ONCE", 1)
    campaign = made.campaign(world.agency, at=NOON)
    reach_files.make_file(
        campaign, what=ReachKind.SLIPS, only=ReachOnly.ALL, unit=None, by=world.actor(world.ratna), at=NOON
    )
    world.ratna.grants.update(ended_at=NOON)
    jobs.drain(NOON)
    assert not Credential.objects.filter(handed_by__isnull=False).exists()


def test_mail_merge_writes_everything_as_text(world):
    world.sari.name = '=HYPERLINK("http://jahat.example")'
    world.sari.save()
    campaign, ratna = running(world), logged_in(world.ratna)
    ratna.post(reverse("pledges:mail_merge", args=[campaign.code]), {"unit": "", "only": "all"})
    got = ratna.get(reverse("pledges:reach_file", args=[campaign.code, ReachFile.objects.get().pk]))
    data = b"".join(got.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    row = next(row for row in rows if row[0].startswith("=HYPERLINK"))
    assert row[4] == ids.grouped(code_of(credential_of(world.sari).nonce))
    assert row[5].endswith(f"/i/{campaign.code}#{row[4].replace('-', '')}")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert AuditEvent.objects.filter(verb="pledges.codes_shown", actor=world.ratna.pk).exists()
