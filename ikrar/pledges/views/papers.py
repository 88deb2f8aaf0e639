"""Doors of paper: print sheets, find one by its code, enter it, look at its scan, confirm or give back."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.core import documents, files, scan_pages, zones
from ikrar.core.errors import Refused
from ikrar.core.zips import zipped
from ikrar.pledges import paperwork
from ikrar.pledges.actions import papers as actions
from ikrar.pledges.forms.papers import EnterForm, GiveBackForm, PrintForm
from ikrar.pledges.models import PaperSheet
from ikrar.pledges.permissions import CONFIRM_PAPER, ENTER_PAPER
from ikrar.pledges.queries import papers as queries
from ikrar.pledges.rules import SheetKind
from ikrar.pledges.views.campaigns import campaign_of

#: Pages of a scan that are shown; a sheet has one, a careless scan a few.
_PAGES = 20


@requires(CONFIRM_PAPER)
def papers(request: Request, code: str) -> HttpResponse:
    """What waits for a second officer, what was printed, and the form to print more."""
    return render(request, "pledges/papers/papers.html", _papers(request, code, PrintForm(viewer=request.actor)))


def _papers(request: Request, code: str, form: PrintForm) -> dict[str, Any]:
    found = campaign_of(request, code)
    return {
        "campaign": found, "form": form, "units": queries.by_unit(request.actor, found),
        "waiting": queries.waiting(request.actor, found), "may_enter": request.actor.has(ENTER_PAPER),
    }  # fmt: skip


@requires(ENTER_PAPER)
@require_POST
def print_sheets(request: Request, code: str) -> HttpResponse:
    """Fix the sheets and hand them over as a PDF, or a ZIP of PDFs where one would be too long."""
    found, at = campaign_of(request, code), zones.now()
    form = PrintForm(request.POST, viewer=request.actor)
    if form.is_valid():
        try:
            made = actions.print_sheets(found, **form.cleaned_data, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            name = f"{form.cleaned_data['kind']}-{found.code}-{form.cleaned_data['unit'].pk}"
            return _pdf(_sheets_pdf(made.sheets, made.people, at), name)
    return render(request, "pledges/papers/papers.html", _papers(request, code, form), status=422)


def _sheets_pdf(sheets: list[PaperSheet], people: dict[int, Any], at: Any) -> list[bytes]:
    campaign = sheets[0].campaign
    if sheets[0].kind == SheetKind.ROSTER:
        return [paperwork.roster_pdf(campaign, sheets, people, at)]
    parts = [sheets[start : start + documents.MERGE_MOST] for start in range(0, len(sheets), documents.MERGE_MOST)]
    return [paperwork.forms_pdf(campaign, part, people, at) for part in parts]


def _pdf(parts: list[bytes], name: str) -> HttpResponse:
    """One PDF as it is; several in a ZIP. Saved, never shown in place."""
    body, kind = parts[0], "pdf"
    if len(parts) > 1:
        body, kind = zipped((f"{name}-{number}.pdf", part) for number, part in enumerate(parts, 1)), "zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(body, content_type=f"application/{kind}", headers=headers)


@requires(CONFIRM_PAPER)
def find_sheet(request: Request) -> HttpResponse:
    """A sheet by the code printed on it."""
    typed = request.GET.get("kode", "")
    sheet = queries.sheet_by_code(request.actor, typed)
    if sheet is not None:
        return redirect("pledges:sheet", code=sheet.code)
    return render(request, "pledges/papers/find.html", {"typed": typed}, status=404 if typed else 200)


def _sheet(request: Request, code: str) -> PaperSheet:
    sheet = queries.sheet_by_code(request.actor, code)
    if sheet is None:
        raise Http404
    return sheet


@requires(CONFIRM_PAPER)
def sheet(request: Request, code: str) -> HttpResponse:
    """The sheet as it stands: to enter, to confirm, or done."""
    found = _sheet(request, code)
    return render(request, "pledges/papers/sheet.html", _page(request, found))


def _page(request: Request, found: PaperSheet, **more: Any) -> dict[str, Any]:
    by = request.actor
    at = zones.today(found.campaign.agency.zone, zones.now())
    ticked = more.pop("ticked", None)
    if ticked is None:
        ticked = found.staff if "semua" in request.GET else found.ticked
    return {
        "sheet": found, "campaign": found.campaign, "rows": queries.rows_of(found), "state": found.state.value,
        "may_enter": may(by, ENTER_PAPER, on=found), "is_mine": found.entered_by == by.id, "ticked": ticked,
        "is_picture": found.scan is not None and found.scan.content_type.startswith("image/"), "give_back": GiveBackForm(),
        "enter": EnterForm(initial={"signed_on": at}), "count": len(found.ticked), **more,
    }  # fmt: skip


@requires(ENTER_PAPER)
@require_POST
def enter_sheet(request: Request, code: str) -> HttpResponse:
    found = _sheet(request, code)
    form = EnterForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.enter_sheet(found, **form.cleaned_data, ticked=form.ticked(), by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Lembar tersimpan. Belum dihitung sebelum petugas kedua mengesahkannya."))
            return redirect("pledges:sheet", code=found.code)
    page = _page(request, found, enter=form, ticked=form.ticked())
    return render(request, "pledges/papers/sheet.html", page, status=422)


@requires(CONFIRM_PAPER)
@require_POST
def confirm_sheet(request: Request, code: str) -> HttpResponse:
    found = _sheet(request, code)
    try:
        done = actions.confirm_sheet(found, by=request.actor, at=zones.now())
    except Refused as refusal:
        return render(request, "pledges/papers/sheet.html", _page(request, found, error=refusal), status=422)
    count = len(done.recorded)
    messages.success(request, ngettext("%(n)d orang tercatat.", "%(n)d orang tercatat.", count) % {"n": count})
    return redirect("pledges:sheet", code=found.code)


@requires(CONFIRM_PAPER)
@require_POST
def refuse_sheet(request: Request, code: str) -> HttpResponse:
    found = _sheet(request, code)
    form = GiveBackForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse_sheet(found, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Lembar dikembalikan. Petugas pertama dapat memasukkannya lagi."))
            return redirect("pledges:sheet", code=found.code)
    return render(request, "pledges/papers/sheet.html", _page(request, found, give_back=form), status=422)


@requires(CONFIRM_PAPER)
def sheet_scan(request: Request, code: str) -> HttpResponse:
    """The scan as it is kept: the browser saves it, or shows it within our own page as a picture."""
    found = _sheet(request, code)
    if found.scan is None:
        raise Http404
    return cast(HttpResponse, files.as_attachment(found.scan))


@requires(CONFIRM_PAPER)
def sheet_scan_page(request: Request, code: str, page: int) -> HttpResponse:
    """One page of a scanned PDF as a picture."""
    found = _sheet(request, code)
    if found.scan is None or not 0 < page <= _PAGES:
        raise Http404
    if found.scan.content_type != "application/pdf":
        return redirect("pledges:sheet_scan", code=found.code)
    with files.open_file(found.scan) as kept:
        picture = scan_pages.page_png(kept.read(), page)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Content-Disposition": "attachment"})


@requires(ENTER_PAPER)
def reprint_sheet(request: Request, code: str) -> HttpResponse:
    """The same sheet with the same people again."""
    found = _sheet(request, code)
    people = queries.assignments_of(found.staff)
    return _pdf(_sheets_pdf([found], people, zones.now()), f"lembar-{found.code}")
