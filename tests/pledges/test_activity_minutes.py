"""The minutes of signing at an activity's desks: only what was signed there, and only where there were desks."""

import datetime as dt

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.outreach.models import Activity, Official, Remark
from ikrar.outreach.rules import Part
from ikrar.pledges import minutes
from ikrar.pledges.actions import voids
from ikrar.pledges.models import Campaign, SigningSession
from ikrar.pledges.queries import minutes as queries
from ikrar.register import actions as register
from tests.factories import agencies as cast
from tests.factories import outreach as events
from tests.factories import pledges as made
from tests.pledges.cast import logged_in
from tests.pledges.test_minutes import SOON, pages, words
from tests.pledges.test_signing import AT
from tests.register.conftest import folder  # noqa: F401

pytestmark = pytest.mark.django_db


class Hall:
    """Fourteen vouched for and eleven in ink at the desks of one activity, one of them voided; two signed elsewhere."""

    def __init__(self):
        self.agency = cast.agency(zone="WITA", name="Pemerintah Kota Contoh")
        self.people = [cast.staff(self.agency, f"Sari{letter} Contohwati") for letter in "abcdefghijklmnopqrstuvwxyza"]
        self.campaign = made.campaign(self.agency)
        self.ratna = cast.officer(Role.PERSONNEL, self.agency, name="Ratna Khayal", mfa=True)
        told = {"title": "Apel dan penandatanganan", "place": "Aula Contoh", "on": AT.date(), "opened_at": AT}
        self.activity = events.activity(self.agency, **told)
        desk = made.session(self.campaign, self.ratna, activity=self.activity, at=AT)
        for n, person in enumerate(self.people[:25]):
            act = made.signature(self.campaign, person, level=1 if n < 14 else 0, method="vouch" if n < 14 else "paper")
            act.session = desk
            act.save(update_fields=["session"])
        for person in self.people[25:]:
            made.signature(self.campaign, person, at=AT + dt.timedelta(hours=1))
        voids.void_signature(act, reason="test", note="", by=cast.actor(self.ratna), at=AT)

    def end(self):
        Activity.objects.filter(pk=self.activity.pk).update(state="closed", closed_at=SOON)
        SigningSession.objects.update(closed_at=SOON)
        self.activity.refresh_from_db()

    def told(self):
        return queries.of_activity(self.activity, queries.campaigns_in(self.activity)[0])


@pytest.fixture
def hall(db):
    return Hall()


def test_the_paper_counts_what_was_signed_at_the_desks_of_the_activity_alone(hall):
    counts = hall.told().counts
    assert (counts.acts, counts.counted, counts.voided) == (25, 24, 1)
    assert (hall.told().phones, hall.told().by_phone) == (2, "di bawah 10")
    part = {"activity": hall.activity, "place": 1}
    Official.objects.create(part=Part.WITNESS, name="Wati Pengamatrekaan", institution="Bawaslu Kota Contoh", **part)
    Official.objects.create(part=Part.OPENER, form="plh", office="Sekretaris Daerah", institution="Kota Contoh", **part)
    events.observed(hall.activity, hall.people[0], hall.ratna)
    register.commit(hall.campaign.log_id, "x", b"\x01" + bytes(32), at=AT)
    register.sequence(hall.campaign.log, SOON)
    pdf = minutes.pdf(hall.told(), SOON)
    said = words(pdf)
    assert pages(pdf) == 1
    for part in (
        "Apel dan penandatanganan", "14 Oktober 2024, Aula Contoh", "Wati Pengamatrekaan, Bawaslu Kota Contoh", "Dihitung : 24",
        "Plh. Sekretaris Daerah, Kota Contoh (nama tidak disebut)", "dibuka Ratna Khayal", "HP sendiri* : di bawah 10",
        "Sementara: kegiatan",
        "Daftar di meja cocok dengan yang duduk di ruangan.", Remark.objects.get().short, hall.told().bound.head.root_text,
    ):  # fmt: skip
        assert part.replace(" ", "") in said.replace(" ", ""), part
    assert "Contohwati" not in said


def test_what_the_whole_campaign_keeps_together_is_not_told_apart_by_one_activity(hall):
    """Of the whole, two with code and PIN are told together with eleven in ink; ten of these alone would tell the two."""
    whole = queries.of_campaign(hall.campaign).counts.cells
    assert [(cell.code, cell.count) for cell in whole] == [("L1", 14), ("L0+L2", 12)]
    assert [(cell.code, cell.count) for cell in hall.told().counts.cells] == [("L1", 14), ("L0+L2", 10)]


def test_it_is_a_draft_until_the_activity_and_its_sessions_are_over(hall):
    assert not hall.told().is_final
    Activity.objects.update(state="closed")
    hall.activity.refresh_from_db()
    assert not hall.told().is_final
    hall.end()
    assert hall.told().is_final
    assert minutes.draft_words(hall.told()) is None
    assert "Sementara" not in words(minutes.pdf(hall.told(), SOON))


def test_without_desks_there_is_no_link_and_no_page(hall):
    other = events.activity(hall.agency, on=AT.date())
    officer = logged_in(hall.ratna)
    link = reverse("pledges:activity_minutes", args=[hall.activity.pk])
    assert link in officer.get(reverse("outreach:activity_papers", args=[hall.activity.pk])).content.decode()
    nowhere = reverse("pledges:activity_minutes", args=[other.pk])
    assert nowhere not in officer.get(reverse("outreach:activity_papers", args=[other.pk])).content.decode()
    assert officer.get(nowhere).status_code == 404
    url = reverse("pledges:activity_minutes_paper", args=[other.pk, hall.campaign.code])
    assert officer.get(url).status_code == 404


def test_two_campaigns_with_desks_in_one_activity_have_a_paper_each(hall):
    second = made.campaign(hall.agency)
    Campaign.objects.filter(pk=second.pk).update(title="Ikrar pegawai baru")
    made.session(second, hall.ratna, activity=hall.activity, at=AT)
    said = logged_in(hall.ratna).get(reverse("pledges:activity_minutes", args=[hall.activity.pk])).content.decode()
    for campaign in (hall.campaign, second):
        assert reverse("pledges:activity_minutes_paper", args=[hall.activity.pk, campaign.code]) in said
    rows = [
        queries.of_activity(hall.activity, campaign).counts.counted for campaign in queries.campaigns_in(hall.activity)
    ]
    assert rows == [24, 0]


def test_an_observer_reaches_it_from_the_page_of_the_activity(hall):
    observer = logged_in(cast.officer(Role.OBSERVER, hall.agency, mfa=True))
    url = reverse("pledges:activity_minutes", args=[hall.activity.pk])
    assert url in observer.get(reverse("oversight:observe_activity", args=[hall.activity.pk])).content.decode()
    assert observer.get(url).status_code == 200


def test_a_session_over_several_days_tells_both_and_of_two_chairs_none_is_named_as_the_signer(hall):
    SigningSession.objects.update(closes_at=AT + dt.timedelta(days=2))
    part = {"activity": hall.activity, "part": Part.CHAIR, "institution": "Kota Contoh"}
    Official.objects.create(name="Budi Rekaan", place=1, **part)
    assert minutes.data_of(hall.told(), SOON, seal="-")["signers"][0]["name"] == "Budi Rekaan"
    Official.objects.create(name="Ratna Umpama", place=2, **part)
    data = minutes.data_of(hall.told(), SOON, seal="-")
    assert set(data["signers"][0]["name"]) == {"."}
    line = data["people"][0]["lines"][0].replace("\u00a0", " ")
    assert "14 Oktober 2024, pukul 10.00 WITA sampai 16 Oktober 2024, pukul 10.00 WITA" in line
