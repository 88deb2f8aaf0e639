"""Who is no longer in the file: nobody ends unless a person says so, and many only with their number typed."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.actions import staff as people
from ikrar.agencies.models import Assignment, RosterImport, RosterRow, Unit
from ikrar.agencies.rules import ImportState
from ikrar.core import jobs, zones
from ikrar.core.errors import Refused
from tests.agencies.test_roster_import import AT, DAY, NEXT, Office, number, row, text

pytestmark = pytest.mark.django_db
#: Two units of ten; the file of one of them looks like a whole agency that lost half of its people.
ALL = [row(number(n), f"Orang {chr(64 + n)}", "Dinas Contoh" if n <= 10 else "Dinas Kedua") for n in range(1, 21)]
HALF = ALL[:10]


@pytest.fixture
def office() -> Office:
    made = Office()
    made.load(*ALL)
    return made


def serving() -> int:
    return Assignment.objects.filter(until=None).count()


def page_of(office: Office, found: RosterImport) -> str:
    return office.client().get(reverse("agencies:roster", args=[found.pk])).content.decode()


def test_nobody_ends_unless_somebody_asks_for_it(office):
    found = office.read(*ALL[1:], as_of=NEXT)
    actions.apply_roster(found, by=office.by, at=AT)
    jobs.drain(AT)
    assert (RosterImport.objects.get(pk=found.pk).state, serving()) == (ImportState.APPLIED, 20)


def test_many_end_only_with_their_number(office):
    found = office.read(*HALF, as_of=NEXT)
    for told in (None, 0, 9, 11):
        with pytest.raises(Refused, match="10 dari 20") as refusal:
            actions.apply_roster(found, end_gone=True, told_gone=told, by=office.by, at=AT)
        assert refusal.value.field == "told_gone"
    assert office.apply(found, end_gone=True, told_gone=10).state == ImportState.APPLIED
    assert serving() == 10


def test_half_a_file_applies_when_nobody_is_ended(office):
    found = office.read(*HALF, as_of=NEXT)
    office.apply(found, end_gone=False)
    assert (found.state, serving()) == (ImportState.APPLIED, 20)


@pytest.mark.parametrize(("gone", "percent", "people", "is_many"), [
    (4, 5, 5, False), (5, 5, 5, True), (5, 25, 5, False), (6, 25, 5, True), (1, 4, 1, True),
])  # fmt: skip
def test_how_many_are_many_is_a_setting(office, settings, gone, percent, people, is_many):
    settings.ROSTER_MANY_GONE_PERCENT, settings.ROSTER_MANY_GONE_PEOPLE = percent, people
    found = office.read(*ALL[gone:], as_of=NEXT)
    assert ("Untuk mengakhiri, ketik jumlahnya" in page_of(office, found)) == is_many
    if is_many:
        with pytest.raises(Refused):
            actions.apply_roster(found, end_gone=True, by=office.by, at=AT)
    else:
        actions.apply_roster(found, end_gone=True, by=office.by, at=AT)


def test_the_share_is_of_the_scope_and_not_of_the_agency(office, settings):
    settings.ROSTER_MANY_GONE_PERCENT = 30
    unit = Unit.objects.get(name="Dinas Contoh")
    found = office.read(*HALF[5:], units=[unit], as_of=NEXT)
    assert found.reading["in_scope"] == 10
    with pytest.raises(Refused, match="5 dari 10"):
        actions.apply_roster(found, end_gone=True, by=office.by, at=AT)


def test_the_page_ticks_nothing_and_says_what_would_happen(office):
    found = office.read(*HALF, as_of=NEXT)
    shown = page_of(office, found)
    assert " checked" not in shown
    assert "10 orang di daftar kita tidak ada di berkas ini" in shown
    assert "10 dari 20 orang dalam cakupan ini (50%) tidak ada di berkas" in shown
    assert f"{reverse('agencies:upload_roster')}?ulang={found.pk}" in shown


def test_the_browser_must_choose_and_then_type_the_number(office):
    found = office.read(*HALF, as_of=NEXT)
    client, door = office.client(), reverse("agencies:apply_roster", args=[found.pk])
    for sent, words in (
        ({}, "Pilih dulu"),
        ({"gone": "end"}, "Ketik 10"),
        ({"gone": "end", "told_gone": "9"}, "Ketik 10"),
        ({"gone": "end", "told_gone": "sepuluh"}, "angkanya saja"),
    ):
        answer = client.post(door, sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), sent
    found.refresh_from_db()
    assert found.state == ImportState.PREVIEW
    assert client.post(door, {"gone": "end", "told_gone": " 10 "}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.reading["end_gone"]) == (ImportState.APPLYING, True)


def test_keeping_them_needs_no_number(office):
    found = office.read(*HALF, as_of=NEXT)
    office.client().post(reverse("agencies:apply_roster", args=[found.pk]), {"gone": "keep"})
    found.refresh_from_db()
    assert (found.state, found.reading["end_gone"]) == (ImportState.APPLYING, False)


def test_a_number_that_is_no_longer_true_ends_nobody(office):
    """Between typing and applying somebody changed the list: the officer looks again."""
    found = office.read(*HALF, as_of=NEXT)
    actions.apply_roster(found, end_gone=True, told_gone=10, by=office.by, at=AT)
    unit = Unit.objects.get(name="Dinas Kedua")
    people.add_staff(
        office.agency, name="Orang Baru", kind="pns", number=number(30), unit=unit, since=DAY, by=office.by
    )
    jobs.drain(AT)
    found.refresh_from_db()
    assert (found.state, found.reading["stale"], found.counts["gone"]) == (ImportState.PREVIEW, True, 11)
    assert serving() == 21


def test_sending_the_part_again_offers_its_units_as_the_scope(office):
    found = office.read(*HALF, as_of=NEXT)
    form = office.client().get(reverse("agencies:upload_roster"), {"ulang": found.pk}).context["form"]
    unit = Unit.objects.get(name="Dinas Contoh")
    assert (form["scope"].value(), list(form["units"].value()), form["as_of"].value()) == ("units", [unit.pk], NEXT)
    for strange in ("x", "", "9" * 30, str(found.pk + 999)):
        page = office.client().get(reverse("agencies:upload_roster"), {"ulang": strange})
        assert page.context["form"]["scope"].value() == "whole"
    other = Office().client().get(reverse("agencies:upload_roster"), {"ulang": found.pk})
    assert other.context["form"]["scope"].value() == "whole"


def imported(office: Office, path, *words: str, rows=HALF) -> None:
    path.write_bytes(text(*rows))
    call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code, "--json", *words)


def test_the_command_refuses_half_a_file_in_one_line_and_leaves_nothing(office, tmp_path):
    with pytest.raises(CommandError, match=r"10 of the 20 people .* nothing was applied.*--end-gone 10"):
        imported(office, tmp_path / "separuh.csv")
    with pytest.raises(CommandError):
        imported(office, tmp_path / "separuh.csv", "--end-gone", "11")
    assert (serving(), RosterRow.objects.count()) == (20, 0)
    assert not RosterImport.objects.filter(state=ImportState.PREVIEW).exists()


@pytest.mark.parametrize(("words", "left"), [
    (("--end-gone", "10"), 10), (("--keep-gone",), 20), (("--scope", "Dinas Contoh"), 20),
])  # fmt: skip
def test_the_command_applies_when_it_is_told_how(office, tmp_path, capsys, words, left):
    imported(office, tmp_path / "separuh.csv", *words)
    assert json.loads(capsys.readouterr().out)["state"] == "applied"
    assert serving() == left


def test_the_command_ends_the_few_that_left_as_ever(office, tmp_path, capsys):
    imported(office, tmp_path / "daftar.csv", rows=ALL[1:])
    assert json.loads(capsys.readouterr().out)["gone"] == 1
    assert serving() == 19


def test_the_first_list_asks_nothing(tmp_path):
    office = Office()
    found = office.read(*ALL, as_of=DAY)
    assert "Apa yang terjadi dengan mereka" not in page_of(office, found)
    office.client().post(reverse("agencies:apply_roster", args=[found.pk]))
    jobs.drain(zones.now())
    assert serving() == 20
