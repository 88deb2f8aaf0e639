"""Figures for a monitor: on this machine or with the token, and nothing about people."""

import pytest
from django.utils import timezone

from ikrar.core import jobs, outbox

pytestmark = pytest.mark.django_db


def test_figures_tell_what_waits(client):
    now = timezone.now()
    jobs.enqueue("pledges.pacts", at=now)
    outbox.queue("x", to="sari@kota.example", key="1", at=now)
    text = client.get("/metrics").content.decode()
    assert 'ikrar_jobs{state="waiting"} 1.0' in text
    assert 'ikrar_outbox_messages{state="queued"} 1.0' in text
    assert "ikrar_job_oldest_due_seconds" in text
    assert "process_resident_memory_bytes" in text
    assert "kota.example" not in text


@pytest.mark.parametrize(
    "request_headers",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_X_FORWARDED_PROTO": "https"}],
)
def test_another_machine_finds_nothing_even_through_the_proxy(client, request_headers, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", **request_headers).status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ", **request_headers).status_code == 404


def test_another_machine_reads_with_the_token(client, settings):
    settings.METRICS_TOKEN = "kunci-monitor"
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer kunci-monitor", **far).status_code == 200
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer lain", **far).status_code == 404
