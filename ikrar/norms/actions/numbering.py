"""Numbers of circulars: typed from Srikandi or the agenda book, or the agency's own; each taken once and for ever."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.norms.models import Circular, CircularCounter, CircularNumber, CircularSetting
from ikrar.norms.permissions import EDIT_CIRCULARS
from ikrar.norms.queries import circulars as queries
from ikrar.norms.rules import numbering
from ikrar.norms.rules.circulars import SKIPPED_MOST, NumberState

_LONGEST = 60


def give(circular: Circular, typed: str, *, dated_on: dt.date, by: Actor, at: dt.datetime) -> CircularNumber:
    """The number that this circular bears from now on: the next of the agency's own, or the one that was typed."""
    setting = queries.setting(circular.agency_id)
    if setting.is_own:
        serial, number = _next(circular.agency_id, setting.pattern, dated_on)
        return _take(circular.agency_id, number, dated_on.year, circular=circular, serial=serial, by=by, at=at)
    number = _fitting(setting.pattern, typed, dated_on.year)
    return _take(circular.agency_id, number, dated_on.year, circular=circular, by=by, at=at)


def _fitting(pattern: str, typed: str, year: int) -> str:
    """The typed number as it is kept, or why it cannot be one."""
    number = numbering.tidied(typed)
    if not number:
        raise Refused(_("Tulis nomornya, seperti di Srikandi atau buku agenda."), field="number")
    if len(number) > _LONGEST:
        raise Refused(_("Nomor ini terlalu panjang. Paling panjang %(n)d huruf.") % {"n": _LONGEST}, field="number")
    if pattern and not numbering.matches(pattern, number, year):
        told = {"example": numbering.example(pattern, year)}
        raise Refused(
            _("Nomor ini tidak mengikuti pola instansi Anda. Contoh yang benar: %(example)s.") % told, field="number"
        )
    return number


def _next(agency: int, pattern: str, on: dt.date) -> tuple[int, str]:
    """The next number that nobody has, under the counter's lock."""
    CircularCounter.objects.get_or_create(agency_id=agency, year=on.year)
    counter = CircularCounter.objects.select_for_update().get(agency=agency, year=on.year)
    while True:
        counter.last += 1
        number = numbering.made(pattern, counter.last, year=on.year, month=on.month)
        if not CircularNumber.objects.filter(agency=agency, year=on.year, key=numbering.key(number)).exists():
            break
    counter.save(update_fields=["last"])
    return counter.last, number


def _take(
    agency: int, number: str, year: int, *, circular: Circular | None = None, serial: int | None = None,
    state: NumberState = NumberState.USED, reason: str = "", by: Actor, at: dt.datetime,
) -> CircularNumber:  # fmt: skip
    told = {"number": number, "serial": serial, "state": state, "reason": reason, "circular": circular, "by": by.id}
    try:
        with transaction.atomic():
            return CircularNumber.objects.create(
                agency_id=agency, year=year, key=numbering.key(number), at=at, **told
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_double(agency, number, year), field="number") from error


def _double(agency: int, number: str, year: int) -> str:
    """Who has this number already, in words."""
    held = queries.number(agency, numbering.key(number), year)
    told = {"number": number, "year": year}
    if held is None or held.circular is None:
        reason = held.reason if held else ""
        return _("Nomor %(number)s tahun %(year)d sudah dicatat batal: %(reason)s. Pakai nomor lain.") % {
            **told, "reason": reason.rstrip(".") or "–"
        }  # fmt: skip
    return _("Nomor %(number)s tahun %(year)d sudah dipakai edaran “%(title)s”. Pakai nomor lain.") % {
        **told, "title": held.circular.title
    }  # fmt: skip


def note_known(circular: Circular, *, by: Actor, at: dt.datetime) -> None:
    """An older circular has its number too."""
    CircularNumber.objects.get_or_create(
        agency=circular.agency, year=circular.year, key=numbering.key(circular.number),
        defaults={"number": circular.number, "circular": circular, "by": by.id, "at": at},
    )  # fmt: skip


def mark_cancelled(circular: Circular, reason: str) -> None:
    """The number of a circular that was cancelled stays listed and is never given again."""
    CircularNumber.objects.filter(circular=circular).update(state=NumberState.CANCELLED, reason=reason[:300])


@transaction.atomic
def cancel_number(agency: Agency, *, number: str, year: int, reason: str, by: Actor, at: dt.datetime) -> CircularNumber:
    """Write down a number that no circular will bear, and why, so that nobody wonders or uses it."""
    _allowed(agency, by)
    if not reason.strip():
        raise Refused(_("Tulis mengapa nomor ini batal."), field="reason")
    setting = queries.setting(agency.pk)
    pattern = "" if setting.is_own else setting.pattern
    tidied = _fitting(pattern, number, year)
    made = _take(agency.pk, tidied, year, state=NumberState.CANCELLED, reason=reason.strip()[:300], by=by, at=at)
    audit.record("norms.number_cancelled", made, by=by, values={"number": tidied}, reason=reason)
    return made


@transaction.atomic
def set_numbering(
    agency: Agency, *, pattern: str, is_own: bool, following: int | None = None, reason: str = "", by: Actor, on: dt.date,
    at: dt.datetime,
) -> CircularSetting:  # fmt: skip
    """Say how this agency numbers. With `following`, own numbers go on from there this year, and those passed over say why."""
    _allowed(agency, by)
    pattern = numbering.tidied(pattern)
    if wrong := numbering.faults(pattern, is_own=is_own):
        raise Refused(_wrong(wrong, is_own=is_own), field="pattern")
    setting, _made = CircularSetting.objects.update_or_create(
        agency=agency, defaults={"pattern": pattern, "is_own": is_own}
    )
    if is_own and following is not None:
        _pass_over(agency, pattern, following, reason.strip(), by=by, on=on, at=at)
    audit.record("norms.numbering_set", setting, by=by, fields=["pattern", "is_own"], values={"pattern": pattern})
    return setting


def _wrong(parts: list[str], *, is_own: bool) -> str:
    if is_own and parts == ["{nomor}"]:
        return _("Penomoran sendiri perlu {nomor} satu kali di dalam polanya, contoh 800/{nomor}/{tahun}.")
    if is_own and parts == ["{bebas}"]:
        return _("Penomoran sendiri tidak dapat memakai {bebas}: Ikrar tidak tahu isinya.")
    return _("Bagian ini tidak dikenal atau ditulis dua kali: %(parts)s. Yang ada: {nomor}, {tahun}, {bulan}, {bebas}.") % {
        "parts": ", ".join(parts)
    }  # fmt: skip


def _pass_over(
    agency: Agency, pattern: str, following: int, reason: str, *, by: Actor, on: dt.date, at: dt.datetime
) -> None:
    CircularCounter.objects.get_or_create(agency=agency, year=on.year)
    counter = CircularCounter.objects.select_for_update().get(agency=agency, year=on.year)
    passed = range(counter.last + 1, following)
    if following <= counter.last:
        raise Refused(
            _("Nomor %(last)d sudah diberikan. Nomor berikutnya paling kecil %(next)d.")
            % {"last": counter.last, "next": counter.last + 1},
            field="following",
        )
    if len(passed) > SKIPPED_MOST:
        raise Refused(_("Paling banyak %(most)d nomor dilewati sekaligus.") % {"most": SKIPPED_MOST}, field="following")
    if passed and not reason:
        raise Refused(_("Tulis mengapa nomor sebelumnya dilewati, contoh: dari buku agenda lama."), field="reason")
    numbers = [(serial, numbering.made(pattern, serial, year=on.year, month=on.month)) for serial in passed]
    CircularNumber.objects.bulk_create(
        [
            CircularNumber(
                agency=agency, year=on.year, number=number, key=numbering.key(number), serial=serial,
                state=NumberState.SKIPPED, reason=reason[:300], by=by.id, at=at,
            )
            for serial, number in numbers
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    counter.last = following - 1
    counter.save(update_fields=["last"])


def _allowed(agency: Agency, by: Actor) -> None:
    if agency.pk != by.agency_id or not may(by, EDIT_CIRCULARS):
        raise Refused(_("Anda tidak berhak mengatur nomor edaran instansi ini."))
