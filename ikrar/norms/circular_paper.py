"""A circular as an official letter. Reads rows given, writes nothing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.letterhead import letterhead
from ikrar.core import documents, zones
from ikrar.norms import circular_words
from ikrar.norms.models import Circular


@override(settings.LANGUAGE_CODE)
def drawn(circular: Circular, body: Mapping[str, Any]) -> bytes:
    """The PDF; number, day and signer are dots where nobody has said them yet."""
    agency, n = circular.agency, str(body.get("signer_number", ""))
    moment = circular.issued_at or circular.made_at
    return documents.render(
        "circular",
        {
            "letterhead": letterhead(agency), "number": circular.number or None, "place": agency.place or agency.name,
            "date": zones.long_date(circular.dated_on) if circular.dated_on else None, "about": circular.title,
            "at": _("Tempat"), "to": list(body.get("to", ())) or [_("Seluruh pegawai")],
            "parts": [_part(part) for part in circular_words.parts(body)], "draft": _("KONSEP") if circular.is_draft else None,
            "signer": {
                "role": list(body.get("signer_role", ())) or [_("Pimpinan,")], "name": body.get("signer_name") or "." * 40,
                "rank": body.get("signer_rank"),
                "number": f"NIP\u00a0{n[:8]}\u00a0{n[8:14]}\u00a0{n[14]}\u00a0{n[15:]}" if len(n) == 18 else None,
            },
            "copies": list(body.get("copies", ())) or None,
        },
        timestamp=int(moment.timestamp()) if moment else 0,
    )  # fmt: skip


def _part(part: circular_words.Part) -> dict[str, Any]:
    points = [{"text": point.text, "items": list(point.items) or None} for point in part.points]
    return {"letter": part.letter, "title": part.title, "text": part.text or None, "points": points or None}
