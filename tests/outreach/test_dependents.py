"""A staff list cannot be taken back from under an invitation or an attendance."""

import pytest

from ikrar.agencies.actions.roster import hooks
from tests.factories import agencies as cast
from tests.factories import outreach as made

pytestmark = pytest.mark.django_db


def test_whoever_is_invited_keeps_the_list_in_place():
    agency = cast.agency()
    held, unit = made.activity(agency), cast.unit(agency, "Dinas Contoh")
    sari, budi = (cast.staff(agency, name, at=unit) for name in ("Sari Contohwati", "Budi Rekaan"))
    made.invitee(held, sari)
    assert hooks.acts_depend_on([budi.pk]) == []
    assert hooks.acts_depend_on([sari.pk, budi.pk]) == ["1 undangan atau kehadiran kegiatan bergantung padanya."]


def test_a_merge_is_told_which_invitation_and_presence_stay_with_the_old_record():
    agency = cast.agency()
    unit = cast.unit(agency, "Dinas Contoh")
    sari, twin = (cast.staff(agency, name, at=unit) for name in ("Sari Contohwati", "Sari Rekaan"))
    planned, held, shared = (
        made.activity(agency, title=title) for title in ("Bimtek Contoh", "Apel Contoh", "Rapat Contoh")
    )
    made.invitee(planned, sari)
    made.attendance(held, sari)
    for person in (sari, twin):
        made.invitee(shared, person)
    assert hooks.left_behind(sari, twin) == [
        "Undangan atau kehadiran pada “Bimtek Contoh” tinggal di catatan ini.",
        "Undangan atau kehadiran pada “Apel Contoh” tinggal di catatan ini.",
    ]
    assert hooks.left_behind(twin, sari) == []
