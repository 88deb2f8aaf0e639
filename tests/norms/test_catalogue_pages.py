"""Pages of the catalogue: a legal officer reads, compares, corrects, approves; files go out and in; the public sees both."""

import datetime as dt

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ikrar.agencies.roles import Role
from ikrar.norms import catalogue, fields, writing
from ikrar.norms.actions import catalogue as loading
from ikrar.norms.actions import provisions as actions
from ikrar.norms.held import cite
from ikrar.norms.models import Provision
from ikrar.norms.queries import provisions as queries
from ikrar.norms.rules.provisions import FILES, Kind, State
from tests.access_samples import NOW, TODAY
from tests.factories import agencies as make

SLUG = "cond_attend_campaign_passively"
ACT = "attend_passively"


@pytest.fixture
def agency(db):
    loading.load_catalogue(NOW)
    return make.agency(name="Pemerintah Kota Contoh")


@pytest.fixture
def legal(agency):
    return make.officer(Role.LEGAL, agency)


@pytest.fixture
def client(legal):
    client = Client()
    client.force_login(legal)
    return client


def way(name, kind="conduct", slug=SLUG):
    return reverse(f"norms:{name}", args=[kind, slug])


def typed(body, **changes):
    """What the browser sends when the form is left as it came, but for `changes`."""
    sent = {}
    for part in fields.parts(body):
        value = fields.value(body, part)
        if isinstance(value, bool):
            sent.update({part.key: "on"} if value else {})
        else:
            sent[part.key] = fields.as_text(value)
    return {**sent, "reason": "Edaran wali kota", "since": "", "until": "", **changes}


@pytest.mark.parametrize("kind", FILES)
def test_every_row_comes_back_from_its_form_as_it_was(kind):
    for row in catalogue.rows(kind):
        for part in fields.parts(row):
            value = fields.value(row, part)
            if not isinstance(value, bool) and value is not None:
                assert fields.from_text(fields.as_text(value), value) == value, (row["slug"], part)


@pytest.mark.parametrize("kind", FILES)
def test_every_table_goes_out_as_yaml_and_says_the_same(kind, client):
    page = client.get(reverse("norms:catalogue_file", args=[kind]))
    told = yaml.safe_load(page.content.decode())
    assert told == [row for row in catalogue.rows(kind) if not row.get("until")]


def test_a_correction_goes_from_the_form_to_the_public_answer(client, agency):
    body = queries.standing(Kind.CONDUCT, SLUG, None, TODAY).national.body
    page = client.post(way("correct_provision"), typed(body, verdict="forbidden"), follow=True)
    assert "Konsep yang menunggu" in page.content.decode()
    ask = {"q": "nonton kampanye dari pinggir lapangan boleh?", "agency": agency.code}
    assert "Pemerintah Kota Contoh</span> <strong>" not in Client().post(reverse("norms:ask"), ask).content.decode()
    seen = page.context["found"].draft.made_at.isoformat()
    page = client.post(way("approve_provision"), {"seen": seen}, follow=True)
    assert "Konsep disetujui." in page.content.decode()
    told = Client().post(reverse("norms:ask"), ask).content.decode()
    assert "Hati-hati, ada syaratnya" in told
    assert "Pemerintah Kota Contoh</span> <strong>Tidak boleh.</strong>" in told


def test_what_was_compared_is_told_and_a_second_agency_is_not(client, agency):
    client.post(way("confirm_provision"), {"reason": "Salinan JDIH, dibaca hari ini"})
    other = make.agency()
    told = {}
    for one in (agency, other):
        ask = {"q": "nonton kampanye dari pinggir lapangan boleh?", "agency": one.code}
        told[one.pk] = Client().post(reverse("norms:ask"), ask).content.decode().split("<article")[1]
    assert "Sudah dicocokkan" in told[agency.pk]
    assert "Belum diverifikasi" in told[other.pk]


def test_the_line_on_a_contested_point_stands_under_both_positions(client, agency):
    said = {"text_id": "Jangan hadir, juga bila diam.", "since": TODAY.isoformat(), "reason": "Rapat pimpinan"}
    page = client.post(reverse("norms:take_line", args=[ACT]), said, follow=True)
    client.post(way("approve_provision", "line", ACT), {"seen": page.context["found"].draft.made_at.isoformat()})
    ask = {"q": "nonton kampanye dari pinggir lapangan boleh?", "agency": agency.code}
    told = Client().post(reverse("norms:ask"), ask).content.decode()
    assert "Ada lebih dari satu pendapat" in told
    assert "Sikap Pemerintah Kota Contoh:</strong> Jangan hadir, juga bila diam." in told


def test_the_setting_for_cuts_of_the_allowance_says_which_form_is_used(client, agency):
    ladder = reverse("norms:sanctions") + f"?instansi={agency.code}"
    assert "belum menetapkan" in Client().get(ladder).content.decode()
    said = {
        "choice": "in_force",
        "text_id": "Dipotong sejak Januari.",
        "since": TODAY.isoformat(),
        "reason": "Peraturan wali kota",
    }
    page = client.post(reverse("norms:take_line", args=["allowance_cuts"]), said, follow=True)
    client.post(
        way("approve_provision", "line", "allowance_cuts"), {"seen": page.context["found"].draft.made_at.isoformat()}
    )
    told = Client().get(ladder).content.decode()
    assert "Sudah berlaku: tunjangan dipotong" in told
    assert "Pengganti selama belum berlaku" not in told


def test_a_file_with_faults_is_told_by_line_and_nothing_is_kept(client):
    text = writing.text_of(Kind.CONDUCT, [{**catalogue.rows(Kind.CONDUCT)[0], "verdict": "perhaps", "source": ""}])
    page = upload(client, text)
    assert page.status_code == 422
    told = page.content.decode()
    assert "2 kesalahan" in told
    assert "Baris 4: verdict: perhaps tidak dikenal." in told
    assert not Provision.objects.exclude(agency=None).exists()


@pytest.mark.parametrize("text", ["", "kata", "{[a]: b}", "- 7", "a: &a [*a]", "\0", "- {slug: [1]}", "[" * 5000])
def test_a_file_of_another_shape_is_refused_in_words(client, text):
    assert upload(client, text).status_code == 422


def test_rows_that_differ_become_drafts_and_the_same_file_again_changes_nothing(client):
    first, second, *_others = catalogue.rows(Kind.CONDUCT)
    rows = [{**first, "source": "naskah resmi"}, second, {**first, "slug": "own_rule"}]
    told = upload(client, writing.text_of(Kind.CONDUCT, rows)).content.decode()
    assert "2 konsep dibuat" in told
    assert "1 baris sama" in told
    again = upload(client, writing.text_of(Kind.CONDUCT, rows)).content.decode()
    assert "Tidak ada yang berbeda" in again
    assert Provision.objects.filter(state=State.DRAFT).exclude(agency=None).count() == 2


def upload(client, text, kind=Kind.CONDUCT):
    file = SimpleUploadedFile("conducts.yaml", text.encode())
    return client.post(reverse("norms:upload_catalogue"), {"kind": kind, "file": file, "reason": "Dari biro hukum"})


def test_as_of_a_day_the_table_shows_what_held_then(client, agency, legal):
    row = queries.standing(Kind.BASIS, "uu_20_2023", None, TODAY).national
    listed = reverse("norms:catalogue_list") + "?kind=basis&on="
    assert (
        reverse("norms:provision", args=["basis", row.slug]) in client.get(listed + TODAY.isoformat()).content.decode()
    )
    before = (row.since - dt.timedelta(days=1)).isoformat()
    assert reverse("norms:provision", args=["basis", row.slug]) not in client.get(listed + before).content.decode()


def test_what_was_cited_once_stays_readable_when_its_law_ended(agency):
    rows = queries.HeldRows(None, TODAY)
    assert cite(rows, {"basis": "uu_5_2014", "article": "Pasal 2"}) == cite(
        catalogue.CarriedRows(), {"basis": "uu_5_2014", "article": "Pasal 2"}
    )


def test_another_agencys_drafts_and_words_are_not_found(client, agency):
    other = make.agency()
    by = make.actor(make.officer(Role.LEGAL, other))
    body = {**queries.standing(Kind.CONDUCT, SLUG, None, TODAY).national.body}
    draft = actions.draft_provision(other, kind=Kind.CONDUCT, slug="own_other", body=body, reason="x", by=by, at=NOW)
    assert client.get(way("provision", slug=draft.slug)).status_code == 404
    assert (
        client.post(way("approve_provision", slug=draft.slug), {"seen": draft.made_at.isoformat()}).status_code == 404
    )


def test_a_form_of_another_shape_keeps_what_was_typed(client):
    body = queries.standing(Kind.CONDUCT, SLUG, None, TODAY).national.body
    page = client.post(way("correct_provision"), typed(body, positions="bukan: [daftar", condition_id="Kata baru."))
    assert page.status_code == 422
    assert "Kata baru." in page.content.decode()
    assert "Bentuk isinya berbeda" in page.content.decode()
