"""Logs name views and classes, never addresses, never what an error said."""

import logging

import pytest
from django.urls import path

from ikrar.core import logs

PERSON = "Sari Contohwati"


def broken(request, code):
    raise ValueError(f"{PERSON} {code}")


urlpatterns = [path("saya/<code>/", broken, name="broken")]


def line(record: logging.LogRecord) -> str:
    logs.Unnamed().filter(record)
    return logs.Line("{levelname} {message}", style="{").format(record)


@pytest.mark.urls(__name__)
def test_a_broken_page_is_logged_by_its_view_and_the_place_alone(client, caplog):
    client.raise_request_exception = False
    client.get("/saya/7Q4M2F9KV/")
    said = [line(record) for record in caplog.records if record.name == "django.request"]
    assert "500 GET broken" in said[0]
    assert "test_logs.py" in said[0]
    assert "ValueError" in said[0]
    assert not any(word in said[0] for word in ("7Q4M2F9KV", "Sari"))
