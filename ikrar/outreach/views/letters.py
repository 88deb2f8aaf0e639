"""Doors of the official letter: write it, print it for units, and for one person."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach import letters
from ikrar.outreach.actions import letters as actions
from ikrar.outreach.forms.letters import LetterForm, PrintLettersForm, told
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import PREPARE
from ikrar.outreach.queries import badges as queries
from ikrar.outreach.queries import letters as letter_queries
from ikrar.outreach.rules import PrintKind
from ikrar.outreach.views.activities import activity_of


@requires(PREPARE)
def letter(request: Request, pk: int) -> HttpResponse:
    """The letter: its words, files for units, and one person's."""
    found = activity_of(request, pk)
    row = letter_queries.letter_of(found)
    initial = told(row) if row else {**letters.first_words(found), **letter_queries.last_signer(found)}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_letter(found, form.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Surat tersimpan."), extra_tags="ok")
            return redirect("outreach:letter", pk=found.pk)
    return _page(request, found, form, PrintLettersForm(found))


def _page(request: Request, found: Activity, form: LetterForm, printing: PrintLettersForm) -> HttpResponse:
    typed = request.GET.get("cari", "")[:80]
    context: dict[str, Any] = {
        "activity": found, "form": form, "printing": printing, "letter": letter_queries.letter_of(found), "typed": typed,
        "people": letter_queries.invited_called(found, typed), "guests": letter_queries.guests_called(found, typed),
        "files": queries.with_jobs(list(queries.print_files(request.actor, found, PrintKind.LETTERS)[:10])),
        "days": settings.KEEP_CODE_FILES_DAYS,
    }  # fmt: skip
    return render(
        request, "outreach/invitations/letter.html", context, status=422 if form.is_bound or printing.is_bound else 200
    )


@requires(PREPARE)
@require_POST
def make_letters(request: Request, pk: int) -> HttpResponse:
    """Have the letters of a unit or of all made."""
    found = activity_of(request, pk)
    printing = PrintLettersForm(found, request.POST)
    if printing.is_valid():
        try:
            actions.make_letters(found, **printing.cleaned_data, by=request.actor, at=zones.now())
        except Refused as refusal:
            printing.add_error(None, str(refusal))
        else:
            return redirect("outreach:letter", pk=found.pk)
    row = letter_queries.letter_of(found)
    return _page(request, found, LetterForm(initial=told(row) if row else letters.first_words(found)), printing)


@requires(PREPARE)
@require_POST
def personal_letter(request: Request, pk: int) -> HttpResponse:
    """The letter to one person or guest, as a PDF."""
    found = activity_of(request, pk)
    whose, _gap, number = request.POST.get("whose", "").partition(" ")
    if not number:
        return redirect("outreach:letter", pk=found.pk)
    one = letter_queries.addressee(found, whose, int(number) if number.isdecimal() and len(number) < 19 else 0)
    if one is None:
        raise Http404
    try:
        data = actions.personal_letter(found, one, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
        return redirect("outreach:letter", pk=found.pk)
    headers = {"Content-Disposition": f'attachment; filename="undangan-{found.pk}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
