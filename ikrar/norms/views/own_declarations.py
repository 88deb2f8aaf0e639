"""Doors of a staff member's own declarations and permits, at `/saya/`, by code and PIN."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ikrar.agencies import queries as people
from ikrar.agencies.access import Request, signer
from ikrar.agencies.models import Credential
from ikrar.agencies.views.signer import keep, pin_counts
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms import declared, declaring
from ikrar.norms.actions import declaration_files as file_actions
from ikrar.norms.actions import declarations as actions
from ikrar.norms.forms.declarations import DeclarationForm, MoreFiles
from ikrar.norms.models import Declaration
from ikrar.norms.queries import declarations as queries
from ikrar.norms.rules.declarations import WAITING, Came
from ikrar.norms.views.declaration_pages import (
    file_answer,
    form_context,
    fresh,
    kind_or_404,
    paper_answer,
    reply_of,
    sent,
    steps_of,
)


def _own(view: Callable[..., HttpResponse]) -> Any:
    """Hands the view the live code behind the cookie; without a fresh PIN, leads to the page of the PIN."""

    @signer
    @wraps(view)
    def guarded(request: Request, **arguments: Any) -> HttpResponse:
        who = request.signer
        held = people.live_credential(who.credential) if who else None
        if who is None or held is None:
            raise Http404
        if not pin_counts(who, zones.now()):
            return keep(redirect("agencies:pin"), replace(who, campaign="", activity=0))
        return view(request, held, **arguments)

    return guarded


def _mine(held: Credential, pk: int) -> Declaration:
    return get_object_or_404(queries.own_declarations(held.staff_id), pk=pk)


@_own
def own_declarations(request: Request, held: Credential) -> HttpResponse:
    """What I declared, and what can be declared."""
    rows = [(row, declaring.kind_of(row.kind)) for row in queries.own_declarations(held.staff_id)]
    kinds = [kind for kind in declaring.kinds() if kind.is_for("staff")]
    return render(request, "norms/declarations/own_list.html", {"rows": rows, "kinds": kinds, "agency": held.agency})


@_own
def declare(request: Request, held: Credential, kind: str) -> HttpResponse:
    """One kind's form; what is wrong keeps every word, and every file that came."""
    at, by, status = zones.now(), actions.own_actor(held), 200
    found = kind_or_404(kind, "staff", held.agency, at)
    form = DeclarationForm(found, held.agency, at)
    if request.method == "POST":
        form = DeclarationForm(found, held.agency, at, request.POST, request.FILES)
        made, status = sent(form, held.agency, held.staff, came=Came.PHONE, by=by, at=at)
        if made:
            return redirect("norms:own_declaration", pk=made.pk)
    context = form_context(form, found, by, held.staff)
    return render(request, "norms/declarations/declare.html", context, status=status)


@_own
def own_declaration(request: Request, held: Credential, pk: int) -> HttpResponse:
    """One of my own: where it stands, its papers and files, and taking it back while nobody decided."""
    found = _mine(held, pk)
    if request.method == "POST":
        return _more(request, held, found)
    return _page(request, found, MoreFiles())


def _more(request: Request, held: Credential, found: Declaration) -> HttpResponse:
    """Further files of the declaration."""
    form = MoreFiles(request.POST, request.FILES)
    if form.is_valid():
        try:
            file_actions.add(found, form.cleaned_data["brought"], by=actions.own_actor(held), at=zones.now())
        except Refused as refusal:
            form.add_error("brought", str(refusal))
        else:
            return redirect("norms:own_declaration", pk=found.pk)
    return _page(request, found, form, 422)


def _page(request: Request, found: Declaration, form: MoreFiles, status: int = 200) -> HttpResponse:
    kind = queries.kind_of(found)
    zone = found.agency.zone
    context = {
        "declaration": found, "kind": kind, "lines": declared.lines(found, kind), "steps": steps_of(found, names=False),
        "papers": declared.papers(found, kind), "files": found.files.select_related("file"), "more": form, "zone": zone,
        "waits": found.state in WAITING, "reply": reply_of(found, kind, zones.now()), "uuid": fresh(""),
        "rule": kind.cited(found.rule), "stage": queries.resignation_stage(found),
    }  # fmt: skip
    return render(request, "norms/declarations/own.html", context, status=status)


@_own
@require_POST
def withdraw_declaration(request: Request, held: Credential, pk: int) -> HttpResponse:
    """Take the own declaration back."""
    found = _mine(held, pk)
    number = fresh(request.POST.get("uuid", ""))
    try:
        actions.take(
            found, "withdraw_declaration", client_uuid=number, by=actions.own_actor(held), at=zones.now()
        )  # fmt: skip
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
    return redirect("norms:own_declaration", pk=found.pk)


@_own
def own_paper(request: Request, held: Credential, pk: int, what: str) -> HttpResponse:
    """A paper of one of my own."""
    return paper_answer(_mine(held, pk), what)


@_own
def own_file(request: Request, held: Credential, pk: int, file: int) -> HttpResponse:
    """A file that came with one of my own."""
    return file_answer(_mine(held, pk), file)
