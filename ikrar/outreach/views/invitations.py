"""Doors of invitations: by mail."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.outreach.actions import mailing as actions
from ikrar.outreach.permissions import PREPARE
from ikrar.outreach.queries import mailing as queries
from ikrar.outreach.queries import own
from ikrar.outreach.views.activities import activity_of

_PAGE = 50


@requires(PREPARE)
def mail(request: Request, pk: int) -> HttpResponse:
    """Who was written to and who cannot be; send, and send again what has changed."""
    found, error = activity_of(request, pk), None
    if request.method == "POST":
        try:
            actions.send_invitations(found, by=request.actor, at=zones.now())
        except Refused as refusal:
            error = refusal
        else:
            messages.success(request, _("Undangan mulai dikirim. Di jam tenang surel menunggu pagi."), extra_tags="ok")
            return redirect("outreach:mail", pk=found.pk)
    last = own.latest_announcement(found)
    context: dict[str, Any] = {
        "activity": found, "last": last, "is_changed": own.is_changed(found, last), "error": error,
        "totals": queries.totals(found, own.sequence_now(found)),
        "page": Paginator(queries.without_address(found), _PAGE).get_page(request.GET.get("halaman")),
    }  # fmt: skip
    return render(request, "outreach/invitations/mail.html", context, status=422 if error else 200)
