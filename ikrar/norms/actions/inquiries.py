"""Questions to the legal office: sent by nobody, answered, forgotten."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import addresses
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit, tickets, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.models import Inquiry, Precedent
from ikrar.norms.queries import inquiries as queries
from ikrar.norms.rules import ADDRESS_MINUTES, CODES_PER_ADDRESS, INQUIRIES_MOST, INQUIRIES_PER_ADDRESS, INQUIRY_DAYS


def send_inquiry(agency: Agency, text: str, *, ticket: str, address: str, at: dt.datetime) -> str:
    """Keep a question once by its ticket; returns the code by which its answer is read, each time the same."""
    number = tickets.read("inquiry", "", ticket)
    if number is None:
        raise Refused(_("Formulir ini tidak lengkap sampai. Muat ulang halamannya, lalu isi lagi."))
    try:
        with transaction.atomic():
            found = Inquiry.objects.filter(ticket=number).first() or _sent(agency, text, number, address, at)
    except IntegrityError:  # the same form came twice at the same moment
        found = Inquiry.objects.get(ticket=number)
    if (found.text, found.agency_id) != (text, agency.pk):
        raise Conflict(_("Pertanyaan ini sudah terkirim dengan kalimat lain. Buka halaman baru untuk pertanyaan lain."))
    return tickets.code(number)


def _sent(agency: Agency, text: str, number: uuid.UUID, address: str, at: dt.datetime) -> Inquiry:
    if addresses.count("inquiry", address, minutes=ADDRESS_MINUTES, at=at) > INQUIRIES_PER_ADDRESS:
        raise Refused(
            _("Terlalu banyak pertanyaan dari jaringan ini. Coba lagi satu jam lagi, atau pakai jaringan lain.")
        )
    if Inquiry.objects.filter(agency=agency).count() >= INQUIRIES_MOST:
        raise Refused(_("Kotak pertanyaan ini sudah penuh. Tidak ada yang disimpan."))
    return Inquiry.objects.create(
        agency=agency, ticket=number, lookup=tickets.lookup(tickets.code(number)), text=text,
        day=zones.today(agency.zone, at),
    )  # fmt: skip


def read_inquiry(typed: str, *, address: str, at: dt.datetime) -> Inquiry:
    """The question of a typed code. A right code is always answered; wrong ones are counted and soon told to stop."""
    found = queries.inquiry_by_code(typed)
    if found is not None:
        return found
    if addresses.count("inquiry code", address, minutes=ADDRESS_MINUTES, at=at) > CODES_PER_ADDRESS:
        raise Refused(_("Terlalu banyak kode salah dari jaringan ini. Coba lagi satu jam lagi."), field="code")
    raise Refused(
        _("Kode ini tidak dikenal, atau pertanyaannya sudah dihapus sesudah %(days)d hari.") % {"days": INQUIRY_DAYS},
        field="code",
    )


@transaction.atomic
def answer_inquiry(
    inquiry: Inquiry, answer: str, *, rule: str = "", precedent: str = "", by: Actor, at: dt.datetime
) -> Inquiry:
    """Answer, or change the answer; `precedent` is the question in words without persons, which stays with the answer."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=inquiry.pk)
    inquiry.answer, inquiry.rule, inquiry.answered_on = answer, rule, zones.today(inquiry.agency.zone, at)
    inquiry.save(update_fields=["answer", "rule", "answered_on"])
    audit.record("norms.inquiry_answered", inquiry, by=by, fields=["answer", "rule"])
    if precedent:
        kept = Precedent.objects.create(agency=inquiry.agency, question=precedent, answer=answer, rule=rule, made_at=at)
        audit.record("norms.precedent_kept", kept, by=by)
    return inquiry


def forget_inquiries(*, at: dt.datetime) -> int:
    """Delete questions whose days are over, answered or not; how many went."""
    gone, _each = Inquiry.objects.filter(day__lt=at.date() - dt.timedelta(days=INQUIRY_DAYS)).delete()
    return gone
