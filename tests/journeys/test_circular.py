"""A circular from draft to everybody's acknowledgement, and a new version that asks again."""

import time
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from ikrar.agencies.actions import credentials
from ikrar.agencies.models import Assignment, Credential, Staff
from ikrar.agencies.roles import Role, system
from ikrar.agencies.tokens import Signer
from ikrar.norms.actions import acknowledging
from ikrar.norms.actions.acknowledging import Sent
from ikrar.norms.models import Circular
from ikrar.norms.permissions import VIEW_CIRCULARS
from ikrar.norms.queries import readers
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make
from tests.norms.circular_cast import Reader
from tests.pledges.cast import logged_in

PEOPLE, UNITS = 5_000, 20


def hall(agency):
    """Five thousand people in twenty units, each with a code."""
    units = [make.unit(agency, f"Dinas Rekaan {number}") for number in range(UNITS)]
    people = Staff.objects.bulk_create(
        Staff(agency=agency, name=f"Orang Rekaan {n}", name_key=f"orang rekaan {n}", kind="pppk", number=f"{n:018d}")
        for n in range(PEOPLE)
    )
    Assignment.objects.bulk_create(
        Assignment(agency=agency, staff=one, unit=units[n % UNITS], kind="pppk", since=TODAY.replace(day=1))
        for n, one in enumerate(people)
    )
    credentials.issue_credentials(agency.pk, [one.pk for one in people], by=system(agency.pk), at=NOW)
    return people


def press_all(circular, held):
    """Everybody presses the button, as the page of each would."""
    new = 0
    for pk in held:
        sent = Sent(circular.pk, uuid.uuid4(), circular.digest, to_end=True)
        new += not acknowledging.acknowledge(Signer(pk, "hp"), sent, at=NOW).again
    return new


@pytest.mark.django_db
def test_a_circular_runs_from_draft_to_five_thousand_readers_and_a_new_version_asks_again(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    agency = make.agency(zone="WITA")
    people = hall(agency)
    lawyer, leader = (make.officer(role, agency, mfa=True) for role in (Role.LEGAL, Role.LEADER))
    office, viewer = logged_in(lawyer), make.actor(leader)
    words = {
        "title": "Netralitas Pegawai (Contoh)",
        "duties": "membacakan edaran ini;",
        "prohibited": "mengajak memilih.",
    }
    office.post(reverse("norms:draft_circular"), words)
    first = Circular.objects.get()
    office.post(reverse("norms:issue_circular", args=[first.pk]), {"number": "800/1/2024", "dated_on": TODAY})
    first.refresh_from_db()
    by_hand = [Reader.__new__(Reader) for _ in range(3)]
    for reader, one in zip(by_hand, people, strict=False):
        Credential.objects.filter(staff=one).delete()
        reader.__init__(one)
        assert reader.press(first).status_code == 302
    rest = list(Credential.objects.filter(agency=agency, pin=None).order_by("pk").values_list("pk", flat=True))
    began = time.monotonic()
    assert press_all(first, rest) == PEOPLE - 3
    spent = time.monotonic() - began
    figures = readers.figures(viewer, VIEW_CIRCULARS, first, TODAY)
    assert (figures.total, figures.done, figures.missing, len(figures.units)) == (PEOPLE, PEOPLE, 0, UNITS)
    office.post(
        reverse("norms:draft_circular") + f"?ganti={first.pk}", {**words, "prohibited": "mengajak atau menekan."}
    )
    second = Circular.objects.get(replaces=first)
    assert "<ins>" in office.get(reverse("norms:issue_circular", args=[second.pk])).content.decode()
    told = {"number": "800/2/2024", "dated_on": TODAY, "is_material": "yes"}
    office.post(reverse("norms:issue_circular", args=[second.pk]), told)
    second.refresh_from_db()
    assert readers.figures(viewer, VIEW_CIRCULARS, second, TODAY).missing == PEOPLE
    assert "untuk dibaca" in by_hand[0].phone.get(reverse("home:own")).content.decode()
    assert by_hand[0].press(second).status_code == 302
    assert press_all(second, rest[:1_000]) == 1_000
    again = readers.figures(viewer, VIEW_CIRCULARS, second, TODAY)
    assert (again.done, again.missing) == (1_001, PEOPLE - 1_001)
    assert spent < 20, f"{spent:.1f} s for {PEOPLE} acts on {connection.vendor}"
