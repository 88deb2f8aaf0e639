"""The question box: anonymous, moderated before anybody sees it, answered with what the answer rests on."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.roles import Role
from ikrar.core import keys, tickets
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.models import LegalBasis
from ikrar.outreach import links
from ikrar.outreach.actions import questions as actions
from ikrar.outreach.actions.questions import Cited
from ikrar.outreach.models import Question
from ikrar.outreach.queries import forums as queries
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.pledges.cast import logged_in

AT = made.AT
TEXT = "Bolehkah <b>menyukai</b> unggahan calon?"


@pytest.fixture
def panitia(db):
    return cast.officer(Role.COMMITTEE, cast.agency(zone="WITA"), mfa=True)


@pytest.fixture
def forum(panitia):
    return made.forum(made.activity(panitia.agency))


@pytest.fixture
def basis(db):
    return LegalBasis.objects.create(slug="contoh", kind="Peraturan", number="9", year=2004, title="Peraturan Contoh")


def asked(forum, text=TEXT, page=None):
    """Ask as somebody present does; returns the code that the page shows."""
    page, address = (
        page or Client(enforce_csrf_checks=True),
        reverse("outreach:ask_question", args=[forum.activity.code]),
    )
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.get(address).content.decode())[1]
    answer = page.post(address, {"ticket": ticket, "text": text})
    assert answer.status_code == 200
    assert not page.cookies
    return re.search(r"code-big[^>]*>([0-9A-Z-]+)<", answer.content.decode())[1]


def told(forum, code):
    return Client().post(reverse("outreach:read_answer", args=[forum.activity.code]), {"code": code})


def everywhere(forum):
    """What others than the committee can see of the questions."""
    token = links.speaker(forum.pk, forum.speaker_serial)
    addresses = [
        reverse("outreach:forum_door", args=[forum.activity.code]),
        reverse("outreach:speaker_list", args=[forum.activity.code, token]),
    ]
    return [Client().get(address).content.decode() for address in addresses]


def test_nobody_sees_a_question_before_the_committee_chose_it(forum, panitia):
    asked(forum)
    question, by = Question.objects.get(), cast.actor(panitia)
    assert not any("unggahan calon" in page for page in everywhere(forum))
    actions.choose_question(question, wording="Bolehkah menyukai unggahan?", by=by, at=AT)
    public, speaker = everywhere(forum)
    assert ("menyukai unggahan?" in public, "menyukai unggahan?" in speaker, "calon" in speaker) == (False, True, False)
    actions.return_question(question, by=by)
    assert not any("unggahan" in page for page in everywhere(forum))


def test_an_answer_with_its_basis_reaches_the_asker_and_the_public_page(forum, panitia, basis):
    code = asked(forum)
    assert "belum membacanya" in told(forum, code).content.decode()
    question, page = Question.objects.get(), logged_in(panitia)
    at = {"pk": forum.activity_id, "question": question.pk}
    page.post(reverse("outreach:choose_question", kwargs=at), {"wording": TEXT})
    written = {"answer": "Tidak <i>boleh</i>.", "basis_1": basis.pk, "article_1": "huruf a"}
    assert page.post(reverse("outreach:answer_question", kwargs=at), written).status_code == 302
    for said in (told(forum, code.lower()).content.decode(), everywhere(forum)[0]):
        assert "Tidak &lt;i&gt;boleh" in said
        assert "Peraturan 9/2004 huruf a" in said
        assert "menyukai&lt;/b&gt;" in said


def test_an_answer_without_a_basis_is_refused_and_nothing_typed_is_lost(forum, panitia):
    question = made.question(forum, state="chosen", chosen_at=AT)
    address = reverse("outreach:answer_question", args=[forum.activity_id, question.pk])
    answer = logged_in(panitia).post(address, {"answer": "Tidak boleh."})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "sekurangnya satu dasar hukum" in said
    assert "Tidak boleh." in said
    assert not everywhere(forum)[0].count("Tidak boleh.")


def test_the_same_form_twice_is_one_question_with_the_same_code(forum):
    ticket = tickets.give("question", forum.activity.code)
    codes = {actions.ask(forum, TEXT, ticket=ticket, address="a", at=AT) for _n in range(2)}
    assert len(codes) == 1
    with pytest.raises(Conflict):
        actions.ask(forum, "Lain?", ticket=ticket, address="a", at=AT)
    assert Question.objects.get().text == TEXT


def test_the_code_rests_nowhere(forum):
    code = asked(forum).replace("-", "")
    row = Question.objects.values().get()
    assert not any(code in str(value) for value in row.values())
    assert bytes(row["lookup"]) == tickets.lookup(code)


def test_whoever_reads_the_database_cannot_work_out_a_code(forum, monkeypatch):
    code, ticket = asked(forum).replace("-", ""), Question.objects.get().ticket
    assert tickets.code(ticket) == code
    monkeypatch.setattr(keys, "_secret", lambda name: b"another installation's key".ljust(32))
    assert tickets.code(ticket) != code
    assert tickets.lookup(code) != bytes(Question.objects.get().lookup)


def test_a_code_of_another_activity_or_a_guess_tells_nothing_and_guessing_ends(forum, panitia, monkeypatch):
    other = made.forum(made.activity(panitia.agency))
    code = asked(other)
    assert "tidak dikenal" in told(forum, code).content.decode()
    monkeypatch.setattr(actions, "CODES_PER_ADDRESS", 2)
    assert "tidak dikenal" in told(forum, "00000-00000").content.decode()
    assert "Terlalu banyak" in told(forum, "00000-00001").content.decode()
    assert told(other, code).status_code == 200


def test_a_merged_question_is_answered_by_the_other_one(forum, panitia, basis):
    by, codes = cast.actor(panitia), [asked(forum, f"Pertanyaan {n}?") for n in range(3)]
    first, second, third = Question.objects.order_by("pk")
    actions.choose_question(first, by=by, at=AT)
    actions.choose_question(second, by=by, at=AT)
    actions.merge_question(third, second, by=by)
    actions.merge_question(second, first, by=by)
    assert [row.others for row in queries.chosen(forum)] == [2]
    actions.answer_question(first, "Boleh.", [Cited(basis)], by=by, at=AT)
    assert all("Boleh." in told(forum, code).content.decode() for code in codes)
    for refused in (first, second):
        with pytest.raises(Refused):
            actions.set_aside_question(first, reason="x", by=by) if refused == first else actions.merge_question(
                first, second, by=by
            )


def test_a_question_goes_only_into_a_shown_one_of_the_same_activity(forum, panitia):
    by, other = cast.actor(panitia), made.forum(made.activity(panitia.agency))
    question = made.question(forum)
    for into in (question, made.question(forum), made.question(other, state="chosen")):
        with pytest.raises(Refused):
            actions.merge_question(question, into, by=by)


def test_who_asked_reads_why_it_was_set_aside(forum, panitia):
    code = asked(forum)
    actions.set_aside_question(Question.objects.get(), reason="Di luar materi.", by=cast.actor(panitia))
    assert "Di luar materi." in told(forum, code).content.decode()
    assert not any("unggahan" in page for page in everywhere(forum))


def test_the_box_closes_with_the_activity_and_answers_stay(forum, basis, panitia):
    question = made.question(forum, state="chosen", chosen_at=AT)
    actions.answer_question(question, "Boleh.", [Cited(basis)], by=cast.actor(panitia), at=AT)
    type(forum.activity).objects.update(state="closed")
    assert (
        "Kotak pertanyaan ditutup"
        in Client().get(reverse("outreach:ask_question", args=[forum.activity.code])).content.decode()
    )
    forum.activity.refresh_from_db()
    with pytest.raises(Refused):
        actions.ask(forum, TEXT, ticket=tickets.give("question", forum.activity.code), address="a", at=AT)
    assert "Boleh." in everywhere(forum)[0]


@pytest.mark.parametrize("limit", ["QUESTIONS_PER_ADDRESS", "QUESTIONS_MOST"])
def test_a_flood_of_questions_is_refused(forum, monkeypatch, limit):
    monkeypatch.setattr(actions, limit, 2)
    for _n in range(2):
        actions.ask(forum, TEXT, ticket=tickets.give("question", forum.activity.code), address="a", at=timezone.now())
    with pytest.raises(Refused):
        actions.ask(forum, TEXT, ticket=tickets.give("question", forum.activity.code), address="a", at=timezone.now())
    assert Question.objects.count() == 2


@pytest.mark.parametrize(("text", "status"), [("", 422), ("a" * 301, 422), (" \u200b\u202e ", 422), ("a\0b", 400)])
def test_an_empty_huge_or_broken_question_is_not_kept(forum, text, status):
    ticket = tickets.give("question", forum.activity.code)
    answer = Client().post(
        reverse("outreach:ask_question", args=[forum.activity.code]), {"ticket": ticket, "text": text}
    )
    assert answer.status_code == status
    assert not Question.objects.exists()


def test_a_replaced_link_of_the_speakers_opens_nothing(forum, panitia):
    old = reverse("outreach:speaker_list", args=[forum.activity.code, links.speaker(forum.pk, 1)])
    page = Client()
    assert page.get(old).status_code == 200
    assert not page.cookies
    logged_in(panitia).post(reverse("outreach:replace_speaker_link", args=[forum.activity_id]))
    assert page.get(old).status_code == 404
    assert page.get(old[:-2] + "é/").status_code == 404


def test_a_legal_officer_answers_chosen_ones_and_sees_no_others(forum, panitia, basis):
    waiting, chosen = made.question(forum), made.question(forum, "Yang dipilih?", state="chosen", chosen_at=AT)
    legal = logged_in(cast.officer(Role.LEGAL, panitia.agency, mfa=True))
    assert legal.get(reverse("outreach:question", args=[forum.activity_id, waiting.pk])).status_code == 404
    assert (
        waiting.text
        not in legal.get(
            reverse("outreach:question_list", args=[forum.activity_id]), {"lihat": "menunggu"}
        ).content.decode()
    )
    at = [forum.activity_id, chosen.pk]
    assert legal.post(reverse("outreach:set_aside_question", args=at), {"reason": "x"}).status_code == 403
    written = {"answer": "Boleh.", "basis_2": basis.pk}
    assert legal.post(reverse("outreach:answer_question", args=at), written).status_code == 302
    assert Question.objects.get(pk=chosen.pk).citations.get().place == 1


def test_the_committees_pages_take_a_question_through_all_its_states(forum, panitia):
    question, page = made.question(forum), logged_in(panitia)
    other = made.question(forum, "Pertanyaan yang sama?", state="chosen", chosen_at=AT)
    at = [forum.activity_id, question.pk]
    steps = [
        ("set_aside_question", {"reason": "Di luar materi."}, "aside"), ("return_question", {}, "waiting"),
        ("choose_question", {"wording": "Singkat?"}, "chosen"), ("mark_spoken", {"spoken": "1"}, "chosen"),
        ("merge_question", {"into": other.pk}, "merged"), ("return_question", {}, "waiting"),
    ]  # fmt: skip
    for name, told_, state in steps:
        assert page.post(reverse(f"outreach:{name}", args=at), told_).status_code == 302, name
        question.refresh_from_db()
        assert question.state == state
        assert page.get(reverse("outreach:question", args=at)).status_code == 200
    assert page.post(reverse("outreach:set_aside_question", args=at), {"reason": " "}).status_code == 422
    for tab in ("menunggu", "dipilih", "disisihkan"):
        assert page.get(reverse("outreach:question_list", args=at[:1]), {"lihat": tab}).status_code == 200
