"""“Boleh atau tidak?”: the questions of people, plain and sloppy, and those that nobody tuned the search with."""

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from ikrar.norms import advice, catalogue, guidance

HERE = Path(__file__).parent
OWN = [
    (row["rule"], row[how])
    for row in yaml.safe_load((HERE / "questions.yaml").read_text("utf-8"))
    for how in ("plain", "sloppy")
]
UNSEEN = [(row["rule"], row["q"]) for row in yaml.safe_load((HERE / "unseen.yaml").read_text("utf-8"))]


def first_three(question):
    return [answer.rule for answer in catalogue.guide().ask(question, 3)]


def test_each_conduct_has_its_questions():
    slugs = {row["slug"] for row in catalogue.conducts()}
    assert {rule for rule, _q in OWN} == {rule for rule, _q in UNSEEN} == slugs


@pytest.mark.parametrize("asked", [OWN, UNSEEN], ids=["own", "unseen"])
def test_the_right_rule_is_among_the_first_three_answers(asked):
    missed = [(rule, q, first_three(q)) for rule, q in asked if rule not in first_three(q)]
    assert len(missed) <= 0.05 * len(asked), missed


def test_no_question_of_a_test_stands_among_those_the_search_knows():
    known = {row["q"] for row in catalogue._read("questions.yaml")}
    assert not known & {q for _rule, q in OWN + UNSEEN}


def test_the_stage_that_is_told_decides_between_the_rules_of_one_act():
    before = first_three("foto bareng bakal calon lalu diunggah, belum ditetapkan KPU")
    after = first_three("foto bareng paslon lalu diunggah, sudah ditetapkan KPU")
    assert before[0] == "ethics_post_photo_with"
    assert after[0] == "disc_post_photo_with"


@given(st.text(max_size=300))
def test_anything_typed_is_answered_or_not_and_breaks_nothing(typed):
    found = catalogue.guide().ask(typed)
    assert [answer.score for answer in found] == sorted((answer.score for answer in found), reverse=True)
    assert len({answer.rule for answer in found}) == len(found) <= 10


def test_a_page_of_nonsense_costs_little(monkeypatch):
    looked = []
    monkeypatch.setattr(advice.difflib, "get_close_matches", lambda word, *_rest: looked.append(word) or [])
    catalogue.guide().ask(" ".join(f"zqx{n}wvk" for n in range(70)))
    assert len(looked) == advice._UNKNOWN_MOST


def test_a_file_of_the_catalogue_is_read_once():
    for _n in range(2):
        guidance.answers_to("boleh nyoblos ga")
        guidance.ladders()
        guidance.rule_choices()
    assert catalogue._read.cache_info().misses <= len(list(catalogue.DATA.glob("*.yaml")))


def said(*words):
    out = StringIO()
    call_command("ikrar_advise", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_ranked_answers_with_verdict_rule_article_and_whether_verified():
    told = json.loads(said("boleh ga like status istri bupati yg nyalon", "--json"))
    assert told[0]["rule"] == "ethics_post_like_share_follow"
    assert told[0]["verdict"] == "forbidden"
    assert "SKB" in told[0]["article"]
    assert {row["verdict"] for row in told} <= {"forbidden", "conditional", "allowed"}
    assert {row["verified"] for row in told} == {False}
    plain = said("boleh nyoblos ga")
    assert plain.startswith("Boleh: ")
    assert "belum diverifikasi" in plain


def test_the_command_says_where_no_rule_fits():
    with pytest.raises(CommandError, match="kata lain"):
        call_command("ikrar_advise", "zzyzx qwrtp")
