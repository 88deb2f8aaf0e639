"""The ceremony in the hall: pages that the last row reads, a remote that turns once, a link that shows and tells nobody."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ikrar.agencies.roles import Role
from ikrar.core.errors import Refused
from ikrar.pledges.actions import ceremony as actions
from ikrar.pledges.actions import folding, voids
from ikrar.pledges.ceremony import Shown, number, pages, rows_of, split, turned
from ikrar.pledges.models import Ceremony, Screen, Signature
from ikrar.pledges.queries import ceremony as queries
from ikrar.pledges.rules import CeremonyView, Turn
from tests.factories import agencies as cast
from tests.factories import outreach
from tests.factories import pledges as made
from tests.pledges.cast import logged_in

LONG = (
    "Melaksanakan asas netralitas dengan tidak berpihak kepada siapa pun, sebelum, selama, maupun sesudah pemilihan; "
    "menghindari konflik kepentingan, tidak melakukan praktik intimidasi dan ancaman kepada pegawai dan warga, "
    "menggunakan media sosial secara bijak, serta tidak menyebarkan ujaran kebencian dan berita bohong."
)


def test_what_is_too_long_for_the_last_row_is_split_between_clauses_and_nothing_is_lost():
    parts = split(LONG)
    assert len(parts) == 2
    assert max(map(len, parts)) <= 180
    assert " ".join(parts) == LONG
    assert parts[0].endswith((";", ",", "."))


@pytest.mark.parametrize("text", ["", "Satu.", "a" * 500, "kata " * 200, "x, " * 150])
def test_any_text_is_split_without_a_loss(text):
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")
    assert all(len(part) <= 180 for part in split(text))


def test_opening_points_and_closing_are_pages_in_their_order():
    body = {"opening": "Kami berikrar:", "points": [{"text": "Satu."}, {"text": LONG}], "closing": "Demikian."}
    assert [(page.number, page.part, page.parts) for page in pages(body)] == [
        (0, 1, 1), (1, 1, 1), (2, 1, 2), (2, 2, 2), (3, 1, 1),
    ]  # fmt: skip


def test_turning_onward_goes_through_everything_and_back_again():
    shown, way = Shown(CeremonyView.WELCOME), []
    for _turn in range(6):
        shown = turned(shown, Turn.NEXT, 2)
        way.append((shown.view, shown.place))
    assert way == [("reading", 0), ("reading", 1), ("reading", 2), ("count", 2), ("thanks", 2), ("thanks", 2)]
    for _turn in range(6):
        shown = turned(shown, Turn.BACK, 2)
    assert shown == Shown(CeremonyView.WELCOME, 0)


@pytest.mark.parametrize(
    ("count", "total", "is_exact", "told"),
    [(0, 0, False, 0), (95, 100, False, 95), (96, 100, False, None), (96, 100, True, 96), (100, 100, False, 100),
     (1_246, 1_246, False, 1_246), (1_245, 1_246, False, None)],
)  # fmt: skip
def test_above_95_per_cent_nobody_is_pointed_at_unless_the_leader_wants_it(count, total, is_exact, told):
    shown = number(count, total, is_exact=is_exact)
    assert shown.count == told
    if told is None:
        assert shown.filled == total * 95 // 100


def test_the_strip_has_a_dot_for_each_person():
    assert rows_of(1_246) == 7
    assert rows_of(0) == rows_of(6_000) == 0


class Hall:
    """An open activity now, with a campaign of six people and one screen."""

    def __init__(self):
        self.now = timezone.now()
        self.agency = cast.agency(zone="WITA")
        self.unit = cast.unit(self.agency, "Dinas Contoh")
        self.people = [cast.staff(self.agency, f"Orang {n} Rekaan", at=self.unit) for n in range(6)]
        self.campaign = made.campaign(self.agency, at=self.now - dt.timedelta(hours=1))
        self.activity = outreach.activity(self.agency, on=self.now.date(), begins=dt.time(8, 30))
        self.screen, self.token = made.screen(self.activity, self.campaign, at=self.now)
        self.budi = cast.officer(Role.COMMITTEE, self.agency, name="Budi Rekaan", mfa=True)

    @property
    def ceremony(self):
        return Ceremony.objects.get(activity=self.activity)

    @property
    def url(self):
        return reverse("pledges:screen", args=[self.ceremony.pk, self.token])

    def turn(self, turn, *, seq=None, by=None):
        seen = self.ceremony.seq if seq is None else seq
        return actions.turn_screen(self.ceremony, turn, seq=seen, by=cast.actor(by or self.budi))

    def picture(self):
        return queries.picture(self.ceremony.pk, at=timezone.now())


@pytest.fixture
def hall(db):
    return Hall()


def test_the_screen_needs_no_cookie_and_sets_none(hall):
    for url in (hall.url, f"{hall.url}kini"):
        answer = Client().get(url)
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_screen_holds_the_text_one_number_and_the_address_and_nobodys_name(hall):
    made.signature(hall.campaign, hall.people[0], at=hall.now)
    page = Client().get(hall.url).content.decode()
    assert "Menjaga netralitas, butir 2." in page
    assert '<span class="hall-count">1</span>' in page
    assert f"/i/{hall.campaign.code}" in page
    assert not [person.name for person in hall.people if person.name in page]


def test_of_the_links_token_only_a_digest_is_kept(hall):
    assert hall.token.encode() not in bytes(Screen.objects.get().token)


@pytest.mark.parametrize("how", ["lower", "grouped"])
def test_a_token_typed_by_hand_is_read(hall, how):
    told = hall.token.lower() if how == "lower" else "-".join(hall.token[n : n + 4] for n in range(0, 16, 4))
    assert Client().get(reverse("pledges:screen", args=[hall.ceremony.pk, told])).status_code == 200


def test_an_ended_link_shows_nothing_any_more_and_others_go_on(hall):
    other, token = made.screen(hall.activity, hall.campaign)
    browser = logged_in(hall.budi)
    browser.post(reverse("pledges:end_screen", args=[hall.activity.pk, hall.screen.pk]))
    assert hall.picture().tokens == {bytes(other.token)}
    assert not queries.is_live(hall.ceremony.pk, hall.token)
    assert Client().get(reverse("pledges:screen", args=[hall.ceremony.pk, token])).status_code == 200


def test_a_foreign_token_or_another_ceremonys_opens_nothing(hall):
    other = Hall()
    for pk, token in ((hall.ceremony.pk, "0" * 16), (hall.ceremony.pk, other.token), (10**9, hall.token)):
        assert Client().get(reverse("pledges:screen", args=[pk, token])).status_code == 404
        assert Client().get(reverse("pledges:screen_now", args=[pk, token])).status_code == 404


def test_ten_screens_in_the_same_second_cost_one_reading(hall, django_assert_max_num_queries):
    Client().get(f"{hall.url}kini")
    with django_assert_max_num_queries(10):
        for _screen in range(10):
            assert Client().get(f"{hall.url}kini").status_code == 200


def test_a_double_tap_turns_once(hall):
    hall.turn(Turn.NEXT)
    assert not hall.turn(Turn.NEXT, seq=0)
    assert (hall.ceremony.view, hall.ceremony.place, hall.ceremony.seq) == ("reading", 0, 1)


@pytest.mark.django_db(transaction=True)
def test_two_remotes_at_once_skip_no_page():
    hall = Hall()
    hall.turn(Turn.NEXT)
    gate, heard, seq = threading.Barrier(2), [], hall.ceremony.seq

    def press():
        gate.wait()
        heard.append(hall.turn(Turn.NEXT, seq=seq))
        connection.close()

    remotes = [threading.Thread(target=press) for _remote in range(2)]
    for remote in remotes:
        remote.start()
    for remote in remotes:
        remote.join(30)
    assert sorted(heard) == [False, True]
    assert hall.ceremony.place == 1


def test_only_who_may_turns_the_screen(hall):
    coordinator = cast.officer(Role.COORDINATOR, unit=hall.unit)
    with pytest.raises(Refused):
        hall.turn(Turn.NEXT, by=coordinator)
    with pytest.raises(Refused):
        hall.turn(Turn.NEXT, by=cast.officer(Role.COMMITTEE))
    assert hall.ceremony.seq == 0
    assert hall.turn(Turn.NEXT, by=cast.officer(Role.LEADER, hall.agency))


def test_the_remote_turns_what_the_screen_shows(hall):
    leader = logged_in(cast.officer(Role.LEADER, hall.agency, mfa=True))
    remote = reverse("pledges:remote", args=[hall.activity.pk])
    for turn in ("next", "next", "together"):
        assert leader.post(remote, {"turn": turn, "seq": hall.ceremony.seq}).status_code == 302
    assert "Menjaga netralitas, butir 1." in leader.get(remote).content.decode()
    told = queries.picture(hall.ceremony.pk, at=timezone.now())
    assert (told.ceremony.view, told.place, told.ceremony.together) == ("reading", 1, True)
    leader.post(remote, {"turn": "dance", "seq": hall.ceremony.seq})
    leader.post(remote, {"turn": "next", "seq": "9" * 30})
    assert hall.ceremony.seq == 3


def test_a_link_is_told_once_and_its_campaign_stays(hall):
    hall.screen.delete()
    browser, url = logged_in(hall.budi), reverse("pledges:ceremony", args=[hall.activity.pk])
    page = browser.post(url, {"label": "Layar samping"}).content.decode()
    link = f"/layar/{hall.ceremony.pk}/"
    assert link in page
    assert link not in browser.get(url).content.decode()
    assert hall.ceremony.campaign == hall.campaign
    assert browser.post(url, {"label": ""}).status_code == 422


def test_the_number_is_the_acts_that_count_before_and_after_folding(hall):
    acts = [made.signature(hall.campaign, person, at=hall.now) for person in hall.people[:4]]
    assert (hall.picture().signed.count, hall.picture().signed.total) == (4, 6)
    folding.fold(hall.campaign, at=hall.now)
    voids.void_signature(acts[0], reason="test", by=cast.actor(hall.budi), at=hall.now)
    assert (hall.picture().signed.count, hall.picture().corrected) == (3, 1)
    folding.fold(hall.campaign, at=hall.now)
    told = made.recount(hall.campaign)
    assert {hall.picture().signed.count, Signature.objects.filter(void=None).count(), *told.values()} == {3}


def test_almost_all_is_told_without_the_number_anywhere(hall):
    for n in range(30):
        hall.people.append(cast.staff(hall.agency, f"Orang {n} Umpama", at=hall.unit))
    hall.campaign = made.campaign(hall.agency, at=hall.now - dt.timedelta(minutes=1))
    Ceremony.objects.update(campaign=hall.campaign)
    for person in hall.people[:-1]:
        made.signature(hall.campaign, person, at=hall.now)
    told = Client().get(f"{hall.url}kini").json()["signed"]
    assert (told["words"], told["count"]) == ("Hampir lengkap", -1)
    assert hall.turn(Turn.EXACT)
    assert hall.picture().signed.count == 35


def test_the_first_view_counts_who_came_of_the_invited(hall):
    for person in hall.people[:3]:
        outreach.invitee(hall.activity, person)
    assert hall.picture().present.total == 3
    hall.turn(Turn.NEXT)
    assert hall.picture().present is None
