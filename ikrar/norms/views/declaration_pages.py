"""What the doors of staff and officers to declarations share: sending a form, a paper, a file, the steps taken."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from ikrar.agencies import queries as people
from ikrar.agencies.models import Agency, Staff
from ikrar.agencies.roles import Actor
from ikrar.agencies.roles import Kind as ActorKind
from ikrar.core import files, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import declared, derivation
from ikrar.norms.actions import declaration_files as file_actions
from ikrar.norms.actions import declarations as actions
from ikrar.norms.declaring import Kind, kind_of
from ikrar.norms.forms.declarations import DeclarationForm
from ikrar.norms.models import Declaration, DeclarationFile
from ikrar.norms.queries import declarations as queries
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules.declarations import MOVES, WAITING, PaperKind


def kind_or_404(slug: str, who: str, agency: Agency, at: dt.datetime) -> Kind:
    """A kind that such a person can send today, with the law as it holds for the agency."""
    found = kind_of(slug, HeldRows(agency, zones.today(agency.zone, at)))
    if found is None or not found.is_for(who):
        raise Http404
    return found


def sent(
    form: DeclarationForm, agency: Agency, staff: Staff | None, *, came: str, by: Actor, at: dt.datetime
) -> tuple[Declaration | None, int]:
    """Keep the files that came, then the declaration if its form is whole; else what is wrong stands in the form."""
    form.is_valid()
    try:
        if brought := form.cleaned_data.get("brought"):
            file_actions.bring(agency, form.client_uuid, brought, by=by, at=at)
        if not form.errors:
            made = actions.declare(agency, staff, form.told(), client_uuid=form.client_uuid, came=came, by=by, at=at)
            return made, 302
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None, 409 if isinstance(refusal, Conflict) else 422
    return None, 422


def form_context(form: DeclarationForm, kind: Kind, by: Actor, staff: Staff | None) -> dict[str, Any]:
    """What the form's page shows beside the fields: what to know, on which rules it rests, files that came already."""
    return {
        "form": form, "kind": kind, "uuid": form.client_uuid, "points": kind.points(staff.kind if staff else ""),
        "came": queries.files_under(form.agency.pk, form.client_uuid, file_actions.whose(by)), "staff": staff,
    }  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """By when an answer is to come, how that was counted, and whether that day is over while it still waits."""

    day: str
    lines: list[str]
    is_late: bool


def reply_of(declaration: Declaration, kind: Kind, at: dt.datetime) -> Reply | None:
    zone = declaration.agency.zone
    due = queries.reply_due(declaration, kind)
    if due is None or due.due is None:
        return None
    is_late = declaration.state in WAITING and due.due < zones.today(zone, at)
    return Reply(zones.long_date(due.due, named=True), list(derivation.lines(due)), is_late)


@dataclass(frozen=True)
class Taken:
    """One step as people read it."""

    words: str
    who: str
    at: dt.datetime
    reason: str
    is_refusal: bool


def steps_of(declaration: Declaration, *, names: bool) -> list[Taken]:
    """The steps so far; with `names`, of the officers who took them."""
    words = {move.name: str(move.to.label) for move in MOVES}
    told = people.account_names(declaration.agency_id) if names else {}
    return [
        Taken(
            words.get(step.move, step.move),
            _who(step.by_kind, told.get(step.by or 0, "")),
            step.at,
            step.reason,
            step.move == "refuse_declaration",
        )
        for step in declaration.steps.all()
    ]


def _who(kind: str, name: str) -> str:
    return name if kind == ActorKind.OFFICER else ""


def paper_answer(declaration: Declaration, what: str) -> HttpResponse:
    """The paper as a file to keep."""
    kind = queries.kind_of(declaration)
    if what not in declared.papers(declaration, kind):
        raise Http404
    data = declared.paper(queries.of_paper(declaration), kind, what)
    name = f"{slugify(str(PaperKind(what).label))}-{declaration.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def file_answer(declaration: Declaration, pk: int) -> HttpResponse:
    row = declaration.files.select_related("file").filter(pk=pk).first()
    if row is None:
        raise Http404
    return cast(HttpResponse, files.as_attachment(row.file, _bytes(row)))


def _bytes(row: DeclarationFile) -> bytes:
    return file_actions.opened(row)


def fresh(text: str) -> uuid.UUID:
    """The number that a form brought; a new one where it brought none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
