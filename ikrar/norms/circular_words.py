"""The words of a circular: its template, its parts in reading order, and the digest that an acknowledgement names. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.norms.catalogue import DATA

#: What of a body is one text, and what a list of points; the rest is letter: addressees, copies, signer.
TEXTS = ("background", "reporting", "sanctions", "closing")
LISTS = ("duties", "prohibited", "rights")


@cache
def template() -> Mapping[str, Any]:
    """What a first draft proposes: bases by slug, duties, acts, and that nobody has verified it."""
    told: Mapping[str, Any] = yaml.safe_load((DATA / "circular_template.yaml").read_text("utf-8"))
    return told


@dataclass(frozen=True)
class Point:
    """A numbered point, maybe with points of its own."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading with a text or points below it."""

    letter: str
    title: str
    text: str = ""
    points: tuple[Point, ...] = field(default_factory=tuple)


@override(settings.LANGUAGE_CODE)
def parts(body: Mapping[str, Any]) -> list[Part]:
    """A circular as it is read, on paper and on the phone; what is empty is left out and no letter with it."""
    points = [
        Point(_("Kepala perangkat daerah agar:"), tuple(body.get("duties", ()))),
        Point(_("Pegawai dilarang, antara lain:"), tuple(body.get("prohibited", ()))),
    ]
    found = [
        (_("Latar Belakang"), body.get("background", ""), ()),
        (_("Dasar"), "", tuple(Point(one["text"]) for one in body.get("bases", ()))),
        (_("Isi Edaran"), "", (*(p for p in points if p.items), *(Point(one) for one in body.get("rights", ())))),
        (_("Pelaporan"), body.get("reporting", ""), ()),
        (_("Sanksi"), body.get("sanctions", ""), ()),
        (_("Penutup"), body.get("closing", ""), ()),
    ]
    told = [one for one in found if one[1] or one[2]]
    return [Part(chr(ord("A") + at), title, text, tuple(of)) for at, (title, text, of) in enumerate(told)]


def paragraphs(title: str, body: Mapping[str, Any]) -> list[str]:
    """The same as plain paragraphs, to be compared with another version's."""
    lines = [title, *([body["summary"]] if body.get("summary") else [])]
    for part in parts(body):
        lines += [part.title, *([part.text] if part.text else [])]
        for point in part.points:
            lines += [point.text, *point.items]
    return lines


def unverified(body: Mapping[str, Any]) -> bool:
    """Does the circular cite anything that nobody has compared with the official text?"""
    return any(not one["verified"] for one in body.get("bases", ()))


def cited(bases: Iterable[Any]) -> list[dict[str, Any]]:
    """Legal bases as a paper cites them, with whether each was verified on that day."""
    return [
        {
            "text": _("%(kind)s Nomor %(number)s Tahun %(year)d tentang %(title)s")
            % {"kind": row.kind, "number": row.number, "year": row.year, "title": row.title},
            "verified": bool(row.verified),
        }
        for row in bases
    ]  # fmt: skip


def digest(*, number: str, title: str, dated_on: str, body: Mapping[str, Any]) -> str:
    """SHA-256 of all that is read: the same words always give the same."""
    told = {"number": number, "title": title, "dated_on": dated_on, "body": body}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
