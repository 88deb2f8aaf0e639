"""Writing the office's letter on a decision."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.norms.models import Declaration, DeclarationLetter
from ikrar.norms.rules.declarations import DECIDED, DeclarationState, PaperKind

_WHAT = {DeclarationState.GRANTED: PaperKind.PERMIT, DeclarationState.REFUSED: PaperKind.REFUSAL}


@transaction.atomic
def write_declaration_letter(
    declaration: Declaration, told: dict[str, Any], *, by: Actor, at: dt.datetime
) -> DeclarationLetter:
    """Set down number, day and signer of the letter; from now on its addressee can fetch it."""
    declaration = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if declaration.state not in DECIDED:
        raise Refused(_("Surat dibuat sesudah ada keputusan."))
    what = _WHAT[DeclarationState(declaration.state)]
    letter, _made = DeclarationLetter.objects.update_or_create(
        declaration=declaration, defaults={**told, "what": what, "by": by.id, "at": at}
    )
    audit.record("norms.declaration_letter_written", declaration, by=by, fields=["number"])
    return letter
