"""Declarations and permits: sent once, seen by the line of duty alone with a trace, decided once, their conflicts kept."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor, Kind, Role
from ikrar.core import files
from ikrar.core.errors import Conflict, Refused
from ikrar.core.models import AuditEvent, StoredFile
from ikrar.norms import catalogue, declared, declaring
from ikrar.norms.actions import declaration_files as kept
from ikrar.norms.actions import declarations as actions
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.norms.models import Declaration, DeclarationFile, Election, LocalDay
from ikrar.norms.queries import declarations as queries
from ikrar.norms.rules.declarations import MOVES, UNSENT_HOURS, WAITING_MOST, DeclarationState
from tests.access_samples import NOW
from tests.factories import agencies as cast
from tests.factories import declarations as made
from tests.pledges.cast import logged_in

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
ON = dt.date(2024, 10, 14)


@pytest.fixture
def agency(db):
    return cast.agency(zone="WITA", name="Pemerintah Kota Contoh")


@pytest.fixture
def sari(agency):
    return cast.staff(agency, at=cast.unit(agency, "SD Negeri Contoh"))


def of(person):
    return Actor(Kind.STAFF, 1, person.agency_id, staff_id=person.pk)


def officer(role, agency, **fields):
    return cast.actor(cast.officer(role, agency, **fields))


def take(row, name, by, number=None, **said):
    return actions.take(row, name, client_uuid=number or uuid.uuid4(), by=by, at=AT, **said)


def decided(row, name="grant_declaration", **said):
    take(row, "review_declaration", officer(Role.PERSONNEL, row.agency))
    return take(row, name, officer(Role.LEADER, row.agency), **said)


def test_the_catalogue_of_kinds_names_only_what_exists():
    conducts = {row["slug"] for row in catalogue.conducts()}
    for kind in declaring.kinds():
        assert {*kind.row["rules"], *kind.row.get("refusal_rules", [])} <= conducts
        assert set(kind.row["moves"]) <= {move.name for move in MOVES}
        assert all(one.articles[0].startswith("UU 7/2017, ") for one in kind.exemptions())
        assert not any(rule.is_verified for _name, rule in kind.rules()), "say who compared it with the official text"
        for letter in kind.row["letters"].values():
            for sentence in [*letter["opening"], *letter["closing"]]:
                assert sentence.format_map({"day": "", "note": "", "rule": ""}) is not None


def test_every_state_is_reached_and_every_move_belongs_to_a_kind():
    used = {name for kind in declaring.kinds() for name in kind.row["moves"]}
    assert {move.name for move in MOVES} == used
    assert {move.to for move in MOVES} | {DeclarationState.SUBMITTED} == set(DeclarationState)


def test_the_same_form_twice_is_one_declaration_and_other_words_are_a_conflict(agency, sari):
    number, told = uuid.uuid4(), made.told("adhoc", on=ON)
    sent = [actions.declare(agency, sari, told, client_uuid=number, by=of(sari), at=AT) for _n in range(2)]
    assert sent[0] == sent[1]
    other = made.told("adhoc", on=ON, facts={"region": "Lain"})
    with pytest.raises(Conflict):
        actions.declare(agency, sari, other, client_uuid=number, by=of(sari), at=AT)
    assert (Declaration.objects.count(), AuditEvent.objects.filter(verb="norms.declaration_sent").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_form_at_one_instant_from_two_lines_is_one_declaration():
    agency = cast.agency(zone="WITA")
    sari, number, gate, found = cast.staff(agency), uuid.uuid4(), threading.Barrier(2), []

    def go():
        gate.wait()
        told = made.told("relative", on=ON)
        found.append(actions.declare(agency, sari, told, client_uuid=number, by=of(sari), at=AT).pk)
        connection.close()

    _both(go, go)
    assert (len(found), len(set(found)), Declaration.objects.count()) == (2, 1, 1)


def _both(*calls):
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_at_one_instant_one_decides_and_the_other_hears_it():
    agency = cast.agency(zone="WITA")
    row = made.declaration(cast.staff(agency), at=AT)
    take(row, "review_declaration", officer(Role.PERSONNEL, agency))
    gate, won, heard = threading.Barrier(2), [], []
    asked = {"grant_declaration": {}, "refuse_declaration": {"reason": "Tidak.", "rule": "cond_adhoc_election_body"}}
    leaders = {name: officer(Role.LEADER, agency, name=f"{name} Rekaan") for name in asked}

    def go(name):
        gate.wait()
        try:
            won.append(take(row, name, leaders[name], **asked[name]).state)
        except Refused as refusal:
            heard.append(str(refusal))
        connection.close()

    _both(*(lambda name=name: go(name) for name in asked))
    row.refresh_from_db()
    assert (won, len(heard), row.steps.count()) == ([row.state], 1, 2)
    assert "Rekaan pada 14" in heard[0]
    assert row.get_state_display() in heard[0]


def test_a_step_sent_again_is_taken_once(agency, sari):
    row, by, number = made.declaration(sari, at=AT), officer(Role.PERSONNEL, agency), uuid.uuid4()
    for _n in range(2):
        take(row, "review_declaration", by, number)
    assert (row.steps.count(), AuditEvent.objects.filter(verb="norms.review_declaration").count()) == (1, 1)


def test_each_step_asks_for_its_right_its_state_its_reason_and_its_rule(agency, sari):
    row, office, leader = made.declaration(sari, at=AT), officer(Role.PERSONNEL, agency), officer(Role.LEADER, agency)
    with pytest.raises(Refused, match="Muat ulang"):
        take(row, "grant_declaration", leader)
    take(row, "review_declaration", office)
    with pytest.raises(Refused, match="bukan hak"):
        take(row, "grant_declaration", office)
    with pytest.raises(Refused, match="alasannya"):
        take(row, "refuse_declaration", leader, reason="  ", rule="cond_adhoc_election_body")
    with pytest.raises(Refused, match="kaidah"):
        take(row, "refuse_declaration", leader, reason="Tidak.", rule="disc_state_facilities")
    with pytest.raises(Refused, match="tidak ada pada"):
        take(row, "note_declaration", office)
    with pytest.raises(Refused, match="pembuatnya"):
        take(row, "withdraw_declaration", of(cast.staff(agency)))
    with pytest.raises(Refused, match="bukan hak"):
        take(row, "withdraw_for", officer(Role.PERSONNEL, cast.agency()), reason="Salah.")
    row.refresh_from_db()
    assert row.state == DeclarationState.IN_REVIEW


def test_nobody_decides_the_own_request(agency, sari):
    own = cast.actor(cast.officer(Role.LEADER, agency, staff=sari))
    row = made.declaration(sari, at=AT)
    take(row, "review_declaration", officer(Role.PERSONNEL, agency))
    with pytest.raises(Refused, match="Anda sendiri"):
        take(row, "grant_declaration", own)
    assert take(row, "grant_declaration", officer(Role.LEADER, agency)).state == DeclarationState.GRANTED


def test_a_decision_is_taken_back_until_its_letter_is_written(agency, sari):
    row, leader = made.declaration(sari, at=AT), officer(Role.LEADER, agency)
    decided(row, "refuse_declaration", reason="Jadwal ujian.", rule="cond_adhoc_election_body")
    back = take(row, "reopen_declaration", leader, reason="Keliru berkas.")
    assert (back.state, back.rule, back.reason) == (DeclarationState.IN_REVIEW, "", "")
    lettered = made.declaration(sari, at=AT, state="granted", letter=True)
    with pytest.raises(Refused, match="Suratnya sudah dibuat"):
        take(lettered, "reopen_declaration", leader, reason="Keliru.")


def test_a_facility_is_granted_by_an_exception_alone_and_never_twice_for_the_same_hours(agency, sari):
    hall, leader = made.asset(agency), officer(Role.LEADER, agency)
    first, second = (made.declaration(sari, "facility", at=AT, asset=hall) for _n in range(2))
    for row in (first, second):
        take(row, "review_declaration", officer(Role.PERSONNEL, agency))
    with pytest.raises(Refused, match="kaidah"):
        take(first, "grant_declaration", leader)
    take(first, "grant_declaration", leader, rule="rentable")
    with pytest.raises(Refused, match=r"Aula Contoh sudah dipakai dari 14.Oktober.2024, pukul.08\.00"):
        take(second, "grant_declaration", leader, rule="rentable")
    with pytest.raises(Refused, match="sudah dipakai"):
        made.declaration(sari, "facility", at=AT, asset=hall)
    bus = made.asset(agency, "Bus Contoh")
    assert made.declaration(sari, "facility", at=AT, asset=bus).state == DeclarationState.SUBMITTED
    with pytest.raises(Refused, match="tidak ada di daftar"):
        made.declaration(sari, "facility", at=AT, asset=made.asset(cast.agency(), "Aula lain"))


@pytest.mark.django_db(transaction=True)
def test_two_grants_of_one_hall_at_one_instant_leave_one():
    agency = cast.agency(zone="WITA")
    sari, hall, leader = cast.staff(agency), made.asset(agency), officer(Role.LEADER, agency)
    rows = [made.declaration(sari, "facility", at=AT, asset=hall) for _n in range(2)]
    for row in rows:
        take(row, "review_declaration", officer(Role.PERSONNEL, agency))
    gate, refused = threading.Barrier(2), []

    def go(row):
        gate.wait()
        try:
            take(row, "grant_declaration", leader, rule="rentable")
        except Refused as refusal:
            refused.append(str(refusal))
        connection.close()

    _both(*(lambda row=row: go(row) for row in rows))
    assert (len(refused), hall.requests.filter(state="granted").count()) == (1, 1)


def test_a_conflict_holds_from_its_day_to_its_end_and_for_its_election(agency, sari):
    load_catalogue(AT)
    now, later = Election.objects.get(slug="pilkada_2024"), Election.objects.get(slug="pemilu_2029")
    row = made.declaration(sari, "relative", at=AT, election=now)
    account = cast.account(agency, staff=sari)
    day = dt.timedelta(days=1)
    assert [one.declaration for one in queries.conflicts_of(sari, on=ON)] == [row.pk]
    assert queries.conflicts_of_account(account.pk, on=ON, election=now.pk) == queries.conflicts_of(sari.pk, on=ON)
    assert queries.conflicts_of(sari, on=ON - day) == queries.conflicts_of(sari, on=ON, election=later.pk) == []
    take(row, "review_declaration", officer(Role.PERSONNEL, agency))
    take(row, "note_declaration", officer(Role.PERSONNEL, agency))
    take(row, "end_declaration", officer(Role.PERSONNEL, agency), reason="Tidak jadi maju.")
    assert queries.conflicts_of(sari, on=ON) != []
    assert queries.conflicts_of(sari, on=ON + day) == []
    withdrawn = made.declaration(sari, "candidacy", at=AT + day)
    assert queries.conflicts_of(sari, on=ON + day) != []
    take(withdrawn, "withdraw_declaration", of(sari))
    assert queries.conflicts_of(sari, on=ON + day) == []
    made.declaration(sari, "adhoc", at=AT)
    assert [one.kind for one in queries.conflicts_of(sari, on=ON)] == ["relative"]


def test_a_conflict_follows_its_person_into_the_record_that_stays(agency, sari):
    made.declaration(sari, "relative", at=AT)
    other = cast.staff(agency, "Sari Contohwati")
    Staff.objects.filter(pk=sari.pk).update(merged_into=other)
    assert len(queries.conflicts_of(other, on=ON)) == 1
    assert queries.own_declarations(other.pk).count() == 1


def test_whoever_declared_a_conflict_does_not_decide_on_facilities_in_that_election(agency, sari):
    load_catalogue(AT)
    election = Election.objects.get(slug="pilkada_2024")
    leader = cast.actor(cast.officer(Role.LEADER, agency, staff=sari))
    made.declaration(sari, "relative", at=AT, election=election)
    row = made.declaration(cast.staff(agency), "facility", at=AT, asset=made.asset(agency), election=election)
    take(row, "review_declaration", officer(Role.PERSONNEL, agency))
    with pytest.raises(Refused, match="pejabat lain"):
        take(row, "grant_declaration", leader, rule="rentable")
    assert take(row, "grant_declaration", officer(Role.LEADER, agency), rule="rentable").state == "granted"


def test_files_are_sealed_on_the_disk_kept_while_the_form_is_wrong_and_nobody_elses(agency, sari):
    number, brought = uuid.uuid4(), [kept.Brought("surat.pdf", made.PDF)]
    for _n in range(2):
        kept.bring(agency, number, brought, by=of(sari), at=AT)
    row = DeclarationFile.objects.get()
    with files.open_file(row.file) as bare:
        assert made.PDF not in bare.read()
    assert kept.opened(row) == made.PDF
    stranger = cast.staff(agency)
    taken = actions.declare(agency, stranger, made.told("relative", on=ON), client_uuid=number, by=of(stranger), at=AT)
    assert taken.files.count() == 0
    more = [kept.Brought(f"{n}.pdf", made.PDF + b"%%%d\n%%%%EOF" % n) for n in range(6)]
    with pytest.raises(Refused, match="Paling banyak 5"):
        kept.bring(agency, uuid.uuid4(), more, by=of(sari), at=AT)
    with pytest.raises(Refused, match="program"):
        kept.bring(agency, number, [kept.Brought("program.exe", b"MZ\x90")], by=of(sari), at=AT)
    assert kept.forget_unsent(at=AT + dt.timedelta(hours=UNSENT_HOURS - 1)) == 0
    assert kept.forget_unsent(at=AT + dt.timedelta(hours=UNSENT_HOURS + 1)) == 1
    assert not StoredFile.objects.filter(purpose="declaration").exists()


def test_what_comes_on_paper_needs_its_scan(agency, sari):
    by = officer(Role.PERSONNEL, agency)
    said = {"client_uuid": uuid.uuid4(), "came": "paper", "by": by, "at": AT}
    with pytest.raises(Refused, match="pindaian"):
        actions.declare(agency, sari, made.told("adhoc", on=ON), **said)
    kept.bring(agency, said["client_uuid"], [kept.Brought("surat.pdf", made.PDF)], by=by, at=AT)
    row = actions.declare(agency, sari, made.told("adhoc", on=ON), **said)
    assert (row.entered_by, row.files.count()) == (by.id, 1)
    with pytest.raises(Refused, match="tidak dikenal"):
        actions.declare(agency, None, made.told("adhoc", on=ON), **{**said, "client_uuid": uuid.uuid4()})


def test_odd_periods_and_too_many_at_once_are_refused(agency, sari):
    def send(**more):
        return made.declaration(sari, "adhoc", at=AT, **more)

    with pytest.raises(Refused, match="Hari terakhir"):
        send(until=ON - dt.timedelta(days=1))
    with pytest.raises(Refused, match="terlalu jauh"):
        send(since=dt.date(2, 1, 1), until=None)
    for _n in range(WAITING_MOST):
        send()
    with pytest.raises(Refused, match="Masih ada"):
        send()


def test_only_the_line_of_duty_finds_it_and_each_look_leaves_a_trace(agency, sari):
    row = made.declaration(sari, at=NOW)
    address, listed = reverse("norms:declaration", args=[row.pk]), reverse("norms:declaration_list")
    for role in Role:
        account = cast.officer(role, agency, mfa=True)
        may_read = role in {Role.PERSONNEL, Role.LEGAL, Role.LEADER}
        assert logged_in(account).get(address).status_code == (200 if may_read else 403)
        assert (sari.name in logged_in(account).get(listed).content.decode()) is may_read
        seen = AuditEvent.objects.filter(actor=account.pk, actor_kind="officer", verb__startswith="norms.declaration")
        assert seen.count() == (2 if may_read else 0)
    for name, more in (("declaration_paper", "receipt"), ("declaration_file", row.files.get().pk)):
        account = cast.officer(Role.LEGAL, agency, mfa=True)
        answer = logged_in(account).get(reverse(f"norms:{name}", args=[row.pk, more]))
        assert (answer.status_code, "attachment" in answer["Content-Disposition"]) == (200, True)
        assert AuditEvent.objects.filter(actor=account.pk, verb="norms.declaration_seen").count() == 1
    assert not AuditEvent.objects.filter(object_type="norms.declaration", unit__isnull=False).exists()


def test_a_coordinator_plans_by_name_and_days_of_the_own_unit_and_reads_nothing_else(agency, sari):
    own, other = cast.unit(agency, "SD Negeri Lain"), cast.staff(agency, "Tono Rekaan")
    here = cast.staff(agency, "Rina Rekaan", at=own)
    for person in (here, other):
        made.declaration(person, at=NOW, state="granted")
    made.declaration(here, "relative", at=NOW, state="noted")
    page = (
        logged_in(cast.officer(Role.COORDINATOR, unit=own, mfa=True))
        .get(reverse("norms:duty_permits"))
        .content.decode()
    )
    assert (page.count("Rina Rekaan"), page.count("Budi Rekaan, guru")) == (1, 1)
    assert not [word for word in ("Tono", "TPS 4", "KPPS", "Calonrekaan") if word in page]


def test_an_answer_is_due_by_the_days_off_of_the_agency_and_a_year_without_a_decree_has_none(agency, sari):
    load_catalogue(AT)
    row = made.declaration(sari, at=AT)
    kind = queries.kind_of(row)
    assert queries.reply_due(row, kind).due == dt.date(2024, 10, 21)
    LocalDay.objects.create(
        agency=agency,
        day=ON + dt.timedelta(days=2),
        name="Hari jadi kota",
        client_uuid=uuid.uuid4(),
        decreed=ON,
        added_at=AT,
    )
    assert queries.reply_due(row, kind).due == dt.date(2024, 10, 22)
    row.at = dt.datetime(2031, 1, 2, tzinfo=dt.UTC)
    assert queries.reply_due(row, kind) is None


@pytest.mark.parametrize(
    ("kind", "state", "what", "said"),
    [
        ("adhoc", "granted", "permit", ["SURAT IZIN", "belum bernomor", "TPS 4", "Jadwal diatur.", "Drs. Budi Rekaan"]),
        ("adhoc", "refused", "refusal", ["SURAT PENOLAKAN", "Jadwal diatur.", "Surat KPU 47/2023", "belum dicocokkan"]),
        ("relative", "submitted", "statement", ["mengundurkan diri dari setiap", "Tono Calonrekaan", "kode dan PIN"]),
        ("candidacy", "noted", "statement", ["pengunduran diri secara tertulis", "Anggota DPRD"]),
        ("facility", "refused", "refusal", ["Aula Contoh", "UU 7/2017", "Jadwal diatur.", "pukul 08.00 WITA"]),
        ("facility", "granted", "permit", ["memang disewakan kepada siapa saja", "304"]),
        ("facility", "submitted", "receipt", ["TANDA TERIMA", "bukan bahwa permohonannya dikabulkan", "Karang Taruna"]),
    ],
)  # fmt: skip
def test_each_paper_says_what_was_decided_and_by_which_rule(agency, sari, kind, state, what, said, tmp_path):
    rules = {"adhoc": "cond_adhoc_election_body", "facility": "crime_facilities_worship_school"}
    rule = (
        ""
        if state not in {"granted", "refused"}
        else "rentable"
        if (kind, state) == ("facility", "granted")
        else rules[kind]
    )
    more = {"asset": made.asset(agency)} if kind == "facility" else {}
    row = made.declaration(
        sari, kind, at=AT, state=state, letter=what in {"permit", "refusal"}, rule=rule, reason="Jadwal diatur.", **more
    )
    if hasattr(row, "letter"):
        row.letter.number = "" if state == "granted" else row.letter.number
    text = _words(declared.paper(row, queries.kind_of(row), what), tmp_path)
    for words in said:
        assert " ".join(words.split()) in text


def _words(pdf, folder):
    import subprocess

    (folder / "surat.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", folder / "surat.pdf", "-"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split())
