"""Doors of the campaign's mail and of new codes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from ikrar.agencies import tokens
from ikrar.agencies.access import Request, requires
from ikrar.agencies.permissions import REISSUE
from ikrar.core import ids, zones
from ikrar.core.errors import Refused
from ikrar.pledges.actions import reach as actions
from ikrar.pledges.forms.reach import NewCodeForm
from ikrar.pledges.models import Campaign
from ikrar.pledges.permissions import REACH
from ikrar.pledges.queries import hub
from ikrar.pledges.queries import reach as queries
from ikrar.pledges.views.campaigns import campaign_of
from ikrar.pledges.views.reach import day_of

_PAGE = 50


@requires(REACH)
def campaign_mail(request: Request, code: str) -> HttpResponse:
    """Invite and remind by e-mail; what has been sent, and to how many."""
    found, viewer, at = campaign_of(request, code), request.actor, zones.now()
    if request.method == "POST":
        return _sent(request, found)
    units = queries.units(viewer, found, day_of(found, at))
    context = {
        "campaign": found, "mail": queries.mail_totals(viewer, found, day_of(found, at)),
        "missing": sum(unit.missing for unit in units), "with_email": sum(unit.with_email for unit in units),
        "was_sent": queries.written_to(found).exists(), "units": [unit for unit in units if unit.total],
        "job": hub.open_job(actions.QUEUE_MAIL, f"{found.pk} {viewer.id}"),
    }  # fmt: skip
    return render(request, "pledges/reach/mail.html", context)


def _sent(request: Request, found: Campaign) -> HttpResponse:
    try:
        count = actions.send_mail(found, reminder="remind" in request.POST, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
    else:
        said = ngettext("Surel untuk %(n)d orang masuk antrean.", "Surel untuk %(n)d orang masuk antrean.", count)
        messages.success(request, said % {"n": count}, extra_tags="ok")
    return redirect("pledges:campaign_mail", code=found.code)


@requires(REACH)
def mail_states(request: Request, code: str, unit: int) -> HttpResponse:
    """How the mail to each person of a unit stands; opening the list leaves a trace."""
    found, at = campaign_of(request, code), zones.now()
    place = queries.unit_in_reach(request.actor, unit)
    if place is None:
        raise Http404
    rows = queries.people(request.actor, found, day_of(found, at), unit=place)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("halaman"))
    actions.note_list_opened(found, unit=place, what="mail", by=request.actor)
    mail = queries.mail_of(found, [row.staff_id for row in page])
    people = [(row, mail.get(row.staff_id)) for row in page]
    context = {"campaign": found, "unit": place, "page": page, "people": people}
    return render(request, "pledges/reach/mail_states.html", context)


@requires(REISSUE)
def new_code(request: Request, pk: int) -> HttpResponse:
    """Lost code or PIN, other phone, "bukan saya": a new code, shown once or sent to the registered e-mail."""
    row = queries.person_to_reissue(request.actor, pk)
    if row is None:
        raise Http404
    has_mail = bool(queries.registered_email(row.staff))
    form = NewCodeForm(request.POST if request.method == "POST" else None, has_mail=has_mail)
    context = {"row": row, "form": form, "has_mail": has_mail}
    if request.method == "POST" and form.is_valid():
        by_mail = form.cleaned_data["way"] == "mail"
        try:
            credential = actions.give_new_code(
                row, reason=form.cleaned_data["reason"], by_mail=by_mail, by=request.actor, at=zones.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            code = "" if by_mail else ids.grouped(tokens.code_of(bytes(credential.nonce)))
            return render(request, "pledges/reach/new_code_shown.html", {**context, "code": code})
    return render(request, "pledges/reach/new_code.html", context, status=422 if form.is_bound else 200)
