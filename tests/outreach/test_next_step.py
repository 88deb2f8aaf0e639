"""The head of an activity's page: one thing to do, by its state."""

import datetime as dt

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.outreach.actions import letters
from ikrar.outreach.actions.activities import take
from ikrar.outreach.queries import activities, next_step
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.pledges.cast import logged_in

pytestmark = pytest.mark.django_db
AT = made.AT
LATER = AT.date() + dt.timedelta(days=3)


@pytest.fixture
def panitia():
    return cast.officer(Role.COMMITTEE)


def _asked(account, held, at=AT):
    said = next_step.next_step(cast.actor(account), held, activities.figures(held), at)
    return (said.title, said.url) if said else None


def test_a_plan_leads_from_inviting_to_its_beginning(panitia):
    agency = panitia.agency
    held = made.activity(agency, state="planned", on=LATER)
    assert _asked(panitia, held)[1] == reverse("outreach:invite", args=[held.pk])
    made.invitee(held, cast.staff(agency, "Wati Contohwati", at=cast.unit(agency, "Dinas Contoh")))
    assert _asked(panitia, held)[1] == reverse("outreach:letter", args=[held.pk])
    told = {"subject": "Undangan", "occasion": "Netralitas", "signer_name": "Budi Rekaan", "signer_office": "Kepala"}
    letters.write_letter(held, told, by=cast.actor(panitia), at=AT)
    assert _asked(panitia, held)[1] == reverse("outreach:badge_list", args=[held.pk])
    for person in held.invitees.all():
        made.badge(held, person.staff)
    begin = reverse("outreach:move_activity", args=[held.pk, "open_activity"])
    assert _asked(panitia, held) == ("Siap, tinggal menunggu harinya", "")
    assert _asked(panitia, held, AT + dt.timedelta(days=3))[1] == begin
    past = made.activity(agency, state="planned", on=AT.date() - dt.timedelta(days=9), is_backfilled=True)
    assert _asked(panitia, past)[0] == "Mulai, lalu catat yang hadir"


def test_one_without_a_day_leads_to_its_form_because_it_cannot_begin(panitia):
    undated = made.activity(panitia.agency, state="planned", on=None, is_backfilled=True)
    with pytest.raises(Refused, match="tanpa tanggal"):
        take(undated, "open_activity", by=cast.actor(panitia), at=AT)
    assert _asked(panitia, undated)[1] == reverse("outreach:edit_activity", args=[undated.pk])


def test_an_open_one_leads_to_a_desk_then_to_its_closing(panitia):
    held = made.activity(panitia.agency, on=AT.date())
    assert _asked(panitia, held) == ("Pasang meja daftar hadir", "")
    officer = cast.officer(Role.PERSONNEL, panitia.agency)
    assert _asked(officer, held)[1] == reverse("agencies:device_list")
    cast.device(panitia.agency, panitia)
    assert _asked(panitia, held)[0] == "Catat yang datang di meja"
    assert _asked(panitia, held, AT + dt.timedelta(days=1))[1].endswith("close_activity/")


def test_a_closed_one_leads_to_its_report_and_a_reported_one_to_its_papers(panitia):
    held = made.activity(panitia.agency, state="closed")
    assert _asked(panitia, held)[1].endswith("report_activity/")
    page = logged_in(panitia).get(reverse("outreach:activity", args=[held.pk])).content.decode()
    assert page.count("report_activity/") == 1
    observer = cast.officer(Role.OBSERVER, panitia.agency)
    assert _asked(observer, held) is None
    reported = made.activity(panitia.agency, state="reported")
    assert _asked(observer, reported)[1] == reverse("outreach:activity_papers", args=[reported.pk])
