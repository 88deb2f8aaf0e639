"""Writing the official letter of an activity, and having it printed for units and persons."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, documents
from ikrar.core.errors import Refused
from ikrar.core.zips import zipped
from ikrar.outreach import letters
from ikrar.outreach.actions import printing
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Guest, InvitationLetter, Invitee, PrintFile
from ikrar.outreach.queries import badges as queries
from ikrar.outreach.rules import INVITING, PrintForm, PrintKind

MAKE_LETTERS = "outreach.make_letters"


@transaction.atomic
def write_letter(activity: Activity, told: dict[str, Any], *, by: Actor, at: dt.datetime) -> InvitationLetter:
    """Set down the words of the letter; letters printed before stay as they are."""
    activity = locked(activity)
    if activity.state not in INVITING:
        raise Refused(_("Kegiatan ini sudah ditutup, jadi undangannya tidak diubah lagi."))
    letter, _made = InvitationLetter.objects.update_or_create(
        activity=activity, defaults={**told, "by": by.id, "at": at}
    )
    audit.record("outreach.letter_written", letter, by=by, values={"number": letter.number})
    return letter


def make_letters(activity: Activity, *, unit: Unit | None, form: str, by: Actor, at: dt.datetime) -> PrintFile:
    """Have the letters of a unit, or of all units, made by the worker."""
    if not InvitationLetter.objects.filter(activity=activity).exists():
        raise Refused(_("Tulis dulu suratnya."))
    count = queries.invited_of(activity, unit.pk if unit else None).count()
    return printing.ask_file(
        activity, what=PrintKind.LETTERS, job=MAKE_LETTERS, unit=unit, form=form, people=count, by=by, at=at
    )


def drawn(made: PrintFile) -> tuple[bytes, str]:
    """Letters of all units in one PDF, very many or apart in a ZIP. Reads only."""
    letter = InvitationLetter.objects.select_related("activity__agency").get(activity=made.activity_id)
    rows = queries.invited_of(made.activity, made.unit_id).prefetch_related("staff__assignments")
    by_unit = [list(group) for _unit, group in groupby(rows, key=lambda one: one.unit_id)]
    stamp = int(made.made_at.timestamp())
    if made.form == PrintForm.APART:
        named = [(f"{slugify(people[0].unit.name)[:80]}.pdf", [people]) for people in by_unit]
    else:
        parts = range(0, len(by_unit), documents.MERGE_MOST)
        named = [
            (f"{start // documents.MERGE_MOST + 1:02d}.pdf", by_unit[start : start + documents.MERGE_MOST])
            for start in parts
        ]
    papers = [(name, letters.letters_pdf(letter, units, timestamp=stamp)) for name, units in named]
    if len(papers) == 1 and made.form == PrintForm.MERGED:
        return papers[0][1], "pdf"
    return zipped((f"{number:03d}-{name}", data) for number, (name, data) in enumerate(papers, 1)), "zip"


@transaction.atomic
def personal_letter(activity: Activity, one: Invitee | Guest, *, by: Actor, at: dt.datetime) -> bytes:
    """The letter to one person; that leaves a trace."""
    letter = InvitationLetter.objects.select_related("activity__agency").filter(activity=activity).first()
    if letter is None:
        raise Refused(_("Tulis dulu suratnya."))
    audit.record("outreach.letter_printed", letter, by=by)
    return letters.personal_pdf(letter, one, timestamp=int(letter.at.timestamp()))
