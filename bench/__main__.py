"""`make bench`: every measurement, each beside its floor in the same run, on a PostgreSQL that waits for the disk.

Ratios are what counts: a wall figure of a shared machine wanders, the ratio of two runs beside each other does not.
Missed targets are marked; the exit code is 0 all the same.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import machine
from bench.part import MARK, PARTS
from bench.table import Line, printed

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import postgres  # noqa: E402

#: A part that hangs is ended after so many seconds.
_BOUND = 1800


def installation(home: Path, url: str) -> dict[str, str]:
    """Kendari's 1,246, nobody has signed; durable, as a real installation is. Returns its environment."""
    from ikrar.core import keys

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IKRAR_", "DJANGO_"))}
    env = {**kept, "IKRAR_HOME": str(home), "IKRAR_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    keys.make(home / "keys")
    (home / "ikrar.toml").write_text("demo = true\n")
    for words in (["manage.py", "migrate", "-v0"], ["manage.py", "collectstatic", "--noinput", "-v0"],
                  ["-m", "ikrar", "demo", "--signed", "0", "--no-districts"]):  # fmt: skip
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    (home / "ikrar.toml").write_text("demo = false\n")
    return env


def measure(part: str, url: str, floor_url: str, words: list[str], postmaster: list[int]) -> list[Line]:
    """One part in a fresh installation; says what others took of the machine meanwhile."""
    home = Path(tempfile.mkdtemp(prefix="ikrar-bench-"))
    try:
        env = {**installation(home, url), "FLOOR_DATABASE_URL": floor_url or f"sqlite://{home}/floor.sqlite3"}
        before = machine.wait_until_quiet()
        watch = machine.Watch([os.getpid(), *postmaster])
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "bench.part", part, *words], cwd=ROOT, env=env, stdout=subprocess.PIPE,
            text=True, timeout=_BOUND,
        )  # fmt: skip
        print(
            f"{part}: {time.monotonic() - began:.0f} s; others used {before:.2f} cores before and {watch.others():.2f} meanwhile",
            flush=True,
        )
        told = [line.removeprefix(MARK) for line in done.stdout.splitlines() if line.startswith(MARK)]
        return [_line(row) for row in json.loads(told[-1])] if told else [Line(f"{part} failed", 0, "", 1)]
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _line(row: dict[str, object]) -> Line:
    row.pop("is_met")
    return Line(**row)  # type: ignore[arg-type]


def on_postgresql(part: str, words: list[str]) -> list[Line]:
    import psycopg

    with postgres.Cluster(is_durable=True) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE floor")
            found = connection.execute("SHOW data_directory").fetchone()
        pid = int(Path(str(found[0]), "postmaster.pid").read_text().split()[0]) if found else 0
        return measure(part, url, url.rsplit("/", 1)[0] + "/floor", words, [pid])


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="two pairs and less of everything")
    parser.add_argument("--pairs", type=int, help="pairs of ours and floor (default 5)")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the staff list (a million on request)")
    choice = parser.parse_args()
    if unknown := set(choice.part) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    pairs = choice.pairs or (2 if choice.quick else 5)
    words = ["--pairs", str(pairs), "--rows", str(choice.rows), *(["--quick"] if choice.quick else [])]
    lines: list[Line] = []
    for part in choice.part or PARTS:
        lines += on_postgresql(part, words)
        if part == "peak":
            lines += measure(part, "", "", words, [])
    print(f"\n{printed(lines)}")
    missed = sum(not line.is_met for line in lines)
    print(f"\n{len(lines) - missed} of {len(lines)} targets met" + (f", {missed} MISSED" if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
