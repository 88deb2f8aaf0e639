"""Posters per stage and pocket cards, for anyone to print."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ikrar.agencies.access import public
from ikrar.agencies.models import Agency
from ikrar.core import zones
from ikrar.norms import posters, stepwise
from ikrar.norms.forms.posters import ChoosePosters
from ikrar.norms.guidance import CARRIED
from ikrar.norms.held import Rows
from ikrar.norms.queries import inquiries, stages
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules import NATIONAL_ZONE
from ikrar.norms.rules.provisions import Kind


@public
@require_safe
def poster_list(request: HttpRequest) -> HttpResponse:
    """All of them with a picture of each, the one of the present stage marked."""
    form = ChoosePosters(request.GET or None)
    is_chosen = form.is_valid()
    agency = form.cleaned_data["instansi"] if is_chosen else form.first
    day = zones.today(agency.zone if agency else NATIONAL_ZONE, zones.now())
    running = [period.slug for period, _calendar in stages.running_on(day, agency)]
    context = {
        "form": form, "agency": agency, "language": form.cleaned_data["bahasa"] if is_chosen else "id",
        "sheets": posters.sheets(), "card": posters.CARD, "card_title": posters.card_title(),
        "now": stepwise.stage_of(running), "sizes": list(posters.WIDTHS),
    }  # fmt: skip
    return render(request, "norms/posters.html", context, status=422 if form.errors else 200)


@public
@require_safe
def poster(request: HttpRequest, code: str, language: str, size: str, slug: str) -> HttpResponse:
    """One of them as a PDF."""
    agency = _agency(code, language, slug, size)
    made = posters.pdf(slug, size, language, agency, _rows(agency))
    answer = _kept(request, made, "application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-{size}-{language}.pdf"'
    return answer


@public
@require_safe
def poster_preview(request: HttpRequest, code: str, language: str, slug: str) -> HttpResponse:
    """Its first page as a picture."""
    agency = _agency(code, language, slug, "a4")
    return _kept(request, posters.preview(slug, language, agency, _rows(agency)), "image/png")


def _agency(code: str, language: str, slug: str, size: str) -> Agency:
    if language not in posters.LANGUAGES or not posters.exists(slug, size):
        raise Http404
    return get_object_or_404(inquiries.asked_agencies(), code=code)


def _rows(agency: Agency) -> Rows:
    """What holds for the agency today; what the files say where no catalogue was loaded yet."""
    held = HeldRows(agency, zones.today(agency.zone, zones.now()))
    return held if held.all(Kind.CONDUCT) else CARRIED


def _kept(request: HttpRequest, made: bytes, content_type: str) -> HttpResponse:
    """An answer that a browser may keep and ask about: nobody is in it."""
    tag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    same = tag in request.headers.get("If-None-Match", "")
    answer = HttpResponseNotModified() if same else HttpResponse(made, content_type=content_type)
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
