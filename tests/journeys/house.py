"""A real installation for a test: its own folder and processes, and forms that are read and sent without a browser."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


@dataclass
class House:
    """An installation in `home`; `database` is an address of PostgreSQL, or empty for SQLite."""

    home: Path
    database: str = ""
    port: int = 0
    process: Any = None

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = self.port or probe.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ikrar(self, *words: str) -> str:
        """What the command says; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "ikrar", *words], cwd=ROOT, env=self._environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, f"ikrar {words[0]}: {done.stdout}{done.stderr}"
        return done.stdout

    def serve(self) -> None:
        """Start server and worker, and wait until they answer."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ikrar", "serve", "--port", str(self.port)], cwd=ROOT, env=self._environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        waited(self._answers)

    def stop(self) -> str:
        """End the processes; what they said."""
        if self.process is None:
            return ""
        self.process.send_signal(signal.SIGTERM)
        said, self.process = self.process.communicate(timeout=30)[0], None
        return str(said)

    def destroy(self) -> None:
        shutil.rmtree(self.home)

    def ask(self, sql: str) -> Any:
        """One value of the database, for what only a printed paper says."""
        where: Any = psycopg.connect(self.database) if self.database else sqlite3.connect(self.home / "ikrar.sqlite3")
        with closing(where) as connection:
            return connection.execute(sql).fetchone()[0]

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.process.stdout.read()
        try:
            return bool(urllib.request.urlopen(f"{self.url}/readyz", timeout=5).status == 200)
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "DJANGO_"))}
        return {**kept, "IKRAR_HOME": str(self.home)}


def waited(what: Any) -> Any:
    """What a question answers, once it answers with something."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (seen := what()):
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.2)
    return seen


@dataclass
class Form:
    """A form of a page with what is already filled in."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        has = dict(attrs)
        if tag == "form" and has.get("method") == "post":
            self.found.append(Form(has.get("action") or ""))
        elif self.found and "name" in has:
            form, is_choice = self.found[-1], has.get("type") in {"checkbox", "radio"}
            form.names.add(has["name"])
            if tag == "input" and has.get("type") != "file" and (not is_choice or "checked" in has):
                form.values[has["name"]] = has.get("value") or ("on" if is_choice else "")


def text(html: str) -> str:
    """The words of a page's main part."""
    main = re.sub(r"(?s).*<main[^>]*>|</main>.*", "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


@dataclass
class Visitor:
    """Somebody who opens pages and sends their forms; `api` keeps the cookies."""

    api: Any
    page: str = ""
    at: str = ""

    def open(self, url: str) -> str:
        return self._seen(self.api.get(url))

    def send(self, **fields: Any) -> str:
        """Send the form of the open page that asks for all of `fields`; it must not be refused."""
        forms = _Forms()
        forms.feed(self.page)
        form = next(form for form in forms.found if fields.keys() <= form.names)
        sent = {**form.values, **{name: str(value) for name, value in fields.items() if not isinstance(value, dict)}}
        files = {name: value for name, value in fields.items() if isinstance(value, dict)}
        how = {"multipart": {**sent, **files}} if files else {"form": sent}
        return self._seen(self.api.post(urljoin(self.at, form.action), headers={"Referer": self.at}, **how))

    def _seen(self, answer: Any) -> str:
        assert answer.ok, f"{answer.status} {answer.url}: {text(answer.text())[:400]}"
        self.page, self.at = answer.text(), answer.url
        return text(self.page)
