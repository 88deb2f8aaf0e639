"""Doors of erasing who signed: looking for a person, proposing, deciding, and holds that forbid it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.agencies.models import Agency, Staff
from ikrar.agencies.queries.credentials import account_names
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.core.styled import Styled
from ikrar.pledges.actions import erasures as actions
from ikrar.pledges.forms.erasures import CoverForm, ErasureForm, HoldForm, RefuseErasureForm
from ikrar.pledges.models import Erasure
from ikrar.pledges.permissions import APPROVE_ERASURE, HOLD_ERASURE, PROPOSE_ERASURE
from ikrar.pledges.queries import erasures as queries
from ikrar.pledges.queries import papers
from ikrar.pledges.rules import ErasureState

_PAGE = 25


@requires(PROPOSE_ERASURE)
def erasure_list(request: Request) -> HttpResponse:
    """Proposals that wait, holds that run, and what was erased; and looking for a person."""
    typed = request.GET.get("cari", "").strip()[:80]
    rows = queries.erasures_for(request.actor)
    waiting = rows.filter(state__in=[ErasureState.PROPOSED, ErasureState.APPROVED])
    over = rows.exclude(pk__in=waiting).order_by("-pk")
    page = {
        "typed": typed, "people": queries.people_for(request.actor, typed) if typed else [], "waiting": waiting,
        "holds": queries.holds_for(request.actor), "page": Paginator(over, _PAGE).get_page(request.GET.get("halaman")),
        "names": account_names(request.actor.agency_id or 0), "may_hold": request.actor.has(HOLD_ERASURE),
        "agency": get_object_or_404(Agency, pk=request.actor.agency_id),
    }  # fmt: skip
    return render(request, "pledges/erasures/list.html", page)


def _tried(form: Styled, act: Callable[[], Any]) -> bool:
    """Whether it was done; a refusal stands at its field."""
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _person(request: Request, pk: int) -> Staff:
    found = queries.person_for(request.actor, pk)
    return found if found is not None else get_object_or_404(Staff, pk=0)


@requires(PROPOSE_ERASURE)
def propose_erasure(request: Request, pk: int) -> HttpResponse:
    """What would go and what would stay, and the proposal."""
    person, now = _person(request, pk), zones.now()
    form = ErasureForm(request.POST or None)
    if form.is_valid() and _tried(
        form, lambda: actions.propose_erasure(person, **form.cleaned_data, by=request.actor, at=now)
    ):
        messages.success(request, _("Usulan tersimpan. Petugas lain yang memutuskan; belum ada yang dihapus."))
        made = queries.erasures_for(request.actor).filter(uuid=form.cleaned_data["uuid"]).first()
        return redirect("pledges:erasure", pk=made.pk) if made else redirect("pledges:erasure_list")
    page = {"person": person, "form": form, "going": queries.going(person, now)}
    return render(request, "pledges/erasures/propose.html", page, status=422 if form.errors else 200)


@requires(PROPOSE_ERASURE)
def erasure(request: Request, pk: int) -> HttpResponse:
    """One proposal with everything that the second officer has to see, or what became of it."""
    return _erasure(request, get_object_or_404(queries.erasures_for(request.actor), pk=pk), RefuseErasureForm(), None)


def _erasure(request: Request, row: Erasure, form: RefuseErasureForm, error: Refused | None) -> HttpResponse:
    going = None
    if row.staff is not None and row.state == ErasureState.PROPOSED:
        row.staff.agency = row.agency
        going = queries.going(row.staff, zones.now(), row)
    page = {
        "row": row, "going": going, "form": form, "error": error, "cover": CoverForm(),
        "names": account_names(row.agency_id), "is_proposer": row.proposed_by == request.actor.id,
        "covered": {one.sheet_id for one in row.covered.all()},
    }  # fmt: skip
    return render(request, "pledges/erasures/erasure.html", page, status=422 if error or form.errors else 200)


@requires(APPROVE_ERASURE)
@require_POST
def approve_erasure(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.erasures_for(request.actor), pk=pk)
    try:
        actions.approve_erasure(row, by=request.actor, at=zones.now())
    except Refused as refusal:
        return _erasure(request, row, RefuseErasureForm(), refusal)
    messages.success(request, _("Disetujui. Penghapusan berjalan sekarang."))
    return redirect("pledges:erasure", pk=pk)


@requires(APPROVE_ERASURE)
@require_POST
def refuse_erasure(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.erasures_for(request.actor), pk=pk)
    form = RefuseErasureForm(request.POST)
    if form.is_valid() and _tried(
        form, lambda: actions.refuse_erasure(row, **form.cleaned_data, by=request.actor, at=zones.now())
    ):
        messages.success(request, _("Tidak disetujui. Semuanya tetap ada."))
        return redirect("pledges:erasure", pk=pk)
    return _erasure(request, row, form, None)


@requires(PROPOSE_ERASURE)
@require_POST
def cover_scan(request: Request, pk: int, code: str) -> HttpResponse:
    """A scan on which the person's row is covered."""
    row = get_object_or_404(queries.erasures_for(request.actor), pk=pk)
    sheet = get_object_or_404(papers.sheets_of_agency(request.actor), code=code)
    form = CoverForm(request.POST, request.FILES)
    if not form.is_valid():
        return _erasure(request, row, RefuseErasureForm(), Refused(_("Pilih berkasnya.")))
    try:
        actions.cover_scan(row, sheet, scan=form.cleaned_data["scan"].read(), by=request.actor, at=zones.now())
    except Refused as refusal:
        return _erasure(request, row, RefuseErasureForm(), refusal)
    messages.success(request, _("Pindaian yang ditutup tersimpan. Yang lama diganti saat penghapusan berjalan."))
    return redirect("pledges:erasure", pk=pk)


@requires(HOLD_ERASURE)
def set_hold(request: Request, pk: int) -> HttpResponse:
    """Forbid erasing this person's acts for a while."""
    person, now = _person(request, pk), zones.now()
    form = HoldForm(request.POST or None)
    if form.is_valid() and _tried(
        form, lambda: actions.set_hold(person, **form.cleaned_data, by=request.actor, at=now)
    ):
        messages.success(request, _("Ditahan. Selama itu data penanda tangannya tidak dapat dihapus."))
        return redirect("pledges:erasure_list")
    page = {"person": person, "form": form, "holds": queries.holds_on(person, now)}
    return render(request, "pledges/erasures/hold.html", page, status=422 if form.errors else 200)


@requires(HOLD_ERASURE)
@require_POST
def lift_hold(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.holds_for(request.actor), pk=pk)
    actions.lift_hold(row, by=request.actor, at=zones.now())
    messages.success(request, _("Penahanan diangkat."))
    return redirect("pledges:erasure_list")
