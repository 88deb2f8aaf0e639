"""Take each guard out of a copy of the checkout and see its tests fail: `tests/guards.yaml` says what is taken out."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import yaml

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests/guards.yaml"
#: What pytest answers when tests ran and one failed; a file that cannot be loaded answers otherwise.
FAILED = 1


@dataclass(frozen=True)
class Guard:
    """One guard: what it keeps, where it stands, what is put in its place, and the tests that must notice."""

    keeps: str
    file: str
    out: str
    put: str
    tests: tuple[str, ...]

    def taken_out_of(self, text: str) -> str:
        """The file without the guard; its text must stand there exactly once."""
        if text.count(self.out) != 1:
            raise ValueError(f"{self.file}: the guard's text stands there {text.count(self.out)} times: {self.out!r}")
        return text.replace(self.out, self.put)


@dataclass(frozen=True)
class Verdict:
    guard: Guard
    is_noticed: bool
    says: str


def guards(path: Path = TABLE) -> list[Guard]:
    rows = yaml.safe_load(path.read_text("utf-8"))
    return [Guard(row["keeps"], row["file"], row["out"], row.get("put", ""), tuple(row["tests"])) for row in rows]


def drawn(found: list[Guard], count: int, seed: int) -> list[Guard]:
    """So many of them, the same for the same seed."""
    return random.Random(seed).sample(found, min(count, len(found)))


def copy_checkout(into: Path) -> Path:
    """Every file that git knows or would take, as it lies here now."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


def run(checkout: Path, tests: tuple[str, ...], *words: str) -> subprocess.CompletedProcess[str]:
    """These tests alone, on SQLite, in the copy; its database is made once and kept, since no guard changes a table."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_TEST_", "IKRAR_HOME", "PYTEST_", "DJANGO_"))
    }
    words = ("-x", "-q", "--no-header", "-p", "no:cacheprovider", "--reuse-db", *words)
    kept["IKRAR_TEST_HOME"] = str(checkout.with_name(f"home-{checkout.name}"))
    command = [sys.executable, "-m", "pytest", *words, *tests]
    return subprocess.run(
        command, cwd=checkout, env={**kept, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True,
    )  # fmt: skip


def tried(guard: Guard, checkout: Path) -> Verdict:
    """The verdict on one guard; the copy is whole again afterwards."""
    path = checkout / guard.file
    whole = path.read_text("utf-8")
    try:
        path.write_text(guard.taken_out_of(whole), "utf-8")
        done = run(checkout, guard.tests)
    except ValueError as odd:
        return Verdict(guard, False, str(odd))
    finally:
        path.write_text(whole, "utf-8")
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    if done.returncode == FAILED and failed:
        return Verdict(guard, True, failed[0].split(" - ")[0])
    return Verdict(guard, False, f"nothing noticed (pytest answered {done.returncode})")


def try_all(chosen: list[Guard], jobs: int) -> Iterator[Verdict]:
    """Each guard in one of `jobs` copies, told as it comes; first all tests must pass with every guard in place."""
    with tempfile.TemporaryDirectory(prefix="ikrar-guards-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copies.put(copy_checkout(Path(folder, str(number))))
        whole = copies.get()
        tests = tuple(dict.fromkeys(test for guard in chosen for test in guard.tests))
        before = run(whole, tests, "-n", str(jobs))
        copies.put(whole)
        if before.returncode:
            print(before.stdout[-4000:], before.stderr[-2000:], sep="\n")
            raise SystemExit("The tests of the guards do not pass with the guards in place.")

        def one(guard: Guard) -> Verdict:
            checkout = copies.get()
            try:
                return tried(guard, checkout)
            finally:
                copies.put(checkout)

        with ThreadPoolExecutor(jobs) as pool:
            for verdict in pool.map(one, chosen):
                print(
                    f"{'noticed' if verdict.is_noticed else 'MISSED '}  {verdict.guard.keeps}\n         {verdict.says}",
                    flush=True,
                )
                yield verdict


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--draw", type=int, metavar="N", help="try N guards drawn at random")
    words.add_argument("--seed", type=int, default=None, help="of the draw (default: IKRAR_SEED, or a new one)")
    words.add_argument("--only", default="", metavar="TEXT", help="try guards whose sentence or file holds this")
    words.add_argument("--jobs", type=int, default=2)
    asked = words.parse_args()
    found = [guard for guard in guards() if asked.only.lower() in f"{guard.keeps} {guard.file}".lower()]
    if not found:
        raise SystemExit(f"no guard's sentence or file holds {asked.only!r}")
    if asked.draw:
        seed = asked.seed if asked.seed is not None else int(os.environ.get("IKRAR_SEED") or random.randrange(2**32))
        print(f"seed {seed}")
        found = drawn(found, asked.draw, seed)
    verdicts = list(try_all(found, asked.jobs))
    missed = sum(not verdict.is_noticed for verdict in verdicts)
    print(f"{len(verdicts)} guards taken out, {len(verdicts) - missed} noticed, {missed} missed")
    return 1 if missed or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
