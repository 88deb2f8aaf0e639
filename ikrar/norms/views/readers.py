"""Doors to who has read a circular and who has not, to reminders, and to what one person knew on a day."""

import csv
import datetime as dt
import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.access import Request, requires
from ikrar.agencies.queries.staff import staff_for
from ikrar.agencies.roster.error_file import safe
from ikrar.core import audit, zones
from ikrar.core.errors import Refused
from ikrar.norms.actions import acknowledging, reminding
from ikrar.norms.forms.circulars import VoidForm
from ikrar.norms.models import Circular
from ikrar.norms.permissions import REMIND_READERS, VIEW_READERS
from ikrar.norms.queries import readers as queries
from ikrar.norms.rules.circulars import REMIND_HOURS
from ikrar.norms.views.circulars import circular_of

_PAGE, _SAMPLE = 50, 5


def _issued(request: Request, pk: int) -> Circular:
    found = circular_of(request, pk)
    if not found.asked_id:
        raise Http404
    return found


def _number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


@requires(VIEW_READERS)
def unread(request: Request, pk: int) -> HttpResponse:
    """Names of those who have not acknowledged, for those in the line of duty; each opening leaves a trace."""
    found, unit = _issued(request, pk), _number(request, "unit")
    today = zones.today(found.agency.zone, zones.now())
    rows = queries.unread(request.actor, VIEW_READERS, found, today, unit=unit)
    audit.record("norms.readers_seen", found, by=request.actor, fields=["missing", f"unit:{unit}" if unit else "all"])
    if request.GET.get("bentuk") == "csv":
        return _csv(found, rows)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("halaman"))
    context = {"circular": found, "page": page, "unit": unit, "query": f"unit={unit}" if unit else ""}
    return render(request, "norms/circulars/unread.html", context)


def _csv(found: Circular, rows: "queries.QuerySet[queries.Assignment]") -> HttpResponse:
    """The same names as a file that a spreadsheet opens and never runs."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow([_("Nama"), _("Unit"), _("Jabatan"), _("Jenis pegawai")])
    for row in rows.iterator(500):
        told = (row.staff.full_name, row.unit.name, row.position, row.get_kind_display())
        sheet.writerow([safe(str(cell)) for cell in told])
    name = f'attachment; filename="belum-membaca-edaran-{found.pk}.csv"'
    return HttpResponse(
        "\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@requires(VIEW_READERS)
def read(request: Request, pk: int) -> HttpResponse:
    """The acts behind a figure."""
    found, unit, level = _issued(request, pk), _number(request, "unit"), _number(request, "level")
    way = request.GET.get("cara", "")
    rows = queries.read_by(request.actor, VIEW_READERS, found, unit=unit, level=level, way=way)
    audit.record("norms.readers_seen", found, by=request.actor, fields=["read", f"unit:{unit}" if unit else "all"])
    filters = {"unit": unit, "level": level, "cara": way}
    query = "&".join(f"{name}={value}" for name, value in filters.items() if value not in (None, ""))
    page = Paginator(rows, _PAGE).get_page(request.GET.get("halaman"))
    return render(request, "norms/circulars/read.html", {"circular": found, "page": page, "query": query})


@requires(REMIND_READERS)
def remind_readers(request: Request, pk: int) -> HttpResponse:
    """How many would be written to, a sample of whom, and the words; then, once pressed, the letters."""
    found, at, error = _issued(request, pk), zones.now(), None
    if not found.is_issued:
        raise Http404
    if request.method == "POST":
        try:
            count = reminding.remind_readers(found, by=request.actor, at=at)
        except Refused as refusal:
            error = refusal
        else:
            said = ngettext("%(n)d orang diingatkan lewat surel.", "%(n)d orang diingatkan lewat surel.", count)
            messages.success(request, said % {"n": count}, extra_tags="ok")
            return redirect("norms:circular", pk=found.pk)
    told = queries.reminding(request.actor, REMIND_READERS, found, at)
    context = {
        "circular": found, "told": told, "sample": list(told.rows[:_SAMPLE]), "hours": REMIND_HOURS, "error": error,
        "words": reminding.words(found),
    }  # fmt: skip
    return render(request, "norms/circulars/remind.html", context, status=422 if error else 200)


@requires(VIEW_READERS)
def staff_circulars(request: Request, pk: int) -> HttpResponse:
    """Which circulars one person had acknowledged on a day."""
    person = get_object_or_404(staff_for(request.actor, VIEW_READERS).select_related("agency"), pk=pk)
    today = zones.today(person.agency.zone, zones.now())
    try:
        day = min(dt.date.fromisoformat(request.GET.get("pada", "")), today)
    except ValueError:
        day = today
    day = max(day, dt.date(2000, 1, 1))
    audit.record("norms.staff_circulars_seen", person, by=request.actor, fields=[str(day)])
    context = {
        "person": person, "day": day, "today": today, "rows": queries.known_on(person, day),
        "acts": queries.acknowledged_on(person, day),
    }  # fmt: skip
    return render(request, "norms/circulars/staff.html", context)


@requires(VIEW_READERS)
def void_acknowledgement(request: Request, pk: int) -> HttpResponse:
    """Say that an act does not count; the person is asked again."""
    act = get_object_or_404(queries.acknowledgements_for(request.actor, VIEW_READERS), pk=pk)
    form = VoidForm(request.POST or None)
    if form.is_valid():
        acknowledging.void_acknowledgement(act, **form.cleaned_data, by=request.actor, at=zones.now())
        return redirect("norms:staff_circulars", pk=act.staff_id)
    return render(request, "norms/circulars/void.html", {"act": act, "form": form}, status=422 if form.errors else 200)
