"""Doors of a desk: choose the session, find one person, vouch, wipe. Every POST ends in a redirect."""

import uuid
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ikrar.agencies.access import Request, View, desk
from ikrar.agencies.models import Assignment, Device
from ikrar.agencies.queries import desks
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.core.errors import Conflict, Refused
from ikrar.core.middleware import with_scanner
from ikrar.outreach.forms.desk import is_badge
from ikrar.outreach.queries import desk as attendance
from ikrar.pledges import drawings
from ikrar.pledges.actions import badged, confirming
from ikrar.pledges.actions import vouching as actions
from ikrar.pledges.desk_state import AGE, COOKIE, PATH, Now, seal, unseal
from ikrar.pledges.forms.desk import ConfirmHolder, FindPerson, PickPerson, SeePerson, UndoVouch
from ikrar.pledges.models import Signature, SigningSession
from ikrar.pledges.queries import desk as queries
from ikrar.pledges.rules import Method


def at_session(view: View) -> View:
    """A desk whose officer is active, and a session of its own agency that still runs; else a page says so."""

    @desk
    @wraps(view)
    def guarded(request: Request, pk: int, **more: Any) -> HttpResponseBase:
        here = desks.desk_of(request.actor)
        if here is None:
            return render(request, "agencies/desk_unknown.html", status=403)
        found = queries.sessions_of(here, zones.now()).filter(pk=pk).first()
        if found is None:
            return _wiped(render(request, "pledges/desk/closed.html", {"desk": here}, status=404))
        return view(request, here, found, **more)

    return guarded


@desk
def home(request: Request) -> HttpResponse:
    """The sessions that run now, and the activities that are open."""
    here = desks.desk_of(request.actor)
    if here is None:
        return render(request, "agencies/desk_unknown.html", status=403)
    context = {
        "desk": here, "sessions": queries.sessions_of(here, zones.now()), "activities": attendance.activities_of(here),
    }  # fmt: skip
    return render(request, "pledges/desk/home.html", context)


@at_session
def session(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """Find one person; coming here wipes whoever was before the desk."""
    if request.method == "POST":
        form = FindPerson(request.POST, request.FILES)
        after = _after_search(form, here, found) if form.is_valid() else None
        if after is not None:
            return _kept(redirect("pledges:desk_person" if after.staff else "pledges:desk_session", pk=found.pk), after)
        return _with_scanner(
            found, render(request, "pledges/desk/session.html", _search(here, found, "", form), status=422)
        )
    now = _now(request, found)
    page = render(request, "pledges/desk/session.html", _search(here, found, now.typed, FindPerson()))
    response = _with_scanner(found, page)
    return _wiped(response) if now.staff or now.said else response


def _with_scanner(found: SigningSession, response: HttpResponse) -> HttpResponse:
    return with_scanner(response) if found.activity_id else response


def _after_search(form: FindPerson, here: Device, found: SigningSession) -> Now | None:
    """A name to look for, or the one person whom a badge names; a badge that opens nothing says so in the form."""
    typed, at = form.cleaned_data["typed"], zones.now()
    if not is_badge(typed):
        return Now(found.pk, typed=typed)
    try:
        staff, badge = badged.holder(found, typed, at=at)
        if not queries.people(found, desks.officer_of(here), at).filter(staff=staff).exists():
            raise Refused(_("Orang ini tidak ada di daftar sesi ini."))
    except Refused as refusal:
        form.add_error("typed", str(refusal))
        return None
    return Now(found.pk, staff=staff, badge=badge, uuid=str(uuid.uuid4()))


def _search(here: Device, found: SigningSession, typed: str, form: FindPerson) -> dict[str, Any]:
    people = queries.people(found, desks.officer_of(here), zones.now())
    hits = desks.found(people, typed) if typed else []
    count = queries.at_desk(found, here.officer).count()
    return {
        "desk": here, "session": found, "typed": typed, "hits": hits, "form": form, "count": count,
        "is_opener": found.opened_by_id == here.officer_id, "most": desks.MOST_HITS, "uuid": uuid.uuid4(),
    }  # fmt: skip


@at_session
@require_POST
def pick(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """Bring one person before the desk."""
    form = PickPerson(request.POST)
    if not form.is_valid():
        return redirect("pledges:desk_session", pk=found.pk)
    staff, kiosk, before = form.cleaned_data["staff"], form.cleaned_data["kiosk"], _now(request, found)
    badge = before.badge if before.staff == staff and not before.said else 0
    now = Now(found.pk, staff=staff, kiosk=kiosk, badge=badge, uuid=str(uuid.uuid4()))
    return _kept(redirect("pledges:desk_person", pk=found.pk), now)


@at_session
def person(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """The points to read aloud (or, at a kiosk, to read oneself), the evidence, and one button."""
    now = _now(request, found)
    who = queries.people(found, desks.officer_of(here), zones.now()).filter(staff=now.staff).first()
    if who is None or (now.said and request.method != "POST"):
        return redirect("pledges:desk_session", pk=found.pk)
    if request.method == "POST":
        return _vouched(request, here, found, now, who)
    page = {**_page(here, found, now, who), "handed": queries.handed_code(found, who.staff_id)}
    return render(request, _template(now), page)


def _template(now: Now) -> str:
    return "pledges/desk/kiosk.html" if now.kiosk else "pledges/desk/person.html"


def _page(here: Device, found: SigningSession, now: Now, who: Assignment) -> dict[str, Any]:
    campaign = found.campaign
    return {
        "desk": here, "session": found, "campaign": campaign, "ikrar": campaign.ikrar, "pact": campaign.pact,
        "points": campaign.ikrar.body["points"], "last": len(campaign.ikrar.body["points"]), "who": who, "now": now,
    }  # fmt: skip


def _vouched(request: Request, here: Device, found: SigningSession, now: Now, who: Assignment) -> HttpResponse:
    form = SeePerson(request.POST, request.FILES)
    try:
        said = actions.vouch(found, _seen(form, now), by=request.actor, at=zones.now())
    except Refused as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        drawn = form.data.get("drawing", "")
        page = {**_page(here, found, now, who), "error": refusal, "stated": form.stated()}
        page["drawing"] = drawn if drawings.is_drawing(drawn) else ""
        return render(request, _template(now), page, status=status)
    after = replace(
        now, said="again" if said.again else "recorded", act=said.signature or 0, at=said.at.isoformat(), uuid=""
    )
    return _kept(redirect("pledges:desk_said", pk=found.pk), after)


@at_session
def confirm(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """The holder of a handed code, who is here: a card, and the number on the own phone. Nobody types a PIN."""
    now = _now(request, found)
    who = queries.people(found, desks.officer_of(here), zones.now()).filter(staff=now.staff).first()
    if who is None or now.kiosk or now.said:
        return redirect("pledges:desk_session", pk=found.pk)
    form = ConfirmHolder(request.POST or None)
    if form.is_valid():
        try:
            _confirmed(found, form, now, request.actor)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            after = replace(now, said="confirmed", at=zones.now().isoformat(), uuid="")
            return _kept(redirect("pledges:desk_said", pk=found.pk), after)
    page = {"desk": here, "session": found, "who": who, "form": form}
    return render(request, "pledges/desk/confirm.html", page, status=422 if form.errors else 200)


def _confirmed(found: SigningSession, form: ConfirmHolder, now: Now, by: Actor) -> None:
    clean = form.cleaned_data
    if clean["staff"] != now.staff:
        raise Refused(_("Orang di perangkat ini sudah berganti sejak halaman ini dibuka. Mulai lagi dari pencarian."))
    confirming.confirm_holder(found, clean["staff"], number=clean["number"], card=clean["card"], by=by, at=zones.now())


def _seen(form: SeePerson, now: Now) -> actions.Seen:
    if not form.is_valid():
        raise Refused(form.first_error())
    clean = form.cleaned_data
    if clean["staff"] != now.staff:
        raise Refused(_("Orang di perangkat ini sudah berganti sejak halaman ini dibuka. Mulai lagi dari pencarian."))
    return actions.Seen(
        staff=clean["staff"], client_uuid=clean["uuid"], ikrar_digest=clean["ikrar"], pact_digest=clean["pact"],
        method=Method.KIOSK if now.kiosk else Method.VOUCH, drawing=clean["drawing"], photo=clean["photo"],
        badge=now.badge,
        stated=form.stated() if now.kiosk else {},
    )  # fmt: skip


@at_session
@require_POST
def refuse_badge(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """The face is not the badge's: keep that it was refused, and wipe."""
    now = _now(request, found)
    if now.badge and not now.said:
        badged.refuse_badge(found, now.badge, by=request.actor, at=zones.now())
    return _wiped(redirect("pledges:desk_session", pk=found.pk))


@at_session
def said(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """One verdict: recorded, or "sudah". Gone with the next person, or after ten minutes."""
    now = _now(request, found)
    who = queries.people(found, desks.officer_of(here), zones.now()).filter(staff=now.staff).first()
    if who is None or not now.said:
        return redirect("pledges:desk_session", pk=found.pk)
    page = {**_page(here, found, now, who), "undo": UndoVouch(), "zone": found.campaign.agency.zone}
    return render(request, "pledges/desk/said.html", page)


@at_session
@require_POST
def wipe(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """Nothing of the last person stays on this device."""
    return _wiped(redirect("pledges:desk_session", pk=found.pk))


@at_session
def latest(request: Request, here: Device, found: SigningSession) -> HttpResponse:
    """What this officer recorded last in this session, each to be taken back with a reason."""
    rows = queries.latest(found, here.officer)
    page = {"desk": here, "session": found, "rows": rows, "undo": UndoVouch(), "zone": found.campaign.agency.zone}
    return _wiped(render(request, "pledges/desk/latest.html", page))


@at_session
@require_POST
def undo_vouch(request: Request, here: Device, found: SigningSession, act: int) -> HttpResponse:
    """Take back one act of this desk."""
    mine = Signature.objects.filter(session=found, pk=act).first()
    form = UndoVouch(request.POST)
    if mine is None:
        raise Http404
    page = {"desk": here, "session": found, "undo": form, "rows": queries.latest(found, here.officer)}
    page["zone"] = found.campaign.agency.zone
    if not form.is_valid():
        return render(request, "pledges/desk/latest.html", page, status=422)
    try:
        actions.undo_vouch(found, mine, **form.cleaned_data, by=request.actor, at=zones.now())
    except Refused as refusal:
        return render(request, "pledges/desk/latest.html", {**page, "error": refusal}, status=422)
    return _wiped(redirect("pledges:desk_latest", pk=found.pk))


def _now(request: Request, found: SigningSession) -> Now:
    return unseal(request.COOKIES.get(COOKIE, ""), found.pk)


def _kept(response: HttpResponse, now: Now) -> HttpResponse:
    response.set_cookie(COOKIE, seal(now), AGE, path=PATH, secure=settings.HTTPS, httponly=True, samesite="Strict")
    return response


def _wiped(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response
