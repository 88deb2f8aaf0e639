"""Long work of this room; each step is short, and what is drawn is drawn outside of any transaction."""

import datetime as dt

from django.utils.translation import gettext as _

from ikrar.agencies.models import Account
from ikrar.agencies.queries import officer_actor
from ikrar.agencies.roles import NOBODY, Actor
from ikrar.core import jobs
from ikrar.core.errors import Refused
from ikrar.core.models import Job
from ikrar.outreach.actions import badge_sheets, letters, mailing, printing
from ikrar.outreach.models import Announcement, PrintFile
from ikrar.outreach.permissions import PREPARE
from ikrar.outreach.queries import mailing as mail
from ikrar.outreach.queries import own

_LETTERS_A_STEP = 200


def officer_of(job: Job) -> Actor:
    """The officer who asked for the work, with the rights held now: who lost them gets nothing more."""
    account = Account.objects.filter(pk=job.args.get("by"), is_active=True).first()
    return officer_actor(account) if account else NOBODY


def _file_of(job: Job) -> PrintFile | None:
    rows = PrintFile.objects.select_related("activity__agency", "unit")
    return rows.filter(pk=job.args["file"], file=None).first()


def _drawn(job: Job) -> tuple[bytes, str] | None:
    """Once everybody has a badge, the sheets."""
    made = _file_of(job) if job.cursor == "draw" else None
    return badge_sheets.drawn(made) if made else None


@jobs.handler(badge_sheets.MAKE_SHEETS, before=_drawn)
def make_badge_sheets(job: Job, *, at: dt.datetime, made: tuple[bytes, str] | None = None) -> jobs.Step:
    """Badges for the next people, then the whole file. The cursor is the last id, then "draw"."""
    file, by = _file_of(job), officer_of(job)
    if file is None:
        return jobs.Step.finished()
    if not by.has(PREPARE):
        raise Refused(_("Petugas yang memintanya tidak berhak lagi."))
    if made is not None:
        printing.store(file, *made, at=at)
        return jobs.Step.finished(done=file.people)
    after, count = badge_sheets.give_next(file, job.cursor or 0, by=by, at=at)
    return jobs.Step("draw" if after is None else after, job.done + count, file.people)


@jobs.every("outreach.delete_print_files", seconds=600)
def delete_print_files(*, at: dt.datetime) -> None:
    """Files with names do not lie about."""
    printing.delete_old_files(at)


def _letters(job: Job) -> tuple[bytes, str] | None:
    made = _file_of(job)
    return letters.drawn(made) if made else None


@jobs.handler(letters.MAKE_LETTERS, before=_letters)
def make_letters(job: Job, *, at: dt.datetime, made: tuple[bytes, str] | None = None) -> jobs.Step:
    """The whole file at once: some letters a unit are soon drawn."""
    file = _file_of(job)
    if file is None or made is None:
        return jobs.Step.finished()
    if not officer_of(job).has(PREPARE):
        raise Refused(_("Petugas yang memintanya tidak berhak lagi."))
    printing.store(file, *made, at=at)
    return jobs.Step.finished(done=file.people)


@jobs.handler(mailing.QUEUE_MAIL)
def queue_invitations(job: Job, *, at: dt.datetime) -> jobs.Step:
    """Letters for the next 200 people, by id."""
    told = Announcement.objects.select_related("activity__agency").get(pk=job.args["announcement"])
    if not officer_of(job).has(PREPARE):
        raise Refused(_("Petugas yang memintanya tidak berhak lagi."))
    rows = mail.with_address(told.activity).filter(staff_id__gt=job.cursor or 0)
    total = job.total if job.total is not None else rows.count()
    batch = list(rows[:_LETTERS_A_STEP])
    mailing.queue_letters(told, batch, at=at)
    done = job.done + len(batch)
    return jobs.Step.finished(done=done) if not batch else jobs.Step(batch[-1].staff_id, done, total)


@jobs.every("outreach.tell_uninvited", seconds=30)
def tell_uninvited(*, at: dt.datetime) -> None:
    """An invitation that was sent and taken back is told; derived from rows, so that no way of taking back forgets it."""
    for activity in own.announcing():
        mailing.tell_uninvited(activity, at=at)
