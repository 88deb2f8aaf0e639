"""Doors of circulars for officers: the list, one circular, drafting, issuing, ending, the paper."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, own_agency, requires
from ikrar.agencies.models import Agency
from ikrar.core import comparing, files, zones
from ikrar.core.errors import Refused
from ikrar.norms import circular_paper, circular_words
from ikrar.norms.actions import circulars as actions
from ikrar.norms.actions.circulars import Words
from ikrar.norms.forms.circulars import CircularForm, IssueForm, UploadForm, first_words, shown
from ikrar.norms.models import Circular
from ikrar.norms.permissions import EDIT_CIRCULARS, REMIND_READERS, VIEW_CIRCULARS, VIEW_READERS
from ikrar.norms.queries import circulars as queries
from ikrar.norms.queries import readers
from ikrar.norms.rules import numbering
from ikrar.norms.rules.circulars import CircularForm as Form
from ikrar.norms.rules.circulars import CircularState

_LISTED = 20
#: What each end asks before it is taken: question, meaning, button.
_ENDS = {
    "withdraw_circular": (
        gettext_lazy("Cabut edaran ini?"),
        gettext_lazy("Orang tidak diminta membacanya lagi. Yang sudah menyatakan memahami tetap tercatat."),
        gettext_lazy("Cabut edaran"),
    ),
    "cancel_circular": (
        gettext_lazy("Batalkan edaran ini beserta nomornya?"),
        gettext_lazy(
            "Nomornya tetap terdaftar sebagai batal dan tidak dipakai lagi. Hanya selama belum ada yang membaca."
        ),
        gettext_lazy("Batalkan edaran"),
    ),
}


def circular_of(request: Request, pk: int) -> Circular:
    """The circular of the viewer's own agency; a draft only for those who write it."""
    rows = queries.visible_to(request.actor, is_editor=request.actor.has(EDIT_CIRCULARS))
    return get_object_or_404(rows, pk=pk)


@requires(VIEW_CIRCULARS)
def circular_list(request: Request) -> HttpResponse:
    """The agency's circulars: state, number, how many have acknowledged."""
    is_editor = request.actor.has(EDIT_CIRCULARS)
    page = Paginator(queries.visible_to(request.actor, is_editor=is_editor), _LISTED).get_page(
        request.GET.get("halaman")
    )
    counts = readers.progress(request.actor.agency_id or 0, list(page))
    rows = [(row, counts.get(row.pk, 0)) for row in page]
    return render(request, "norms/circulars/list.html", {"page": page, "rows": rows, "may_edit": is_editor})


@requires(VIEW_CIRCULARS)
def circular(request: Request, pk: int) -> HttpResponse:
    """One circular: its words, who is addressed, how many have acknowledged, what comes next."""
    found, at = circular_of(request, pk), zones.now()
    today = zones.today(found.agency.zone, at)
    may_edit = may(request.actor, EDIT_CIRCULARS, on=found)
    context: dict[str, Any] = {
        "circular": found, "parts": _parts(found), "units": queries.units_of(found), "may_edit": may_edit,
        "versions": queries.versions(found) if found.has_text else [], "next_draft": queries.successor_draft(found),
        "is_unverified": circular_words.unverified(_body(found)), "sees_names": request.actor.has(VIEW_READERS),
        "may_remind": request.actor.has(REMIND_READERS) and found.is_issued,
        "may_cancel": may_edit and found.is_issued and not found.replaces_id and not found.acknowledgements.exists(),
    }  # fmt: skip
    if found.asked_id:
        context["figures"] = readers.figures(request.actor, VIEW_CIRCULARS, found, today)
    elif found.is_draft:
        context["addressed"] = readers.members(found, today).count()
    return render(request, "norms/circulars/circular.html", context)


def _body(found: Circular) -> dict[str, Any]:
    """The words; a draft cites its bases as they are now."""
    bases = circular_words.cited(queries.bases_of(found)) if found.is_draft else found.body.get("bases", [])
    return {**found.body, "bases": bases}


def _parts(found: Circular) -> list[circular_words.Part]:
    return circular_words.parts(_body(found))


@requires(EDIT_CIRCULARS)
def draft_circular(request: Request) -> HttpResponse:
    """A new circular, from the template; `?ganti=N` begins the next version of one."""
    agency, before = own_agency(request), _before(request)
    initial = shown(before) if before else first_words(agency)
    return _written(request, agency, None, before, CircularForm(agency, request.POST or None, initial=initial))


@requires(EDIT_CIRCULARS)
def upload_circular(request: Request) -> HttpResponse:
    """A new circular as it was signed; `?ganti=N` makes it the next version of one."""
    agency, before = own_agency(request), _before(request)
    form = UploadForm(agency, request.POST or None, request.FILES or None, initial=shown(before) if before else None)
    return _written(request, agency, None, before, form)


@requires(EDIT_CIRCULARS)
def edit_circular(request: Request, pk: int) -> HttpResponse:
    """Change a draft."""
    found = circular_of(request, pk)
    if not found.is_draft:
        return redirect("norms:circular", pk=found.pk)
    form: CircularForm | UploadForm = (
        UploadForm(found.agency, request.POST or None, request.FILES or None, initial=shown(found), has_file=True)
        if found.is_file
        else CircularForm(found.agency, request.POST or None, initial=shown(found))
    )
    return _written(request, found.agency, found, found.replaces, form)


def _before(request: Request) -> Circular | None:
    told = request.GET.get("ganti", "")
    if not told:
        return None
    found = circular_of(request, int(told) if told.isdecimal() and len(told) < 18 else 0)
    if not found.is_issued:
        raise Http404
    return found


def _written(
    request: Request, agency: Agency, found: Circular | None, before: Circular | None, form: CircularForm | UploadForm
) -> HttpResponse:  # fmt: skip
    """The same form for new and changed; a refusal stands beside its field and nothing typed is lost."""
    if form.is_valid():
        try:
            kept = _keep(agency, found, before, form.told(), request)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("norms:circular", pk=kept.pk)
    page = "upload" if isinstance(form, UploadForm) else "write"
    context = {
        "form": form, "circular": found, "before": before, "template": circular_words.template(),
        "is_first": found is None and before is None,
    }  # fmt: skip
    return render(request, f"norms/circulars/{page}.html", context, status=422 if form.is_bound else 200)


def _keep(agency: Agency, found: Circular | None, before: Circular | None, words: Words, request: Request) -> Circular:
    by, at = request.actor, zones.now()
    if found is None:
        return actions.draft_circular(agency, words, replaces=before, by=by, at=at)
    return actions.edit_circular(found, words, by=by, at=at)


@requires(EDIT_CIRCULARS)
@require_POST
def delete_draft(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away."""
    try:
        actions.delete_draft(circular_of(request, pk), by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
        return redirect("norms:circular", pk=pk)
    messages.success(request, _("Konsep dihapus."), extra_tags="ok")
    return redirect("norms:circular_list")


@requires(EDIT_CIRCULARS)
def issue_circular(request: Request, pk: int) -> HttpResponse:
    """Number and day; for a new version what changed, and whether people are asked again."""
    found, at = circular_of(request, pk), zones.now()
    if not found.is_draft:
        return redirect("norms:circular", pk=found.pk)
    today, setting = zones.today(found.agency.zone, at), queries.setting(found.agency_id)
    told: dict[str, Any] = {
        "is_own": setting.is_own, "replaces": found.replaces is not None, "today": today,
        "example": numbering.example(setting.pattern, today.year) if setting.pattern else "",
    }  # fmt: skip
    form = IssueForm(request.POST or None, **told)
    if form.is_valid():
        try:
            actions.issue_circular(found, **form.told(), by=request.actor, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("norms:circular", pk=found.pk)
    context = {
        "circular": found, "form": form, "is_own": setting.is_own, "units": queries.units_of(found),
        "addressed": readers.members(found, today).count(), "lines": _changes(found) if found.replaces else [],
        "is_unverified": circular_words.unverified(_body(found)),
    }  # fmt: skip
    return render(request, "norms/circulars/issue.html", context, status=422 if form.is_bound else 200)


def _changes(found: Circular) -> list[comparing.Line]:
    """The paragraphs of this version that are not as in the one that it replaces."""
    before = found.replaces
    if before is None:
        return []
    old, new = (circular_words.paragraphs(one.title, _body(one)) for one in (before, found))
    return [line for line in comparing.compare(old, new) if line.changed]


@requires(VIEW_CIRCULARS)
def compare_circular(request: Request, pk: int) -> HttpResponse:
    """What changed since the version before, word by word."""
    found = circular_of(request, pk)
    if found.replaces is None:
        raise Http404
    context = {"circular": found, "lines": _changes(found), "is_file": found.is_file or found.replaces.is_file}
    return render(request, "norms/circulars/compare.html", context)


@requires(EDIT_CIRCULARS)
def end_circular(request: Request, pk: int, move: str) -> HttpResponse:
    """Say what withdrawing or cancelling does, then do it."""
    found, error = circular_of(request, pk), None
    if move not in _ENDS or found.is_draft or not found.has_text:
        raise Http404
    if request.method == "POST":
        try:
            actions.end_circular(
                found, move, reason=request.POST.get("reason", "")[:300], by=request.actor, at=zones.now()
            )
        except Refused as refusal:
            error = refusal
        else:
            return redirect("norms:circular", pk=found.pk)
    question, meaning, button = _ENDS[move]
    context = {"circular": found, "question": question, "meaning": meaning, "button": button, "error": error}
    return render(request, "norms/circulars/end.html", context, status=422 if error else 200)


@requires(VIEW_CIRCULARS)
def circular_paper_pdf(request: Request, pk: int) -> HttpResponse:
    """The paper: what was uploaded as it was signed, or the official letter; a draft's says that it is one."""
    found = circular_of(request, pk)
    if not found.has_text:
        raise Http404
    if found.form == Form.FILE:
        if found.file is None:
            raise Http404
        return cast(HttpResponse, files.as_attachment(found.file))
    made = circular_paper.drawn(found, _body(found))
    state = "konsep-" if found.state == CircularState.DRAFT else ""
    name = f'attachment; filename="{state}edaran-{found.pk}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})
