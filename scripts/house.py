"""Checks of the house itself, each in an installation that lives for the check: deploy, migrations, messages."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"


def _manage(home: Path, *words: str, **environment: str) -> int:
    env = {k: v for k, v in os.environ.items() if not k.startswith("IKRAR_")} | {"IKRAR_HOME": str(home)} | environment
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env).returncode


def deploy(home: Path) -> int:
    """Django's own list for a server on HTTPS; a warning is a failure."""
    sys.path.insert(0, str(ROOT))
    os.environ["IKRAR_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from ikrar.core import keys

    keys.make(home / "keys")
    return _manage(home, "check", "--deploy", "--fail-level", "WARNING", IKRAR_PUBLIC_URL="https://ikrar.kota.example")


def migrations(home: Path) -> int:
    """Every change of a table has its migration."""
    return _manage(home, "makemigrations", "--check", "--dry-run")


def messages(home: Path) -> int:
    """The catalogue holds what the code says now, each with a translation, and the compiled one is made from it."""
    if not LOCALE.exists():
        print("no catalogue yet: locale/ does not exist")
        return 0
    copy = home / "tree"
    ignored = shutil.ignore_patterns(".venv", "var", ".git", "build", "__pycache__", ".mypy_cache", "static")
    shutil.copytree(ROOT, copy, ignore=ignored)
    _catalogue(copy, "makemessages")
    _catalogue(copy, "compilemessages")
    faults = [fault for po in sorted(LOCALE.rglob("*.po")) for fault in _faults(po, copy / po.relative_to(ROOT))]
    print("\n".join(faults) or "catalogues are whole and compiled")
    return 1 if faults else 0


def _catalogue(tree: Path, command: str) -> None:
    languages = [word for folder in sorted((tree / "locale").iterdir()) for word in ("-l", folder.name)]
    options = ["--no-obsolete", "--no-location", "-d", "django"] if command == "makemessages" else []
    env = {**os.environ, "IKRAR_HOME": str(tree / "var")}
    command_line = [sys.executable, "manage.py", command, *options, *languages]
    done = subprocess.run(command_line, cwd=tree, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def _faults(committed: Path, fresh: Path) -> list[str]:
    name = committed.relative_to(ROOT)
    faults = []
    if _entries(committed) != _entries(fresh):
        faults.append(f"{name}: stale, run `make messages`")
    counted = subprocess.run(["msgfmt", "--statistics", "-o", os.devnull, str(fresh)], capture_output=True, text=True)
    if "untranslated" in counted.stderr or "fuzzy" in counted.stderr:
        faults.append(f"{name}: {counted.stderr.strip()}")
    compiled = committed.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != fresh.with_suffix(".mo").read_bytes():
        faults.append(f"{compiled.relative_to(ROOT)}: not made from its catalogue, run `make messages`")
    return faults


def _entries(catalogue: Path) -> str:
    """Without the header, which holds the hour."""
    return catalogue.read_text("utf-8").partition("\n\n")[2]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="ikrar-check-") as folder:
        sys.exit(globals()[sys.argv[1]](Path(folder)))
