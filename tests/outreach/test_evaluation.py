"""Three questions to those present: once a form, nobody known, nothing shown of a few."""

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.models import AddressCounter
from ikrar.agencies.roles import Role
from ikrar.core import tickets
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach.actions import forums as actions
from ikrar.outreach.actions.forums import Asked, Filled
from ikrar.outreach.models import Answer, Forum
from ikrar.outreach.queries import forums as queries
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.pledges.cast import logged_in

AT = made.AT


@pytest.fixture
def panitia(db):
    return cast.officer(Role.COMMITTEE, cast.agency(zone="WITA"), mfa=True)


@pytest.fixture
def forum(panitia):
    return made.forum(made.activity(panitia.agency, opened_at=timezone.now() - dt.timedelta(hours=1)))


def filled(forum, first=4, second=5, text="", ticket=""):
    return Filled(ticket or tickets.give("evaluation", forum.activity.code), first, second, text)


def posted(page, forum, **told):
    address = reverse("outreach:evaluate", args=[forum.activity.code])
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.get(address).content.decode())[1]
    return page.post(address, {"ticket": ticket, "first": 4, "second": 5, "text": "Jelas.", **told})


def test_anyone_answers_without_a_cookie_and_nothing_tells_who(forum):
    page = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.77")
    answer = posted(page, forum)
    assert answer.headers["Location"] == reverse("outreach:evaluated", args=[forum.activity.code])
    assert page.get(answer.headers["Location"]).status_code == 200
    assert not page.cookies
    kept = {field.name for field in Answer._meta.get_fields()}
    assert kept == {"token", "forum", "first", "second", "text", "is_shown"}
    assert not any(isinstance(field, models.DateTimeField) for field in Answer._meta.get_fields())
    assert b"192.0.2.77" not in bytes(AddressCounter.objects.get().address)


def test_the_same_form_twice_is_one_answer_and_another_body_a_conflict(forum):
    form = filled(forum)
    first = actions.evaluate(forum, form, address="a", at=timezone.now())
    assert actions.evaluate(forum, form, address="b", at=timezone.now()) == first
    with pytest.raises(Conflict):
        actions.evaluate(forum, filled(forum, first=1, ticket=form.ticket), address="a", at=timezone.now())
    assert Answer.objects.get().first == 4
    answer = Client().post(
        reverse("outreach:evaluate", args=[forum.activity.code]), {"ticket": form.ticket, "first": 1, "second": 1}
    )
    assert answer.status_code == 409


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_is_one_answer():
    forum = made.forum(made.activity(cast.agency(), opened_at=timezone.now()))
    form, gate = filled(forum), threading.Barrier(4)

    def send(_n):
        gate.wait()
        try:
            return actions.evaluate(forum, form, address="a", at=timezone.now()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("ticket", ["", "x", "0" * 32, "0" * 32 + "." + "0" * 24, "é" * 30])
def test_a_ticket_that_we_did_not_give_out_is_refused(forum, ticket):
    with pytest.raises(Refused):
        actions.evaluate(forum, filled(forum, ticket=ticket or "."), address="a", at=timezone.now())


def test_a_ticket_of_another_activity_or_form_is_refused(forum, panitia):
    other = made.forum(made.activity(panitia.agency, opened_at=timezone.now()))
    for ticket in (tickets.give("evaluation", other.activity.code), tickets.give("question", forum.activity.code)):
        with pytest.raises(Refused):
            actions.evaluate(forum, filled(forum, ticket=ticket), address="a", at=timezone.now())


def test_it_opens_with_the_activity_and_closes_after_its_days(panitia):
    held = made.activity(panitia.agency, state="planned")
    forum = made.forum(held, days=7)
    assert not queries.takes_evaluation(forum, AT)
    held.state, held.opened_at = "open", AT
    assert queries.takes_evaluation(forum, AT)
    held.state = "closed"
    assert queries.takes_evaluation(forum, AT + dt.timedelta(days=7, seconds=-1))
    assert not queries.takes_evaluation(forum, AT + dt.timedelta(days=7))
    with pytest.raises(Refused):
        actions.evaluate(forum, filled(forum), address="a", at=AT + dt.timedelta(days=7))
    assert not Answer.objects.exists()


def test_a_closed_evaluation_says_so_instead_of_asking(panitia):
    page = Client().get(reverse("outreach:evaluate", args=[made.forum(made.activity(panitia.agency)).activity.code]))
    assert "Evaluasi sudah ditutup" in page.content.decode()


def test_a_whole_hall_shares_one_address_and_a_machine_does_not_get_through(forum, monkeypatch):
    monkeypatch.setattr(actions, "ANSWERS_PER_ADDRESS", 3)
    at = timezone.now()
    for _n in range(3):
        actions.evaluate(forum, filled(forum), address="192.0.2.1", at=at)
    with pytest.raises(Refused):
        actions.evaluate(forum, filled(forum), address="192.0.2.1", at=at)
    actions.evaluate(forum, filled(forum), address="192.0.2.2", at=at)
    actions.evaluate(forum, filled(forum), address="192.0.2.1", at=at + dt.timedelta(hours=1))
    assert Answer.objects.count() == 5


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"first": ""}, "Pilih satu jawaban."), ({"first": "6"}, "Pilih satu jawaban."), ({"second": "x"}, "Pilih satu jawaban."),
        ({"text": "a" * 501}, "500"), ({"ticket": "x"}, "Muat ulang"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(forum, told, words):
    answer = posted(Client(), forum, **{"text": "Materinya <b>padat</b>.", **told})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert words in said
    assert "<b>padat" not in said
    assert ("Materinya &lt;b&gt;padat" in said) == ("text" not in told)
    assert not Answer.objects.exists()


def test_lines_count_as_the_reader_sees_them_and_hidden_letters_go(forum):
    answer = posted(Client(), forum, text="a\r\n" * 249 + "\u202eb\u200b")
    assert answer.status_code == 302
    assert Answer.objects.get().text == "a\n" * 249 + "b"


def test_a_form_with_nul_or_from_another_site_changes_nothing(forum):
    assert posted(Client(), forum, text="a\0b").status_code == 400
    assert posted(Client(headers={"Sec-Fetch-Site": "cross-site"}), forum).status_code == 403
    assert not Answer.objects.exists()


def test_of_fewer_than_five_forms_neither_figures_nor_texts_are_shown(forum, panitia):
    address, page = reverse("outreach:evaluation_results", args=[forum.activity.pk]), logged_in(panitia)
    for n in range(4):
        actions.evaluate(forum, filled(forum, text=f"Kalimat ke-{n}."), address="a", at=timezone.now())
    few = queries.results(forum)
    assert (few.count, few.waiting, few.scales, few.texts) == (0, 4, (), ())
    hidden = page.get(address).content.decode()
    assert "Kurang dari 5 jawaban" in hidden
    assert "Kalimat" not in hidden
    assert forum.first not in hidden
    actions.evaluate(forum, filled(forum, first=1, text="Kalimat <i>ke-4</i>."), address="a", at=timezone.now())
    shown = page.get(address).content.decode()
    assert shown.count("Kalimat ") == 5
    assert "<i>ke-4" not in shown
    scale = queries.results(forum).scales[0]
    assert [count for _words, count in scale.steps] == [1, 0, 0, 4, 0]


def test_what_is_shown_never_grows_by_fewer_than_five_forms(forum, panitia):
    address, page = reverse("outreach:evaluation_results", args=[forum.activity.pk]), logged_in(panitia)
    shown = []
    for n in range(11):
        actions.evaluate(forum, filled(forum, text=f"Kalimat ke-{n}."), address="a", at=timezone.now())
        shown.append(queries.results(forum).count)
    assert shown == [0] * 4 + [5] * 5 + [10] * 2
    said = page.get(address).content.decode()
    assert ("1 jawaban lagi menunggu" in said, "Kalimat ke-10." in said) == (True, False)


def test_texts_stand_in_the_order_of_their_tokens(forum):
    for n in range(30):
        actions.evaluate(forum, filled(forum, text=str(n)), address="a", at=timezone.now())
    texts = queries.results(forum).texts
    assert list(texts) != [str(n) for n in range(30)]
    assert list(texts) == [row.text for row in sorted(Answer.objects.all(), key=lambda row: row.token)]


def asked(**told):
    from ikrar.outreach import defaults

    return Asked(**{**defaults.evaluation(), **told})


def test_the_next_activity_begins_with_the_agencys_last_questions(panitia):
    by, page = cast.actor(panitia), logged_in(panitia)
    held, later = made.activity(panitia.agency), made.activity(panitia.agency)
    actions.open_forum(held, asked(third="Apa yang kurang?", days=3), by=by, at=AT)
    shown = page.get(reverse("outreach:forum", args=[later.pk])).content.decode()
    assert "Apa yang kurang?" in shown


def test_questions_stay_once_somebody_answered_but_days_may_grow(forum, panitia):
    by = cast.actor(panitia)
    actions.evaluate(forum, filled(forum), address="a", at=timezone.now())
    with pytest.raises(Refused):
        actions.edit_forum(forum, asked(first="Lain?"), by=by)
    assert actions.edit_forum(forum, asked(days=20), by=by).days == 20


def test_the_committee_opens_an_address_by_its_page_and_twice_is_once(panitia):
    held, page = made.activity(panitia.agency), logged_in(panitia)
    address = reverse("outreach:forum", args=[held.pk])
    told = {
        "has_evaluation": "on", "days": 7, "first": "Jelas?", "second": "Yakin?", "third": "Apa lagi?",
        "first_words": "a\nb\nc\nd\ne", "second_words": "a\nb\nc\nd\n",
    }  # fmt: skip
    assert "tepat lima baris" in page.post(address, told).content.decode()
    for _n in range(2):
        assert page.post(address, told | {"second_words": "a\r\nb\r\nc\r\nd\r\ne"}).status_code == 302
    found = Forum.objects.get()
    assert (found.second_words, found.has_questions) == (["a", "b", "c", "d", "e"], False)
    assert held.code in page.get(address).content.decode()


def test_a_leader_sees_the_address_and_changes_nothing(forum):
    leader = cast.officer(Role.LEADER, forum.agency, mfa=True)
    page, address = logged_in(leader), reverse("outreach:forum", args=[forum.activity.pk])
    assert page.get(address).status_code == 200
    page.post(address, {"days": 1, "first": "x", "second": "x", "third": "x"})
    assert Forum.objects.get().days == forum.days
