"""Doors of the texts: list, draft, edit, approve, print."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, may, own_agency, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.pledges.actions import texts as actions
from ikrar.pledges.forms.texts import DraftForm, TextForm
from ikrar.pledges.models import PledgeText
from ikrar.pledges.permissions import APPROVE_TEXTS, EDIT_TEXTS, VIEW_CAMPAIGNS
from ikrar.pledges.queries import texts as queries
from ikrar.pledges.rules import TextKind, TextState
from ikrar.pledges.views.campaigns import number


def _text(request: Request, pk: int) -> PledgeText:
    return get_object_or_404(queries.texts_for(request.actor), pk=pk)


@requires(VIEW_CAMPAIGNS)
def text_list(request: Request) -> HttpResponse:
    """Both kinds, with the version in force and the open draft."""
    on = zones.today(own_agency(request).zone, zones.now())
    forms = {kind: DraftForm(initial={"kind": kind}, prefix=kind, on=on) for kind in TextKind}
    context = {
        "shelves": [(shelf, forms[shelf.kind]) for shelf in queries.shelves(request.actor)],
        "may_edit": may(request.actor, EDIT_TEXTS),
    }
    return render(request, "pledges/texts/text_list.html", context)


@requires(EDIT_TEXTS)
def draft_text(request: Request) -> HttpResponse:
    """A new draft: from the default text, or from the version in force."""
    if request.method != "POST":
        return redirect("pledges:text_list")
    if request.POST.get("from"):
        before = _text(request, number(request.POST["from"]))
        made = actions.draft_next(before, by=request.actor, at=zones.now())
        return redirect("pledges:edit_text", pk=made.pk)
    kind = next((kind for kind in TextKind if f"{kind}-kind" in request.POST), TextKind.IKRAR)
    agency, at = own_agency(request), zones.now()
    form = DraftForm(request.POST, prefix=kind, on=zones.today(agency.zone, at))
    if not form.is_valid():
        messages.add_message(request, messages.WARNING, _("Pilih paling sedikit satu pemilihan."), extra_tags="warn")
        return redirect("pledges:text_list")
    made = actions.draft_from_default(
        agency, kind=kind, elections=list(form.cleaned_data["elections"]), by=request.actor, at=at
    )
    return redirect("pledges:edit_text", pk=made.pk)


@requires(VIEW_CAMPAIGNS)
def text(request: Request, pk: int) -> HttpResponse:
    """One version as people will read it, and what changed since the one before."""
    found = _text(request, pk)
    context = {
        "text": found, "before": queries.version_before(found), "lines": queries.comparison(found),
        "is_draft": found.state == TextState.DRAFT, "may_edit": may(request.actor, EDIT_TEXTS, on=found),
        "may_approve": may(request.actor, APPROVE_TEXTS, on=found),
    }  # fmt: skip
    return render(request, "pledges/texts/text.html", context)


@requires(EDIT_TEXTS)
def edit_text(request: Request, pk: int) -> HttpResponse:
    """Write a draft. The form asks for nothing that a phone could not type."""
    found = _text(request, pk)
    if found.state == TextState.APPROVED:
        return redirect("pledges:text", pk=pk)
    form = TextForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_text(
                found, title=form.cleaned_data["title"], body=form.body(),
                least_level=form.cleaned_data["least_level"], by=request.actor, at=zones.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Konsep disimpan."), extra_tags="ok")
            return redirect("pledges:edit_text" if "again" in request.POST else "pledges:text", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "pledges/texts/edit_text.html", {"form": form, "text": found}, status=status)


@requires(APPROVE_TEXTS)
def approve_text(request: Request, pk: int) -> HttpResponse:
    """Read once more, see the digest, approve."""
    found, error = _text(request, pk), None
    if found.state == TextState.APPROVED:
        return redirect("pledges:text", pk=pk)
    if request.method == "POST":
        try:
            actions.approve_text(found, by=request.actor, at=zones.now(), digest=request.POST.get("digest", ""))
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Naskah disetujui dan tidak berubah lagi."), extra_tags="ok")
            return redirect("pledges:text", pk=pk)
    found.digest = queries.digest_of(found)
    context = {"text": found, "before": queries.version_before(found), "error": error}
    return render(request, "pledges/texts/approve_text.html", context, status=422 if error else 200)
