"""Versions of the catalogue: loaded, compared, corrected, set aside, approved; national text never goes unseen."""

import datetime as dt
import threading

import pytest
from django.db import connection

from ikrar.agencies.roles import Role
from ikrar.core.errors import Conflict, Refused
from ikrar.core.models import AuditEvent
from ikrar.norms import catalogue, fields, guidance
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.actions import provisions as actions
from ikrar.norms.models import Provision
from ikrar.norms.queries import provisions as queries
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules import Verdict
from ikrar.norms.rules.provisions import FILES, Kind, Stance, State
from tests.factories import agencies as make

AT = dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
SLUG = "cond_attend_campaign_passively"
LATER = AT + dt.timedelta(days=1)


@pytest.fixture
def agency(db):
    loading.load_catalogue(AT)
    return make.agency(name="Pemerintah Kota Contoh")


@pytest.fixture
def by(agency):
    return make.actor(make.officer(Role.LEGAL, agency))


def national(slug=SLUG, kind=Kind.CONDUCT):
    return queries.standing(kind, slug, None, DAY).national


def drafted(agency, by, *, at=AT, **fields):
    body = {**national().body, "verdict": "forbidden", **fields.pop("body", {})}
    said = {"kind": Kind.CONDUCT, "slug": SLUG, "reason": "Edaran wali kota", "about": national(), **fields}
    return actions.draft_provision(agency, body=body, by=by, at=at, **said)


def approved(agency, by, **fields):
    draft = drafted(agency, by, **fields)
    return actions.approve_provision(draft, seen=draft.made_at, by=by, at=AT)


def test_every_row_of_the_files_is_a_first_version_and_loading_again_adds_none(agency):
    assert Provision.objects.count() == sum(len(catalogue.rows(kind)) for kind in FILES)
    loading.load_catalogue(LATER)
    assert set(Provision.objects.values_list("version", flat=True)) == {1}


def test_a_changed_file_is_a_new_version_and_the_old_one_stays(agency, monkeypatch):
    told = catalogue.rows(Kind.NOTE)
    first, *others = told
    changed = {**first, "source": "naskah lain"}
    monkeypatch.setattr(catalogue, "rows", lambda kind: [changed, *others[1:]] if kind == Kind.NOTE else [])
    monkeypatch.setattr(loading, "FILES", {Kind.NOTE: ""})
    Provision.objects.exclude(kind=Kind.NOTE).delete()
    loading.load_catalogue(LATER)
    assert national(first["slug"], Kind.NOTE).version == 2
    assert queries.history(Kind.NOTE, first["slug"], None).count() == 2
    assert national(others[0]["slug"], Kind.NOTE) is None  # gone from the file: its last version is a rejected one


def version(since, until=None, *, number, state=State.DRAFT):
    return Provision(since=since, until=until, version=number, state=state, made_at=AT)


def test_changed_law_follows_and_a_correction_of_the_same_beginning_replaces():
    old, new = dt.date(2020, 1, 1), dt.date(2024, 1, 1)
    first, changed = version(old, number=1), version(new, number=2)
    corrected = version(old, dt.date(2022, 12, 31), number=3)
    ending = version(new, dt.date(2025, 12, 31), number=4)
    rows = [first, changed, corrected, ending]
    assert queries.in_force(rows, dt.date(2021, 5, 1)) is corrected
    assert queries.in_force(rows, dt.date(2023, 5, 1)) is None
    assert queries.in_force(rows, dt.date(2024, 5, 1)) is ending
    assert queries.in_force(rows, dt.date(2026, 5, 1)) is None
    assert queries.in_force([first, version(old, number=5, state=State.REJECTED)], old) is None


def test_what_a_legal_officer_compared_is_verified_for_that_agency_alone(agency, by):
    actions.confirm_provision(national(), agency, compared_with="JDIH, dibaca 20 November 2026", by=by, at=AT)
    assert HeldRows(agency, DAY).row(Kind.CONDUCT, SLUG).is_verified
    assert not HeldRows(make.agency(), DAY).row(Kind.CONDUCT, SLUG).is_verified
    assert not HeldRows(None, DAY).row(Kind.CONDUCT, SLUG).is_verified
    assert AuditEvent.objects.filter(verb="norms.provision_confirmed").exists()


def test_a_national_text_that_changed_is_to_be_compared_again(agency, by):
    row = national()
    actions.confirm_provision(row, agency, compared_with="JDIH", by=by, at=AT)
    Provision.objects.create(
        kind=row.kind, slug=row.slug, version=2, body={**row.body, "verdict": "forbidden"}, made_at=LATER
    )
    held = HeldRows(agency, DAY).row(Kind.CONDUCT, SLUG)
    assert not held.is_verified
    assert held.own.is_outdated


def test_a_correction_stands_beside_the_national_text_once_it_is_approved(agency, by):
    draft = drafted(agency, by)
    assert guidance.rule_told(SLUG, rows=HeldRows(agency, DAY)).own is None
    actions.approve_provision(draft, seen=draft.made_at, by=by, at=AT)
    rule = guidance.rule_told(SLUG, rows=HeldRows(agency, DAY))
    assert (rule.verdict, rule.own.verdict, rule.own.agency) == (Verdict.CONDITIONAL, Verdict.FORBIDDEN, agency.name)
    assert guidance.rule_told(SLUG, rows=HeldRows(make.agency(), DAY)).own is None
    assert not rule.is_verified  # the national text, which the agency found to differ
    assert queries.standing(Kind.CONDUCT, SLUG, agency, DAY).is_compared


def test_a_rejected_correction_is_never_told(agency, by):
    actions.reject_provision(drafted(agency, by), reason="Salah kutip", by=by, at=AT)
    assert guidance.rule_told(SLUG, rows=HeldRows(agency, DAY)).own is None


def test_a_correction_holds_from_its_day_on_and_the_days_before_stay_as_they_were(agency, by):
    approved(agency, by, since=DAY)
    assert HeldRows(agency, DAY - dt.timedelta(days=1)).row(Kind.CONDUCT, SLUG).own is None
    actions.return_to_national(
        Kind.CONDUCT, SLUG, agency, reason="Edaran dicabut", since=DAY + dt.timedelta(days=9), by=by, at=LATER
    )
    assert HeldRows(agency, DAY).row(Kind.CONDUCT, SLUG).own.stance == Stance.DIFFERS
    assert HeldRows(agency, DAY + dt.timedelta(days=9)).row(Kind.CONDUCT, SLUG).own is None


def test_a_rule_that_is_not_used_is_still_told_with_the_reason(agency, by):
    actions.set_aside(national(), agency, reason="Tidak berlaku di sini", since=None, by=by, at=AT)
    rule = guidance.rule_told(SLUG, rows=HeldRows(agency, DAY))
    assert (rule.verdict, rule.own.text, rule.own.verdict) == (Verdict.CONDITIONAL, "Tidak berlaku di sini", None)


def test_an_approver_approves_what_was_read(agency, by):
    draft = drafted(agency, by)
    seen = draft.made_at
    actions.edit_draft(
        draft, body={**draft.body, "verdict": "allowed"}, reason="lagi", since=None, until=None, by=by, at=LATER
    )
    with pytest.raises(Conflict):
        actions.approve_provision(draft, seen=seen, by=by, at=LATER)
    assert Provision.objects.get(pk=draft.pk).state == State.DRAFT


def test_what_was_decided_is_not_decided_again_and_a_second_draft_is_refused(agency, by):
    draft = drafted(agency, by)
    with pytest.raises(Conflict):
        drafted(agency, by)
    actions.reject_provision(draft, reason="Salah kutip", by=by, at=AT)
    for again in (
        lambda: actions.approve_provision(draft, seen=draft.made_at, by=by, at=AT),
        lambda: actions.edit_draft(draft, body=draft.body, reason="x", since=None, until=None, by=by, at=AT),
    ):
        with pytest.raises(Conflict):
            again()
    assert drafted(agency, by).version == 2


@pytest.mark.parametrize(
    "body",
    [
        {"bases": []},
        {"bases": [{"basis": "pp_94_2012", "article": ""}]},
        {"act": "votes"},
        {"verdict": "maybe"},
        {"source": ""},
    ],
)
def test_a_row_that_the_check_would_refuse_is_refused_in_the_page_too(agency, by, body):
    with pytest.raises(Refused):
        drafted(agency, by, body=body)
    assert not Provision.objects.exclude(agency=None).exists()


def test_every_decision_needs_its_reason(agency, by):
    draft = drafted(agency, by)
    for refused in (
        lambda: actions.confirm_provision(national("allow_vote"), agency, compared_with=" ", by=by, at=AT),
        lambda: actions.set_aside(national("allow_vote"), agency, reason="", since=None, by=by, at=AT),
        lambda: actions.reject_provision(draft, reason="", by=by, at=AT),
    ):
        with pytest.raises(Refused):
            refused()


def test_an_own_act_is_found_by_its_own_words(agency, by):
    act = {
        **national("attend_passively", Kind.ACT).body,
        "words": ["karaoke relawan"],
        "name": {"id": "Karaoke relawan"},
    }
    rule = {**national().body, "act": "karaoke"}
    for kind, slug, body in ((Kind.ACT, "karaoke", act), (Kind.CONDUCT, "own_karaoke", rule)):
        draft = actions.draft_provision(agency, kind=kind, slug=slug, body=body, reason="Sering ditanya", by=by, at=AT)
        actions.approve_provision(draft, seen=draft.made_at, by=by, at=AT)
    ask = "boleh jadi juri karaoke relawan?"
    assert guidance.answers_to(ask, rows=HeldRows(agency, DAY))[0].act == "karaoke"
    assert "karaoke" not in [one.act for one in guidance.answers_to(ask, rows=HeldRows(make.agency(), DAY))]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_draft_once():
    loading.load_catalogue(AT)
    agency = make.agency()
    by = make.actor(make.officer(Role.LEGAL, agency))
    told, start = [], threading.Barrier(2)

    def try_it():
        start.wait()
        try:
            drafted(agency, by)
            told.append("drafted")
        except Conflict:
            told.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["conflict", "drafted"]


def test_a_row_is_read_in_words_and_not_in_codes():
    """What stands in the files as codes is told as people say it; an act by its name, a basis as it is cited."""

    def naming(field, said):
        told = {"act": "Menyukai kiriman", "bases": "SKB 2022, angka 2"}
        return told.get(field)

    body = {
        "act": "like", "context": "both", "category": "none", "who": ["pns", "pppk"], "phases": ["campaign"], "seen": True,
        "bases": [{"basis": "skb", "article": "angka 2"}], "words": ["suka", "like"],
        "positions": [{"text": {"id": "Boleh.", "en": "Yes."}, "source": "A"}, {"text": {"id": "Tidak.", "en": "No."}, "source": ""}],
    }  # fmt: skip
    assert fields.paragraphs(body, naming) == [
        "Perbuatan: Menyukai kiriman", "Pemilu atau pilkada: pemilu dan pilkada", "Golongan perbuatan: bukan pelanggaran",
        "Siapa: PNS; PPPK", "Tahapan: masa kampanye", "Dibaca sendiri di sumber itu: ya", "Dasar: SKB 2022, angka 2",
        "Kata sehari-hari: suka; like", "Pendapat yang berbeda: Boleh. (A)", "Tidak.",
    ]  # fmt: skip


def test_every_code_of_the_catalogue_has_a_word():
    """No page shows a code of the files to an officer."""
    for name, words in fields.WORDS.items():
        told = [row.get(name) or [] for row in catalogue.conducts()]
        used = {one for said in told for one in (said if isinstance(said, list) else [said])}
        assert used, name
        assert used <= set(words), name
