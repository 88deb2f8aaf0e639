"""Three guards a run, drawn anew, are taken out of a copy and must be missed; `make guards` takes out all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.once
def test_three_guards_drawn_at_random_are_noticed_when_they_go(seed):
    command = [sys.executable, "scripts/guards.py", "--draw", "3", "--seed", str(seed), "--jobs", "1"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_guard_stands_in_its_file_exactly_once():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import guards
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    for guard in guards.guards():
        assert guard.taken_out_of((ROOT / guard.file).read_text("utf-8"))
        assert guard.tests
