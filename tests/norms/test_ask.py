"""“Boleh atau tidak?” as a page: anyone asks, nothing is kept, what is not verified says so."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import agencies as cast

pytestmark = pytest.mark.django_db
QUESTION = "boleh ga like status istri bupati yg nyalon"


def ask(question=QUESTION, **headers):
    return Client(enforce_csrf_checks=True, headers=headers).post(reverse("norms:ask"), {"q": question})


def test_anyone_asks_without_a_cookie_and_reads_rule_reason_and_what_to_do_instead():
    page = ask()
    assert (page.status_code, dict(page.cookies)) == (200, {})
    told = page.content.decode()
    assert "Tidak boleh" in told
    assert "Sebelum calon ditetapkan" in told
    assert "Sesudah calon ditetapkan" in told
    assert "Sebagai gantinya:" in told
    assert "Belum diverifikasi Bagian Hukum" in told
    assert page.context["answers"][0].act == "social_reaction"


def test_a_question_stands_in_no_address_and_in_no_log(caplog):
    page = ask("zzyzx qwrtp")
    assert "Belum ada jawaban yang cocok" in page.content.decode()
    assert "zzyzx" not in caplog.text
    assert page.request["QUERY_STRING"] == ""


def test_a_form_from_another_site_or_without_words_is_answered_in_words():
    assert ask(**{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    empty = ask("  ")
    assert empty.status_code == 422
    assert "Tulis dahulu" in empty.content.decode()
    assert ask("a" * 501).status_code == 422


def test_what_is_typed_is_shown_as_text():
    assert "<b>baliho" not in ask("<b>baliho</b>").content.decode()


def test_an_officer_who_speaks_english_reads_the_answer_in_english():
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["django_language"] = "en"
    told = client.post(reverse("norms:ask"), {"q": QUESTION}).content.decode()
    assert "Not allowed" in told
    assert "Not yet verified by the legal office" in told


@pytest.mark.browser
def test_it_is_asked_and_answered_in_a_browser_without_a_script(new_context, live_server):
    cast.agency()
    page = new_context(
        viewport={"width": 360, "height": 740}, base_url=live_server.url, java_script_enabled=False
    ).new_page()
    page.goto(reverse("norms:ask"))
    page.get_by_label("Tulis pertanyaan Anda").fill("boleh nyoblos ga sih")
    page.get_by_role("button", name="Cari jawaban").click()
    assert page.get_by_role("heading", level=3).first.inner_text() == "Menggunakan hak pilih"
    assert page.context.cookies() == []
