"""Telling signers that their receipt stands in the register. The letter holds no receipt: mail is not private."""

import datetime as dt

from django.db import transaction

from ikrar.pledges import notices
from ikrar.pledges.models import Campaign, TallyMark
from ikrar.pledges.queries import takehome as queries

#: Below an act this old no other one can still appear.
_SETTLED = dt.timedelta(minutes=10)
_BATCH = 200


def tell_proven(*, at: dt.datetime) -> int:
    """Queue a letter for each act that came into the register, in the order of the acts; a key makes twice impossible."""
    return sum(_tell(campaign, at) for campaign in queries.with_untold())


@transaction.atomic
def _tell(campaign: Campaign, at: dt.datetime) -> int:
    mark = TallyMark.objects.select_for_update().get(campaign=campaign)
    acts = queries.newly_proven(campaign, mark.proven_to, at - _SETTLED, _BATCH)
    told = [act for act in acts if act.is_told]
    for act in told:
        notices.proven(act, at=at)
    if acts:
        TallyMark.objects.filter(pk=mark.pk).update(proven_to=acts[-1].pk)
    return len(told)
