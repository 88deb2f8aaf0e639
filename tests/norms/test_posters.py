"""Posters per stage and the pocket card: on their page, readable, scannable, and true to the catalogue and the agency."""

import datetime as dt
import re
import shutil
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.core import documents, qr
from ikrar.norms import catalogue, checking, posters
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.actions import provisions as actions
from ikrar.norms.choosing import SAYING_MOST
from ikrar.norms.guidance import CARRIED
from ikrar.norms.queries import provisions as queries
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules.provisions import Kind
from tests.core.test_documents import LONG_UNIT, STAGE_POSTER, pages, scans, words
from tests.factories import agencies as make

AT = dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
SLUGS = [row["slug"] for row in catalogue.posters()["posters"]]
#: Points of an upright A3 and A4 sheet.
SHEETS = {"a3": "841.89 x 1190.6", "a4": "595.28 x 841.89"}


@pytest.fixture
def agency(db):
    loading.load_catalogue(AT)
    return make.agency("kota", name="Pemerintah Kota Contoh")


@pytest.mark.django_db
@pytest.mark.parametrize("language", posters.LANGUAGES)
@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_poster_says_all_on_one_page_large_enough_for_three_metres(slug, size, language):
    agency = make.agency("kota", name="Pemerintah Kota Contoh")
    made = posters.pdf(slug, size, language, agency, CARRIED)
    assert pages(made) == 1
    told = posters.content(slug, size, language, agency, CARRIED)
    said = words(made)
    sayings = [one for name in ("forbidden", "careful", "allowed") for one in told[name]["sayings"]]
    assert len(sayings) == len(next(row["rules"] for row in catalogue.posters()["posters"] if row["slug"] == slug))
    for one in sayings:
        assert one["text"] in said
        assert one["basis"] in said
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    first = sayings[0]["text"].split()[0]
    heights = [
        float(low) - float(high)
        for high, low in re.findall(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{first}<', boxes)
    ]
    assert min(heights) > 24 * 1.26 * posters.WIDTHS[size] / 297


@pytest.mark.django_db
@pytest.mark.parametrize("slug", [*SLUGS, posters.CARD])
def test_the_code_leads_to_the_guide_of_the_host_that_is_printed(slug):
    made = posters.pdf(slug, "a4", "id", make.agency("kota"), CARRIED)
    told = posters.content(slug, "a4", "id", make.agency("lain"), CARRIED)
    assert qr.read(scans(made)[-1]) == [told["link"]]
    assert told["link"].lower() == f"http://{told['host']}/aturan/"
    assert f"{told['host']}/aturan/" in words(made).replace(" /aturan/", "/aturan/")


@pytest.mark.django_db
@pytest.mark.parametrize("language", posters.LANGUAGES)
def test_ten_cards_stand_on_two_sides_of_a_sheet(language):
    made = posters.pdf(posters.CARD, "a4", language, make.agency("kota"), CARRIED)
    assert pages(made) == 2
    told = posters.content(posters.CARD, "a4", language, make.agency("lain"), CARRIED)
    fronts, backs = (told[name]["sayings"] for name in ("forbidden", "allowed"))
    assert (len(fronts), len(backs)) == (5, 3)
    said = words(made)
    assert all(said.count(one["text"]) == 10 for one in (*fronts, *backs))


def test_the_longest_poster_stays_on_its_page():
    text = ("Jangan " + "memperpanjangkan " * 9)[: SAYING_MOST - 1] + "."
    full = {"sayings": [{"text": text, "basis": "SKB Contoh " * 12}]}
    longest = {
        name: {"word": "Hati-hati", "sayings": full["sayings"] * count}
        for name, count in (("forbidden", 7), ("careful", 2), ("allowed", 5))
    }
    for width in (210, 297):
        made = documents.render(
            "stage_poster", STAGE_POSTER | longest | {"width": width, "agency": LONG_UNIT}, timestamp=1
        )
        assert pages(made) == 1
        assert words(made).count(text) == 14


def officer(agency):
    return make.actor(make.officer(Role.LEGAL, agency))


def national(slug):
    return queries.standing(Kind.CONDUCT, slug, None, DAY).national


def test_what_an_agency_says_otherwise_stands_on_its_poster_with_its_name(agency):
    by, slug = officer(agency), "cond_attend_campaign_passively"
    draft = actions.draft_provision(
        agency, kind=Kind.CONDUCT, slug=slug, body={**national(slug).body, "verdict": "forbidden"},
        reason="Edaran wali kota", about=national(slug), by=by, at=AT,
    )  # fmt: skip
    actions.approve_provision(draft, seen=draft.made_at, by=by, at=AT)
    actions.set_aside(
        national("disc_mobilise_civil_servants"), agency, reason="Sudah diatur sendiri", since=None, by=by, at=AT
    )
    told = posters.content("masa-kampanye", "a4", "id", agency, HeldRows(agency, DAY))
    forbidden = {one["text"]: one["basis"] for one in told["forbidden"]["sayings"]}
    assert forbidden["Hadir pasif di kampanye untuk mendengar visi dan misi."].endswith(
        "menurut Pemerintah Kota Contoh"
    )
    assert "Jangan mengerahkan pegawai lain ke kampanye." not in forbidden
    others = posters.content("masa-kampanye", "a4", "id", make.agency("lain"), HeldRows(None, DAY))
    assert "Hati-hati hadir di kampanye: tanya dahulu." in str(others["careful"])
    assert "Jangan mengerahkan pegawai lain ke kampanye." in str(others["forbidden"])


def test_it_says_whether_its_articles_were_compared(agency):
    by = officer(agency)

    def confirm(slug):
        actions.confirm_provision(national(slug), agency, compared_with="Lembaran Negara", by=by, at=AT)

    def status():
        return posters.content("masa-tenang", "a4", "id", agency, HeldRows(agency, DAY))["status"]

    rules = next(row["rules"] for row in catalogue.posters()["posters"] if row["slug"] == "masa-tenang")
    for slug in rules[1:]:
        confirm(slug)
    assert status() == "Belum dicocokkan dengan naskah resmi."
    confirm(rules[0])
    assert status() == "Sudah dicocokkan dengan naskah resmi."


def address(**change):
    return reverse("norms:poster", kwargs={"code": "kota", "language": "id", "size": "a3", "slug": SLUGS[0], **change})


def test_anyone_prints_a_poster_and_a_browser_asks_only_once(agency):
    page = Client().get(address())
    assert (page.status_code, page.headers["Content-Type"], dict(page.cookies)) == (200, "application/pdf", {})
    again = Client(headers={"If-None-Match": page.headers["ETag"]}).get(address())
    assert (again.status_code, again.content) == (304, b"")
    picture = Client().get(reverse("norms:poster_preview", kwargs={"code": "kota", "language": "en", "slug": SLUGS[1]}))
    assert picture.content.startswith(b"\x89PNG")
    assert len(picture.content) < 40_000, "six of them load with the page"


@pytest.mark.django_db
def test_where_no_catalogue_was_loaded_the_files_are_printed():
    make.agency("kota")
    assert "Jangan menjadi anggota atau pengurus partai." in words(Client().get(address()).content)


@pytest.mark.parametrize(
    "change", [{"code": "lain"}, {"language": "jv"}, {"size": "a5"}, {"slug": "kapan-saja"}, {"slug": posters.CARD}]
)
def test_a_poster_that_does_not_exist_is_not_found(agency, change):
    assert Client().get(address(**change)).status_code == 404


def test_the_list_shows_each_poster_for_the_agency_and_language_chosen(agency):
    make.agency("lain", name="Pemerintah Kabupaten Rekaan")
    told = Client().get(reverse("norms:poster_list"), {"instansi": "lain", "bahasa": "en"}).content.decode()
    assert told.count("/aturan/poster/lain/en/a3/") == len(SLUGS)
    assert "/aturan/poster/lain/en/a4/kartu-saku.pdf" in told
    assert Client().get(reverse("norms:poster_list"), {"instansi": "<b>", "bahasa": "en"}).status_code == 422


@pytest.mark.django_db
def test_without_an_agency_there_is_nothing_to_print():
    assert "Belum ada instansi di sini" in Client().get(reverse("norms:poster_list")).content.decode()


@pytest.mark.parametrize(
    ("what", "instead", "says"),
    [
        ("[disc_social_campaign, disc_post_like", "[disc_join_campaign, disc_post_like", "rules: disc_join_campaign tidak"),
        ("[disc_social_campaign, disc_post_like", "[ethics_post_photo_with, disc_post_like", "tidak berlaku pada tahap itu."),
        ("disc_hoax_hate, disc_hand_gesture_photo, allow_election", "disc_hoax_hate, allow_election", "conditional: 0 kalimat"),
        ('stage: "voting"', 'stage: "vote"', "stage: vote tidak dikenal."),
        ('slug: "masa-tenang"', 'slug: "masa-kampanye"', "masa-kampanye ditulis dua kali."),
        ("Boleh melaporkan dugaan pelanggaran.", "Boleh melaporkan dugaan pelanggaran. " * 2, "lebih dari 70 huruf."),
        ('rule: "allow_vote"', 'rule: "allow_votes"', "rule: allow_votes tidak dikenal."),
        ('text: {id: "Boleh memilih', 'text: {ide: "Boleh memilih', "tidak punya bahasa Indonesia"),
    ],
)  # fmt: skip
def test_a_fault_in_the_posters_is_found_with_its_line(tmp_path, what, instead, says):
    files = shutil.copytree(catalogue.DATA, tmp_path / "data")
    path = files / "posters.yaml"
    text = path.read_text("utf-8")
    line = text[: text.index(what)].count("\n") + 1
    path.write_text(text.replace(what, instead, 1), "utf-8")
    found = [(fault.file, abs(fault.line - line) <= 1) for fault in checking.faults(files) if says in fault.says]
    assert ("posters.yaml", True) in found


@pytest.mark.parametrize(
    "text", ["", "7", "posters: 3", "{posters: [{rules: 7, stage: [a]}], card: [], sayings: [{text: 3}, 4]}"]
)
def test_posters_of_another_shape_are_a_fault_and_no_crash(tmp_path, text):
    files = shutil.copytree(catalogue.DATA, tmp_path / "data")
    (files / "posters.yaml").write_text(text, "utf-8")
    assert any(fault.file == "posters.yaml" for fault in checking.faults(files))
