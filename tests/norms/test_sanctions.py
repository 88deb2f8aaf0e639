"""The ladders of sanctions: shown with their articles, as not verified, and never chosen."""

import pytest
from django.test import Client
from django.urls import reverse

from ikrar.norms import catalogue, guidance
from ikrar.norms.rules import Ladder


@pytest.mark.django_db
def test_every_sanction_is_shown_with_its_article_and_as_not_verified():
    page = Client().get(reverse("norms:sanctions"))
    told = page.content.decode()
    assert (page.status_code, dict(page.cookies)) == (200, {})
    for row in catalogue.sanctions():
        assert row["name"]["id"] in told, row["slug"]
    for text, _source in guidance.notes():
        assert text in told
    assert told.count("Belum diverifikasi Bagian Hukum") == len(catalogue.sanctions()) + 1
    assert "<form" not in told.split("<main", 1)[1]


def test_no_ladder_is_empty_and_no_sanction_stands_outside():
    shown = dict(guidance.ladders())
    assert all(shown.values())
    assert sum(map(len, shown.values())) == len(catalogue.sanctions())


def test_the_heaviest_sanction_of_the_decree_keeps_honour_and_the_other_one_comes_from_the_law():
    names = {row["slug"]: (row["ladder"], row["bases"][0]["basis"]) for row in catalogue.sanctions()}
    assert names["berat_pdhtaps"] == (Ladder.HEAVY, "pp_94_2021")
    assert names["ptdh_statutory"][0] == Ladder.STATUTORY
    assert names["ptdh_statutory"][1].startswith("uu_")


def test_only_medium_cuts_have_a_form_for_the_time_until_they_apply():
    assert {row["ladder"] for row in catalogue.sanctions() if row.get("interim")} == {Ladder.MEDIUM}
