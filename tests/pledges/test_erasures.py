"""Erasing who signed: two officers, no hold, nothing left of the person, every figure and proof as before."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from ikrar.agencies.models import Objection
from ikrar.agencies.roles import Role, system
from ikrar.core import audit, erased, files, jobs, wiping
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, ObjectSalt, OutboxMessage, StoredFile
from ikrar.pledges.actions import campaigns, erasing, erasures, objections, papers, voids
from ikrar.pledges.models import Correction, Erasure, PactBundle, PactFile, PaperSheet, Signature
from ikrar.pledges.queries import missing, takehome, tallies
from ikrar.pledges.rules import ErasureState, Method
from ikrar.register import actions as register
from ikrar.register.queries import proof_of
from tests.factories import agencies as cast
from tests.factories import pledges as made

AT = made.AT + dt.timedelta(days=10)
STATED = {"name": "Sari Menurutdirinya", "position": "Penata Rahasiawati"}
WHY = {"reason": "Permintaan yang bersangkutan.", "authority": "UU Contoh 1/2020 ps. 8"}


@pytest.fixture(autouse=True)
def own_list(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(wiping, "_PATIENCE_SECONDS", 300)  # other tests write in other databases of one PostgreSQL
    settings.ERASED_LIST = tmp_path / "erased.list"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


def signed_world():
    """Sari signed with corrections, a drawing, a pact and a letter; nine others signed too; the campaign is closed."""
    world = made.vouched_world(method=Method.KIOSK, stated=STATED)
    for n in range(9):
        made.vouched(world.campaign, cast.staff(world.agency, f"Orang Rekaan{chr(97 + n)}", at=world.unit), at=made.AT)
    world.legal = cast.officer(Role.LEGAL, world.agency, name="Lawang Hukumrekaan", mfa=True)
    world.campaign.refresh_from_db()
    register.sequence(world.campaign.log, AT)
    return world


def closed(world):
    campaigns.close_campaign(world.campaign, by=system(world.agency.pk), at=AT)
    register.sequence(world.campaign.log, AT)
    return world


@pytest.fixture
def world(db):
    return closed(signed_world())


def pact_of(act):
    """Its paper, as it lies in the storage."""
    told = {"name": f"pakta-{act.receipt}.pdf", "content_type": "application/pdf", "purpose": "pact"}
    PactFile.objects.create(signature=act, file=files.store(act.agency_id, b"%PDF Sari Contohwati", **told, at=AT))


def proposed(world, **more):
    return erasures.propose_erasure(world.sari, **{**WHY, **more}, uuid=uuid.uuid4(), by=cast.actor(world.ratna), at=AT)


def erase(world, proposal=None):
    row = erasures.approve_erasure(proposal or proposed(world), by=cast.actor(world.legal), at=AT)
    jobs.drain(AT)
    row.refresh_from_db()
    return row


def hold(world, **more):
    told = {"kind": "dispute", "reason": "Sengketa", "authority": "Perkara 1/G/2024", "since": AT.date(), **more}
    return erasures.set_hold(world.sari, **told, uuid=uuid.uuid4(), by=cast.actor(world.legal), at=AT)


def test_an_erased_act_has_no_person_and_everything_else_stays(world):
    act, before = world.act, figures_of(world)
    entry = bytes(act.commitment)
    row = erase(world)
    act.refresh_from_db()
    assert (row.staff, row.acts, row.erased_at) == (None, 1, AT)
    assert (act.staff_id, act.credential_id, act.drawing, act.listed, act.stated) == (None, None, "", {}, {})
    assert (bytes(act.r), act.record, bytes(act.body), bytes(act.commitment)) == (b"", "", b"", entry)
    assert figures_of(world) == before
    for other in Signature.objects.all():
        assert proof_of(world.campaign.log, bytes(other.commitment)) is not None


def figures_of(world):
    told = made.recount(world.campaign)
    return tallies.cells(world.campaign), told["acts"], told["cells"]


def test_the_receipt_of_an_erased_act_is_answered_as_an_unknown_one(world):
    number, mine = world.act.receipt, takehome.take_home(world.act)
    assert takehome.of_number(number).verdict == takehome.BARE
    assert takehome.of_take_home(mine, at=AT).signature == world.act
    erase(world)
    world.act.refresh_from_db()
    assert takehome.of_number(number) == takehome.of_number(world.act.receipt) == takehome.UNKNOWN
    assert takehome.of_take_home(mine, at=AT) == takehome.UNKNOWN
    assert takehome.take_home(world.act) is None


def test_what_hangs_on_the_act_goes_with_it(world):
    act = world.act
    pact_of(world.act)
    bundle = made.bundle(act)
    audit.record(
        "pledges.signature_checked", act, by=system(), values={"name": "Sari Contohwati"}, reason="Sari Contohwati"
    )
    objections.object_to_act(act, at=AT)
    OutboxMessage.objects.create(
        to="sari@kota.example",
        template="vouched_notice",
        key="k",
        topic="vouched",
        about=act.pk,
        not_before=AT,
        made_at=AT,
    )
    paths = list(
        StoredFile.objects.filter(pk__in=[act.pact_file.file_id, bundle.file_id]).values_list("path", flat=True)
    )
    assert all(default_storage.exists(path) for path in paths)
    erase(world)
    assert not any(default_storage.exists(path) for path in paths)
    assert not StoredFile.objects.filter(path__in=paths).exists()
    assert not Correction.objects.filter(signature=act).exists()
    assert not PactFile.objects.filter(signature=act).exists()
    assert not PactBundle.objects.exists()
    assert not Objection.objects.filter(act=act.pk).exists()
    assert not OutboxMessage.objects.filter(topic="vouched", about=act.pk).exists()
    assert not ObjectSalt.objects.filter(object_type="pledges.signature", object_id=act.pk).exists()
    assert AuditEvent.objects.get(verb="pledges.signature_checked").reason == ""


def test_the_own_trace_of_an_erasure_names_nobody(world):
    erase(world)
    rows = AuditEvent.objects.filter(object_type="pledges.erasure")
    assert {row.verb for row in rows} == {"pledges.erasure_proposed", "pledges.erasure_approved", "pledges.acts_erased"}
    for row in rows:
        assert row.digest is None
        assert "Sari" not in f"{row.fields} {row.reason}"


def test_a_reason_that_names_the_person_is_refused(world):
    for text in ("Permintaan SARI  contohwati", "Permintaan Contohwati"):
        with pytest.raises(Refused, match="tanpa nama"):
            proposed(world, reason=text)
    world.sari.number = "198609262015051001"
    world.sari.save()
    with pytest.raises(Refused, match="tanpa nama"):
        proposed(world, authority="Putusan atas NIP 19860926 201505 1 001")


def test_whoever_proposed_does_not_approve(world):
    row = proposed(world)
    with pytest.raises(Refused, match="petugas lain"):
        erasures.approve_erasure(row, by=cast.actor(world.ratna), at=AT)
    world.legal.staff = world.sari
    world.legal.save()
    with pytest.raises(Refused, match="diri Anda sendiri"):
        erasures.approve_erasure(row, by=cast.actor(world.legal), at=AT)
    assert Signature.objects.filter(staff=world.sari).exists()


def test_another_agency_neither_proposes_nor_decides(world):
    stranger = cast.actor(cast.officer(Role.LEGAL, cast.agency(), mfa=True))
    with pytest.raises(Refused, match="instansi lain"):
        erasures.propose_erasure(world.sari, **WHY, uuid=uuid.uuid4(), by=stranger, at=AT)
    row = proposed(world)
    for decide in (erasures.approve_erasure, lambda *a, **k: erasures.refuse_erasure(*a, words="x", **k)):
        with pytest.raises(Refused, match="instansi lain"):
            decide(row, by=stranger, at=AT)


def test_a_hold_forbids_proposing_and_approving_until_it_is_lifted(world):
    row, held = proposed(world), hold(world)
    with pytest.raises(Refused, match="penahanan"):
        erasures.approve_erasure(row, by=cast.actor(world.legal), at=AT)
    erasures.refuse_erasure(row, words="Ada sengketa.", by=cast.actor(world.ratna), at=AT)
    with pytest.raises(Refused, match="penahanan"):
        proposed(world)
    erasures.lift_hold(held, by=cast.actor(world.legal), at=AT)
    assert erase(world).acts == 1


def test_a_hold_ends_by_itself_after_its_last_day(world):
    hold(world, until=AT.date())
    with pytest.raises(Refused, match="penahanan"):
        proposed(world)
    later = AT + dt.timedelta(days=2)
    erasures.propose_erasure(world.sari, **WHY, uuid=uuid.uuid4(), by=cast.actor(world.ratna), at=later)


def test_only_a_legal_officer_holds(world):
    with pytest.raises(Refused, match="wewenang"):
        erasures.set_hold(
            world.sari, kind="dispute", reason="x", authority="y", since=AT.date(), uuid=uuid.uuid4(),
            by=cast.actor(world.ratna), at=AT,
        )  # fmt: skip


def test_while_the_campaign_runs_a_counted_act_stays(db):
    """Erased there, the same person could sign again and count twice."""
    world = signed_world()
    with pytest.raises(Refused, match="belum ditutup"):
        proposed(world)
    voids.void_signature(world.act, reason="test", by=cast.actor(world.ratna), at=AT)
    assert erase(world).acts == 1


def test_the_same_proposal_twice_is_one(world):
    number = uuid.uuid4()
    told = {**WHY, "uuid": number, "by": cast.actor(world.ratna), "at": AT}
    assert erasures.propose_erasure(world.sari, **told) == erasures.propose_erasure(world.sari, **told)
    with pytest.raises(Refused, match="sudah diusulkan"):
        proposed(world)


def test_a_row_on_a_shared_sheet_goes_only_with_a_covered_scan(db):
    world = signed_world()
    other = cast.staff(world.agency, "Dewi Rekaan", at=world.unit)
    paper = cast.staff(world.agency, "Tono Kertasrekaan", at=world.unit)
    sheet = made.sheet(world.campaign, world.unit, [other, paper], at=made.AT)
    papers.confirm_sheet(sheet, by=cast.actor(world.ratna), at=made.AT + dt.timedelta(hours=1))
    world = closed(world)
    world.sari, first = paper, sheet.scan.path
    row = proposed(world)
    with pytest.raises(Refused, match="memuat tanda tangan orang lain"):
        erasures.approve_erasure(row, by=cast.actor(world.legal), at=AT)
    erasures.cover_scan(row, sheet, scan=made.photo(61, 41), by=cast.actor(world.ratna), at=AT)
    erase(world, row)
    sheet = PaperSheet.objects.get(pk=sheet.pk)
    assert (sheet.staff, sheet.ticked) == ([other.pk, 0], [other.pk])
    assert Signature.objects.get(staff=other).evidence_id == sheet.scan_id
    assert default_storage.exists(sheet.scan.path)
    assert not default_storage.exists(first)


def test_a_killed_worker_leaves_no_file_behind(world, monkeypatch):
    pact_of(world.act)
    path = world.act.pact_file.file.path
    row = erasures.approve_erasure(proposed(world), by=cast.actor(world.legal), at=AT)
    assert erasing.erase_next(row, at=AT)
    row.refresh_from_db()
    assert path in row.paths
    assert row.state == ErasureState.APPROVED
    jobs.drain(AT)
    row.refresh_from_db()
    assert row.paths == []
    assert not default_storage.exists(path)


def test_an_erased_act_is_on_the_list_before_it_goes(world, monkeypatch):
    entry = bytes(world.act.commitment).hex()
    row = erasures.approve_erasure(proposed(world), by=cast.actor(world.legal), at=AT)

    def killed(act):
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "erase_act", killed)
    with pytest.raises(KeyboardInterrupt):
        erasing.erase_next(row, at=AT)
    assert erased.entries_of(settings.ERASED_LIST) == [entry]
    assert Erasure.objects.get().acts == 0


def test_nobody_is_left_out_of_a_list_because_somebody_was_erased(world):
    """A null among people must not make "who is missing" empty."""
    late = cast.staff(world.agency, "Belum Rekaan", at=world.unit)
    erase(world)
    rows = missing.missing(world.campaign, ("",), AT.date())
    assert {row.staff_id for row in rows} == {late.pk, world.sari.pk}
