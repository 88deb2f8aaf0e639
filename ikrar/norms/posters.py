"""What stands on the posters of each stage and on the pocket card: rules of the catalogue in short sentences, for one agency."""

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from ikrar.agencies.models import Agency
from ikrar.core import documents
from ikrar.norms import catalogue
from ikrar.norms.guidance import Rule, in_words, rule_told
from ikrar.norms.held import Rows
from ikrar.norms.rules import Verdict
from ikrar.norms.rules.provisions import Kind

CARD = "kartu-saku"
#: Width of an upright sheet in millimetres.
WIDTHS = {"a3": 297, "a4": 210}
LANGUAGES = ("id", "en")
#: Screen dots an inch and colours of a preview: six of them load with the page.
_DOTS, _COLOURS = 48, 24
_COLUMNS = {"forbidden": Verdict.FORBIDDEN, "careful": Verdict.CONDITIONAL, "allowed": Verdict.ALLOWED}


@dataclass(frozen=True)
class Sheet:
    """One poster as the list of them shows it."""

    slug: str
    title: str
    stage: str


def sheets() -> list[Sheet]:
    """Every poster in the order of the stages, in the reader's language."""
    return [Sheet(row["slug"], in_words(row["title"]), row["stage"]) for row in catalogue.posters()["posters"]]


def card_title() -> str:
    return in_words(catalogue.posters()["card"]["title"])


def exists(slug: str, size: str) -> bool:
    """Is there such a paper of that size?"""
    if slug == CARD:
        return size == "a4"
    return size in WIDTHS and any(row["slug"] == slug for row in catalogue.posters()["posters"])


def pdf(slug: str, size: str, language: str, agency: Agency, rows: Rows) -> bytes:
    """The paper for an agency. The same content is made once a process."""
    told = content(slug, size, language, agency, rows)
    return _made(_paper(slug), json.dumps(told, sort_keys=True), _edition_stamp())


def preview(slug: str, language: str, agency: Agency, rows: Rows) -> bytes:
    """The first page as a small picture."""
    return _seen(_paper(slug), json.dumps(content(slug, "a4", language, agency, rows), sort_keys=True))


def content(slug: str, size: str, language: str, agency: Agency, rows: Rows) -> dict[str, Any]:
    """Everything that is printed, in one language."""
    row = _row(slug)
    with override(language):
        rules = [rule for rule in (rule_told(one, rows=rows) for one in row["rules"]) if rule and _is_used(rule)]
        columns = {name: _column(name, verdict, rules, rows) for name, verdict in _COLUMNS.items()}
        scheme, _mark, host = settings.PUBLIC_URL.partition("://")
        told: dict[str, Any] = {
            "lang": language, "agency": agency.name, "emblem": agency.emblem or None, "title": in_words(row["title"]),
            **{name: column for name, column in columns.items() if column},
            "ask": _("Ragu? Tanya di sini, tanpa nama."), "host": host, "path": "/aturan/",
            "link": f"{scheme.upper()}://{host.upper()}/aturan/",
            "status": _("Sudah dicocokkan dengan naskah resmi.") if rules and all(rule.is_verified for rule in rules)
            else _("Belum dicocokkan dengan naskah resmi."),
            "edition": _("Edisi %(day)s.") % {"day": formats.date_format(_edition(), "j F Y")},
        }  # fmt: skip
        if slug == CARD:
            return {name: said for name, said in told.items() if name != "careful"}
        return {**told, "width": WIDTHS[size], "audience": _("Untuk PNS, PPPK, dan pegawai non-ASN.")}


def _column(name: str, verdict: Verdict, rules: Sequence[Rule], rows: Rows) -> dict[str, Any] | None:
    words = {"forbidden": _("Tidak boleh"), "careful": _("Hati-hati"), "allowed": _("Boleh")}
    sayings = [{"text": _saying(rule, rows), "basis": _basis(rule)} for rule in rules if _verdict(rule) == verdict]
    return {"word": words[name], "sayings": sayings} if sayings else None


def _saying(rule: Rule, rows: Rows) -> str:
    """The short sentence; the bare act where the agency answers it otherwise than the sentence does."""
    conduct = rows.row(Kind.CONDUCT, rule.slug)
    act = rows.row(Kind.ACT, conduct.body["act"]) if conduct and _verdict(rule) != rule.verdict else None
    if act:
        return in_words(act.body["name"]) + "."
    return in_words(next(row["text"] for row in catalogue.posters()["sayings"] if row["rule"] == rule.slug))


def _basis(rule: Rule) -> str:
    """The first article, where it was read, and whose word it is where the agency says something else."""
    told = rule.articles[0] if rule.is_seen else _("%(article)s (dari ingatan)") % {"article": rule.articles[0]}
    if rule.own:
        return _("%(article)s; menurut %(agency)s") % {"article": told, "agency": rule.own.agency}
    return told


def _is_used(rule: Rule) -> bool:
    return rule.own is None or rule.own.verdict is not None


def _verdict(rule: Rule) -> Verdict:
    return (rule.own.verdict if rule.own else None) or rule.verdict


def _row(slug: str) -> Mapping[str, Any]:
    told = catalogue.posters()
    found: Mapping[str, Any] = (
        told["card"] if slug == CARD else next(row for row in told["posters"] if row["slug"] == slug)
    )
    return found


def _paper(slug: str) -> str:
    return "pocket_card" if slug == CARD else "stage_poster"


def _edition() -> dt.date:
    return dt.date.fromisoformat(catalogue.posters()["edition"])


def _edition_stamp() -> int:
    return int(dt.datetime.combine(_edition(), dt.time(), dt.UTC).timestamp())


@lru_cache(maxsize=64)
def _made(paper: str, told: str, timestamp: int) -> bytes:
    return documents.render(paper, json.loads(told), timestamp=timestamp)


@lru_cache(maxsize=64)
def _seen(paper: str, told: str) -> bytes:
    picture = Image.open(io.BytesIO(documents.preview(paper, json.loads(told), dots=_DOTS))).convert("RGB")
    file = io.BytesIO()
    picture.quantize(_COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()
