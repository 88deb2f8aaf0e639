"""Handing out the attendance list; each time leaves a trace."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.outreach import attendance_lists
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import EXPORT_ATTENDANCE
from ikrar.outreach.queries import lists as queries
from ikrar.outreach.rules import LIST_MOST


@transaction.atomic
def export_list(activity: Activity, *, form: str, whole_numbers: bool, by: Actor, at: dt.datetime) -> bytes:
    """The list as `pdf` or `xlsx`, with whole numbers only where the officer says that the form asks for them."""
    if not may(by, EXPORT_ATTENDANCE, on=activity):
        raise Refused(_("Anda tidak berhak mengunduh daftar hadir kegiatan ini."))
    rows = queries.attendance_rows(activity, at)
    if form == "pdf" and max(len(rows.staff), len(rows.guests)) > LIST_MOST:
        raise Refused(_("Daftar ini terlalu panjang untuk satu PDF. Unduh sebagai XLSX."))
    make = attendance_lists.attendance_pdf if form == "pdf" else attendance_lists.attendance_xlsx
    made = make(activity, rows, activity.invitees.count(), at, whole_numbers=whole_numbers)
    audit.record(
        "outreach.list_exported", activity, by=by, fields=[form, *(["whole_numbers"] if whole_numbers else [])]
    )
    return made
