"""What goes on beside the reading of a list: a worker that looks for work, signers who wait for the database."""

import pytest
from django.core.management import call_command
from django.db import connection

from ikrar.agencies.models import RosterImport
from ikrar.agencies.queries.roster import JOB_READ
from ikrar.core import jobs
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
