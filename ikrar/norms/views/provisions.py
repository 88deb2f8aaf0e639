"""The catalogue for officers: what holds on a day, how each row came to be, what the agency says of it, files in and out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, own_agency, requires
from ikrar.agencies.models import Agency
from ikrar.core import comparing, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import fields, writing
from ikrar.norms.actions import provisions as actions
from ikrar.norms.forms.provisions import Approve, Because, Confirm, Correct, FromDay, Pick, Return, Upload
from ikrar.norms.held import cite
from ikrar.norms.models import Provision
from ikrar.norms.permissions import KEEP_CATALOGUE, VIEW_CATALOGUE
from ikrar.norms.queries import provisions as queries
from ikrar.norms.rules.provisions import Kind, Stance


def _day(request: Request, agency: Agency) -> dt.date:
    return zones.today(agency.zone, zones.now())


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise Http404 from None


@requires(VIEW_CATALOGUE)
def catalogue_list(request: Request) -> HttpResponse:
    """One table of the catalogue as it holds on a day, with what the own legal office said of each row."""
    agency = own_agency(request)
    today = _day(request, agency)
    form = Pick(request.GET or None, initial={"kind": Kind.CONDUCT, "on": today})
    told = form.cleaned_data if form.is_valid() else {}
    kind, on = Kind(told.get("kind") or Kind.CONDUCT), told.get("on") or today
    rows, held = queries.standings(kind, agency, on), queries.HeldRows(agency, on)
    context = {
        "form": form, "kind": kind, "on": on, "today": today, "rows": [(one, _named(one, held)) for one in rows],
        "compared": sum(one.is_compared for one in rows), "keeps": request.actor.has(KEEP_CATALOGUE),
        "waiting": [(one, _name(request, _standing(agency, one.kind, one.slug), agency)) for one in queries.drafts_for(request.actor)],
    }  # fmt: skip
    return render(request, "norms/catalogue/catalogue_list.html", context)


def _named(found: queries.Standing, rows: queries.HeldRows) -> str:
    """A row's name; a conduct is called by its act."""
    shown = found.shown
    if shown is None:
        return found.slug
    act = rows.row(Kind.ACT, shown.body.get("act", "") or found.slug)
    return fields.name_of(found.kind, {"slug": found.slug, **shown.body}, act.body if act else None)


def _name(request: Request, found: queries.Standing, agency: Agency) -> str:
    return _named(found, queries.HeldRows(agency, _day(request, agency)))


@requires(VIEW_CATALOGUE)
def provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """One row: the national text, what the agency says of it, what waits, and every version with what changed."""
    agency = own_agency(request)
    found = _standing(agency, kind, slug)
    history, rows = list(queries.history(found.kind, slug, agency)), queries.HeldRows(agency, _day(request, agency))
    naming = _naming(rows)
    context = {
        "found": found, "name": _named(found, rows), "agency": agency, "keeps": request.actor.has(KEEP_CATALOGUE),
        "national": _lines(found.national, naming), "own": _beside(found.own, found.national, naming),
        "draft": _beside(found.draft, found.national, naming),
        "history": [(one, _since_before(one, history, naming)) for one in history],
        "differs": bool(found.own and found.own.stance == Stance.DIFFERS),
    }  # fmt: skip
    return render(request, "norms/catalogue/provision.html", context)


def _standing(agency: Agency, kind: str, slug: str) -> queries.Standing:
    """As it holds today; where nothing holds today, its versions are still there to be read."""
    found = queries.standing(_kind(kind), slug, agency, zones.today(agency.zone, zones.now()))
    if found.shown is None and not queries.history(_kind(kind), slug, agency).exists():
        raise Http404
    return found


def _naming(rows: queries.HeldRows) -> fields.Naming:
    """Acts by their name, bases as people cite them."""

    def named(field: str, said: Any) -> str | None:
        if field == "act" and (act := rows.row(Kind.ACT, said)):
            return str(act.body["name"]["id"])
        return cite(rows, said) if field == "bases" else None

    return named


def _lines(one: Provision | None, naming: fields.Naming) -> list[tuple[str, str]]:
    """Field and value, for reading."""
    told = [] if one is None else [(part, fields.value(one.body, part)) for part in fields.parts(one.body)]
    return [(part.label, fields.in_words(part.name, said, naming)) for part, said in told if said not in ("", None, [])]


def _beside(one: Provision | None, other: Provision | None, naming: fields.Naming) -> list[comparing.Line]:
    """What a version changes; its whole text where there is nothing beside it."""
    return [] if one is None or one.stance != Stance.DIFFERS else _compared(other, one, naming)


def _compared(before: Provision | None, after: Provision, naming: fields.Naming) -> list[comparing.Line]:
    old = fields.paragraphs(before.body, naming) if before else []
    return comparing.compare(old, fields.paragraphs(after.body, naming))


def _since_before(one: Provision, history: list[Provision], naming: fields.Naming) -> list[comparing.Line]:
    """What a version changed of the one before it of the same agency, or of the national text that it stands beside."""
    same = [old for old in history if old.agency_id == one.agency_id and old.version < one.version and old.body]
    before = one.about or next(iter(same), None)
    return [] if before is None or not one.body else _compared(before, one, naming)


@requires(KEEP_CATALOGUE)
def correct_provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """Write the agency's own text beside the national one, field by field; an open draft goes on."""
    agency = own_agency(request)
    found = _standing(agency, kind, slug)
    begun = found.draft or (found.own if found.own and found.own.stance == Stance.DIFFERS else found.national)
    if begun is None or found.kind == Kind.LINE:
        raise Http404
    initial = {
        "since": begun.since if begun.agency_id else None,
        "until": begun.until,
        "reason": begun.reason if found.draft else "",
    }
    form = Correct(begun.body, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("reason", "since", "until")}
        try:
            if found.draft:
                actions.edit_draft(found.draft, body=form.row(), **said, by=request.actor, at=zones.now())
            else:
                actions.draft_provision(
                    agency, kind=found.kind, slug=slug, body=form.row(), about=found.national, **said, by=request.actor,
                    at=zones.now(),
                )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Konsep disimpan. Belum berlaku sebelum disetujui."), extra_tags="ok")
            return redirect("norms:provision", kind=kind, slug=slug)
    context = {"form": form, "found": found, "name": _name(request, found, agency)}
    return render(request, "norms/catalogue/correct_provision.html", context, status=422 if form.errors else 200)


def _decision(
    request: Request, kind: str, slug: str, *, form: Form, title: str, told: str, button: str, said: str,
    act: Callable[[queries.Standing, Agency], Any],
) -> HttpResponse:  # fmt: skip
    """A page that asks once for a decision, says what follows, and does it."""
    agency = own_agency(request)
    found = _standing(agency, kind, slug)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            act(found, agency)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 422
        else:
            messages.success(request, said, extra_tags="ok")
            return redirect("norms:provision", kind=kind, slug=slug)
    rows = queries.HeldRows(agency, _day(request, agency))
    context = {
        "form": form, "found": found, "name": _named(found, rows), "title": title, "told": told, "button": button,
        "draft": _beside(found.draft, found.national, _naming(rows)) if isinstance(form, Approve) else [],
    }  # fmt: skip
    return render(request, "norms/catalogue/decide.html", context, status=status)


def _bound(form: type[Form], request: Request, **more: Any) -> Form:
    return form(request.POST if request.method == "POST" else None, **more)


@requires(KEEP_CATALOGUE)
def confirm_provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """The national text agrees with the official one."""
    form = _bound(Confirm, request)
    return _decision(
        request, kind, slug, form=form, title=_("Cocok dengan naskah resmi"), button=_("Cocok"),
        told=_("Setiap jawaban lalu menyebut bahwa Bagian Hukum sudah mencocokkannya. Bila teks nasional berubah, cocokkan lagi."),
        said=_("Tercatat sebagai cocok dengan naskah resmi."),
        act=lambda found, agency: actions.confirm_provision(
            _national(found), agency, compared_with=form.cleaned_data["reason"], by=request.actor, at=zones.now()
        ),
    )  # fmt: skip


@requires(KEEP_CATALOGUE)
def set_aside_provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """The agency does not use this row."""
    form = _bound(FromDay, request)
    return _decision(
        request, kind, slug, form=form, title=_("Tidak dipakai instansi"), button=_("Tidak dipakai"),
        told=_("Teks nasional tetap terbaca, dengan alasan Anda di sebelahnya."), said=_("Tercatat sebagai tidak dipakai."),
        act=lambda found, agency: actions.set_aside(
            _national(found), agency, **form.cleaned_data, by=request.actor, at=zones.now()
        ),
    )  # fmt: skip


@requires(KEEP_CATALOGUE)
def return_provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """What the agency said of this row ends."""
    form = _bound(Return, request)
    return _decision(
        request, kind, slug, form=form, title=_("Kembali ke teks nasional"), button=_("Kembali"),
        told=_("Hari-hari sebelumnya tetap menurut teks instansi."), said=_("Teks nasional berlaku lagi mulai hari itu."),
        act=lambda found, agency: actions.return_to_national(
            found.kind, slug, agency, **form.cleaned_data, by=request.actor, at=zones.now()
        ),
    )  # fmt: skip


@requires(KEEP_CATALOGUE)
def approve_provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """Read the draft once more, then approve."""
    waiting = _waiting(request, kind, slug)
    form = _bound(Approve, request, initial={"seen": waiting.made_at.isoformat()})
    return _decision(
        request, kind, slug, form=form, title=_("Setujui konsep"), button=_("Setujui"),
        told=_("Sesudah disetujui, teks ini tidak berubah lagi. Perubahan berikutnya menjadi versi baru."),
        said=_("Konsep disetujui."),
        act=lambda found, agency: actions.approve_provision(
            waiting, seen=form.cleaned_data["seen"], by=request.actor, at=zones.now()
        ),
    )  # fmt: skip


@requires(KEEP_CATALOGUE)
def reject_provision(request: Request, kind: str, slug: str) -> HttpResponse:
    """Turn a draft down; it stays in the history with the reason."""
    waiting, form = _waiting(request, kind, slug), _bound(Because, request)
    return _decision(
        request, kind, slug, form=form, title=_("Tolak konsep"), button=_("Tolak"),
        told=_("Konsep tetap tersimpan dalam riwayat, dengan alasan penolakan."), said=_("Konsep ditolak."),
        act=lambda found, agency: actions.reject_provision(
            waiting, reason=form.cleaned_data["reason"], by=request.actor, at=zones.now()
        ),
    )  # fmt: skip


def _waiting(request: Request, kind: str, slug: str) -> Provision:
    return get_object_or_404(queries.drafts_for(request.actor), kind=_kind(kind), slug=slug)


def _national(found: queries.Standing) -> Provision:
    if found.national is None:
        raise Http404
    return found.national


@requires(VIEW_CATALOGUE)
def catalogue_file(request: Request, kind: str) -> HttpResponse:
    """One table as YAML: the agency's own text where it has one, the national text otherwise, as of a day."""
    agency = own_agency(request)
    form = Pick({"on": request.GET.get("on", "")})
    on = form.cleaned_data["on"] if form.is_valid() and form.cleaned_data["on"] else _day(request, agency)
    told = [one.text for one in queries.standings(_kind(kind), agency, on)]
    text = writing.text_of(_kind(kind), [row for row in told if row])
    head = f"# {agency.name}, {on:%Y-%m-%d}\n"
    response = HttpResponse(head + text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{writing.file_of(_kind(kind))}"'
    return response


@requires(KEEP_CATALOGUE)
def upload_catalogue(request: Request) -> HttpResponse:
    """A file of rows: faults by line, or drafts of what differs; nothing comes into force by it."""
    agency = own_agency(request)
    form = Upload(request.POST or None, request.FILES or None)
    faults: list[Any] = []
    if form.is_valid():
        kind, text = Kind(form.cleaned_data["kind"]), form.cleaned_data["file"]
        faults, rows = writing.faults_of(kind, text, queries.HeldRows(agency, _day(request, agency)))
        if not faults:
            try:
                found = actions.propose_rows(
                    agency, kind, rows, reason=form.cleaned_data["reason"], by=request.actor, at=zones.now()
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return render(request, "norms/catalogue/uploaded.html", {"found": found, "kind": kind})
    context = {"form": form, "faults": faults[:200], "more": max(len(faults) - 200, 0)}
    return render(request, "norms/catalogue/upload_catalogue.html", context, status=422 if form.is_bound else 200)
