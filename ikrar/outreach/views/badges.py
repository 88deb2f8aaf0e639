"""Doors of badges: print sheets, find one, end or replace it; and what a stranger's phone sees."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, public, requires
from ikrar.core import files, zones
from ikrar.core.errors import Refused
from ikrar.outreach import badges
from ikrar.outreach.actions import badge_sheets, printing
from ikrar.outreach.actions import badges as actions
from ikrar.outreach.forms.badges import EndForm, SheetsForm
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import PREPARE
from ikrar.outreach.queries import badges as queries
from ikrar.outreach.rules import PrintKind
from ikrar.outreach.views.activities import activity_of

_PAGE = 50


@requires(PREPARE)
def badge_list(request: Request, pk: int) -> HttpResponse:
    """Print sheets; look for one badge."""
    found = activity_of(request, pk)
    form = SheetsForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            badge_sheets.make_sheets(found, unit=form.cleaned_data["unit"], by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("outreach:badge_list", pk=found.pk)
    return render(
        request, "outreach/badges/list.html", _listed(request, found, form), status=422 if form.is_bound else 200
    )


def _listed(request: Request, found: Activity, form: SheetsForm) -> dict[str, Any]:
    typed, ended = request.GET.get("cari", "")[:80], "dicabut" in request.GET
    rows = queries.badges(found, typed=typed, ended=ended)
    files_made = list(queries.print_files(request.actor, found, PrintKind.BADGES)[:10])
    query = f"cari={typed}" + ("&dicabut=1" if ended else "")
    return {
        "activity": found, "form": form, "totals": queries.totals(found), "typed": typed, "ended": ended, "query": query,
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("halaman")), "files": queries.with_jobs(files_made),
        "days": settings.KEEP_CODE_FILES_DAYS, "may_make": found.state in ("planned", "open") and found.on is not None,
    }  # fmt: skip


@requires(PREPARE)
def print_file(request: Request, pk: int, file: int) -> HttpResponse:
    """Fetch a file to print."""
    found = activity_of(request, pk)
    made = get_object_or_404(queries.print_files(request.actor, found), pk=file)
    try:
        stored, data = printing.fetch_file(made, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
        return redirect("outreach:badge_list", pk=found.pk)
    return cast(HttpResponse, files.as_attachment(stored, data))


@requires(PREPARE)
def end_badge(request: Request, pk: int, badge: int) -> HttpResponse:
    """Say why a badge ends; give another, or none."""
    found = activity_of(request, pk)
    row = queries.badge_of(found, badge)
    if row is None:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.replace_badge if form.cleaned_data["again"] else actions.end_badge
        try:
            act(row, why=form.cleaned_data["reason"], by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            done = (
                _("Lencana lama dicabut, lencana baru dibuat.") if form.cleaned_data["again"] else _("Lencana dicabut.")
            )
            messages.success(request, done, extra_tags="ok")
            return redirect("outreach:badge_list", pk=found.pk)
    context = {"activity": found, "badge": row, "form": form}
    return render(request, "outreach/badges/end.html", context, status=422 if form.is_bound else 200)


@public
def badge(request: Request, text: str) -> HttpResponse:
    """What a badge's address shows to anyone: what it is, and never whose; the same for one that is no longer good."""
    return render(request, "outreach/badges/shown.html")


@public
def badge_key(request: Request) -> HttpResponse:
    """The public key of badges, so that anybody can check one without us: `ikrar badge TEXT --key KEY`."""
    told = [
        badges.shown(actions.key().public_key()),
        _("Kunci umum (Ed25519) untuk lencana dari %(host)s. Memeriksa lencana tanpa server:")
        % {"host": request.get_host()},
        "ikrar badge IK1… --key ed25519:…",
    ]
    return HttpResponse("\n".join(told) + "\n", content_type="text/plain; charset=utf-8")
