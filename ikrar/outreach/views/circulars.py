"""The door at which a committee records that a circular was gone through in an activity."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.actions import circulars as actions
from ikrar.outreach.permissions import NOTE_CIRCULAR
from ikrar.outreach.queries import circulars as queries
from ikrar.outreach.views.activities import activity_of


@requires(NOTE_CIRCULAR)
def note_circular(request: Request, pk: int) -> HttpResponse:
    """Each circular of the activity with how many of those present have acknowledged it, and the button that records the rest."""
    found, error = activity_of(request, pk), None
    if request.method == "POST":
        told = request.POST.get("edaran", "")
        circular = (
            queries.circulars_of(found).filter(pk=int(told) if told.isdecimal() and len(told) < 18 else 0).first()
        )
        try:
            if circular is None:
                raise Refused(_("Pilih salah satu edaran kegiatan ini."))
            noted = actions.note_circular(found, circular, by=request.actor, at=zones.now())
        except Refused as refusal:
            error = refusal
        else:
            counts = {"new": thousands(noted.new), "present": thousands(noted.present)}
            said = _("%(new)s pernyataan tercatat lewat pertemuan, dari %(present)s pegawai yang hadir.") % counts
            messages.success(request, said, extra_tags="ok")
            return redirect("outreach:note_circular", pk=found.pk)
    context = {
        "activity": found, "lines": queries.lines(found), "present": queries.present_staff(found).count(), "error": error,
    }  # fmt: skip
    return render(request, "outreach/circulars/note.html", context, status=422 if error else 200)
