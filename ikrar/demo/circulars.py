"""An invented circular of one district, read by some of its people, so that its pages show something."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency, Credential
from ikrar.agencies.tokens import Signer
from ikrar.demo import founding
from ikrar.norms import circular_words
from ikrar.norms.actions import acknowledging, circulars
from ikrar.norms.actions.acknowledging import Sent
from ikrar.norms.actions.circulars import Words
from ikrar.norms.models import Circular, LegalBasis

#: Which of every so many people with a PIN has not read it yet.
_NOT_YET = 4


def issue_sample(agency: Agency, *, at: dt.datetime) -> Circular:
    """From the template, under a number that looks invented; it says so itself."""
    told, by = circular_words.template(), founding.officer(agency, "hukum")
    lists = {name: list(told[name]) for name in (*circular_words.LISTS, "to")}
    body = {
        **{name: told[name] for name in circular_words.TEXTS}, **lists,
        "signer_role": [_("a.n. Bupati"), _("Sekretaris Daerah,")], "signer_name": "Drs. Hasan Rekaan, M.Si.",
    }  # fmt: skip
    title = _("%(title)s (contoh rekaan untuk peragaan)") % {"title": told["title"]}
    bases = tuple(LegalBasis.objects.filter(slug__in=told["bases"]).order_by("pk"))
    draft = circulars.draft_circular(agency, Words(title, body, bases), by=by, at=at)
    day = at.date()
    return circulars.issue_circular(draft, number=f"000/REKAAN/{day.year}", dated_on=day, by=by, at=at)


def read_some(circular: Circular, *, at: dt.datetime) -> int:
    """Most of those who have set a PIN press the button, as from their phones; returns how many."""
    rows = Credential.objects.filter(agency=circular.agency_id, ended_at=None, pin__isnull=False).order_by("lookup")
    read = 0
    for number, pk in enumerate(rows.values_list("pk", flat=True)):
        if number % _NOT_YET:
            sent = Sent(circular.pk, uuid.uuid4(), circular.digest, to_end=True)
            acknowledging.acknowledge(Signer(pk, f"{number:016x}"), sent, at=at + dt.timedelta(minutes=number))
            read += 1
    return read
