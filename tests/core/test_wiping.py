"""What was deleted is not counted as gone while somebody still reads it."""

import sqlite3
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection

from ikrar.core import postgresql, wiping
from ikrar.core.models import Job
from tests.factories import pledges as made


@contextmanager
def reading():
    """A session of its own that looks at the jobs and does not let go."""
    if connection.vendor == "postgresql":
        with psycopg.connect(postgresql.url(connection.settings_dict)) as other:
            other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            other.execute("SELECT count(*) FROM core_job")
            yield
        return
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM core_job").fetchall()
        yield


@contextmanager
def writing_elsewhere():
    """A session in another database of the same PostgreSQL that writes and does not end."""
    with psycopg.connect(postgresql.url({**connection.settings_dict, "NAME": "postgres"})) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield


@pytest.mark.django_db(transaction=True)
def test_a_database_is_written_anew_only_once_nobody_sees_the_old(monkeypatch):
    for somebody in [reading, *([writing_elsewhere] if connection.vendor == "postgresql" else [])]:
        job = Job.objects.create(kind="contoh", made_at=made.AT, not_before=made.AT)
        with somebody():
            job.delete()
            monkeypatch.setattr(wiping, "_PATIENCE_SECONDS", 0.3)
            assert not wiping.wipe_tables(["core_job"])
        monkeypatch.setattr(wiping, "_PATIENCE_SECONDS", 300)  # other tests write in databases of their own
        assert wiping.wipe_tables(["core_job"])
