"""Reaching people: what may be posted anywhere, what counts as handed on, and what never leaks."""

import datetime as dt
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.urls import reverse

from ikrar.agencies.actions import credentials
from ikrar.agencies.models import AddressCounter, Credential, OneTimeCode, PinCounter
from ikrar.agencies.roles import Role, system
from ikrar.agencies.rules import ContactSource, Level
from ikrar.agencies.tokens import Signer, code_of, one_time_code
from ikrar.core import contacts, ids, jobs, outbox, zones
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, OutboxMessage
from ikrar.pledges import slips
from ikrar.pledges.actions import campaigns, reach, signing
from ikrar.pledges.models import SentByHand, Signature
from ikrar.pledges.queries import reach as queries
from tests.factories import agencies as make
from tests.factories import pledges as made
from tests.pledges.cast import house, logged_in
from tests.pledges.test_signing import sent as to_sign

NOON = dt.datetime(2024, 10, 14, 4, 0, tzinfo=dt.UTC)
PIN = "482915"
PHONE = "a1b2c3d4e5f60718"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def world(db):
    return house()


def running(world):
    return made.campaign(world.agency, at=zones.now() - HOUR)


def nights(world):
    """From eight in the evening until six nobody gets mail."""
    world.agency.quiet_from, world.agency.quiet_until = dt.time(20), dt.time(6)
    world.agency.save()


def opened(client, campaign, unit):
    """The list of WhatsApp buttons after its officer opened it."""
    page = reverse("pledges:wa_list", args=[campaign.code, unit.pk])
    return client.post(page, {"halaman": "1"}, follow=True)


def credential_of(person):
    return Credential.objects.select_related("staff").get(staff=person, ended_at=None)


def level_of(campaign, person, at):
    """Sign for this person with code and PIN, and read the level."""
    credential = credential_of(person)
    credentials.set_pin(credential.pk, PIN, device=PHONE, at=at)
    signed = signing.sign(Signer(credential.pk, PHONE), to_sign(campaign), at=at)
    return Signature.objects.get(receipt=signed.receipt)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("0812-3456-7890", "6281234567890"), ("+62 812 3456 7890", "6281234567890"), ("62 81234567890", "6281234567890"),
        ("81234567890", "6281234567890"), ("0812 3456 7890 / 0813 1111 2222", "6281234567890"), ("(0401) 312345", "62401312345"),
        ("+60 12 345 6789", "60123456789"), ("0062 812 3456 7890", "6281234567890"), ("-", ""), ("tidak ada", ""),
        ("0812", ""), ("'; DROP TABLE", ""), ("=1+1", ""), ("9" * 40, ""),
    ],
)  # fmt: skip
def test_telephone_numbers_are_brought_to_one_form(raw, number):
    assert contacts.wa_number(raw) == number


@pytest.mark.parametrize(
    ("hour", "due"),
    [(12, 0), (21, 9), (3, 3), (6, 0), (20, 10)],
)
def test_quiet_hours_go_past_midnight(hour, due):
    at = dt.datetime(2024, 10, 14, hour, 0, tzinfo=zones.zone("WITA"))
    assert contacts.loud_from(at, "WITA", dt.time(20), dt.time(6)) == at + due * HOUR


def test_what_is_safe_to_post_holds_no_code(world):
    campaign, ratna = running(world), logged_in(world.ratna)
    pages = [
        ratna.get(reverse(f"pledges:{name}", args=[campaign.code])).content.decode() for name in ("reach", "poster")
    ]
    for person in [world.sari, *world.others]:
        code = code_of(credential_of(person).nonce)
        assert not any(code in page or ids.grouped(code) in page for page in pages)
    assert all(f"/i/{campaign.code}" in page and "<svg" in page for page in pages)
    assert not Credential.objects.filter(handed_by__isnull=False).exists()


def test_mail_to_a_registered_address_shows_the_code_to_nobody_and_counts_as_level_two(world):
    campaign = made.campaign(world.agency, at=zones.now() - HOUR)
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=zones.now())
    OutboxMessage.objects.update(not_before=zones.now())
    outbox.send_due(at=zones.now())
    code = code_of(credential_of(world.sari).nonce)
    assert [letter.to for letter in mail.outbox] == [["sari@kota.example"]]
    assert f"/i/{campaign.code}#{code}" in mail.outbox[0].body
    assert "Bukan saya" in mail.outbox[0].body
    assert "\n\n\n" not in mail.outbox[0].body
    row = OutboxMessage.objects.get()
    assert code not in f"{row.context}{row.key}{row.error}"
    assert level_of(campaign, world.sari, zones.now()).level == Level.CODE_AND_PIN


def test_an_address_that_a_coordinator_wrote_gets_no_personal_link(world):
    world.sari.email_source = ContactSource.COORDINATOR
    world.sari.save()
    campaign = made.campaign(world.agency, at=NOON)
    with pytest.raises(Refused, match="surel terdaftar"):
        reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=NOON)


def test_mail_waits_for_the_end_of_the_quiet_hours(world):
    nights(world)
    campaign = made.campaign(world.agency, at=NOON)
    night = dt.datetime(2024, 10, 14, 22, 0, tzinfo=zones.zone("WITA"))
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=night)
    assert OutboxMessage.objects.get().not_before == dt.datetime(2024, 10, 15, 6, 0, tzinfo=zones.zone("WITA"))


def test_mail_that_was_held_up_is_not_sent_in_the_night(world):
    """Queued by day, the server out of reach until ten in the evening: it waits for the morning, and loses no try."""
    nights(world)
    campaign = made.campaign(world.agency, at=zones.now() - HOUR)
    night = dt.datetime.combine(zones.today("WITA", zones.now()), dt.time(22), zones.zone("WITA"))
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=night - 8 * HOUR)
    assert outbox.send_due(at=night) == 0
    message = OutboxMessage.objects.get()
    assert (message.not_before, message.attempts) == (night + 8 * HOUR, 0)
    assert mail.outbox == []
    assert outbox.send_due(at=night + 8 * HOUR) == 1


def test_the_same_invitation_is_queued_once_and_a_reminder_once_a_day(world):
    campaign, ratna = made.campaign(world.agency, at=NOON), world.actor(world.ratna)
    for reminder, days in ((False, 0), (False, 1), (True, 1), (True, 1), (True, 2)):
        reach.send_mail(campaign, reminder=reminder, by=ratna, at=NOON + dt.timedelta(days=days))
    assert OutboxMessage.objects.count() == 3


def test_mail_stops_for_who_has_signed(world):
    campaign = made.campaign(world.agency, at=zones.now() - HOUR)
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=zones.now())
    OutboxMessage.objects.update(not_before=zones.now())
    level_of(campaign, world.sari, zones.now())
    outbox.send_due(at=zones.now())
    assert mail.outbox == []
    assert OutboxMessage.objects.get().state == "stopped"


def test_mail_stops_when_the_campaign_is_closed(world):
    campaign = made.campaign(world.agency, at=zones.now() - HOUR)
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=zones.now())
    OutboxMessage.objects.update(not_before=zones.now())
    campaigns.close_campaign(campaign, by=world.actor(world.ratna), at=zones.now())
    outbox.send_due(at=zones.now())
    assert mail.outbox == []


def test_a_restart_between_two_letters_loses_none_and_repeats_none(world, monkeypatch):
    for place, person in enumerate(world.others):
        person.email = f"orang{place}@kota.example"
        person.save()
    campaign = made.campaign(world.agency, at=zones.now() - HOUR)
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=zones.now())
    OutboxMessage.objects.update(not_before=zones.now())
    monkeypatch.setattr(outbox, "RUN_SECONDS", 0.0)
    outbox.send_due(at=zones.now())
    monkeypatch.undo()
    outbox.send_due(at=zones.now())
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted({letter.to[0] for letter in mail.outbox})
    assert len(mail.outbox) == 5


def test_mail_to_many_people_is_queued_by_the_worker(world, monkeypatch):
    monkeypatch.setattr(reach, "REACH_AT_ONCE", 0)
    campaign = made.campaign(world.agency, at=NOON)
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=NOON)
    assert not OutboxMessage.objects.exists()
    jobs.drain(NOON)
    assert OutboxMessage.objects.count() == 1


def test_opening_a_list_records_who_saw_the_codes_and_counts_as_level_one(world):
    campaign, budi = running(world), logged_in(world.budi)
    page = opened(budi, campaign, world.first)
    credential = credential_of(world.sari)
    assert credential.handed_by == world.budi.pk
    assert AuditEvent.objects.filter(verb="pledges.codes_shown", actor=world.budi.pk).count() == 1
    act = level_of(campaign, world.sari, zones.now())
    assert (act.level, act.officer) == (Level.VOUCHED, world.budi.pk)
    text = page.content.decode()
    assert "6281234567890" in text
    assert world.sari.number not in text
    assert 'rel="noreferrer noopener"' in text


def test_a_whatsapp_link_carries_the_personal_link_and_nothing_else(world):
    campaign = running(world)
    page = opened(logged_in(world.budi), campaign, world.first)
    (_one, link), *_rest = page.context["people"]
    parts = urlsplit(link)
    code = code_of(credential_of(world.sari).nonce)
    assert (parts.netloc, parts.path) == ("wa.me", "/6281234567890")
    assert f"/i/{campaign.code}#{code}" in parse_qs(parts.query)["text"][0]


def test_sending_by_hand_is_marked_and_taken_back_without_a_script(world):
    campaign, budi = running(world), logged_in(world.budi)
    page = reverse("pledges:wa_list", args=[campaign.code, world.first.pk])
    budi.post(page, {"halaman": "1"})
    budi.post(page, {"staff": world.sari.pk, "halaman": "1"})
    assert SentByHand.objects.get().by == world.budi.pk
    assert "terkirim" in budi.get(page).content.decode()
    budi.post(page, {"staff": world.sari.pk, "halaman": "1", "undo": "1"})
    assert not SentByHand.objects.exists()


@pytest.mark.parametrize("sent", [{"staff": "0"}, {"staff": "-1"}, {"staff": "1 OR 1=1"}, {"staff": "9" * 30}])
def test_marking_a_stranger_is_not_found(world, sent):
    campaign = running(world)
    page = reverse("pledges:wa_list", args=[campaign.code, world.first.pk])
    assert logged_in(world.budi).post(page, sent).status_code == 404


def test_numbers_that_no_row_can_have_are_not_found(world):
    campaign, ratna = running(world), logged_in(world.ratna)
    huge = "9" * 30
    for path in (f"/pegawai/{huge}/kode/", f"/ikrar/{campaign.code}/ajakan/wa/{huge}/", f"/ikrar/naskah/{huge}/"):
        assert ratna.get(path).status_code == 404
    assert ratna.get(f"/ikrar/{campaign.code}/ajakan/slip/?unit={huge}").status_code == 200
    assert ratna.post("/ikrar/naskah/baru/", {"from": huge}).status_code == 404
    assert ratna.get(f"/ikrar/{campaign.code}/ajakan/wa/{world.first.pk}/?halaman={huge}").status_code == 200


def test_a_coordinator_reaches_the_own_unit_alone(world):
    campaign, budi = running(world), logged_in(world.budi)
    for name in ("wa_list", "mail_states"):
        assert budi.get(reverse(f"pledges:{name}", args=[campaign.code, world.second.pk])).status_code == 404
    assert budi.get(reverse("pledges:new_code", args=[world.others[2].pk])).status_code == 404
    assert budi.get(reverse("pledges:mail_merge", args=[campaign.code])).status_code == 403
    assert "Dinas Kedua" not in budi.get(reverse("pledges:wa_units", args=[campaign.code])).content.decode()
    assert not Credential.objects.filter(staff__in=world.others[2:], handed_by__isnull=False).exists()


def test_another_agency_finds_nothing(world):
    campaign = running(world)
    joko = logged_in(make.officer(Role.PERSONNEL, name="Joko Lain", mfa=True))
    for name in ("reach", "poster", "slip_files", "mail_merge", "wa_units", "campaign_mail"):
        for method in (joko.get, joko.post):
            assert method(reverse(f"pledges:{name}", args=[campaign.code])).status_code == 404
    for name in ("wa_list", "mail_states"):
        assert joko.get(reverse(f"pledges:{name}", args=[campaign.code, world.first.pk])).status_code == 404
    assert (
        joko.post(reverse("pledges:new_code", args=[world.sari.pk]), {"reason": "x", "way": "show"}).status_code == 404
    )
    assert credential_of(world.sari).ended_at is None


def test_coming_back_to_an_opened_list_records_nothing_anew(world):
    """After WhatsApp the officer comes back to the page; somebody who joined meanwhile is not opened with it."""
    campaign, budi = running(world), logged_in(world.budi)
    opened(budi, campaign, world.first)
    late = world.others[0]
    late.phone = "0813-1111-2222"
    late.save()
    page = budi.get(reverse("pledges:wa_list", args=[campaign.code, world.first.pk]))
    assert [bool(link) for _one, link in page.context["people"]] == [False, True]  # Rina, then Sari
    assert page.context["closed"] == 1
    assert AuditEvent.objects.filter(verb="pledges.codes_shown").count() == 1
    assert credential_of(late).handed_by is None


def test_a_slip_never_puts_a_code_into_its_qr(world):
    campaign = made.campaign(world.agency, at=NOON)
    code = code_of(credential_of(world.sari).nonce)
    assert code not in slips.qr_link(campaign)
    assert code not in slips.address_of(campaign)


def test_a_new_code_is_shown_once_and_the_old_one_dies(world):
    running(world)
    old = credential_of(world.sari)
    budi = logged_in(world.budi)
    page = reverse("pledges:new_code", args=[world.sari.pk])
    shown = budi.post(page, {"reason": "Slip hilang", "way": "show"}).content.decode()
    new = credential_of(world.sari)
    assert ids.grouped(code_of(new.nonce)) in shown
    assert ids.grouped(code_of(new.nonce)) not in budi.get(page).content.decode()
    assert new.handed_by == world.budi.pk
    with pytest.raises(Refused, match="tidak dikenal"):
        credentials.enter(code_of(old.nonce), address="192.0.2.7", at=NOON)
    outbox.send_due(at=zones.now())
    assert "tidak berlaku lagi" in mail.outbox[0].body
    assert ids.grouped(code_of(new.nonce)) not in mail.outbox[0].body


def test_a_new_code_by_mail_is_seen_by_no_officer(world):
    running(world)
    page = reverse("pledges:new_code", args=[world.sari.pk])
    shown = logged_in(world.budi).post(page, {"reason": "Ganti HP", "way": "mail"}).content.decode()
    new = credential_of(world.sari)
    assert new.handed_by is None
    assert ids.grouped(code_of(new.nonce)) not in shown
    outbox.send_due(at=zones.now())
    assert ids.grouped(code_of(new.nonce)) in mail.outbox[0].body


def test_a_new_code_needs_a_reason_and_a_sure_address(world):
    running(world)
    budi, old = logged_in(world.budi), credential_of(world.sari)
    page = reverse("pledges:new_code", args=[world.sari.pk])
    assert budi.post(page, {"reason": " ", "way": "show"}).status_code == 422
    world.sari.email_source = ContactSource.COORDINATOR
    world.sari.save()
    assert budi.post(page, {"reason": "Slip hilang", "way": "mail"}).status_code == 422
    assert credential_of(world.sari) == old


def test_a_one_time_code_goes_to_the_registered_address_and_rests_nowhere(world):
    made.campaign(world.agency, at=zones.now() - HOUR)
    credential, at = credential_of(world.sari), zones.now()
    sent = credentials.send_one_time_code(credential, at=at)
    code = one_time_code(credential.pk, sent.made_at)
    row = OutboxMessage.objects.get()
    assert code not in f"{row.context}{row.key}{row.template}"
    assert code.encode() not in bytes(OneTimeCode.objects.get().code)
    outbox.send_due(at=at)
    assert code in mail.outbox[0].body
    credentials.use_one_time_code(credential, code, at=at)
    credential.refresh_from_db()
    assert credential.confirmed_how == "email"
    with pytest.raises(Refused, match="Tunggu satu menit"):
        credentials.send_one_time_code(credential, at=at)


def test_confirming_by_mail_lifts_a_handed_code(world):
    campaign = made.campaign(world.agency, at=NOON)
    credential = credential_of(world.sari)
    credentials.hand_on([credential.pk], by=world.actor(world.budi), at=NOON)
    sent = credentials.send_one_time_code(credential, at=NOON)
    credentials.use_one_time_code(credential, one_time_code(credential.pk, sent.made_at), at=NOON)
    assert level_of(campaign, world.sari, NOON).level == Level.CODE_AND_PIN


BOTS = (
    "WhatsApp/2.23.20.0", "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "Twitterbot/1.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1)",
)  # fmt: skip


def everything():
    """Rows that a preview must not touch."""
    rows = [Credential, PinCounter, AddressCounter, OneTimeCode, Signature, AuditEvent, OutboxMessage]
    return [list(model.objects.order_by("pk").values()) for model in rows]


@pytest.mark.parametrize("agent", BOTS)
def test_preview_bots_change_nothing(world, client, agent):
    campaign = running(world)
    before = everything()
    for path in (f"/i/{campaign.code}", f"/i/{campaign.code.lower()}", "/saya/masuk/", f"/saya/ikrar/{campaign.code}/"):
        for method in (client.get, client.head):
            method(path, headers={"user-agent": agent})
    assert everything() == before
    assert set(client.cookies) <= {"ikrar_formulir"}


def test_a_link_forwarded_to_a_group_opens_nothing_to_strangers(world, client):
    campaign = running(world)
    credential = credential_of(world.sari)
    credentials.set_pin(credential.pk, PIN, device=PHONE, at=zones.now())
    answer = client.post(f"/i/{campaign.code}", {"code": code_of(credential.nonce)}, follow=True)
    page = answer.content.decode()
    assert "S••• C•••" in page
    assert world.sari.name not in page
    assert world.sari.number[-4:] not in page
    assert "Masukkan PIN Anda" in page
    wrong = client.post("/saya/pin/", {"pin": "000000"})
    assert wrong.status_code == 422
    assert client.get(f"/saya/ikrar/{campaign.code}/").status_code == 302
    assert not Signature.objects.exists()


def test_no_code_link_or_name_is_ever_logged(world, client, caplog):
    campaign = running(world)
    budi, code = logged_in(world.budi), code_of(credential_of(world.sari).nonce)
    with caplog.at_level(logging.DEBUG):
        client.post(f"/i/{campaign.code}", {"code": code}, follow=True)
        client.post(f"/i/{campaign.code}", {"code": "XXXXXXXXX"})
        client.get("/i/TIDAK-ADA")
        opened(budi, campaign, world.first)
        budi.post(reverse("pledges:new_code", args=[world.sari.pk]), {"reason": "Hilang", "way": "show"})
        reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=zones.now())
        OutboxMessage.objects.update(not_before=zones.now())
        outbox.send_due(at=zones.now())
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    new = code_of(credential_of(world.sari).nonce)
    for secret in (code, new, ids.grouped(code), ids.grouped(new), world.sari.name, "sari@kota.example"):
        assert secret not in said


def test_the_figures_of_reaching_are_of_the_own_units(world):
    campaign = made.campaign(world.agency, at=NOON)
    day = zones.today("WITA", NOON)
    (mine,) = queries.units(world.actor(world.budi), campaign, day)
    assert (mine.name, mine.total, mine.missing, mine.with_phone, mine.with_email) == ("Dinas Pertama", 3, 3, 1, 1)
    assert len(queries.units(world.actor(world.ratna), campaign, day)) == 2
    assert queries.units(system(world.agency.pk), campaign, day) == []


def test_pages_of_mail_tell_how_each_letter_stands(world):
    campaign, ratna = running(world), logged_in(world.ratna)
    ratna.post(reverse("pledges:campaign_mail", args=[campaign.code]), {"invite": "1"})
    assert OutboxMessage.objects.count() == 1
    assert "Ingatkan 1 orang" in ratna.get(reverse("pledges:campaign_mail", args=[campaign.code])).content.decode()
    page = ratna.get(reverse("pledges:mail_states", args=[campaign.code, world.first.pk])).content.decode()
    assert "antre" in page
    assert "tanpa alamat surel" in page
    assert "sari@kota.example" not in page
    assert AuditEvent.objects.filter(verb="pledges.list_opened").exists()
