"""Figures for a monitor, in Prometheus' text format: work waiting and failed, mail, this process; nothing about people."""

from collections.abc import Iterator

from django.db.models import Count, Min
from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from ikrar.core import zones
from ikrar.core.models import Job, JobState, MailState, OutboxMessage

_REGISTRY = CollectorRegistry()
register = _REGISTRY.register
"""Rooms register collectors of their own here."""


def text() -> bytes:
    """All figures as of now."""
    return generate_latest(_REGISTRY)


def _by_state(name: str, words: str, states: list[str], found: dict[str, int]) -> Metric:
    gauge = GaugeMetricFamily(name, words, labels=["state"])
    for state in states:
        gauge.add_metric([state], found.get(state, 0))
    return gauge


class _Work(Collector):
    """Jobs and mail; only open and failed rows are counted, so that a long history costs nothing."""

    def collect(self) -> Iterator[Metric]:
        states = [JobState.WAITING, JobState.RUNNING, JobState.FAILED]
        rows = Job.objects.filter(state__in=states)
        found = dict(rows.order_by().values_list("state").annotate(Count("id")))
        yield _by_state("ikrar_jobs", "Long work by state", [s.value for s in states], found)
        mails = OutboxMessage.objects.order_by().values_list("state").annotate(Count("id"))
        yield _by_state("ikrar_outbox_messages", "Outgoing mail by state", MailState.values, dict(mails))
        due = rows.filter(state=JobState.WAITING, not_before__lte=zones.now()).aggregate(first=Min("not_before"))[
            "first"
        ]
        age = (zones.now() - due).total_seconds() if due else 0.0
        yield GaugeMetricFamily(
            "ikrar_job_oldest_due_seconds", "How long the longest waiting job has been due", value=age
        )


register(_Work())
ProcessCollector(registry=_REGISTRY)
PlatformCollector(registry=_REGISTRY)
