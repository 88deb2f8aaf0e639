"""A badge at the signing desk: it finds its person at once, stands as evidence, and is refused where the face is another's."""

import datetime as dt
import hashlib
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ikrar.core import qr
from ikrar.core.errors import Refused
from ikrar.outreach.actions import badges
from ikrar.outreach.models import Attendance, Badge, BadgeRefusal
from ikrar.pledges.actions import badged
from ikrar.pledges.models import Signature, SigningSession
from tests.factories import agencies as cast
from tests.factories import outreach
from tests.factories import pledges as made
from tests.pledges.cast import logged_in
from tests.pledges.test_desk import Desk
from tests.pledges.test_hall import Hall
from tests.pledges.test_vouching import AT


class BadgeDesk(Desk):
    """The desk in the session of an activity, where Sari shows her badge."""

    def __init__(self, client):
        super().__init__(client)
        now = timezone.now()
        self.activity = outreach.activity(self.agency, on=now.date())
        SigningSession.objects.update(activity=self.activity)
        self.badge = outreach.badge(self.activity, self.sari, expires_at=now + dt.timedelta(days=1))

    def scan(self, badge=None, *, host=""):
        return self.find(f"{host}{badges.text(badge or self.badge)}")


@pytest.fixture
def desk(client, db):
    return BadgeDesk(client)


@pytest.fixture
def held(db):
    return Hall()


@pytest.mark.parametrize("host", ["", "HTTPS://IKRAR.KOTA.EXAMPLE/B/"])
def test_a_scanned_badge_brings_its_person_before_the_desk_at_once(desk, host):
    page = desk.scan(host=host).content.decode()
    assert "Sari Contohwati" in page
    assert "Dinas Contoh" in page
    assert "Lencana dipindai" in page


def test_a_badge_is_evidence_enough_and_the_record_says_so(desk):
    page = desk.scan().content.decode()
    said = desk.client.post(desk.path("orang/"), desk.form(page, drawing=""), follow=True)
    assert "Tercatat" in said.content.decode()
    act = Signature.objects.get()
    assert (act.badge, act.level, act.drawing, act.evidence) == (desk.badge, 1, "", None)
    told = json.loads(act.record)
    assert told["badge"] == hashlib.sha256(bytes(desk.badge.serial)).hexdigest()
    assert "evidence" not in told
    shown = logged_in(desk.ratna).get(reverse("pledges:signature", args=[act.receipt])).content.decode()
    assert "Lencana dipindai di meja." in shown


def test_without_a_badge_evidence_is_still_asked_for(desk):
    page = desk.pick().content.decode()
    answer = desk.client.post(desk.path("orang/"), desk.form(page, drawing=""))
    assert answer.status_code == 422
    assert not Signature.objects.exists()


def test_somebody_elses_face_is_refused_and_the_refusal_is_kept(desk):
    desk.scan()
    page = desk.client.post(desk.path("tolak-lencana/"), follow=True).content.decode()
    assert "Sari Contohwati" not in page
    refusal = BadgeRefusal.objects.get()
    assert (refusal.badge, refusal.officer) == (desk.badge, desk.budi.pk)
    assert not Signature.objects.exists()
    assert not Attendance.objects.exists()
    assert desk.client.get(desk.path("orang/")).status_code == 302


def test_a_photo_of_a_badge_is_read_on_the_server(desk):
    photo = SimpleUploadedFile("a.png", qr.png(badges.text(desk.badge)), content_type="image/png")
    assert "Sari Contohwati" in desk.client.post(desk.path(), {"photo": photo}, follow=True).content.decode()
    blank = SimpleUploadedFile("a.jpg", made.photo(), content_type="image/jpeg")
    answer = desk.client.post(desk.path(), {"photo": blank})
    assert answer.status_code == 422
    assert "tidak terbaca" in answer.content.decode()


@pytest.mark.parametrize("fault", ["foreign", "ended", "other_activity", "guest", "outside"])
def test_a_badge_that_opens_nothing_says_so_in_words(desk, fault):
    if fault == "ended":
        Badge.objects.update(ended_at=timezone.now())
    elif fault == "other_activity":
        SigningSession.objects.update(activity=outreach.activity(desk.agency, title="Apel pagi"))
    elif fault == "guest":
        desk.badge = outreach.badge(desk.activity, outreach.guest(desk.activity), expires_at=desk.badge.expires_at)
    elif fault == "outside":
        SigningSession.objects.update(unit=cast.unit(desk.agency))
    answer = desk.find("IK1AAAA") if fault == "foreign" else desk.scan()
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert "Sari Contohwati" not in answer.content.decode()


def test_in_a_session_outside_any_activity_a_badge_is_not_used(desk):
    SigningSession.objects.update(activity=None)
    answer = desk.scan()
    assert answer.status_code == 422
    assert "bukan bagian dari kegiatan" in answer.content.decode()


def test_the_badge_stays_when_the_device_is_handed_over(desk):
    desk.scan()
    page = desk.pick(kiosk="on").content.decode()
    desk.client.post(desk.path("orang/"), desk.form(page, drawing=""), follow=True)
    assert Signature.objects.get().badge == desk.badge


def test_a_badge_that_was_ended_meanwhile_is_no_evidence(held):
    badge = outreach.badge(held.activity, held.sari, expires_at=AT + dt.timedelta(days=1), ended_at=AT)
    with pytest.raises(Refused, match="dicabut"):
        held.vouch(drawing="", badge=badge.pk)
    assert not Signature.objects.exists()


def test_anothers_badge_is_no_evidence(held):
    other = cast.staff(held.agency, "Tono Rekaan", at=held.unit)
    badge = outreach.badge(held.activity, other, expires_at=AT + dt.timedelta(days=1))
    with pytest.raises(Refused):
        held.vouch(drawing="", badge=badge.pk)
    assert not Signature.objects.exists()


def test_who_opened_the_session_vouches_with_no_badge_either(held):
    badge = outreach.badge(held.activity, held.sari, expires_at=AT + dt.timedelta(days=1))
    held.session = held.open_session(by=held.budi)
    with pytest.raises(Refused, match="Pembuka sesi"):
        held.vouch(drawing="", badge=badge.pk)
    assert badged.live_badge(held.session, badge.pk, held.sari.pk, at=AT) == badge
