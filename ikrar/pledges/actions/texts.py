"""Writing and approving the ikrar and the pact."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Level
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.pledges import receipts
from ikrar.pledges.models import PledgeText
from ikrar.pledges.rules import TextState


@transaction.atomic
def draft_text(
    agency: Agency, *, kind: str, title: str, body: dict[str, Any], by: Actor, at: dt.datetime,
    least_level: int = Level.INK, source: str = "",
) -> PledgeText:  # fmt: skip
    """A new version, still a draft."""
    if not body.get("points"):
        raise Refused(_("Tulis paling sedikit satu poin."), field="points")
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
def approve_text(text: PledgeText, *, by: Actor, at: dt.datetime) -> PledgeText:
    """Approve a draft: from now on it never changes, and its digest is what signatures name."""
    text = PledgeText.objects.select_for_update().get(pk=text.pk)
    if text.state == TextState.APPROVED:
        return text
    text.state, text.approved_by_id, text.approved_at = TextState.APPROVED, by.id if by.is_officer else None, at
    text.digest = receipts.digest_of(
        {"kind": text.kind, "title": text.title, "least_level": text.least_level, "body": text.body}
    )
    text.save(update_fields=["state", "approved_by", "approved_at", "digest"])
    audit.record("pledges.text_approved", text, by=by, fields=["state", "digest"])
    return text
