"""Saying that a signature does not count; the person may then sign again."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.pledges.models import Signature, SignatureVoid
from ikrar.pledges.rules import VoidReason


@transaction.atomic
def void_signature(
    signature: Signature, *, reason: str, by: Actor, at: dt.datetime, note: str = "", officer: int | None = None
) -> SignatureVoid:
    """Void one signature under the row lock of its person. `officer` is who answers for it where `by` is a desk."""
    if not Staff.objects.select_for_update().filter(pk=signature.staff_id or 0).exists():
        raise Refused(_("Tanda tangan ini tidak punya orang lagi: datanya sudah dihapus."))
    if reason not in VoidReason.values:
        raise Refused(_("Pilih alasannya."), field="reason")
    if reason == VoidReason.OTHER and not note.strip():
        raise Refused(_("Tulis alasannya dengan kata-kata, supaya orangnya mengerti."), field="note")
    try:
        with transaction.atomic():
            void = SignatureVoid.objects.create(
                signature=signature, campaign_id=signature.campaign_id, reason=reason, note=note.strip()[:300],
                officer=officer if officer is not None else by.id, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("Tanda tangan ini sudah dibatalkan sebelumnya. Tidak ada yang berubah.")) from None
    audit.record("pledges.signature_voided", signature, by=by, fields=["void"], reason=str(VoidReason(reason).label))
    return void
