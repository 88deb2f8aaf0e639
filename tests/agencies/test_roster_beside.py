"""What goes on beside the reading of a list: a worker that looks for work, signers who wait for the database."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.actions.roster import difference
from ikrar.agencies.models import RosterImport
from ikrar.agencies.queries.roster import JOB_READ
from ikrar.core import jobs, turns
from ikrar.core.models import Job
from tests.agencies.test_roster_import import AT, NEXT, Office, number, row, text

pytestmark = pytest.mark.django_db
#: Steps of SQLite's engine for each row of a file and each person who is gone, at most.
_STEPS = 1_500


def test_no_worker_reads_a_list_that_the_command_is_reading(tmp_path):
    """Two readers of one list would stage its rows twice, or each throw away what the other staged."""
    office, path = Office(), tmp_path / "daftar.csv"
    path.write_bytes(text(row(number(1), "Sari Contohwati"), row(number(2), "Budi Rekaan")))
    call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code, "--preview", "--json")
    assert RosterImport.objects.get().counts["accepted"] == 2
    assert not Job.objects.filter(kind=JOB_READ).exists()


@pytest.fixture
def pauses(monkeypatch) -> list[int]:
    """How deep inside transactions each pause was made, with every piece of work taken for long."""
    made: list[int] = []
    monkeypatch.setattr(turns, "_SHORT_SECONDS", -1.0)
    monkeypatch.setattr(turns.time, "sleep", lambda _seconds: made.append(len(connection.savepoint_ids)))
    return made


@pytest.mark.parametrize("by_worker", [False, True], ids=["command", "worker"])
def test_other_writers_get_their_turn_between_the_steps_of_reading(tmp_path, pauses, monkeypatch, by_worker):
    """SQLite keeps no queue: steps that follow each other at once kept signers waiting for the whole file."""
    office, path = Office(), tmp_path / "daftar.csv"
    path.write_bytes(text(*(row(number(n), f"Sari {_word(n)}") for n in range(1, 9))))
    monkeypatch.setattr("ikrar.agencies.actions.roster.staging._BLOCK", 2)
    monkeypatch.setattr("ikrar.agencies.actions.roster.staging._STEP_SECONDS", 0.0)
    if by_worker:
        office.read(*(row(number(n), f"Sari {_word(n)}") for n in range(1, 9)))
    else:
        call_command("ikrar_roster", "import", str(path), "--agency", office.agency.code, "--preview", "--json")
    assert RosterImport.objects.get().counts["accepted"] == 8
    if connection.vendor == "sqlite":
        assert len(pauses) >= 4
    assert not any(pauses)


def test_comparing_is_many_steps_and_each_name_is_judged_once(monkeypatch):
    """A second list under other names: nobody waits for the last of them."""
    office = Office()
    office.load(*(row(number(n), f"Lama {_word(n)}") for n in range(1, 10)))
    monkeypatch.setattr(difference, "_NAMES_AT_ONCE", 2)
    told = [row(number(n), f"Lama {_word(n)}x" if n % 2 else f"Wati Umpama {_word(n)}") for n in range(1, 10)]
    found, steps = office.upload(*told, as_of=NEXT), 0
    cursor: Any = None
    while cursor is not None or not steps:
        progress = actions.read_step(actions.locked(found), cursor)
        cursor, steps = progress.cursor, steps + 1
    found.refresh_from_db()
    assert {name: found.counts[name] for name in ("ask", "changed", "same", "gone")} == {
        "ask": 4, "changed": 5, "same": 0, "gone": 0,
    }  # fmt: skip
    assert steps >= 10


def test_another_list_of_many_is_compared_in_one_pass():
    """Everybody gone and everybody new must not cost one times the other, or signers wait for minutes."""
    office, many = Office(), 400
    office.load(*(row(number(n), f"Lama {_word(n)}") for n in range(1, many + 1)))
    found = office.upload(*(row(f"1990{number(n)[4:]}", f"Baru {_word(n)}") for n in range(1, many + 1)), as_of=NEXT)
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 100
        return 0

    if connection.vendor == "sqlite":  # PostgreSQL joins by hash, which its planner shows and no test need count
        connection.connection.set_progress_handler(count, 100)
    try:
        jobs.drain(AT)
    finally:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)
    found.refresh_from_db()
    assert (found.counts["new"], found.counts["gone"]) == (many, many)
    assert steps < _STEPS * 2 * many


def _word(serial: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{serial:03d}")
