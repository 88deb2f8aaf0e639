"""Doors of attendance on paper: print sheets, find one by its code, enter it, add what was written, confirm or give back."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.agencies.models import Staff
from ikrar.core import files, scan_pages, zones
from ikrar.core.errors import Refused
from ikrar.outreach import attendance_sheets
from ikrar.outreach.actions import sheets as actions
from ikrar.outreach.forms.desk import NewGuest
from ikrar.outreach.forms.sheets import EnterSheet, GiveBack, PrintForm
from ikrar.outreach.models import Activity, AttendanceSheet
from ikrar.outreach.permissions import CONFIRM_SHEET, ENTER_SHEET
from ikrar.outreach.queries import sheets as queries
from ikrar.outreach.rules import ActivityState
from ikrar.outreach.views.activities import activity_of

#: Pages of a scan that are shown; a sheet has one, a careless scan a few.
_PAGES = 20


@requires(CONFIRM_SHEET)
def attendance_sheets_of(request: Request, pk: int) -> HttpResponse:
    """What waits for a second officer, what was printed, and the form to print more."""
    found = activity_of(request, pk)
    form = PrintForm(request.POST or None, units=queries.units_to_print(request.actor, found))
    may_enter = request.actor.has(ENTER_SHEET)
    if may_enter and form.is_valid():
        at, by = zones.now(), request.actor
        try:
            made = actions.print_sheets(found, form.chosen, is_blank=form.cleaned_data["is_blank"], by=by, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return _pdf(found, made, f"daftar-hadir-kertas-{found.pk}")
    context = {
        "activity": found, "form": form, "waiting": queries.waiting(request.actor, found), "may_enter": may_enter,
        "sheets": queries.sheets_for(request.actor).filter(activity=found)[:100],
        "may_print": may_enter and found.state != ActivityState.REPORTED,
    }  # fmt: skip
    return render(request, "outreach/sheets/sheets.html", context, status=422 if form.is_bound else 200)


def _pdf(activity: Activity, made: list[AttendanceSheet], name: str) -> HttpResponse:
    staff = [pk for sheet in made for pk in sheet.staff]
    body = attendance_sheets.sheets_pdf(
        activity, made, Staff.objects.in_bulk(staff), queries.positions(staff), zones.now()
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@requires(CONFIRM_SHEET)
def find_attendance_sheet(request: Request) -> HttpResponse:
    """A sheet by the code printed on it."""
    typed = request.GET.get("kode", "")[:40]
    sheet = queries.sheet_by_code(request.actor, typed)
    if sheet is not None:
        return redirect("outreach:attendance_sheet", code=sheet.code)
    return render(request, "outreach/sheets/find.html", {"typed": typed}, status=404 if typed else 200)


def _sheet(request: Request, code: str) -> AttendanceSheet:
    sheet = queries.sheet_by_code(request.actor, code)
    if sheet is None:
        raise Http404
    return sheet


@requires(CONFIRM_SHEET)
def attendance_sheet(request: Request, code: str) -> HttpResponse:
    """The sheet as it stands: to enter, to complete, to confirm, or done."""
    return _page(request, _sheet(request, code))


def _page(request: Request, found: AttendanceSheet, *, status: int = 200, **more: Any) -> HttpResponse:
    by, typed = request.actor, request.GET.get("cari", "")[:80]
    ticked = more.pop("ticked", None)
    if ticked is None:
        ticked = found.staff if "semua" in request.GET else found.ticked
    is_mine = found.entered_by == by.id
    context = {
        "sheet": found, "activity": found.activity, "rows": queries.lines_of(found), "state": found.state.value,
        "added": queries.lines_of(found, added=True), "may_enter": may(by, ENTER_SHEET, on=found), "is_mine": is_mine,
        "ticked": ticked, "is_picture": found.scan is not None and found.scan.content_type.startswith("image/"),
        "give_back": GiveBack(), "enter": EnterSheet(), "guest": NewGuest(initial={"uuid": uuid.uuid4()}), "typed": typed,
        "hits": queries.people(found, typed) if is_mine else [], **more,
    }  # fmt: skip
    return render(request, "outreach/sheets/sheet.html", context, status=status)


@requires(ENTER_SHEET)
@require_POST
def enter_attendance_sheet(request: Request, code: str) -> HttpResponse:
    found, form = _sheet(request, code), EnterSheet(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.enter_sheet(found, **form.cleaned_data, ticked=form.ticked(), by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(
                request, _("Lembar tersimpan. Tambahkan nama tulisan tangan bila ada; petugas kedua mengesahkannya.")
            )
            return redirect("outreach:attendance_sheet", code=found.code)
    return _page(request, found, enter=form, ticked=form.ticked(), status=422)


@requires(ENTER_SHEET)
@require_POST
def add_to_sheet(request: Request, code: str) -> HttpResponse:
    """Somebody of the staff list, or a guest, who wrote the own name; or take one off again."""
    found, by = _sheet(request, code), request.actor
    if "take_off" in request.POST:
        guest = request.POST["take_off"][:40]
        return _done(request, found, lambda: actions.take_off(found, staff=_number(guest), guest=guest, by=by))
    if "staff" in request.POST:
        return _done(request, found, lambda: actions.add_person(found, _number(request.POST["staff"]), by=by))
    form = NewGuest(request.POST)
    if not form.is_valid():
        return _page(request, found, guest=form, status=422)
    return _done(request, found, lambda: actions.add_sheet_guest(found, **form.cleaned_data, by=by))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def _done(request: Request, found: AttendanceSheet, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, found, error=refusal, status=422)
    return redirect("outreach:attendance_sheet", code=found.code)


@requires(CONFIRM_SHEET)
@require_POST
def confirm_attendance_sheet(request: Request, code: str) -> HttpResponse:
    found = _sheet(request, code)
    try:
        count = actions.confirm_sheet(found, seen=request.POST.get("seen", ""), by=request.actor, at=zones.now())
    except Refused as refusal:
        return _page(request, found, error=refusal, status=422)
    messages.success(request, ngettext("%(n)d orang tercatat.", "%(n)d orang tercatat.", count) % {"n": count})
    return redirect("outreach:attendance_sheet", code=found.code)


@requires(CONFIRM_SHEET)
@require_POST
def refuse_attendance_sheet(request: Request, code: str) -> HttpResponse:
    found, form = _sheet(request, code), GiveBack(request.POST)
    if form.is_valid():
        try:
            actions.refuse_sheet(found, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Lembar dikembalikan. Petugas pertama dapat memasukkannya lagi."))
            return redirect("outreach:attendance_sheet", code=found.code)
    return _page(request, found, give_back=form, status=422)


@requires(CONFIRM_SHEET)
def attendance_scan(request: Request, code: str) -> HttpResponse:
    """The scan as it is kept: the browser saves it, or shows it within our own page as a picture."""
    found = _sheet(request, code)
    if found.scan is None:
        raise Http404
    return cast(HttpResponse, files.as_attachment(found.scan))


@requires(CONFIRM_SHEET)
def attendance_scan_page(request: Request, code: str, page: int) -> HttpResponse:
    """One page of a scanned PDF as a picture."""
    found = _sheet(request, code)
    if found.scan is None or not 0 < page <= _PAGES:
        raise Http404
    if found.scan.content_type != "application/pdf":
        return redirect("outreach:attendance_scan", code=found.code)
    with files.open_file(found.scan) as kept:
        picture = scan_pages.page_png(kept.read(), page)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Content-Disposition": "attachment"})


@requires(ENTER_SHEET)
def reprint_attendance_sheet(request: Request, code: str) -> HttpResponse:
    """The same sheet with the same people again."""
    found = _sheet(request, code)
    return _pdf(found.activity, [found], f"lembar-{found.code}")
