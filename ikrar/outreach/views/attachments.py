"""Doors of an activity's photos and files."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, may, requires
from ikrar.core import files, zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import attachments as actions
from ikrar.outreach.forms.attachments import AttachForm, CaptionForm
from ikrar.outreach.models import Activity, Attachment
from ikrar.outreach.permissions import ATTACH, VIEW_ATTACHMENTS
from ikrar.outreach.queries import attachments as queries
from ikrar.outreach.rules import ATTACHMENTS_MOST, CHANGING, AttachmentKind
from ikrar.outreach.views.activities import activity_of

#: The longer side of a photo among others, in pixels.
_SMALL = 480


@requires(VIEW_ATTACHMENTS)
def attachments(request: Request, pk: int) -> HttpResponse:
    """Photos as pictures, papers as a list; who may, adds, orders and removes."""
    return _page(request, activity_of(request, pk))


def _page(request: Request, found: Activity, form: AttachForm | None = None) -> HttpResponse:
    groups = queries.by_kind(request.actor, found)
    context = {
        "activity": found, "groups": groups, "form": form or AttachForm(), "photo": AttachmentKind.PHOTO,
        "may_attach": may(request.actor, ATTACH, on=found) and found.state in CHANGING,
        "count": sum(len(rows) for _kind, rows in groups), "most": ATTACHMENTS_MOST, "size": queries.bytes_of(found),
    }  # fmt: skip
    return render(request, "outreach/attachments/attachments.html", context, status=422 if form else 200)


@requires(ATTACH)
@require_POST
def attach(request: Request, pk: int) -> HttpResponse:
    """Several files of one kind at once."""
    found = activity_of(request, pk)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    got = form.cleaned_data
    try:
        done = actions.attach(
            found, got["brought"], kind=got["kind"], caption=got["caption"], by=request.actor, at=zones.now()
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, found, form)
    said = ngettext("%(n)d berkas dilampirkan.", "%(n)d berkas dilampirkan.", done.new) % {"n": done.new}
    if done.known:
        said += " " + _("Yang sudah ada tidak dilampirkan dua kali.")
    messages.success(request, said, extra_tags="ok")
    return redirect("outreach:attachments", pk=found.pk)


@requires(VIEW_ATTACHMENTS)
def attachment(request: Request, pk: int) -> HttpResponse:
    """The file, to be saved."""
    return cast(HttpResponse, files.as_attachment(_attachment(request, pk).file))


@requires(VIEW_ATTACHMENTS)
def small_photo(request: Request, pk: int) -> HttpResponse:
    """A photo drawn small, shown within our own page."""
    found = _attachment(request, pk)
    if not found.file.content_type.startswith("image/"):
        raise Http404
    return cast(HttpResponse, files.as_attachment(found.file, files.small(found.file, _SMALL)))


@requires(ATTACH)
@require_POST
def change_attachment(request: Request, pk: int) -> HttpResponse:
    """Move it up or down among its kind, say what it shows, or take it away."""
    found, by, at = _attachment(request, pk), request.actor, zones.now()
    do, form = request.POST.get("do", ""), CaptionForm(request.POST)
    try:
        if do in {"up", "down"}:
            actions.move_attachment(found, is_up=do == "up", by=by, at=at)
        elif do == "remove":
            actions.remove_attachment(found, by=by, at=at)
            messages.success(request, _("%(name)s dihapus.") % {"name": found.file.name}, extra_tags="ok")
        elif do == "describe" and form.is_valid():
            actions.describe_attachment(found, caption=form.cleaned_data["caption"], by=by, at=at)
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
    return redirect("outreach:attachments", pk=found.activity_id)


def _attachment(request: Request, pk: int) -> Attachment:
    return get_object_or_404(queries.attachments_for(request.actor), pk=pk)
