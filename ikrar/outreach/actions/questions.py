"""The question box: somebody present asks, the committee chooses, an answer is written with what it rests on."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import addresses
from ikrar.agencies.roles import Actor
from ikrar.core import audit, tickets
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.models import LegalBasis
from ikrar.outreach.models import Citation, Forum, Question
from ikrar.outreach.queries import forums as queries
from ikrar.outreach.rules import (
    ADDRESS_MINUTES,
    CODES_PER_ADDRESS,
    QUESTIONS_MOST,
    QUESTIONS_PER_ADDRESS,
    QuestionState,
)


def ask(forum: Forum, text: str, *, ticket: str, address: str, at: dt.datetime) -> str:
    """Keep a question once by its ticket; returns the code by which its answer is found, each time the same."""
    number = tickets.read("question", forum.activity.code, ticket)
    if number is None:
        raise Refused(_("Formulir ini tidak lengkap sampai. Muat ulang halamannya, lalu isi lagi."))
    try:
        with transaction.atomic():
            found = Question.objects.filter(ticket=number).first() or _asked(forum, number, text, address, at)
    except IntegrityError:  # the same form came twice at the same moment
        found = Question.objects.get(ticket=number)
    if found.text != text:
        raise Conflict(_("Pertanyaan ini sudah terkirim dengan kalimat lain. Buka halaman baru untuk pertanyaan lain."))
    return tickets.code(number)


def _asked(forum: Forum, number: uuid.UUID, text: str, address: str, at: dt.datetime) -> Question:
    if not queries.takes_questions(forum):
        raise Refused(_("Kotak pertanyaan ini sudah ditutup. Tidak ada yang disimpan."))
    sent = addresses.count("question", forum.activity.code, address, minutes=ADDRESS_MINUTES, at=at)
    if sent > QUESTIONS_PER_ADDRESS:
        raise Refused(
            _("Terlalu banyak pertanyaan dari jaringan ini. Coba lagi satu jam lagi, atau pakai jaringan lain.")
        )
    if forum.questions.count() >= QUESTIONS_MOST:
        raise Refused(_("Kotak pertanyaan ini sudah penuh. Tidak ada yang disimpan."))
    return Question.objects.create(
        agency_id=forum.agency_id,
        forum=forum,
        ticket=number,
        lookup=tickets.lookup(tickets.code(number)),
        text=text,
        at=at,
    )


def find(forum: Forum, typed: str, *, address: str, at: dt.datetime) -> Question:
    """The question of a typed code. A right code is always answered; wrong ones are counted and soon told to stop."""
    found = queries.question_by_code(forum, typed)
    if found is not None:
        return found
    wrong = addresses.count("question code", forum.activity.code, address, minutes=ADDRESS_MINUTES, at=at)
    if wrong > CODES_PER_ADDRESS:
        raise Refused(_("Terlalu banyak kode salah dari jaringan ini. Coba lagi satu jam lagi."), field="code")
    raise Refused(_("Kode ini tidak dikenal di kegiatan ini. Periksa lagi sepuluh huruf dan angkanya."), field="code")


def _held(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).select_related("forum").get(pk=question.pk)


@transaction.atomic
def choose_question(question: Question, *, wording: str = "", by: Actor, at: dt.datetime) -> Question:
    """Show it to the speakers, in the committee's wording where one is given; the asker's own words stay."""
    question = _held(question)
    if question.state == QuestionState.MERGED:
        raise Refused(_("Pertanyaan ini sudah digabung. Kembalikan dulu."))
    question.state, question.reason = QuestionState.CHOSEN, ""
    question.wording = "" if wording == question.text else wording
    question.chosen_at = question.chosen_at or at
    question.save(update_fields=["state", "reason", "wording", "chosen_at"])
    audit.record("outreach.question_chosen", question, by=by, values={"wording": wording})
    return question


@transaction.atomic
def set_aside_question(question: Question, *, reason: str, by: Actor) -> Question:
    """Not shown to anybody; whoever asked reads why."""
    question = _held(question)
    if question.answer or question.merged.exists():
        raise Refused(_("Pertanyaan ini sudah dijawab atau menampung yang lain, jadi tidak disisihkan."))
    question.state, question.reason, question.merged_into = QuestionState.ASIDE, reason, None
    question.save(update_fields=["state", "reason", "merged_into"])
    audit.record("outreach.question_set_aside", question, by=by, fields=["reason"])
    return question


@transaction.atomic
def merge_question(question: Question, into: Question, *, by: Actor) -> Question:
    """Asked by several: it goes on as the other one, and with it those that were merged into it."""
    first, second = sorted((question.pk, into.pk))
    list(Question.objects.select_for_update().filter(pk__in=[first, second]).order_by("pk"))
    question, into = _held(question), _held(into)
    is_fit = into.forum_id == question.forum_id and into.state == QuestionState.CHOSEN and into.pk != question.pk
    if not is_fit:
        raise Refused(_("Pilih pertanyaan lain yang sedang ditampilkan."), field="into")
    if question.answer:
        raise Refused(_("Pertanyaan ini sudah dijawab, jadi tidak digabung."), field="into")
    question.merged.update(merged_into=into)
    question.state, question.merged_into, question.reason = QuestionState.MERGED, into, ""
    question.save(update_fields=["state", "merged_into", "reason"])
    audit.record("outreach.question_merged", question, by=by, fields=["merged_into"])
    return question


@transaction.atomic
def return_question(question: Question, *, by: Actor) -> Question:
    """Take back choosing, merging or setting aside: it waits again."""
    question = _held(question)
    if question.answer or question.merged.exists():
        raise Refused(_("Pertanyaan ini sudah dijawab atau menampung yang lain, jadi tetap ditampilkan."))
    question.state, question.merged_into, question.reason = QuestionState.WAITING, None, ""
    question.chosen_at, question.is_spoken = None, False
    question.save(update_fields=["state", "merged_into", "reason", "chosen_at", "is_spoken"])
    audit.record("outreach.question_returned", question, by=by)
    return question


@transaction.atomic
def mark_spoken(question: Question, *, is_spoken: bool, by: Actor) -> Question:
    """It was answered aloud, so the speakers' list no longer holds it up."""
    question = _held(question)
    if question.state != QuestionState.CHOSEN:
        raise Refused(_("Pertanyaan ini tidak sedang ditampilkan."))
    if question.is_spoken != is_spoken:
        question.is_spoken = is_spoken
        question.save(update_fields=["is_spoken"])
        audit.record("outreach.question_spoken", question, by=by)
    return question


@dataclass(frozen=True)
class Cited:
    """A legal basis, and where in it."""

    basis: LegalBasis
    article: str = ""


@transaction.atomic
def answer_question(question: Question, answer: str, cited: Sequence[Cited], *, by: Actor, at: dt.datetime) -> Question:
    """Write the answer with what it rests on: from now on the public page shows both."""
    question = _held(question)
    if question.state != QuestionState.CHOSEN:
        raise Refused(_("Pertanyaan ini tidak sedang ditampilkan."))
    if not cited:
        raise Refused(_("Sebutkan sekurangnya satu dasar hukum, supaya jawabannya dapat diperiksa."), field="basis_1")
    question.answer, question.answered_by, question.answered_at = answer, by.id, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    question.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(question=question, basis=one.basis, article=one.article, place=place)
        for place, one in enumerate(cited, start=1)
    )
    audit.record("outreach.question_answered", question, by=by, values={"answer": answer})
    return question
