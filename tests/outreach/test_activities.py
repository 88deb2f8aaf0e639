"""An activity is planned, changed, copied, opened, closed and reported; what a source does not tell stays empty."""

import datetime as dt

import pytest
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.outreach.actions import activities as actions
from ikrar.outreach.actions import attendance
from ikrar.outreach.actions.activities import Facts
from ikrar.outreach.models import Activity
from ikrar.outreach.rules import MOVES, ActivityState, Part
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.outreach.test_attendance import coming
from tests.pledges.cast import logged_in

AT = made.AT
DAY = dt.date(2024, 10, 1)


@pytest.fixture
def panitia(db):
    return cast.officer(Role.COMMITTEE, cast.agency(zone="WITA"), mfa=True)


def facts(**told):
    return Facts(**{"kind": "outreach_event", "title": "Sosialisasi netralitas", "on": DAY, **told})


def test_officials_keep_their_order_within_each_part(panitia):
    people = [
        {"part": Part.OPENER, "name": "Hj. Wati Rekaan, S.Pd.", "form": "plh", "office": "Sekretaris Daerah"},
        {"part": Part.OPENER, "institution": "Bawaslu Kota Contoh"},
        {"part": Part.CHAIR, "name": "Rini Rekaan"},
    ]
    held = actions.create_activity(panitia.agency, facts(officials=people), by=cast.actor(panitia), at=AT)
    openers = held.officials.filter(part=Part.OPENER).order_by("place")
    assert [str(row) for row in openers] == ["Hj. Wati Rekaan, S.Pd.", "Bawaslu Kota Contoh"]
    assert openers[0].full_office == "Plh. Sekretaris Daerah"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on": None}, "on"),
        ({"begins": dt.time(9), "ends": dt.time(8)}, "ends"),
        ({"mode": "online"}, "meeting"),
        ({"officials": [{"part": Part.CHAIR, "name": "A Rekaan"}, {"part": Part.CHAIR, "name": "B Rekaan"}]}, "officials"),
    ],
)  # fmt: skip
def test_what_an_activity_may_not_be_without_is_said_at_its_field(panitia, told, field):
    with pytest.raises(Refused) as refusal:
        actions.create_activity(panitia.agency, facts(**told), by=cast.actor(panitia), at=AT)
    assert refusal.value.field == field
    assert not Activity.objects.exists()


def test_a_backfilled_activity_may_leave_out_what_its_source_does(panitia):
    held = actions.create_activity(
        panitia.agency, facts(on=None, is_backfilled=True, mode="both", told=232), by=cast.actor(panitia), at=AT
    )
    page = logged_in(panitia).get(reverse("outreach:activity", args=[held.pk])).content.decode()
    assert "Tanggal tidak disebut" in page
    assert "Tempat tidak disebut" in page


@pytest.mark.parametrize("state", ActivityState.values)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_only_the_moves_of_the_table_are_taken(panitia, state, move):
    held, by = made.activity(panitia.agency, state=state), cast.actor(panitia)
    if state in (move.since, move.to):
        assert actions.take(held, move.name, by=by, at=AT, reason="Hujan.").state == move.to
    else:
        with pytest.raises(Refused):
            actions.take(held, move.name, by=by, at=AT)
        assert Activity.objects.get().state == state


def test_a_leader_moves_nothing(panitia):
    held = made.activity(panitia.agency, state="planned")
    leader = cast.officer(Role.LEADER, panitia.agency)
    with pytest.raises(Refused):
        actions.take(held, "open_activity", by=cast.actor(leader), at=AT)


def test_a_reported_activity_is_not_changed(panitia):
    held = made.activity(panitia.agency, state="reported")
    with pytest.raises(Refused):
        actions.edit_activity(held, facts(title="Lain"), by=cast.actor(panitia), at=AT)


def _posted(**told):
    blank = {
        f"{prefix}-{name}": value
        for prefix in ("orang", "acara")
        for name, value in {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 40}.items()
    }
    plain = {"kind": "assembly", "title": "Apel pagi", "mode": "hall", "on": "2024-10-02", "orang-0-part": "opener"}
    return {**blank, **plain, **told}


def test_the_form_makes_an_activity_and_copies_it(panitia):
    page = logged_in(panitia)
    told = _posted(
        **{"orang-0-institution": "Bawaslu Kota Contoh", "acara-0-title": "Pembukaan", "acara-0-at": "08.30"}
    )
    response = page.post(reverse("outreach:create_activity"), told)
    held = Activity.objects.get()
    assert response.headers["Location"] == reverse("outreach:activity", args=[held.pk])
    assert [str(row) for row in held.officials.all()] == ["Bawaslu Kota Contoh"]
    assert held.agenda.get().at == dt.time(8, 30)
    copy = page.get(reverse("outreach:create_activity"), {"dari": held.pk}).content.decode()
    assert "Bawaslu Kota Contoh" in copy
    assert "2024-10-02" not in copy


def test_a_refusal_keeps_what_was_typed(panitia):
    told = _posted(on="", **{"orang-0-name": "Wati Rekaan"})
    response = logged_in(panitia).post(reverse("outreach:create_activity"), told)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Tulis tanggal kegiatan" in page
    assert "Wati Rekaan" in page
    assert "Apel pagi" in page


def test_an_activity_goes_through_its_states_by_its_pages(panitia):
    held, page = made.activity(panitia.agency, state="planned"), logged_in(panitia)
    for move in ("open_activity", "close_activity", "reopen_activity", "close_activity", "report_activity"):
        asked = page.get(reverse("outreach:move_activity", args=[held.pk, move]), follow=True)
        address = asked.request["PATH_INFO"]  # a step may be asked for in a room above
        assert asked.status_code == 200
        assert page.post(address, {"reason": "Hujan, sesi sore diadakan."}).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.reported_at is not None) == ("reported", True)


def test_opening_again_needs_a_reason_and_an_empty_one_changes_nothing(panitia):
    held, page = made.activity(panitia.agency, state="closed"), logged_in(panitia)
    response = page.post(reverse("outreach:move_activity", args=[held.pk, "reopen_activity"]), {"reason": " "})
    assert response.status_code == 422
    assert "Tulis alasannya" in response.content.decode()
    held.refresh_from_db()
    assert held.state == "closed"


def test_opening_again_leaves_the_beginning_where_it_was(panitia):
    held, by = made.activity(panitia.agency, state="planned"), cast.actor(panitia)
    later = AT + dt.timedelta(hours=5)
    actions.take(held, "open_activity", by=by, at=AT)
    actions.take(held, "close_activity", by=by, at=later)
    held = actions.take(held, "reopen_activity", by=by, at=later, reason="Hujan.")
    assert (held.opened_at, held.closed_at) == (AT, later)


def test_the_list_reaches_every_activity_and_counts_them_in_one_statement(panitia, django_assert_max_num_queries):
    sari = cast.staff(panitia.agency, "Sari Contohwati")
    rows = [made.activity(panitia.agency, title=f"Apel ke-{n}") for n in range(25)]
    attendance.record(rows[24], coming(sari), at=AT)
    page = logged_in(panitia)
    with django_assert_max_num_queries(12):
        first = page.get(reverse("outreach:activity_list")).content.decode()
    assert "Apel ke-24" in first
    assert "1 pegawai hadir" in first
    assert "Apel ke-0<" in page.get(reverse("outreach:activity_list"), {"halaman": 2}).content.decode()


def test_the_page_offers_only_the_doors_of_its_state_and_reader(panitia):
    held, planned = made.activity(panitia.agency), made.activity(panitia.agency, state="planned")
    observer = cast.officer(Role.OBSERVER, panitia.agency, mfa=True)

    def page(who, of):
        return logged_in(who).get(reverse("outreach:activity", args=[of.pk])).content.decode()

    def door(of):
        return reverse("outreach:refusals", args=[of.pk])

    assert door(held) in page(panitia, held)
    assert door(held) not in page(observer, held)
    assert door(planned) not in page(panitia, planned)


def test_another_agencys_activity_is_not_found(panitia):
    held = made.activity(cast.agency())
    assert logged_in(panitia).get(reverse("outreach:activity", args=[held.pk])).status_code == 404


def test_figures_open_names_for_the_committee_with_a_trace(panitia):
    held = made.activity(panitia.agency)
    sari, tono = cast.staff(panitia.agency, "Sari Contohwati"), cast.staff(panitia.agency, "Tono Rekaan")
    made.invitee(held, sari)
    made.invitee(held, tono)
    attendance.record(held, coming(sari), at=AT)
    page, address = logged_in(panitia), reverse("outreach:attendance", args=[held.pk])
    shown = {
        what: page.get(address, {"lihat": what}).content.decode() for what in ("hadir", "belum", "diundang", "tamu")
    }
    assert ["Sari" in shown[what] for what in shown] == [True, False, True, False]
    assert ["Tono" in shown[what] for what in shown] == [False, True, True, False]
    assert AuditEvent.objects.filter(verb="outreach.attendance_seen").count() == 4
    assert page.get(address, {"lihat": "semua"}).status_code == 404


def test_folded_rows_of_the_form_say_whom_and_what_they_are_about(panitia):
    people = [{"part": Part.OPENER, "form": "plh", "office": "Sekretaris Daerah"}]
    agenda = [{"at": dt.time(8, 30), "title": "Pembukaan", "by": ""}]
    held = actions.create_activity(
        panitia.agency, facts(officials=people, agenda=agenda), by=cast.actor(panitia), at=AT
    )
    page = logged_in(panitia).get(reverse("outreach:edit_activity", args=[held.pk])).content.decode()
    for words in ("Pembuka: Sekretaris Daerah", "08.30 Pembukaan", "Tambah orang atau jabatan", "Tambah acara"):
        assert words in page
    assert '<details class="fold" open>' not in page
