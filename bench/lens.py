"""From the camera's picture to the answer: a film of badges before the desk's page in a real browser, on a real server."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import desk, serving
from bench.part import Options
from bench.table import Line
from ikrar.outreach.models import Attendance
from tests import camera as films

#: A badge is held up for 0.7 seconds, then the hand is away for 0.3.
_PER_SECOND, _SHOWN, _EMPTY = 20, 14, 6
#: The film comes round so often at most before somebody counts as not answered.
_ROUNDS = 4
_WINDOW = {"width": 360, "height": 740}
#: Written down by the page: `seen` when a badge's first picture came, `asked` when it was sent, `said` when the answer was drawn.
_EYES = """
(() => {
  const told = window.told = [];
  const plain = window.fetch;
  const asked = [];
  window.fetch = (url, options) => {
    const typed = options?.body?.get?.("typed");
    if (typed) { asked.push(typed); told.push(["asked", typed, performance.now()]); }
    return plain(url, options);
  };
  addEventListener("DOMContentLoaded", () => {
    const video = document.querySelector("video");
    const canvas = new OffscreenCanvas(BITS * SQUARE, SQUARE);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    let last = 0;
    const look = (now, frame) => {
      pen.drawImage(video, 0, 0, WIDTH, HEIGHT);
      let number = 0;
      for (let bit = 0; bit < BITS; bit += 1) {
        const lit = pen.getImageData((bit + 0.5) * SQUARE, SQUARE / 2, 1, 1).data[1];
        if (lit > 60 && lit < 180) { number = 0; break; }
        if (lit >= 180) number += 1 << bit;
      }
      if (number && number !== last) told.push(["seen", number, frame.captureTime ?? frame.presentationTime]);
      last = number;
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    new MutationObserver(() => {
      const verdict = document.querySelector("#jawaban .verdict");
      if (!verdict || !asked.length) return;
      const typed = asked.shift();
      const isNew = verdict.classList.contains("ok") && verdict.textContent.includes("Hadir");
      requestAnimationFrame(() => setTimeout(() => told.push([isNew ? "said" : "other", typed, performance.now()])));
    }).observe(document.getElementById("jawaban"), { childList: true });
  });
})();
"""
for _name in ("BITS", "SQUARE", "WIDTH", "HEIGHT"):
    _EYES = _EYES.replace(_name, str(getattr(films, _name)))


def camera(options: Options) -> list[Line]:
    """Milliseconds from a badge's first picture to "Hadir" drawn in the page, for one person after the other."""
    held, badges = desk.event(12 if options.quick else 40)
    token = desk.enrolled("Meja ukur")
    with serving.ours() as base, tempfile.TemporaryDirectory(prefix="ikrar-film-") as home:
        film = films.film(
            Path(home, "lencana.y4m"), badges, shown=_SHOWN, empty=_EMPTY, per_second=_PER_SECOND, numbered=True
        )
        told = _watched(base, held.pk, token, film, len(badges))
    assert Attendance.objects.filter(activity=held, void=None).count() == len(badges)
    whole, reading = _taken(told, badges)
    note = (
        f"{len(whole)} people, median {statistics.median(whole):.0f}, of that reading {statistics.median(reading):.0f}"
    )
    return [Line("camera to Hadir, p95", _percentile(whole), "ms", target=500, at_most=True, note=note)]


def _watched(base: str, activity: int, token: str, film: Path, people: int) -> list[list[Any]]:
    """What the page wrote down until everybody in the film was answered."""
    from playwright.sync_api import sync_playwright

    end = time.monotonic() + _ROUNDS * people * (_SHOWN + _EMPTY) / _PER_SECOND
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_chromium(), args=[*_flags(), *films.flags(film)])
        context = browser.new_context(viewport=_WINDOW, locale="id-ID", timezone_id="Asia/Makassar")
        context.add_cookies([{"name": "ikrar_meja", "value": token, "url": base}])
        context.add_init_script(_EYES)
        page = context.new_page()
        page.goto(f"{base}/meja/kegiatan/{activity}/")
        told: list[list[Any]] = []
        while time.monotonic() < end and len({row[1] for row in told if row[0] == "said"}) < people:
            page.wait_for_timeout(500)
            told = page.evaluate("window.told")
        browser.close()
    return told


def _taken(told: list[list[Any]], badges: list[str]) -> tuple[list[float], list[float]]:
    """Per person, milliseconds from the first picture to the answer, and to the question."""
    whole, reading = [], []
    for number, text in enumerate(badges, 1):
        said = next(at for kind, what, at in told if (kind, what) == ("said", text))
        asked = max(at for kind, what, at in told if (kind, what) == ("asked", text) and at < said)
        seen = max((at for kind, what, at in told if (kind, what) == ("seen", number) and at < asked), default=None)
        if seen is not None:  # a browser without breath drops frames; whoever stood in one is not measured
            whole.append(said - seen)
            reading.append(asked - seen)
    assert len(whole) > 0.7 * len(badges), f"the first picture of {len(badges) - len(whole)} was dropped"
    return whole, reading


def _percentile(taken: list[float]) -> float:
    return sorted(taken)[min(int(0.95 * len(taken)), len(taken) - 1)]


def _chromium() -> str:
    found = subprocess.run(
        [sys.executable, "scripts/chromium.py"], cwd=serving.ROOT, capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def _flags() -> list[str]:
    return ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
