"""What is deleted after some days, and what never is."""

import datetime as dt

import pytest

from ikrar.core import outbox, purging
from ikrar.core.models import Job, JobState, MailState, OutboxMessage
from ikrar.pledges.actions import campaigns, reach
from ikrar.pledges.models import Campaign
from tests.factories import pledges as made
from tests.pledges.cast import house

pytestmark = pytest.mark.django_db
AT = dt.datetime(2024, 10, 14, 4, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=400)


def job(state):
    return Job.objects.create(kind="core.test", state=state, not_before=AT, made_at=AT, finished_at=AT)


def test_done_jobs_go_after_their_days_and_no_others(settings):
    kept = [job(state) for state in JobState if state != JobState.DONE]
    done = job(JobState.DONE)
    settings.KEEP_JOBS_DAYS = 30
    purging.purge(at=AT + dt.timedelta(days=29))
    assert Job.objects.filter(pk=done.pk).exists()
    purging.purge(at=AT + dt.timedelta(days=31))
    assert list(Job.objects.order_by("pk")) == kept
    purging.purge(at=LATER)
    assert Job.objects.count() == len(kept)


def test_sent_mail_goes_after_its_days_and_what_waits_or_failed_stays(settings):
    settings.KEEP_MAIL_DAYS = 90
    for state in MailState:
        message = outbox.queue("core_test", to="sari@kota.example", key=str(state), at=AT)
        OutboxMessage.objects.filter(pk=message.pk).update(state=state)
    purging.purge(at=AT + dt.timedelta(days=89))
    assert OutboxMessage.objects.count() == len(MailState)
    purging.purge(at=LATER)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MailState.QUEUED, MailState.FAILED}


def test_mail_of_a_campaign_stays_until_it_is_closed():
    """Its page counts them, and without the key the same invitation would go out twice."""
    world = house()
    campaign = made.campaign(world.agency, at=AT, days=500)
    reach.send_mail(campaign, reminder=False, by=world.actor(world.ratna), at=AT)
    OutboxMessage.objects.update(state=MailState.SENT)
    purging.purge(at=LATER)
    assert OutboxMessage.objects.count() == 1
    campaigns.close_campaign(Campaign.objects.get(), by=world.actor(world.ratna), at=LATER)
    purging.purge(at=LATER)
    assert not OutboxMessage.objects.exists()


def test_many_rows_go_in_small_transactions(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(purging, "_BATCH", 2)
    for _n in range(5):
        job(JobState.DONE)
    with django_assert_max_num_queries(30):
        assert purging.purge(at=LATER) == 5
