"""What the checks need from the system: found, installed by the package manager, or refused by the package's name."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from glob import glob
from pathlib import Path


@dataclass(frozen=True)
class Tool:
    """A program, where else than on PATH it lies, and the package that holds it: apt, dnf, apk, brew."""

    programs: tuple[str, ...]
    places: tuple[str, ...]
    packages: dict[str, str]


POSTGRESQL = Tool(
    ("initdb",),
    (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/libexec/postgresql*",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    ),
    {"apt-get": "postgresql", "dnf": "postgresql-server", "apk": "postgresql15", "brew": "postgresql@16"},
)
#: The same browser without a window: a third less work for the processors. Nothing but time is lost where there is none.
WINDOWLESS = Tool(("chromium-headless-shell",), (), {"apt-get": "chromium-headless-shell"})
CHROMIUM = Tool(
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ("/Applications/Google Chrome.app/Contents/MacOS", "/Applications/Chromium.app/Contents/MacOS"),
    {"apt-get": "chromium", "dnf": "chromium", "apk": "chromium", "brew": "chromium"},
)
PDF_READER = Tool(
    ("pdftoppm",), (), {"apt-get": "poppler-utils", "dnf": "poppler-utils", "apk": "poppler-utils", "brew": "poppler"}
)
CODE_READER = Tool(("zbarimg",), (), {"apt-get": "zbar-tools", "dnf": "zbar", "apk": "zbar", "brew": "zbar"})
#: With pdfsig, which PDF_READER's package brings too, it judges seals.
CERTIFICATES = Tool(
    ("certutil",), (), {"apt-get": "libnss3-tools", "dnf": "nss-tools", "apk": "nss-tools", "brew": "nss"}
)
MESSAGES = Tool(("msgfmt",), (), {name: "gettext" for name in ("apt-get", "dnf", "apk", "brew")})
#: Every Go brings the packages for signed notes and logs by which its own checksum database is checked; they judge ours.
GO = Tool(("go",), (), {"apt-get": "golang-go", "dnf": "golang", "apk": "go", "brew": "go"})
ALL = (POSTGRESQL, CHROMIUM, PDF_READER, CODE_READER, CERTIFICATES, MESSAGES, GO)
_INSTALL = {
    "apt-get": ["apt-get", "install", "-y", "-q", "--no-install-recommends"],
    "dnf": ["dnf", "install", "-y", "-q"],
    "apk": ["apk", "add", "-q"],
    "brew": ["brew", "install", "-q"],
}


def find(tool: Tool) -> str | None:
    """The path of the program; the newest, where versions lie side by side."""
    for program in tool.programs:
        if path := shutil.which(program):
            return path
    places = [found for pattern in tool.places for found in sorted(glob(pattern), key=_version)]
    hits = [path for place in places for name in tool.programs if (path := shutil.which(name, path=place))]
    return hits[-1] if hits else None


def need(*tools: Tool) -> list[str]:
    """The path of each program, after installing what is missing; ends with the packages' names where that cannot be."""
    missing = [tool for tool in tools if find(tool) is None]
    if missing:
        _install(missing)
    if still := [tool for tool in missing if find(tool) is None]:
        sys.exit(f"missing: {', '.join(tool.programs[0] for tool in still)}. {_advice(still)}")
    return [path for tool in tools if (path := find(tool))]


def want(tool: Tool) -> None:
    """Install it where this can be done; where it cannot, go on without."""
    if find(tool) is None and _manager() in tool.packages and _privilege() is not None:
        _install([tool])


def _version(place: str) -> list[int]:
    return [int(digits) for digits in "".join(c if c.isdigit() else " " for c in place).split()]


def _manager() -> str | None:
    return next((name for name in _INSTALL if shutil.which(name)), None)


def _advice(tools: list[Tool]) -> str:
    manager = _manager() or "apt-get"
    return f"Install: {' '.join([*_INSTALL[manager][:2], *(tool.packages[manager] for tool in tools)])}"


def _install(tools: list[Tool]) -> None:
    """By the package manager, as root or with a sudo that asks no password."""
    manager, before = _manager(), _privilege()
    if manager is None or (before is None and manager != "brew"):
        sys.exit(f"missing: {', '.join(tool.programs[0] for tool in tools)}, and no right to install. {_advice(tools)}")
    before = [] if manager == "brew" else before or []
    packages = [tool.packages[manager] for tool in tools]
    print(f"installing {' '.join(packages)}", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if manager == "apt-get":
        _quietly([*before, "apt-get", "update", "-q"], environment)
    _quietly([*before, *_INSTALL[manager], *packages], environment)


def _quietly(command: list[str], environment: dict[str, str]) -> None:
    """Run it; show what it said only where it fails."""
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout[-3000:], file=sys.stderr)


def _privilege() -> list[str] | None:
    """What to put before a command that needs root; None where there is no right."""
    if os.geteuid() == 0:
        return []
    has_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if has_sudo else None


if __name__ == "__main__":
    for path in need(*ALL):
        print(Path(path))
