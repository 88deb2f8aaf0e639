"""Loading the catalogue of elections and legal bases."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from ikrar.core.models import AuditEvent
from ikrar.norms import catalogue
from ikrar.norms.actions import catalogue as actions
from ikrar.norms.models import Election, LegalBasis, Stage

AT = dt.datetime(2024, 10, 1, 1, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    first = actions.load_catalogue(AT)
    rows = [list(model.objects.order_by("pk").values()) for model in (Election, Stage, LegalBasis)]
    traces = AuditEvent.objects.count()
    assert actions.load_catalogue(AT) == first
    assert AuditEvent.objects.count() == traces
    assert [list(model.objects.order_by("pk").values()) for model in (Election, Stage, LegalBasis)] == rows


@pytest.mark.django_db
def test_nothing_is_shown_as_verified_before_somebody_compared_it():
    actions.load_catalogue(AT)
    for model in (Election, Stage, LegalBasis):
        assert not model.objects.filter(verified=True).exists()
    assert catalogue.RECALLED in LegalBasis.objects.get(slug="perbawaslu_8_2020").note


@pytest.mark.django_db
def test_a_stage_that_its_file_no_longer_tells_goes():
    actions.load_catalogue(AT)
    gone = Election.objects.get(slug="pilkada_2024").stages.create(slug="freeze", name="Larangan", since=AT.date())
    actions.load_catalogue(AT)
    assert not Stage.objects.filter(pk=gone.pk).exists()


@pytest.mark.django_db
def test_the_command_checks_and_loads():
    out = StringIO()
    call_command("ikrar_norms", "load", stdout=out)
    assert "not yet compared" in out.getvalue()
    assert Election.objects.filter(slug="pilkada_2024").exists()
