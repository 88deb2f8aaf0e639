"""What a stage's beginning proposes: once each, nothing by itself, letters and banners only after an officer pressed."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import jobs, outbox
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, MailState, OutboxMessage
from ikrar.norms import catalogue
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.actions import proposals as actions
from ikrar.norms.models import Election, Stage, StageProposal
from ikrar.norms.queries import proposals as queries
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as cast
from tests.factories import norms as made
from tests.pledges.cast import house, logged_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def kota():
    made.election(TODAY)
    return house()


def found(kota, kind="reminder", stage="campaign"):
    return StageProposal.objects.get(agency=kota.agency, kind=kind, stage=stage)


def take(kota, row, name="take_proposal", **more):
    return actions.take(row, name, by=kota.actor(kota.ratna), at=NOW, **more)


def test_a_near_stage_proposes_each_kind_once_and_sends_nothing(kota):
    for _again in range(3):
        actions.propose(kota.agency, at=NOW)
    assert sorted(StageProposal.objects.values_list("stage", "kind")) == [
        ("campaign", "acknowledgement"), ("campaign", "banner"), ("campaign", "reminder"),
    ]  # fmt: skip
    jobs.drain(NOW)
    assert (mail.outbox, OutboxMessage.objects.count(), queries.banners(kota.agency.pk, NOW)) == ([], 0, [])
    assert "Masa kampanye Pilkada Contoh" in found(kota).text
    assert kota.agency.name in found(kota).text


def test_what_waits_follows_the_calendar_and_keeps_an_officers_words(kota):
    actions.propose(kota.agency, at=NOW)
    actions.edit_proposal(found(kota), subject="Judul", text="Kata sendiri", by=kota.actor(kota.ratna), at=NOW)
    Stage.objects.filter(slug="campaign").update(since=TODAY + 20 * DAY)
    actions.propose(kota.agency, at=NOW)
    assert (found(kota).since, found(kota).text) == (TODAY + 20 * DAY, "Kata sendiri")
    assert str((TODAY + 20 * DAY).year) in found(kota, "banner").text
    Stage.objects.filter(slug="campaign").update(since=TODAY - 9 * DAY, until=TODAY - DAY)
    actions.propose(kota.agency, at=NOW)
    assert set(StageProposal.objects.values_list("state", flat=True)) == {"lapsed"}
    with pytest.raises(Refused):
        take(kota, found(kota))
    Stage.objects.filter(slug="campaign").update(until=TODAY + DAY)
    actions.propose(kota.agency, at=NOW)
    assert (found(kota).state, StageProposal.objects.count()) == ("open", 3)


def test_what_was_decided_is_not_proposed_again(kota):
    actions.propose(kota.agency, at=NOW)
    take(kota, found(kota), "dismiss_proposal", reason="Sudah lewat apel")
    Stage.objects.filter(slug="campaign").update(since=TODAY + DAY)
    actions.propose(kota.agency, at=NOW)
    assert (found(kota).state, found(kota).since) == ("dismissed", TODAY + 3 * DAY)
    assert take(kota, found(kota), "reopen_proposal").state == "open"


def test_a_pressed_reminder_goes_once_to_everybody_with_an_address(kota):
    actions.propose(kota.agency, at=NOW)
    row = found(kota)
    assert (queries.reach(kota.agency.pk, 3).count, queries.reach(kota.agency.pk, 3).without) == (1, 4)
    assert take(kota, row).state == "taken"
    assert take(kota, row).state == "taken"
    jobs.drain(NOW)
    outbox.send_due(at=NOW)
    assert [(one.to, one.subject) for one in mail.outbox] == [(["sari@kota.example"], row.subject)]
    assert row.text in mail.outbox[0].body
    assert queries.mail_states(row)["sent"] == 1
    assert AuditEvent.objects.filter(verb="norms.take_proposal").count() == 1


def test_a_stopped_reminder_reaches_nobody_any_more(kota):
    actions.propose(kota.agency, at=NOW)
    take(kota, found(kota))
    actions.queue_letters(found(kota), queries.readers(kota.agency.pk), at=NOW)
    take(kota, found(kota), "stop_proposal", reason="Salah tanggal")
    jobs.drain(NOW)
    outbox.send_due(at=NOW)
    assert mail.outbox == []
    assert OutboxMessage.objects.get().state == MailState.STOPPED


def test_a_banner_is_shown_until_the_day_that_the_officer_chose(kota):
    actions.propose(kota.agency, at=NOW)
    for wrong in (None, TODAY - DAY, TODAY + 61 * DAY):
        with pytest.raises(Refused) as refusal:
            take(kota, found(kota, "banner"), shown_until=wrong)
        assert refusal.value.field == "shown_until"
    take(kota, found(kota, "banner"), shown_until=TODAY + 2 * DAY)
    text = found(kota, "banner").text
    assert [row.text for row in queries.banners(kota.agency.pk, NOW + 2 * DAY)] == [text]
    assert queries.banners(kota.agency.pk, NOW + 3 * DAY) == []
    assert queries.banners(cast.agency().pk, NOW) == []
    assert text in logged_in(kota.ratna).get("/").content.decode()


def test_a_national_stage_without_words_of_its_own_proposes_nothing(kota):
    made.stage(Election.objects.get(), "voter_data", "Pemutakhiran data pemilih", TODAY)
    actions.propose(kota.agency, at=NOW)
    assert not StageProposal.objects.filter(stage="voter_data").exists()
    kota.agency.region = "74.71"
    kota.agency.save()
    told = {"election": Election.objects.get(), "state": "in_force"}
    made.own_stage(kota.agency, kota.ratna, day=TODAY + DAY, **told)
    made.own_stage(kota.agency, kota.ratna, day=TODAY + DAY, slug="end_of_term", **told)
    actions.propose(kota.agency, at=NOW)
    assert StageProposal.objects.filter(stage="revote").count() == 3
    assert not StageProposal.objects.filter(stage="end_of_term").exists()


def test_an_election_long_past_proposes_nothing(kota):
    Election.objects.all().delete()
    loading.load_catalogue(NOW)
    assert actions.propose(kota.agency, at=NOW) == 0


def test_officers_of_another_agency_or_role_decide_nothing(kota):
    actions.propose(kota.agency, at=NOW)
    stranger = cast.officer(Role.PERSONNEL, cast.agency("lain"))
    for by in (stranger, kota.budi):
        with pytest.raises(Refused, match="tidak berhak"):
            actions.take(found(kota), "take_proposal", by=cast.actor(by), at=NOW)
        with pytest.raises(Refused, match="tidak berhak"):
            actions.edit_proposal(found(kota), subject="x", text="x", by=cast.actor(by), at=NOW)
    assert logged_in(stranger).get(reverse("norms:proposal", args=[found(kota).pk])).status_code == 404


def test_an_officer_reads_changes_and_presses_in_the_page(kota):
    actions.propose(kota.agency, at=NOW)
    office, row = logged_in(kota.ratna), found(kota)
    assert "3 usulan karena tahapan berganti" in office.get("/").content.decode()
    address = reverse("norms:proposal", args=[row.pk])
    told = office.get(address).content.decode()
    assert "1 pegawai punya surel terdaftar." in told
    assert "4 orang lain tidak terjangkau surel." in told
    assert "Sari Contohwati" in told
    assert "Belum diverifikasi Bagian Hukum" in told
    assert office.post(address, {"subject": "", "text": "x"}).status_code == 422
    office.post(address, {"subject": "Judul kami", "text": "Kata kami"})
    decide = reverse("norms:decide_proposal", args=[row.pk, "take_proposal"])
    assert (office.get(decide).status_code, found(kota).state) == (405, "open")
    office.post(decide)
    assert (found(kota).state, found(kota).text) == ("taken", "Kata kami")
    banner = reverse("norms:decide_proposal", args=[found(kota, "banner").pk, "take_proposal"])
    assert "Pilih hari terakhir pengumuman" in office.post(banner, {"shown_until": ""}).content.decode()
    assert office.post(banner, {"shown_until": TODAY}).status_code == 302
    aside = reverse("norms:decide_proposal", args=[found(kota, "acknowledgement").pk, "dismiss_proposal"])
    assert office.post(aside, {"reason": " "}).status_code == 422
    assert office.post(aside, {"reason": "Sudah dibaca bulan ini"}).status_code == 302


def test_every_word_of_the_catalogue_fits_its_places():
    told = catalogue.stage_proposals()
    for row in told["stages"].values():
        assert set(row["kinds"]) <= {"reminder", "banner", "acknowledgement"}
        for kind in row["kinds"]:
            words = row.get(kind) or told["stages"]["default"][kind]
            assert all(text.format(stage="", election="", when="", agency="") is not None for text in words.values())


def test_a_stage_that_is_over_sends_and_shows_nothing(kota):
    row = made.proposal(kota.agency, day=TODAY, since=TODAY - 3 * DAY, until=TODAY - DAY)
    with pytest.raises(Refused, match="sudah lewat"):
        take(kota, row)
    take(kota, row, "dismiss_proposal", reason="Sudah lewat")
    with pytest.raises(Refused, match="sudah lewat"):
        take(kota, row, "reopen_proposal")
