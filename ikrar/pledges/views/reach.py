"""Doors of reaching people: the address to post, slips and files with codes, the list for WhatsApp."""

import datetime as dt
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.access import Request, may, requires
from ikrar.core import contacts, files, qr, zones
from ikrar.core.errors import Refused
from ikrar.core.models import Job
from ikrar.pledges import slips
from ikrar.pledges.actions import reach as actions
from ikrar.pledges.actions import reach_files
from ikrar.pledges.forms.reach import FileForm
from ikrar.pledges.models import Campaign
from ikrar.pledges.permissions import MAIL_MERGE, REACH
from ikrar.pledges.queries import reach as queries
from ikrar.pledges.queries.reach import Invited
from ikrar.pledges.rules import ReachKind, ReachOnly
from ikrar.pledges.views.campaigns import campaign_of, number

#: People on one page of the list for WhatsApp.
_PAGE = 50
#: Where the officer's session keeps whose codes were opened, and of how many people at most.
_SEEN, _SEEN_MOST = "wa_seen", 2_000


def day_of(campaign: Campaign, at: dt.datetime) -> dt.date:
    return zones.today(campaign.agency.zone, at)


@requires(REACH)
def reach(request: Request, code: str) -> HttpResponse:
    """The four ways, and what is safe to post anywhere: the campaign's address, its QR code, a text."""
    found, at = campaign_of(request, code), zones.now()
    units = queries.units(request.actor, found, day_of(found, at))
    context = {
        "campaign": found, "address": slips.address_of(found), "qr": _qr(found), "text": _group_text(found),
        "missing": sum(unit.missing for unit in units), "with_phone": sum(unit.with_phone for unit in units),
        "with_email": sum(unit.with_email for unit in units), "may_merge": may(request.actor, MAIL_MERGE),
        "mail": queries.mail_totals(request.actor, found, day_of(found, at)),
    }  # fmt: skip
    return render(request, "pledges/reach/reach.html", context)


def _qr(campaign: Campaign) -> str:
    return mark_safe(qr.svg(slips.qr_link(campaign)))  # noqa: S308  # our own drawing of our own address


@override(settings.LANGUAGE_CODE)
def _group_text(campaign: Campaign) -> str:
    """What a coordinator pastes into a group: the address, never a code."""
    return _(
        "%(title)s\n%(agency)s\n\nBuka %(address)s, ketik kode pribadi Anda, baca, lalu tanda tangan. Paling lambat %(until)s.\n\n"
        "Kode pribadi ada di slip, pesan, atau surel masing-masing. Alamat ini boleh diteruskan, kode pribadi jangan."
    ) % {
        "title": campaign.title, "agency": campaign.agency.name, "address": slips.address_of(campaign),
        "until": zones.moment(campaign.closes_at, campaign.agency.zone).replace("\u00a0", " "),
    }  # fmt: skip


@requires(REACH)
def poster(request: Request, code: str) -> HttpResponse:
    """A page to print and hang up; it holds nothing personal."""
    found = campaign_of(request, code)
    context = {"campaign": found, "address": slips.address_of(found), "qr": _qr(found)}
    return render(request, "pledges/reach/poster.html", context)


@requires(REACH)
def slip_files(request: Request, code: str) -> HttpResponse:
    """Make slips for a unit or several; fetch those made."""
    return _files_page(request, campaign_of(request, code), ReachKind.SLIPS, "pledges:slip_files")


@requires(MAIL_MERGE)
def mail_merge(request: Request, code: str) -> HttpResponse:
    """The sheet for mail merge, for the personnel officer alone."""
    return _files_page(request, campaign_of(request, code), ReachKind.MERGE, "pledges:mail_merge")


def _files_page(request: Request, found: Campaign, what: ReachKind, here: str) -> HttpResponse:
    viewer, at = request.actor, zones.now()
    unit = number(request.GET.get("unit", ""))
    form = FileForm(viewer, request.POST if request.method == "POST" else None, unit=unit)
    if request.method == "POST" and form.is_valid():
        got = form.cleaned_data
        try:
            reach_files.make_file(found, what=what, only=got["only"], unit=got["unit"], by=viewer, at=at)
            return redirect(here, code=found.code)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    made = list(queries.files_of(viewer, found).filter(what=what, made_by=viewer.id or 0)[:20])
    jobs = Job.objects.in_bulk([row.job for row in made if row.job and row.file is None])
    context = {
        "campaign": found, "form": form, "rows": [(row, jobs.get(row.job)) for row in made], "days": settings.KEEP_CODE_FILES_DAYS,
        "is_merge": what == ReachKind.MERGE,
    }  # fmt: skip
    return render(request, "pledges/reach/files.html", context, status=422 if form.is_bound else 200)


@requires(REACH)
def reach_file(request: Request, code: str, pk: int) -> HttpResponse:
    """Fetch a file that one made oneself; nobody else gets it, whatever the role."""
    found = campaign_of(request, code)
    made = get_object_or_404(queries.files_of(request.actor, found), pk=pk)
    if made.what == ReachKind.MERGE and not may(request.actor, MAIL_MERGE):
        raise Http404
    try:
        stored, data = reach_files.fetch_file(made, by=request.actor, at=zones.now())
    except Refused as refusal:
        messages.warning(request, str(refusal), extra_tags="warn")
        return redirect("pledges:slip_files", code=found.code)
    return cast(HttpResponse, files.as_attachment(stored, data))


@requires(REACH)
def wa_units(request: Request, code: str) -> HttpResponse:
    """Which unit's list to open, and what opening it means."""
    found = campaign_of(request, code)
    units = queries.units(request.actor, found, day_of(found, zones.now()))
    return render(request, "pledges/reach/wa_units.html", {"campaign": found, "units": units})


@requires(REACH)
def wa_list(request: Request, code: str, unit: int) -> HttpResponse:
    """One WhatsApp button a person, once the list was opened; looking at the names shows no code and records nothing."""
    found, at = campaign_of(request, code), zones.now()
    place = queries.unit_in_reach(request.actor, unit)
    if place is None or found.state != "open":
        raise Http404
    if request.method == "POST" and "staff" in request.POST:
        return _marked(request, found, unit, at)
    rows = queries.people(request.actor, found, day_of(found, at), unit=place, only=ReachOnly.MISSING)
    page = Paginator(rows.exclude(staff__phone=""), _PAGE).get_page(_place(request))
    if request.method == "POST":
        opened = actions.open_code_list(found, list(page), unit=place, what="wa", by=request.actor, at=at)
        seen = {*_seen(request), *(one.credential for one in opened)}
        request.session[_SEEN] = sorted(seen)[-_SEEN_MOST:]
        return redirect(f"{reverse('pledges:wa_list', args=[found.code, unit])}?halaman={page.number}")
    listed = queries.invited(found, list(page))
    people = [(one, _wa_link(found, one) if one.credential in _seen(request) else "") for one in listed]
    context = {
        "campaign": found, "unit": place, "page": page, "people": people,
        "closed": sum(one.credential not in _seen(request) for one in listed),
    }  # fmt: skip
    return render(request, "pledges/reach/wa_list.html", context)


def _place(request: Request) -> str:
    return request.POST.get("halaman") or request.GET.get("halaman") or "1"


def _seen(request: Request) -> set[int]:
    """Whose codes this officer opened since logging in: ids of credentials, so that coming back records nothing anew."""
    return set(request.session.get(_SEEN, ()))


@override(settings.LANGUAGE_CODE)
def _wa_link(campaign: Campaign, one: Invited) -> str:
    text = _(
        "Yth. %(name)s,\n%(title)s. Buka tautan pribadi Anda ini, baca, lalu tanda tangan paling lambat %(until)s:\n%(link)s\n\n"
        "Tautan ini hanya untuk Anda. Jangan diteruskan. Bukan Anda? Buka, lalu tekan “Bukan saya”."
    ) % {
        "name": one.staff.full_name, "title": campaign.title, "link": one.link,
        "until": zones.moment(campaign.closes_at, campaign.agency.zone),
    }  # fmt: skip
    return contacts.wa_link(one.phone, text.replace("\u00a0", " ")) if one.phone else ""


def _marked(request: Request, found: Campaign, unit: int, at: dt.datetime) -> HttpResponse:
    """Mark one person as written to, and come back to the same place of the list."""
    rows: Any = queries.people(request.actor, found, day_of(found, at)).filter(unit=unit)
    row = get_object_or_404(rows, staff=number(request.POST["staff"]))
    actions.mark_sent(found, row, by=request.actor, at=at, undo="undo" in request.POST)
    back = reverse("pledges:wa_list", args=[found.code, unit])
    return redirect(f"{back}?halaman={number(request.POST.get('halaman', '')) or 1}#p{row.staff_id}")
