"""The questions step by step: every rule is reached by clicks alone, and the answer says for whom it holds."""

import re
import shutil

import pytest
from django.test import Client
from django.urls import reverse

from ikrar.norms import catalogue, checking, stepwise

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BUTTON = re.compile(r'<button class="choice" name="(\w+)" value="(\w+)">')
FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)


class Reader:
    """Somebody who only presses buttons."""

    def __init__(self):
        self.client, self.clicks = Client(enforce_csrf_checks=True), 0
        self.page = self.client.get(reverse("norms:ask"))

    @property
    def question(self):
        return next(iter(self.offered()), ("", ""))[0]

    def offered(self, *, folded=False):
        told = self.page.content.decode()
        told = told if folded else re.sub(r"<details>.*?</details>", "", told, flags=re.DOTALL)
        return BUTTON.findall(told)

    def press(self, name, value):
        form = next(form for form in FORM.findall(self.page.content.decode()) if (name, value) in BUTTON.findall(form))
        self.page = self.client.post(reverse("norms:steps"), {**dict(HIDDEN.findall(form)), name: value})
        self.clicks += 1
        assert (self.page.status_code, dict(self.page.cookies)) == (200, {})


def ways():
    """Every rule with everybody whom it names."""
    for row in catalogue.conducts():
        for who in catalogue.steps()["who"]:
            if set(who["holds"]) & set(row["who"]):
                yield row, who["slug"]


def whom_and_stage(row):
    """One way to say toward whom and when this rule is asked for."""
    steps = catalogue.steps()
    act = next(one for one in steps["acts"] if one["act"] == row["act"])
    for whom in (one for one in steps["whom"] if one["slug"] in act["whom"]):
        for stage in (one for one in steps["stages"] if one["slug"] in whom.get("stages", [one["slug"]])):
            fits = {"any_time", *stage["phases"]} & set(row["phases"])
            if fits and row["toward"] in {"", stage["toward"]}:
                return whom["slug"], stage["slug"]
    raise AssertionError(f"nobody gets to {row['slug']}")


@pytest.mark.once
def test_every_rule_is_reached_by_everybody_it_names_within_four_clicks():
    walked = 0
    for row, who in ways():
        reader = Reader()
        whom, stage = whom_and_stage(row)
        reader.press("who", who)
        reader.press("whom", whom)
        if reader.question == "stage":
            reader.press("stage", stage)
        assert ("act", row["act"]) in reader.offered(), (row["slug"], who)
        reader.press("act", row["act"])
        first = reader.page.context["answers"][0]
        assert reader.clicks <= 4
        assert row["slug"] in [rule.slug for rule in first.rules if not rule.scope], (row["slug"], who)
        assert first.lead.toward in {None, row["toward"]}
        assert first.caution == ""
        walked += 1
    assert walked > 130


def test_whoever_knows_nothing_more_still_finds_every_act():
    reader = Reader()
    reader.press("who", "pns")
    reader.press("whom", "any")
    reader.press("stage", "any")
    assert {value for _name, value in reader.offered(folded=True)} == {row["slug"] for row in catalogue.acts()}


def answer(**choices):
    page = Client().post(reverse("norms:steps"), choices)
    return page.context["answers"], page.content.decode()


def test_the_same_act_before_and_after_the_candidates_are_determined_leads_with_its_own_rule():
    before, told = answer(who="pns", whom="incumbent", stage="before", act="photo_post")
    after, _told = answer(who="pns", whom="incumbent", stage="campaign", act="photo_post")
    assert before[0].lead.slug == "ethics_post_photo_with"
    assert after[0].lead.slug == "disc_post_photo_with"
    assert "Perbuatannya sama, golongannya berbeda menurut tahapan" in told


def test_who_is_not_named_by_a_rule_is_told_so_and_sees_the_one_that_names_them():
    answers, told = answer(who="non_asn", whom="party", stage="any", act="party_membership")
    assert "Kaidah ini tidak menyebut Pegawai non-ASN" in told
    assert [one.act for one in answers] == ["party_membership", "nonasn"]
    assert all(rule.scope for rule in answers[0].rules)


def test_another_stage_than_the_rules_own_is_said_plainly():
    answers, told = answer(who="pns", whom="election", stage="before", act="vote")
    assert "Kaidah ini ditulis untuk: hari pemungutan suara." in told
    assert answers[0].lead.scope == "hari pemungutan suara"


def test_what_is_different_for_others_stands_in_the_answer():
    _answers, told = answer(who="pns", whom="candidate", stage="campaign", act="social_reaction")
    assert "PPPK, juga paruh waktu" in told
    assert "sebelum ada, menurut perjanjian kerja" in told
    _answers, told = answer(who="pns", whom="election", stage="voting", act="vote")
    assert "perjanjian kerja" not in told


def test_what_is_allowed_is_answered_as_plainly():
    answers, told = answer(who="pppk", whom="election", stage="voting", act="vote")
    assert answers[0].lead.verdict == "allowed"
    assert 'class="card answer ok"' in told


def test_a_choice_that_does_not_exist_is_asked_for_again_and_the_others_are_kept():
    page = Client().post(reverse("norms:steps"), {"who": "pns", "whom": "<b>x", "act": "vote' OR 1"})
    assert page.status_code == 422
    assert "Pilihan itu tidak kami kenal" in page.content.decode()
    assert (page.context["chosen"].who, page.context["asked"]) == ("pns", "whom")


def test_a_stage_that_cannot_be_is_put_right():
    assert stepwise.chosen({"who": "pns", "whom": "prospective", "stage": "voting"}).stage == "before"
    assert stepwise.chosen({"who": "pns", "whom": "candidate", "stage": "before"}).next == "stage"


def test_a_form_from_another_site_is_turned_away():
    page = Client(headers={"Sec-Fetch-Site": "cross-site"}).post(reverse("norms:steps"), {"who": "pns"})
    assert page.status_code == 403


@pytest.fixture
def files(tmp_path):
    return shutil.copytree(catalogue.DATA, tmp_path / "data")


@pytest.mark.parametrize(
    ("what", "instead", "says"),
    [
        ('act: "vote"', 'act: "votes"', "act: votes tidak dikenal."),
        ("groups: [rights], whom: [election]", "groups: [right], whom: [election]", "groups: right tidak dikenal."),
        ("whom: [self]}", "whom: [selves]}", "whom: selves tidak dikenal."),
        ("holds: [non_asn]", "holds: [nonasn]", "holds: nonasn tidak dikenal."),
        ("phases: [quiet_period]", "phases: [quiet]", "phases: quiet tidak dikenal."),
        ("stages: [before]", "stages: [earlier]", "stages: earlier tidak dikenal."),
        ('general: "nonasn_any_violation"', 'general: "nothing"', "general: nothing tidak dikenal."),
        ('{slug: "family"', '{slug: "media"', "groups media ditulis dua kali."),
        ('ladder: "pppk"', 'ladder: "p3k"', "ladder: p3k tidak dikenal."),
        ('name: {id: "Masa tenang", ', "name: {", "tidak punya bahasa Indonesia"),
    ],
)
def test_a_fault_in_the_steps_is_found_with_its_line(files, what, instead, says):
    path = files / "stepwise.yaml"
    text = path.read_text("utf-8")
    line = text[: text.index(what)].count("\n") + 1
    path.write_text(text.replace(what, instead, 1), "utf-8")
    found = [(fault.file, fault.line) for fault in checking.faults(files) if says in fault.says]
    assert found[0][0] == "stepwise.yaml"
    assert line in [number for _file, number in found]


def test_an_act_in_no_group_is_named(files):
    path = files / "stepwise.yaml"
    path.write_text(re.sub(r'  - \{act: "vote".*\n', "", path.read_text("utf-8")), "utf-8")
    assert [str(fault) for fault in checking.faults(files)] == ["stepwise.yaml:1: vote tidak ada di kelompok mana pun."]


@pytest.mark.parametrize(
    "text", ["", "words", "who: 7", "{who: [{slug: [a], holds: 3}], acts: [{groups: {a: b}}], stages: [1]}"]
)
def test_steps_of_another_shape_are_a_fault_and_no_crash(files, text):
    (files / "stepwise.yaml").write_text(text, "utf-8")
    assert any(fault.file == "stepwise.yaml" for fault in checking.faults(files))


@pytest.mark.browser
def test_the_steps_work_in_a_browser_without_a_script(new_context, live_server):
    page = new_context(
        viewport={"width": 360, "height": 740}, base_url=live_server.url, java_script_enabled=False
    ).new_page()
    page.goto(reverse("norms:ask"))
    for name in ("PNS", "Suami atau istri saya yang maju", "Sesudah calon ditetapkan dan masa kampanye"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="Berfoto dengan suami atau istri yang menjadi calon").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Jawaban untuk pilihan Anda"
    assert page.context.cookies() == []
