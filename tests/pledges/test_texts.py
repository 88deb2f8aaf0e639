"""Texts: drafted from defaults, edited, compared, approved, and from then on unchangeable."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from ikrar.agencies.roles import Role, system
from ikrar.core import comparing
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent
from ikrar.norms.models import Election
from ikrar.pledges import defaults
from ikrar.pledges.actions import texts
from ikrar.pledges.models import PledgeText
from ikrar.pledges.queries.texts import comparison
from tests.factories import agencies as make
from tests.factories import pledges as made
from tests.pledges.cast import house, logged_in

AT = made.AT


@pytest.fixture
def agency(db):
    return make.agency(name="Pemerintah Kota Contoh")


def election(slug="pilkada_2024", name="Pilkada Serentak 2024"):
    return Election.objects.get_or_create(slug=slug, defaults={"name": name, "kind": "pilkada"})[0]


def drafted(agency, kind="ikrar"):
    return texts.draft_from_default(agency, kind=kind, elections=[election()], by=system(agency.pk), at=AT)


def test_default_ikrar_has_four_points_each_with_its_meaning(agency):
    text = drafted(agency)
    assert len(text.body["points"]) == 4
    assert all(point["text"] and point["meaning"] for point in text.body["points"])
    assert "Pemerintah Kota Contoh" in text.body["opening"]
    assert "Pilkada Serentak 2024" in text.body["points"][0]["text"]
    assert defaults.left_open(text.body) == []


def test_default_pact_says_that_a_pin_is_no_certified_signature(agency):
    text = drafted(agency, "pact")
    assert "PIN bukan tanda tangan elektronik tersertifikasi" in text.body["closing"]
    assert text.body["identity"] == ["name", "number", "grade", "position", "unit", "kind"]


def test_an_open_draft_stays_when_somebody_drafts_again(agency):
    assert drafted(agency) == drafted(agency)


def test_an_approved_text_cannot_be_edited(agency):
    text = texts.approve_text(drafted(agency), by=system(agency.pk), at=AT)
    with pytest.raises(Refused, match="tidak berubah lagi"):
        texts.edit_text(text, title="Lain", body=text.body, least_level=0, by=system(agency.pk), at=AT)


def test_the_database_itself_refuses_to_change_an_approved_text(agency):
    text = texts.approve_text(drafted(agency), by=system(agency.pk), at=AT)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PledgeText.objects.filter(pk=text.pk).update(title="Diam-diam lain")
    assert PledgeText.objects.get(pk=text.pk).title == text.title


def test_approving_a_draft_that_changed_meanwhile_is_refused(agency):
    text = drafted(agency)
    with pytest.raises(Refused, match="berubah sejak Anda membacanya"):
        texts.approve_text(text, by=system(agency.pk), at=AT, digest="0" * 64)


def test_a_placeholder_left_open_is_refused_at_approval(agency):
    text = drafted(agency)
    body = {**text.body, "opening": "Demi {nama_pemilihan}"}
    text = texts.edit_text(text, title=text.title, body=body, least_level=0, by=system(agency.pk), at=AT)
    with pytest.raises(Refused, match="nama_pemilihan"):
        texts.approve_text(text, by=system(agency.pk), at=AT)


def test_approval_leaves_a_trace_and_a_digest(agency):
    text = texts.approve_text(drafted(agency), by=system(agency.pk), at=AT)
    assert len(text.digest) == 64
    assert text.digest_short == f"{text.digest[:4]} {text.digest[4:8]} {text.digest[8:12]}"
    assert AuditEvent.objects.filter(verb="pledges.text_approved", object_id=text.pk).exists()


def test_comparison_shows_what_came_and_what_went(agency):
    first = texts.approve_text(drafted(agency), by=system(agency.pk), at=AT)
    second = texts.draft_next(first, by=system(agency.pk), at=AT)
    points = [{**first.body["points"][0], "text": "Menegakkan netralitas selalu."}, *first.body["points"][1:3]]
    second = texts.edit_text(
        second, title=first.title, body={**first.body, "points": points}, least_level=0, by=system(agency.pk), at=AT
    )
    pieces = [piece for line in comparison(second) for piece in line.pieces]
    assert any(piece.what == "new" and "selalu" in piece.text for piece in pieces)
    assert any(piece.what == "gone" and "politik uang" in piece.text for piece in pieces)


def test_comparing_a_text_with_itself_finds_nothing():
    lines = comparing.compare(["satu dua", "tiga"], ["satu dua", "tiga"])
    assert not any(line.changed for line in lines)


@pytest.fixture
def world(db):
    return house()


def form_of(text, **changes):
    """What a browser would send back of the draft's page."""
    points = {}
    for n, point in enumerate(text.body["points"], 1):
        points |= {f"text_{n}": point["text"], f"meaning_{n}": point["meaning"], f"place_{n}": n}
    body = text.body
    return {
        "title": text.title,
        "opening": body["opening"],
        "closing": body["closing"],
        "least_level": 0,
        **points,
        **changes,
    }


def test_points_are_removed_added_and_reordered_without_a_script(world):
    election()
    ratna = logged_in(world.ratna)
    ratna.post(reverse("pledges:draft_text"), {"ikrar-kind": "ikrar", "ikrar-elections": [election().pk]})
    text = PledgeText.objects.get(agency=world.agency)
    first, second = (point["text"] for point in text.body["points"][:2])
    sent = form_of(text, text_3="", place_1=2, place_2=1, text_5="Poin baru.", meaning_5="", place_5=9)
    answer = ratna.post(reverse("pledges:edit_text", args=[text.pk]), sent)
    assert answer.status_code == 302
    text.refresh_from_db()
    kept = [point["text"] for point in text.body["points"]]
    assert kept[:2] == [second, first]
    assert kept[-1] == "Poin baru."
    assert len(kept) == 4


def test_a_text_without_points_is_refused_beside_the_field(world):
    text = drafted(world.agency)
    answer = logged_in(world.ratna).post(
        reverse("pledges:edit_text", args=[text.pk]), form_of(text, text_1="", text_2="", text_3="", text_4="")
    )
    assert answer.status_code == 422
    assert b"paling sedikit satu poin" in answer.content


def test_markup_in_a_text_is_shown_as_text(world):
    text = drafted(world.agency)
    ratna = logged_in(world.ratna)
    ratna.post(
        reverse("pledges:edit_text", args=[text.pk]), form_of(text, text_1="<script>alert(1)</script> {% now %}")
    )
    page = ratna.get(reverse("pledges:text", args=[text.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_officer_approves_what_was_read(world):
    text = drafted(world.agency)
    ratna = logged_in(world.ratna)
    page = ratna.get(reverse("pledges:approve_text", args=[text.pk]))
    digest = page.context["text"].digest
    assert page.context["text"].digest_short in page.content.decode()
    ratna.post(reverse("pledges:approve_text", args=[text.pk]), {"digest": digest})
    text.refresh_from_db()
    assert (text.state, text.digest, text.approved_by) == ("approved", digest, world.ratna)


def test_a_coordinator_reads_texts_and_writes_none(world):
    text, budi = drafted(world.agency), logged_in(world.budi)
    assert budi.get(reverse("pledges:text_list")).status_code == 200
    assert budi.get(reverse("pledges:edit_text", args=[text.pk])).status_code == 403
    assert budi.post(reverse("pledges:approve_text", args=[text.pk])).status_code == 403


def test_another_agency_does_not_find_the_text(world):
    text = drafted(world.agency)
    joko = logged_in(make.officer(Role.PERSONNEL, name="Joko Lain", mfa=True))
    for name in ("text", "edit_text", "approve_text"):
        assert joko.get(reverse(f"pledges:{name}", args=[text.pk])).status_code == 404
    assert joko.post(reverse("pledges:draft_text"), {"from": text.pk}).status_code == 404


def test_the_least_level_is_told_in_the_words_of_the_ladder(world):
    page = logged_in(world.ratna).get(reverse("pledges:edit_text", args=[drafted(world.agency).pk])).content.decode()
    assert "Kode dan PIN atau lebih kuat" in page
