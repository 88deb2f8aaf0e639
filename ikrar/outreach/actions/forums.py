"""The short address of an activity: opening and changing it, and taking the evaluation of those present."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import addresses
from ikrar.agencies.roles import Actor
from ikrar.core import audit, tickets
from ikrar.core.errors import Conflict, Refused
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Answer, Forum
from ikrar.outreach.queries import forums as queries
from ikrar.outreach.rules import ADDRESS_MINUTES, ANSWERS_PER_ADDRESS, LEAST_ANSWERS

#: What may not change once somebody answered: figures would mix two questions.
_ASKED = ("first", "first_words", "second", "second_words", "third")


@dataclass(frozen=True)
class Asked:
    """What a forum asks, of whom it takes what, and for how many days."""

    first: str
    first_words: Sequence[str]
    second: str
    second_words: Sequence[str]
    third: str
    days: int
    has_evaluation: bool = True
    has_questions: bool = True


@transaction.atomic
def open_forum(activity: Activity, asked: Asked, *, by: Actor, at: dt.datetime) -> Forum:
    """Give the activity its short address; asked twice, the first one stays."""
    activity = locked(activity)
    found = Forum.objects.filter(activity=activity).first()
    if found is not None:
        return found
    told = asdict(asked)
    made = Forum.objects.create(agency_id=activity.agency_id, activity=activity, made_by=by.id, made_at=at, **told)
    audit.record("outreach.forum_opened", made, by=by)
    return made


@transaction.atomic
def edit_forum(forum: Forum, asked: Asked, *, by: Actor) -> Forum:
    """Change what it asks until the first form came, and at any time what it takes and for how long."""
    forum = Forum.objects.select_for_update().get(pk=forum.pk)
    told = asdict(asked)
    changed = [name for name, value in told.items() if getattr(forum, name) != value]
    if set(changed) & set(_ASKED) and forum.answers.exists():
        raise Refused(_("Sudah ada yang menjawab, jadi pertanyaannya tidak diubah lagi. Jumlah hari boleh."))
    for name in changed:
        setattr(forum, name, told[name])
    if changed:
        forum.save(update_fields=changed)
        audit.record("outreach.forum_edited", forum, by=by, fields=changed)
    return forum


@transaction.atomic
def replace_speaker_link(forum: Forum, *, by: Actor) -> Forum:
    """A new link for the speakers; the old one opens nothing from now on."""
    forum = Forum.objects.select_for_update().get(pk=forum.pk)
    forum.speaker_serial += 1
    forum.save(update_fields=["speaker_serial"])
    audit.record("outreach.speaker_link_replaced", forum, by=by)
    return forum


@dataclass(frozen=True)
class Filled:
    """One evaluation form as it was sent."""

    ticket: str
    first: int
    second: int
    text: str


def evaluate(forum: Forum, filled: Filled, *, address: str, at: dt.datetime) -> Answer:
    """Keep a form once by its ticket; sent again it is the same form. Who sent it is neither known nor kept."""
    token = tickets.read("evaluation", forum.activity.code, filled.ticket)
    if token is None:
        raise Refused(_("Formulir ini tidak lengkap sampai. Muat ulang halamannya, lalu isi lagi."))
    said = {"first": filled.first, "second": filled.second, "text": filled.text}
    try:
        with transaction.atomic():
            return _kept(token, said) or _taken(forum, token, said, address, at)
    except IntegrityError:  # the same form came twice at the same moment
        found = _kept(token, said)
        if found is None:
            raise
        return found


def _kept(token: uuid.UUID, said: dict[str, object]) -> Answer | None:
    found = Answer.objects.filter(pk=token).first()
    if found is not None and any(getattr(found, name) != value for name, value in said.items()):
        raise Conflict(_("Formulir ini sudah terkirim dengan isi lain. Yang pertama yang dihitung."))
    return found


def _taken(forum: Forum, token: uuid.UUID, said: dict[str, object], address: str, at: dt.datetime) -> Answer:
    if not queries.takes_evaluation(forum, at):
        raise Refused(_("Evaluasi ini belum dibuka atau sudah ditutup. Tidak ada yang disimpan."))
    sent = addresses.count("evaluation", forum.activity.code, address, minutes=ADDRESS_MINUTES, at=at)
    if sent > ANSWERS_PER_ADDRESS:
        raise Refused(
            _("Terlalu banyak formulir dari jaringan ini. Coba lagi satu jam lagi, atau pakai jaringan lain.")
        )
    made = Answer.objects.create(token=token, forum=forum, **said)
    waiting = Answer.objects.filter(forum=forum, is_shown=False)
    if waiting.count() >= LEAST_ANSWERS:
        waiting.update(is_shown=True)
    return made
