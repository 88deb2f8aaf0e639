"""Doors of what may be wrong with a signature: voiding it, corrections of its data, "bukan saya"."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, public, requires, way
from ikrar.agencies.queries.credentials import account_names
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.pledges import drawings, receipts
from ikrar.pledges.actions import corrections as correction_actions
from ikrar.pledges.actions import objections as objection_actions
from ikrar.pledges.actions import voids as actions
from ikrar.pledges.actions.evidence import show_evidence
from ikrar.pledges.forms.answers import AcceptForm, AnswerForm, DeclineForm, NotMeForm, VoidForm
from ikrar.pledges.models import Correction, Signature
from ikrar.pledges.permissions import ANSWER_CORRECTION, VIEW_EVIDENCE, VOID_SIGNATURE
from ikrar.pledges.queries import objections as queries
from ikrar.pledges.queries import papers

_PAGE = 25


@requires(VOID_SIGNATURE)
def signature(request: Request, receipt: str) -> HttpResponse:
    """One signature: how strong it is, who stood by, and voiding it with a reason."""
    rows = queries.voidable_for(request.actor)
    found = get_object_or_404(rows, receipt=receipt.replace("-", ""))
    form = VoidForm(request.POST or None)
    if form.is_valid():
        try:
            actions.void_signature(found, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Tanda tangan dibatalkan. Orangnya boleh menandatangani lagi."))
            return redirect("pledges:signature", receipt=found.receipt)
    names = account_names(found.agency_id)
    void = getattr(found, "void", None)
    page = {
        "signature": found, "campaign": found.campaign, "form": form, "void": void,
        "officer": names.get(found.officer or 0, ""), "voided_by": names.get(void.officer or 0, "") if void else "",
        "sheet": papers.sheet_behind(found), "evidence_link": _evidence_link(request, found),
    }  # fmt: skip
    return render(request, "pledges/voids/signature.html", page, status=422 if form.errors else 200)


def _evidence_link(request: Request, found: Signature) -> str:
    has_any = found.evidence_id or drawings.is_drawing(found.drawing)
    return way(request.actor, "pledges:evidence", found.receipt) if has_any else ""


@requires(VIEW_EVIDENCE)
def evidence(request: Request, receipt: str) -> HttpResponse:
    """The photo or drawing of one signature; each opening leaves a trace."""
    found = get_object_or_404(queries.evidenced_for(request.actor), receipt=receipt.replace("-", ""))
    if sheet := papers.sheet_behind(found):
        return redirect("pledges:sheet", code=sheet.code)
    shown = show_evidence(found, by=request.actor)
    officer = account_names(found.agency_id).get(found.officer or 0, "")
    page = {"signature": found, "campaign": found.campaign, "evidence": shown, "officer": officer}
    return render(request, "pledges/voids/evidence.html", page)


@requires(ANSWER_CORRECTION)
def corrections(request: Request) -> HttpResponse:
    """What signers say is otherwise, the unanswered first."""
    rows = Paginator(queries.corrections_for(request.actor).filter(answer=""), _PAGE).get_page(
        request.GET.get("halaman")
    )
    lines = [(row, *_forms(request, row)) for row in rows]
    answered = queries.corrections_for(request.actor).exclude(answer="").order_by("-answered_at")[:_PAGE]
    return render(request, "pledges/voids/corrections.html", {"page": rows, "lines": lines, "answered": answered})


def _forms(request: Request, row: Correction) -> tuple[AcceptForm, DeclineForm]:
    auto = f"id_{row.pk}_%s"
    accept = AcceptForm(viewer=request.actor, is_unit=row.field == "unit", auto_id=auto)
    return accept, DeclineForm(auto_id=auto)


@requires(ANSWER_CORRECTION)
@require_POST
def accept_correction(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.corrections_for(request.actor), pk=pk)
    form = AcceptForm(request.POST, viewer=request.actor, is_unit=row.field == "unit", auto_id=f"id_{row.pk}_%s")
    decline = DeclineForm(auto_id=f"id_{row.pk}_%s")
    if form.is_valid():
        try:
            correction_actions.accept_correction(row, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Daftar pegawai diubah. Pakta orang ini dibuat ulang saat dicetak berikutnya."))
            return redirect("pledges:corrections")
    return render(request, "pledges/voids/corrections.html", {"lines": [(row, form, decline)]}, status=422)


@requires(ANSWER_CORRECTION)
@require_POST
def decline_correction(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.corrections_for(request.actor), pk=pk)
    form = DeclineForm(request.POST, auto_id=f"id_{row.pk}_%s")
    if form.is_valid():
        try:
            correction_actions.decline_correction(row, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Jawaban tersimpan. Daftar pegawai tidak diubah."))
            return redirect("pledges:corrections")
    accept = _forms(request, row)[0]
    return render(request, "pledges/voids/corrections.html", {"lines": [(row, accept, form)]}, status=422)


@requires(VOID_SIGNATURE)
def objections(request: Request) -> HttpResponse:
    """Who said "bukan saya", the open ones first."""
    everyone = queries.objections_for(request.actor)
    page = Paginator(everyone.filter(answered_at=None), _PAGE).get_page(request.GET.get("halaman"))
    done = list(everyone.exclude(answered_at=None).order_by("-answered_at")[:_PAGE])
    return render(request, "pledges/voids/objections.html", _objections(request, list(page), done, page))


def _objections(
    request: Request, rows: list[Any], done: list[Any], page: Any, form: AnswerForm | None = None
) -> dict[str, Any]:
    acts, names = queries.acts_of(rows), account_names(request.actor.agency_id or 0)
    lines = [
        (
            row,
            act := acts.get(row.act or 0),
            names.get(act.officer or 0, "") if act else "",
            form or AnswerForm(auto_id=f"id_{row.pk}_%s"),
        )
        for row in rows
    ]
    return {"lines": lines, "done": done, "page": page}


@requires(VOID_SIGNATURE)
@require_POST
def answer_objection(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.objections_for(request.actor), pk=pk)
    form = AnswerForm(request.POST, auto_id=f"id_{row.pk}_%s")
    if form.is_valid():
        try:
            objection_actions.answer_objection(row, **form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Jawaban tersimpan, dan dikirim bila orangnya punya surel terdaftar."))
            return redirect("pledges:objections")
    return render(request, "pledges/voids/objections.html", _objections(request, [row], [], None, form), status=422)


@public
def not_me_after(request: Request) -> HttpResponse:
    """The link of a notice: its code comes after "#" and is typed or posted; only a second press says "bukan saya"."""
    form = NotMeForm(request.POST or None, initial={"code": ""})
    if not form.is_valid():
        return render(request, "pledges/voids/not_me.html", {"form": form}, status=422 if form.errors else 200)
    act = _act(form.cleaned_data["code"])
    if act is None:
        form.add_error("code", _("Kode ini tidak dikenal. Periksa lagi huruf dan angkanya di surel."))
        return render(request, "pledges/voids/not_me.html", {"form": form}, status=422)
    if "sure" not in request.POST:
        page = {"act": act, "campaign": act.campaign, "code": form.cleaned_data["code"]}
        return render(request, "pledges/voids/not_me_ask.html", page)
    objection_actions.object_to_act(act, at=zones.now())
    return render(request, "pledges/voids/not_me_said.html", {"campaign": act.campaign})


def _act(typed: str) -> Signature | None:
    pk = receipts.objected_act(typed)
    rows = Signature.objects.select_related("campaign__agency", "staff")
    return rows.filter(pk=pk, staff__isnull=False).first() if pk is not None else None
