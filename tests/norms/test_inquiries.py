"""A question to the legal office: nobody asks, a code reads the answer, only a precedent without persons stays."""

import datetime as dt
import re
import threading

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from ikrar.agencies.models import AddressCounter
from ikrar.agencies.roles import Role
from ikrar.core import jobs, tickets, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.core.models import AuditEvent
from ikrar.norms.actions import inquiries as actions
from ikrar.norms.models import Inquiry, Precedent
from ikrar.norms.rules import INQUIRY_DAYS
from tests.factories import agencies as cast
from tests.factories import norms as made
from tests.pledges.cast import logged_in

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
TEXT = "Boleh jadi moderator lomba karaoke relawan?"


@pytest.fixture
def agency(db):
    return cast.agency(zone="WITA")


def send(text=TEXT, *, client=None, ticket="", **more):
    client = client or Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.77")
    page = client.post(reverse("norms:inquire"), {"q": text}).content.decode()
    ticket = ticket or re.search(r'name="ticket" value="([^"]+)"', page)[1]
    return client.post(reverse("norms:inquire"), {"text": text, "ticket": ticket, **more})


def read(code):
    return Client(enforce_csrf_checks=True).post(reverse("norms:read_inquiry"), {"code": code})


def code_of(page):
    return re.search(r"code-big nowrap\">([^<]+)<", page.content.decode())[1]


def test_nobody_asks_and_the_code_alone_leads_to_the_answer(agency):
    page = send()
    assert (page.status_code, dict(page.cookies)) == (200, {})
    code = code_of(page)
    row = Inquiry.objects.get()
    assert {field.name for field in Inquiry._meta.get_fields()} == {
        "id", "agency", "ticket", "lookup", "text", "day", "answer", "rule", "answered_on"
    }  # fmt: skip
    assert not any(isinstance(field, models.DateTimeField) for field in Inquiry._meta.get_fields())
    assert code.replace("-", "").encode() not in bytes(row.lookup)
    assert b"192.0.2.77" not in bytes(AddressCounter.objects.get().address)
    assert not AuditEvent.objects.filter(verb__startswith="norms.inquiry").exists()
    assert "Belum dijawab" in read(code).content.decode()

    ratna = cast.officer(Role.LEGAL, agency, name="Ratna Umpama")
    office = logged_in(ratna)
    assert TEXT in office.get(reverse("norms:inquiry_list")).content.decode()
    answered = office.post(
        reverse("norms:answer_inquiry", args=[row.pk]),
        {
            "answer": "Jangan: acara <b>relawan</b>.",
            "rule": "ethics_join_promotion_activity",
            "precedent": "Membantu acara relawan",
        },
    )
    assert answered.status_code == 302
    told = read(code).content.decode()
    assert "Jangan: acara &lt;b&gt;relawan" in told
    assert "SKB Netralitas 2022" in told
    assert "Belum diverifikasi" in told
    everyone = Client().get(reverse("norms:ask")).content.decode()
    assert "Membantu acara relawan" in everyone
    assert TEXT not in everyone


def test_a_question_goes_after_its_days_and_the_precedent_stays(agency):
    day = zones.today("WITA", AT)
    old, code = made.inquiry(agency, day=day - dt.timedelta(days=INQUIRY_DAYS + 1))
    kept, _code = made.inquiry(agency, day=day - dt.timedelta(days=INQUIRY_DAYS - 1))
    by = cast.actor(cast.officer(Role.LEGAL, agency))
    actions.answer_inquiry(old, "Jangan.", precedent="Membantu acara relawan", by=by, at=AT)
    jobs.drain(AT)
    assert list(Inquiry.objects.all()) == [kept]
    assert Precedent.objects.get().question == "Membantu acara relawan"
    assert read(code).status_code == 422


def test_the_same_form_twice_is_one_question_and_other_words_are_a_conflict(agency):
    ticket = tickets.give("inquiry", "")
    codes = {actions.send_inquiry(agency, TEXT, ticket=ticket, address="a", at=AT) for _n in range(2)}
    assert (len(codes), Inquiry.objects.count()) == (1, 1)
    with pytest.raises(Conflict):
        actions.send_inquiry(agency, "Lain.", ticket=ticket, address="a", at=AT)
    with pytest.raises(Refused):
        actions.send_inquiry(agency, TEXT, ticket=tickets.give("evaluation", ""), address="a", at=AT)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_one_instant_is_one_question():
    agency, ticket = cast.agency(), tickets.give("inquiry", "")
    gate, codes = threading.Barrier(2), []

    def go():
        gate.wait()
        codes.append(actions.send_inquiry(agency, TEXT, ticket=ticket, address="a", at=AT))
        connection.close()

    threads = [threading.Thread(target=go) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(set(codes)), len(codes), Inquiry.objects.count()) == (1, 2, 1)


def test_one_network_is_told_to_stop_and_another_goes_on(agency, monkeypatch):
    monkeypatch.setattr(actions, "INQUIRIES_PER_ADDRESS", 2)
    monkeypatch.setattr(actions, "CODES_PER_ADDRESS", 2)
    for _n in range(2):
        actions.send_inquiry(agency, TEXT, ticket=tickets.give("inquiry", ""), address="a", at=AT)
    with pytest.raises(Refused, match="jaringan"):
        actions.send_inquiry(agency, TEXT, ticket=tickets.give("inquiry", ""), address="a", at=AT)
    actions.send_inquiry(agency, TEXT, ticket=tickets.give("inquiry", ""), address="b", at=AT)
    said = []
    for _n in range(3):
        with pytest.raises(Refused) as refusal:
            actions.read_inquiry("0000000000", address="a", at=AT)
        said.append("Terlalu banyak" in str(refusal.value))
    assert said == [False, False, True]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(agency):
    page = send("Kalimat <b>saya</b>", ticket="x")
    assert page.status_code == 422
    assert "Kalimat &lt;b&gt;saya" in page.content.decode()
    assert send("a" * 501).status_code == 422
    assert read("").status_code == 422
    assert not Inquiry.objects.exists()


def test_of_several_agencies_one_is_chosen_and_only_its_office_reads_the_question(agency):
    other = cast.agency()
    assert send().status_code == 422
    assert send(agency=other.pk).status_code == 200
    ours, theirs = (logged_in(cast.officer(Role.LEGAL, one)) for one in (agency, other))
    assert TEXT not in ours.get(reverse("norms:inquiry_list")).content.decode()
    assert TEXT in theirs.get(reverse("norms:inquiry_list")).content.decode()
    assert "1 pertanyaan menunggu jawaban" in theirs.get("/").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_a_question_without_an_answer_to_the_answer_in_a_browser(phone, live_server):
    agency = cast.agency()
    phone.goto(reverse("norms:ask"))
    phone.get_by_label("Tulis pertanyaan Anda").fill(TEXT)
    phone.get_by_role("button", name="Cari jawaban").click()
    phone.get_by_role("button", name="Tanya Bagian Hukum, tanpa nama").click()
    expect(phone.get_by_label("Pertanyaan Anda")).to_have_value(TEXT)
    phone.get_by_role("button", name="Kirim pertanyaan").click()
    code = phone.locator(".code-big").inner_text()
    row = Inquiry.objects.get()
    by = cast.actor(cast.officer(Role.LEGAL, agency))
    actions.answer_inquiry(row, "Jangan, itu acara relawan.", by=by, at=AT)
    phone.get_by_role("link", name="Baca jawaban dengan kode").click()
    phone.get_by_label("Kode pertanyaan").fill(code.lower())
    phone.get_by_role("button", name="Baca").click()
    expect(phone.get_by_text("Jangan, itu acara relawan.")).to_be_visible()
    assert phone.context.cookies() == []
