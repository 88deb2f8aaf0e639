"""One act commits the ikrar and the pact; every paper of it names both."""

import subprocess

import pytest

from ikrar.agencies.models import Assignment
from ikrar.pledges import paperwork
from ikrar.pledges.rules import SheetKind
from tests.factories import pledges as made
from tests.pledges.test_papers import World

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(told.split())


def printed(paper, world):
    """The words of one paper of this campaign."""
    campaign, people = world.campaign, {row.staff_id: row for row in Assignment.objects.select_related("staff", "unit")}
    if paper == "roster":
        return words(paperwork.roster_pdf(campaign, world.print(), people, world.at))
    if paper == "form":
        return words(paperwork.forms_pdf(campaign, world.print(SheetKind.FORM), people, world.at))
    act = made.vouched(campaign, world.people[0], at=world.at)
    return words(
        paperwork.receipt_pdf(campaign, act, None) if paper == "receipt" else paperwork.pact_pdf(campaign, act, {})
    )


@pytest.mark.parametrize("paper", ["roster", "form", "receipt", "pact"])
def test_a_paper_names_title_version_and_digest_of_both_texts(paper):
    world = World(people=1)
    said = printed(paper, world)
    for text in (world.campaign.ikrar, world.campaign.pact):
        assert f"{text.title}, versi {text.version}, sidik digital {text.digest_short}" in said


def test_the_form_says_the_points_of_the_pledge_too():
    world = World(people=1)
    said = printed("form", world)
    for point in world.campaign.ikrar.body["points"]:
        assert said.count(point["text"]) == 2  # the made pact has the same clauses
