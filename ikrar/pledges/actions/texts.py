"""Writing and approving the ikrar and the pact."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.norms.models import Election
from ikrar.pledges import defaults
from ikrar.pledges.models import PledgeText
from ikrar.pledges.queries.texts import digest_of
from ikrar.pledges.rules import TextState


@transaction.atomic
def draft_text(
    agency: Agency, *, kind: str, title: str, body: dict[str, Any], by: Actor, at: dt.datetime,
    least_level: int = Level.INK, source: str = "",
) -> PledgeText:  # fmt: skip
    """A new version, still a draft."""
    _need_points(body)
    Agency.objects.select_for_update().get(pk=agency.pk)
    last = PledgeText.objects.filter(agency=agency, kind=kind).aggregate(last=Max("version"))["last"] or 0
    text = PledgeText.objects.create(
        agency=agency,
        kind=kind,
        version=last + 1,
        title=title,
        body=body,
        least_level=least_level,
        source=source,
        made_at=at,
    )
    audit.record("pledges.text_drafted", text, by=by, values={"title": title})
    return text


@transaction.atomic
def draft_from_default(
    agency: Agency, *, kind: str, elections: Sequence[Election], by: Actor, at: dt.datetime
) -> PledgeText:
    """A draft of the default text, with the elections' and the agency's names filled in; an open draft stays."""
    if not elections:
        raise Refused(_("Pilih paling sedikit satu pemilihan, supaya namanya masuk ke naskah."), field="elections")
    names = [election.name for election in elections]
    fields = {"nama_pemilihan": " dan ".join(names), "nama_instansi": agency.name}
    title, body, source = defaults.default_text(kind, fields)
    return _open_draft(agency, kind) or draft_text(
        agency, kind=kind, title=title, body=body, source=source, by=by, at=at
    )


@transaction.atomic
def draft_next(text: PledgeText, *, by: Actor, at: dt.datetime) -> PledgeText:
    """A draft that begins as a copy of an approved version; an open draft stays."""
    return _open_draft(text.agency, text.kind) or draft_text(
        text.agency, kind=text.kind, title=text.title, body=text.body, least_level=text.least_level,
        source=text.source, by=by, at=at,
    )  # fmt: skip


def _open_draft(agency: Agency, kind: str) -> PledgeText | None:
    Agency.objects.select_for_update().get(pk=agency.pk)
    return PledgeText.objects.filter(agency=agency, kind=kind, state=TextState.DRAFT).order_by("-version").first()


@transaction.atomic
def edit_text(
    text: PledgeText, *, title: str, body: dict[str, Any], least_level: int, by: Actor, at: dt.datetime
) -> PledgeText:
    """Change a draft; an approved text is never changed."""
    text = _draft(text)
    _need_points(body)
    text.title, text.body, text.least_level = title, body, least_level
    text.save(update_fields=["title", "body", "least_level"])
    audit.record("pledges.text_edited", text, by=by, values={"title": title, "body": body})
    return text


@transaction.atomic
def approve_text(text: PledgeText, *, by: Actor, at: dt.datetime, digest: str = "") -> PledgeText:
    """Approve a draft: from now on it never changes. `digest` is what the approver read; another one is refused."""
    text = PledgeText.objects.select_for_update().get(pk=text.pk)
    if text.state == TextState.APPROVED:
        return text
    _need_points(text.body)
    if open_fields := defaults.left_open(text.body):
        raise Refused(_("Naskah masih berisi %(field)s. Ganti dengan kata sebenarnya.") % {"field": open_fields[0]})
    now = digest_of(text)
    if digest and digest != now:
        raise Refused(_("Konsep ini berubah sejak Anda membacanya. Baca lagi, lalu setujui."))
    text.state, text.approved_by_id, text.approved_at = TextState.APPROVED, by.id if by.is_officer else None, at
    text.digest = now
    text.save(update_fields=["state", "approved_by", "approved_at", "digest"])
    audit.record("pledges.text_approved", text, by=by, fields=["state", "digest"])
    return text


def _draft(text: PledgeText) -> PledgeText:
    text = PledgeText.objects.select_for_update().get(pk=text.pk)
    if text.state == TextState.APPROVED:
        raise Refused(_("Naskah ini sudah disetujui dan tidak berubah lagi. Buat versi baru."))
    return text


def _need_points(body: dict[str, Any]) -> None:
    if not body.get("points"):
        raise Refused(_("Tulis paling sedikit satu poin."), field="points")
