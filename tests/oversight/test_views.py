"""Who sees which figures, names and traces; and what leaves the house."""

import ast
import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from ikrar.agencies.roles import Role
from ikrar.core import audit, zones
from ikrar.core.models import AuditEvent
from ikrar.oversight.traces import DETAILS, SENTENCES, in_words
from ikrar.pledges.actions import folding
from ikrar.pledges.actions.draws import drawn_by
from ikrar.pledges.models import Draw, Missing, Signature
from tests.factories import agencies as cast
from tests.factories import pledges as made

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world():
    agency = cast.agency(zone="WITA")
    north, south = cast.unit(agency, "Dinas Utara"), cast.unit(agency, "Dinas Selatan")
    sari, ratna = cast.staff(agency, "Sari Contohwati", at=north), cast.staff(agency, "Ratna Umpamawati", at=south)
    for n in range(28):
        cast.staff(agency, f"Warga Umpama {n}", at=north if n % 2 else south)
    campaign = made.campaign(agency, at=zones.now() - dt.timedelta(hours=2))
    made.signature(campaign, sari, at=zones.now())
    return agency, north, south, campaign, sari, ratna


def as_officer(role, agency, **more):
    client = Client()
    client.force_login(cast.officer(role, agency, mfa=True, **more))
    return client


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_coordinator_sees_names_of_the_own_unit_only(world):
    agency, north, _south, campaign, _sari, _ratna = world
    client = as_officer(Role.COORDINATOR, agency, unit=north)
    page = text(client.get(f"/pantau/{campaign.code}/belum/"))
    assert "Warga Umpama 1" in page
    assert "Ratna Umpamawati" not in page
    assert "Dinas Selatan" not in text(client.get(f"/pantau/{campaign.code}/"))


def test_a_signature_is_opened_from_the_figure_by_whoever_may_void_it(world):
    agency, north, _south, campaign, _sari, _ratna = world
    receipt = campaign.signatures.get().receipt
    page = f"/pantau/{campaign.code}/sudah/"
    assert f'href="/ikrar/tanda-tangan/{receipt}/"' in text(as_officer(Role.PERSONNEL, agency).get(page))
    assert "/ikrar/tanda-tangan/" not in text(as_officer(Role.COORDINATOR, agency, unit=north).get(page))


def test_what_is_new_and_what_an_officer_vouched_for_opens_its_signatures(world):
    agency, north, _south, campaign, sari, ratna = world
    made.signature(campaign, ratna, at=zones.now() - dt.timedelta(days=4), level=1)
    Signature.objects.filter(staff=ratna).update(officer=4711)
    client, signed = as_officer(Role.PERSONNEL, agency), f"/pantau/{campaign.code}/sudah/"
    assert f"{signed}?unit={north.pk}&amp;since=" in text(client.get(f"/pantau/{campaign.code}/perubahan/"))
    assert f"{signed}?officer=4711&amp;level=1" in text(client.get(f"/pantau/{campaign.code}/saksi/"))
    yesterday = zones.today("WITA", zones.now()) - dt.timedelta(days=1)
    fresh, vouched = client.get(signed, {"since": yesterday.isoformat()}), client.get(signed, {"officer": "4711"})
    assert [row.staff for row in fresh.context["page"]] == [sari]
    assert [row.staff for row in vouched.context["page"]] == [ratna]
    leader = as_officer(Role.LEADER, agency)
    assert "/sudah/" not in text(leader.get(f"/pantau/{campaign.code}/perubahan/"))
    assert "/sudah/" not in text(leader.get(f"/pantau/{campaign.code}/saksi/"))


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "kemarin", "2024-02-30"])
def test_a_day_that_is_none_is_left_out(world, since):
    agency, _north, _south, campaign, _sari, _ratna = world
    client = as_officer(Role.PERSONNEL, agency)
    assert len(client.get(f"/pantau/{campaign.code}/sudah/", {"since": since}).context["page"]) == 1


def test_a_leader_sees_figures_and_no_names(world):
    agency, _north, _south, campaign, _sari, _ratna = world
    client = as_officer(Role.LEADER, agency)
    page = text(client.get(f"/pantau/{campaign.code}/"))
    assert "1 dari 30 sudah tanda tangan" in page
    assert "/belum/" not in page
    assert client.get(f"/pantau/{campaign.code}/belum/").status_code == 403


def test_opening_names_leaves_a_trace(world):
    agency, _north, _south, campaign, _sari, _ratna = world
    as_officer(Role.PERSONNEL, agency).get(f"/pantau/{campaign.code}/belum/")
    assert AuditEvent.objects.filter(verb="oversight.missing_seen", object_id=campaign.pk).count() == 1


def test_the_recap_holds_counts_and_no_name(world):
    agency, _north, _south, campaign, _sari, _ratna = world
    page = text(as_officer(Role.PERSONNEL, agency).get(f"/pantau/{campaign.code}/rekap/"))
    assert "Sudah: 1 dari 30 (3,3%). Belum: 29." in page
    assert f"/i/{campaign.code}" in page
    assert "Sari" not in page
    assert "Ratna" not in page


def test_the_workbook_opens_with_numbers_and_no_formula(world):
    agency, _north, _south, campaign, _sari, _ratna = world
    answer = as_officer(Role.PERSONNEL, agency).get(f"/pantau/{campaign.code}/cakupan.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert rows["Dinas Utara"] == (15, 15, 1, 14)
    assert rows["Jumlah"] == (30, 30, 1, 29)


def test_a_reason_is_kept_shown_and_forgotten_in_time(world):
    agency, _north, south, campaign, sari, ratna = world
    client = as_officer(Role.COORDINATOR, agency, unit=south)
    client.post(f"/ikrar/{campaign.code}/alasan/{ratna.pk}/", {"reason": "leave", "until": "2024-10-21"})
    assert Missing.objects.get().reason == "leave"
    assert "Cuti atau tugas" in text(client.get(f"/pantau/{campaign.code}/belum/"))
    assert client.post(f"/ikrar/{campaign.code}/alasan/{sari.pk}/", {"reason": "leave"}).status_code == 404
    from ikrar.pledges.actions.reasons import forget_reasons

    assert forget_reasons(at=campaign.closes_at + dt.timedelta(days=89)) == 0
    assert forget_reasons(at=campaign.closes_at + dt.timedelta(days=91)) == 1


def test_an_observer_sees_totals_and_draws_and_never_a_name(world):
    agency, _north, _south, campaign, _sari, _ratna = world
    client = as_officer(Role.OBSERVER, agency)
    page = text(client.get(f"/pantau/{campaign.code}/pengamat/"))
    assert "1 dari 30 sudah tanda tangan" in page
    answer = client.post(f"/ikrar/{campaign.code}/undi/", follow=True)
    drawn = text(answer)
    assert "S. C." in drawn
    assert "Sari" not in page + drawn
    draw = Draw.objects.get()
    assert draw.seed in drawn
    assert drawn_by(draw.seed, draw.drawn, 20) == draw.drawn
    assert client.get(f"/pantau/{campaign.code}/belum/").status_code == 403


def test_an_observer_is_not_told_that_all_signed_with_ink(world):
    """One on paper counts with those by PIN, so that nobody is seen alone; the line says what it holds."""
    agency, _north, _south, campaign, _sari, ratna = world
    made.signature(campaign, ratna, at=zones.now(), level=0, method="paper")
    page = text(as_officer(Role.OBSERVER, agency).get(f"/pantau/{campaign.code}/pengamat/"))
    assert "Tinta di kertas, atau lebih kuat" in page


def test_the_coverage_page_asks_as_much_of_the_database_with_many_signatures_as_with_few(
    world, django_assert_max_num_queries
):
    agency, _north, _south, campaign, _sari, ratna = world
    client = as_officer(Role.PERSONNEL, agency)
    folding.fold_all(at=zones.now())
    made.signature(campaign, ratna, at=zones.now())
    client.get(f"/pantau/{campaign.code}/")
    with django_assert_max_num_queries(14):
        client.get(f"/pantau/{campaign.code}/")


def test_every_verb_that_actions_record_has_a_sentence():
    told = set()
    for path in (ROOT / "ikrar").rglob("*.py"):
        source = path.read_text("utf-8")
        told |= set(re.findall(r'audit\.record\(\s*"([a-z_]+\.[a-z_]+)"', source))
        for prefix in re.findall(r'audit\.record\(\s*f"([a-z_]+\.[a-z_]*)\{', source):
            assert any(verb.startswith(prefix) for verb in SENTENCES), f"{path}: {prefix}… has no sentence"
    assert told - set(SENTENCES) == set()


def test_every_detail_that_actions_record_has_words():
    told = set()
    for path in (ROOT / "ikrar").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {"audit.record", "_record"}:
                told |= set(_plain_details(call))
    assert len(told) > 30
    assert told - set(DETAILS) == set()


def _plain_details(call):
    """The names that a call to the trace writes down as they stand."""
    is_own = ast.unparse(call.func) == "_record"
    for given in call.keywords:
        if given.arg == "fields" and isinstance(given.value, ast.List):
            yield from (one.value for one in given.value.elts if isinstance(one, ast.Constant))
        elif given.arg == "values" and isinstance(given.value, ast.Dict):
            yield from (key.value for key in given.value.keys if isinstance(key, ast.Constant))
        elif is_own and given.arg not in {None, "reason"}:
            yield given.arg


def test_details_are_told_in_words_and_units_by_name(world):
    agency, north, *_rest = world
    ratna = cast.officer(Role.PERSONNEL, agency)
    by = cast.actor(ratna)
    for fields in (
        ["slips", "1234", f"unit {north.pk}"],
        ["use", "line 7"],
        ["state"],
        ["sent", "staff 9"],
        ["leader"],
    ):
        audit.record("pledges.codes_shown", None, by=by, fields=fields)
    rows = in_words(AuditEvent.objects.order_by("pk"), by)
    told = [row.fields for row in rows][-5:]
    assert told == [f"slip, 1.234, {north.name}", "dipakai, baris 7", "", "dikirim", "Pimpinan"]
