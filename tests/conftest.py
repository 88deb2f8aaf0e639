"""What all tests share: a new seed each run, and a Chromium that fails a test on any error or foreign request."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
#: With IKRAR_SOAK=1 (`make soak`) the long counts run in full, otherwise a stated fraction of them.
IS_SOAK = os.environ.get("IKRAR_SOAK") == "1"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
_QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")

_database = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
settings.register_profile("quick", max_examples=50, deadline=None, print_blob=True, suppress_health_check=_database)
settings.register_profile("soak", settings.get_profile("quick"), max_examples=2_000)
settings.load_profile("soak" if IS_SOAK else "quick")

# Playwright keeps an event loop in the test's thread; Django would take our own rows' reads for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    """A seed of its own for each run; IKRAR_SEED repeats one."""
    os.environ.setdefault("IKRAR_SEED", str(int.from_bytes(os.urandom(4), "big")))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What opens no database runs once, on whichever comes first; what takes minutes begins first, or all wait for it."""
    for item in items:
        opens = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if not opens and item.get_closest_marker("django_db") is None:
            item.add_marker("once")
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line(f"IKRAR_SEED={os.environ['IKRAR_SEED']} repeats the cases drawn in this run")


@pytest.fixture(autouse=True)
def indonesian() -> None:
    """Each test begins in Indonesian, whatever language the test before it chose."""
    from django.utils import translation

    translation.activate("id")


@pytest.fixture(autouse=True)
def stages_anew() -> None:
    """No test sees the line of stages that the test before it asked for."""
    from ikrar.norms import strip

    strip.forget_all()


@pytest.fixture(scope="session", autouse=True)
def seal() -> None:
    """The agencies of the tests have a key for their seal."""
    from tests.factories import seals

    seals.sealing_key()


@pytest.fixture
def seed() -> int:
    """The seed of this run, for tests that draw their own cases."""
    return int(os.environ["IKRAR_SEED"])


@pytest.fixture
def share() -> Callable[[int, int], int]:
    """`share(5000, 250)`: the full count in a soak, else the stated fraction."""
    return lambda full, fraction: full if IS_SOAK else fraction


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium without a window, where the system has it; Playwright brings none of its own."""
    flags = [*_QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": _chromium("--windowless"), "args": flags}


@pytest.fixture(scope="session")
def windowed_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The whole Chromium, for what the other one lacks: a camera."""
    return {**browser_type_launch_args, "executable_path": _chromium()}


def _chromium(*words: str) -> str:
    command = [sys.executable, str(ROOT / "scripts/chromium.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Makassar"}


class Watch:
    """What a page did that it must not; `expect` names a console text that belongs to the test."""

    def __init__(self, page: Any, host: str) -> None:
        self.faults: list[str] = []
        self.expected: list[str] = []
        self.host = host
        page.on("console", lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.faults.append(f"foreign request: {request.url}")

    def expect(self, text: str) -> None:
        self.expected.append(text)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(text in fault for text in self.expected)]


def _page(new_context: Any, live_server: Any, size: dict[str, int], **options: Any) -> Iterator[Any]:
    context = new_context(viewport=size, base_url=live_server.url, **options)
    page = context.new_page()
    page.watch = Watch(page, urlsplit(live_server.url).netloc)
    yield page
    assert page.watch.unexpected() == []


@pytest.fixture
def phone(new_context: Any, live_server: Any) -> Iterator[Any]:
    """A page of a 360-pixel phone on the running application; `phone.goto("/")`, `phone.watch.expect("…")`."""
    yield from _page(new_context, live_server, PHONE, has_touch=True)


@pytest.fixture
def screen(new_context: Any, live_server: Any) -> Iterator[Any]:
    """A page of an office screen, 1280 pixels wide, on the running application."""
    yield from _page(new_context, live_server, DESK)


@pytest.fixture(params=[PHONE, DESK], ids=["360", "1280"])
def either(request: Any, new_context: Any, live_server: Any) -> Iterator[Any]:
    """The test runs twice: on the phone and on the office screen."""
    yield from _page(new_context, live_server, request.param)


class Meeting(ThreadingHTTPServer):
    """A meeting's web page on another host; `heard` holds what each visitor's browser said of where it came from."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MeetingPage)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.url = f"http://{self.host}/netralitas?kamar=7"
        self.heard: list[str | None] = []


class _MeetingPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/netralitas"):
            self.server.heard.append(self.headers.get("Referer"))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"rapat")

    def log_message(self, *_said: Any) -> None:
        pass


@pytest.fixture
def meeting() -> Iterator[Meeting]:
    server = Meeting()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def console_run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `ikrar WORDS` as its own process on an installation of its own: `console_run(home, "doctor", "--json")`."""

    def run(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-m", "ikrar", *words], cwd=ROOT, text=True, capture_output=True,
            env={**kept, "IKRAR_HOME": str(home), **environment},
        )  # fmt: skip

    return run
