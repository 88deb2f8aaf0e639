"""Doors of the line of duty to declarations and permits: the private list, one of them, its moves, letter and papers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, may, own_agency, requires
from ikrar.agencies.models import Staff
from ikrar.agencies.queries.staff import staff_list
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.norms import declared, declaring
from ikrar.norms.actions import declaration_letters as letter_actions
from ikrar.norms.actions import declarations as actions
from ikrar.norms.declaring import Kind
from ikrar.norms.forms.declarations import DeclarationForm, DeclarationLetterForm, MoveForm, letter_told
from ikrar.norms.models import Declaration
from ikrar.norms.permissions import HANDLE_DECLARATIONS, PLAN_DUTIES, VIEW_DECLARATIONS
from ikrar.norms.queries import declarations as queries
from ikrar.norms.rules.declarations import DECIDED, WAITING, Came, DeclarationMove
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

_PAGE = 30


def _found(request: Request, pk: int) -> Declaration:
    return get_object_or_404(queries.declarations_for(request.actor), pk=pk)


@requires(VIEW_DECLARATIONS)
def declaration_list(request: Request) -> HttpResponse:
    """What waits, the oldest first, then what is done. Opening the list leaves a trace."""
    actions.look_through(by=request.actor, at=zones.now())
    kind = declaring.kind_of(request.GET.get("jenis", ""))
    rows = queries.declarations_for(request.actor)
    page = Paginator(rows.filter(kind=kind.slug) if kind else rows, _PAGE).get_page(request.GET.get("halaman"))
    told = [(row, declaring.kind_of(row.kind)) for row in page.object_list]
    context = {
        "rows": told, "page": page, "kinds": declaring.kinds(), "kind": kind,
        "waiting": queries.waiting_for(request.actor).count(), "states": WAITING,
        "may_enter": request.actor.has(HANDLE_DECLARATIONS), "query": f"jenis={kind.slug}" if kind else "",
    }  # fmt: skip
    return render(request, "norms/declarations/list.html", context)


@requires(VIEW_DECLARATIONS)
def declaration(request: Request, pk: int) -> HttpResponse:
    """One declaration with what can be done about it; looking at it leaves a trace."""
    found = actions.look(_found(request, pk), by=request.actor, at=zones.now())
    kind, zone = queries.kind_of(found), found.agency.zone
    context = {
        "declaration": found, "kind": kind, "lines": declared.lines(found, kind), "steps": steps_of(found, names=True),
        "papers": declared.papers(found, kind), "files": found.files.select_related("file"), "zone": zone, "uuid": fresh(""),
        "reply": reply_of(found, kind, zones.now()),
        "waits": found.state in WAITING, "moves": _moves(request, found, kind), "rule": kind.cited(found.rule),
        "may_write": found.state in DECIDED and may(request.actor, HANDLE_DECLARATIONS, on=found),
        "is_own": found.staff_id is not None and found.staff_id == request.actor.staff_id,
        "stage": queries.resignation_stage(found), "points": kind.points(found.staff.kind if found.staff else ""),
    }  # fmt: skip
    return render(request, "norms/declarations/declaration.html", context)


def _moves(request: Request, found: Declaration, kind: Kind) -> list[DeclarationMove]:
    return [
        move
        for move in kind.moves()
        if found.state in move.since and move.by and may(request.actor, move.by, on=found)
        and not (move.name == "reopen_declaration" and hasattr(found, "letter"))
        and not (move.name == "withdraw_for" and found.came == Came.PHONE)
    ]  # fmt: skip


@requires(VIEW_DECLARATIONS)
def take_declaration(request: Request, pk: int, move: str) -> HttpResponse:
    """A step: its page asks for what it rests on and why; one that asks nothing is taken at once."""
    found = _found(request, pk)
    kind = queries.kind_of(found)
    step = next((one for one in kind.moves() if one.name == move and one.by), None)
    if step is None:
        raise Http404
    form = MoveForm(kind, step, request.POST or None, initial={"uuid": fresh("")})
    if form.is_valid():
        got = form.cleaned_data
        said = {"reason": got.get("reason", ""), "rule": got.get("rule", ""), "client_uuid": got["uuid"]}
        try:
            actions.take(found, move, **said, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("norms:declaration", pk=found.pk)
    context = {"declaration": found, "kind": kind, "move": step, "form": form, "exemptions": kind.exemptions()}
    return render(request, "norms/declarations/take.html", context, status=422 if form.errors else 200)


@requires(HANDLE_DECLARATIONS)
def declaration_letter(request: Request, pk: int) -> HttpResponse:
    """Number, day and signer of the office's letter."""
    found = _found(request, pk)
    form = DeclarationLetterForm(request.POST or None, initial=letter_told(found))
    if form.is_valid():
        try:
            letter_actions.write_declaration_letter(found, form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Surat tersimpan. Pemohon dapat mengunduhnya dari HP."), extra_tags="ok")
            return redirect("norms:declaration", pk=found.pk)
    kind = queries.kind_of(found)
    context = {
        "declaration": found,
        "kind": kind,
        "form": form,
        "is_decided": found.state in DECIDED,
        "rule": kind.cited(found.rule),
    }
    return render(request, "norms/declarations/letter.html", context, status=422 if form.errors else 200)


@requires(VIEW_DECLARATIONS)
def declaration_paper(request: Request, pk: int, what: str) -> HttpResponse:
    """A paper, with a trace."""
    found = _found(request, pk)
    answer = paper_answer(found, what)
    actions.look(found, by=request.actor, at=zones.now(), what=what)
    return answer


@requires(VIEW_DECLARATIONS)
def declaration_file(request: Request, pk: int, file: int) -> HttpResponse:
    """A file that came with it, with a trace."""
    found = _found(request, pk)
    answer = file_answer(found, file)
    actions.look(found, by=request.actor, at=zones.now(), what="file")
    return answer


@requires(HANDLE_DECLARATIONS)
def choose_declarer(request: Request) -> HttpResponse:
    """For whom an officer enters a signed paper: somebody of the staff list, or an outside organiser."""
    kind = declaring.kind_of(request.GET.get("jenis", "")) or declaring.kinds()[0]
    typed = request.GET.get("cari", "").strip()[:80]
    people = staff_list(request.actor, search=typed)[:20] if typed else []
    context = {"kind": kind, "kinds": declaring.kinds(), "typed": typed, "people": people}
    return render(request, "norms/declarations/choose.html", {**context, "may_be_outside": kind.is_for("outside")})


@requires(HANDLE_DECLARATIONS)
def enter_declaration(request: Request, kind: str, staff: int) -> HttpResponse:
    """Enter what a person signed on paper, with its scan."""
    person = get_object_or_404(Staff, pk=staff, agency=request.actor.agency_id, merged_into=None)
    return _entered(request, kind_or_404(kind, "staff", person.agency, zones.now()), person)


@requires(HANDLE_DECLARATIONS)
def enter_outside(request: Request) -> HttpResponse:
    """Enter what an outside organiser asks for, with its letter."""
    kind = next(kind for kind in declaring.kinds() if kind.is_for("outside"))
    return _entered(request, kind, None)


def _entered(request: Request, kind: Kind, person: Staff | None) -> HttpResponse:
    agency, at, status = own_agency(request), zones.now(), 200
    form = DeclarationForm(kind, agency, at)
    if request.method == "POST":
        form = DeclarationForm(kind, agency, at, request.POST, request.FILES)
        made, status = sent(form, agency, person, came=Came.PAPER, by=request.actor, at=at)
        if made:
            return redirect("norms:declaration", pk=made.pk)
    context = form_context(form, kind, request.actor, person)
    return render(request, "norms/declarations/enter.html", context, status=status)


@requires(PLAN_DUTIES)
def duty_permits(request: Request) -> HttpResponse:
    """Who is away on a permitted duty, for whoever plans; leaves a trace."""
    agency = own_agency(request)
    on = zones.today(agency.zone, zones.now())
    actions.look_through(by=request.actor, at=zones.now(), what="duties")
    return render(
        request, "norms/declarations/duties.html", {"rows": queries.duty_permits(request.actor, on), "on": on}
    )
