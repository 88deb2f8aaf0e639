""" "Bukan saya" after the fact: the notice, the review it opens, and the answer. Nobody is accused."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Objection
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.pledges import notices
from ikrar.pledges.actions.voids import void_signature
from ikrar.pledges.models import Campaign, Signature, TallyMark
from ikrar.pledges.queries import objections as queries
from ikrar.pledges.rules import VoidReason

#: Where an objection came from: the link in a notice.
FROM_NOTICE = "notice"
#: Below an act this old no other one can still appear.
_SETTLED = dt.timedelta(minutes=10)
_BATCH = 200


def tell_vouched(*, at: dt.datetime) -> int:
    """Queue a notice for each vouched, handed or paper act whose person has a contact; a key makes twice impossible."""
    campaigns = Campaign.objects.filter(mark__isnull=False).select_related("agency", "mark")
    return sum(_tell(campaign, at) for campaign in campaigns)


@transaction.atomic
def _tell(campaign: Campaign, at: dt.datetime) -> int:
    mark = TallyMark.objects.select_for_update().get(campaign=campaign)
    acts = list(queries.untold(campaign, mark.told_to)[:_BATCH])
    for act in acts:
        notices.vouched(act, at=at)
    if len(acts) < _BATCH:
        settled = queries.last_settled(campaign, mark.told_to, at - _SETTLED)
        TallyMark.objects.filter(pk=mark.pk).update(told_to=settled)
    return len(acts)


@transaction.atomic
def object_to_act(signature: Signature, *, at: dt.datetime) -> Objection:
    """The person says "bukan saya". The act stays as it is until an officer has looked into it."""
    if signature.staff_id is None:
        raise Refused(_("Kode ini tidak dikenal. Periksa lagi huruf dan angkanya di surel."))
    known = queries.open_about(signature)
    if known is not None:
        return known
    return Objection.objects.create(
        agency_id=signature.agency_id, staff_id=signature.staff_id, credential_id=signature.credential_id,
        where=FROM_NOTICE, act=signature.pk, at=at,
    )  # fmt: skip


@transaction.atomic
def answer_objection(objection: Objection, *, words: str, is_void: bool, by: Actor, at: dt.datetime) -> Objection:
    """Answer in words; where the person was right, the signature is voided too."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered_at is not None:
        raise Refused(_("Keberatan ini sudah dijawab."))
    if not words.strip():
        raise Refused(_("Tulis jawabannya. Orangnya berhak tahu."), field="words")
    act = Signature.objects.filter(pk=objection.act or 0, agency=objection.agency_id).first()
    if is_void and (act is None or hasattr(act, "void")):
        raise Refused(_("Tidak ada tanda tangan yang masih berlaku untuk dibatalkan."), field="is_void")
    if is_void and act is not None:
        void_signature(act, reason=VoidReason.NOT_ME, note=words, by=by, at=at)
    objection.answer, objection.answered_at = words.strip()[:300], at
    objection.save(update_fields=["answer", "answered_at"])
    audit.record("pledges.objection_answered", objection, by=by, fields=["answer"])
    notices.objection_answered(objection, at=at)
    return objection
