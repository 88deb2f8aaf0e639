"""Run the stages of a check one after another, all of them even where one fails, and close with a table of their times."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import packages

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [
    str(BIN / "pytest"),
    "--no-header",
    "-p",
    "no:cacheprovider",
    "--durations=8",
    "--durations-min=5",
    "-rs",
    "--dist=loadgroup",
]
_CLOSING = re.compile(r" in \d+\.\d+s\b")
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)")


@dataclass
class Stage:
    """One command; `counts` is what its test runner said it did."""

    name: str
    command: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    is_good: bool = False

    def run(self) -> None:
        print(f"\n=== {self.name}: {' '.join(_short(word) for word in self.command)}", flush=True)
        began = time.monotonic()
        code = self._stream()
        self.seconds = time.monotonic() - began
        self.is_good = code == 0 and not self.counts.get("skipped")

    def _stream(self) -> int:
        """Show what it says as it says it, and keep the runner's last counts."""
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        process = subprocess.Popen(
            self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if _CLOSING.search(line) and (found := _COUNT.findall(line)):
                self.counts = {what.rstrip("s") if what == "errors" else what: int(number) for number, what in found}
        return process.wait()

    @property
    def says(self) -> str:
        return ", ".join(f"{number} {what}" for what, number in self.counts.items())


def _tool(name: str, *words: str) -> list[str]:
    return [str(BIN / name), *words]


def _python(*words: str) -> list[str]:
    return [sys.executable, *words]


CODE = [
    Stage("format", _tool("ruff", "format", "--check", "-q", ".")),
    Stage("lint", _tool("ruff", "check", "-q", ".")),
    Stage("types", _tool("mypy", "config", "ikrar")),
    Stage("layers", _tool("lint-imports")),
]
HOUSE = [
    Stage("deploy", _python("scripts/house.py", "deploy")),
    Stage("migrations", _python("scripts/house.py", "migrations")),
    Stage("messages", _python("scripts/house.py", "messages")),
    Stage("templates", _tool("djlint", "--lint", "--quiet", "ikrar")),
]
SQLITE = Stage("sqlite", [*PYTEST, "-n", "2", "-m", "not browser"])
POSTGRESQL = Stage(
    "postgresql", _python("scripts/postgres.py", "--", *PYTEST, "-n", "2", "-m", "not browser and not once")
)
BROWSER = Stage("browser", [*PYTEST, "-n", "2", "-m", "browser"])
GUARDS = Stage("guards", _python("scripts/guards.py"))
SETS = {
    "test": [*CODE, *HOUSE, SQLITE, POSTGRESQL, BROWSER],
    "quick": [*CODE, SQLITE],
    "soak": [SQLITE, POSTGRESQL, GUARDS],
}


def _short(word: str) -> str:
    return word.replace(f"{BIN}/", "").replace(str(ROOT), ".")


def table(stages: list[Stage]) -> str:
    rows = [f"{s.name:<12} {s.seconds:>7.1f} s  {'ok  ' if s.is_good else 'FAIL'}  {s.says}".rstrip() for s in stages]
    total = sum(stage.seconds for stage in stages)
    return "\n".join([*rows, f"{'all':<12} {total:>7.1f} s"])


def closing(stages: list[Stage]) -> str:
    """`N passed, N failed`: tests, and each stage that counts none as one."""
    passed = sum(s.counts.get("passed", 0) if s.counts else int(s.is_good) for s in stages)
    failed = sum(s.counts.get("failed", 0) + s.counts.get("error", 0) for s in stages)
    failed += sum(1 for s in stages if not s.is_good and not s.counts.get("failed") and not s.counts.get("error"))
    skipped = sum(s.counts.get("skipped", 0) for s in stages)
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def _revision() -> str:
    said = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return said.stdout.strip() or "unknown"


def main(name: str) -> int:
    stages = SETS[name]
    if name != "quick":
        packages.need(*packages.ALL)
        packages.want(packages.WINDOWLESS)
    if name == "soak":
        os.environ["IKRAR_SOAK"] = "1"
    for stage in stages:
        stage.run()
    report = f"{table(stages)}\n\n{closing(stages)}"
    print(f"\n{report}", flush=True)
    if name == "soak":
        head = f"make soak, {time.strftime('%Y-%m-%d')}, revision {_revision()}, seed {os.environ.get('IKRAR_SEED')}"
        (ROOT / "docs/soak.txt").write_text(f"{head}\n\n{report}\n", "utf-8")
    return 0 if all(stage.is_good for stage in stages) else 1


if __name__ == "__main__":
    os.environ.setdefault("IKRAR_SEED", str(int.from_bytes(os.urandom(4), "big")))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
