"""The door to verification: anyone, logged in or not. Nothing that is brought is kept, and no cookie is set."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ikrar.agencies.access import Request, anonymous
from ikrar.agencies.actions import addresses
from ikrar.agencies.views.signer import address_of
from ikrar.core import ids, zones
from ikrar.pledges.forms.verification import Bring
from ikrar.pledges.queries import takehome as queries

#: Looking into a photograph takes a moment of a processor; a hall behind one address still gets through.
_MOST, _MINUTES = 120, 10


@anonymous
def verify(request: Request) -> HttpResponse:
    """`/verifikasi/`: bring a receipt or a pact, hear one sentence, then the way to check it."""
    if request.method != "POST":
        return render(request, "pledges/verification/verify.html", {"form": Bring()})
    if not _is_heard(request):
        return _too_often(request)
    form, at = Bring(request.POST, request.FILES), zones.now()
    if not form.is_valid():
        return render(request, "pledges/verification/verify.html", {"form": form}, status=422)
    given = form.cleaned_data["brought"]
    answer = (
        queries.of_take_home(given.take_home, at=at) if given.take_home else queries.of_number(given.number, given.seal)
    )
    return render(request, "pledges/verification/verify.html", {"form": Bring(), "answer": answer})


@anonymous
def verify_number(request: Request, number: str) -> HttpResponse:
    """`/V/7Q4M2F9K`: where the code of a paper leads."""
    if not _is_heard(request):
        return _too_often(request)
    answer = queries.of_number(ids.clean(number))
    return render(request, "pledges/verification/verify.html", {"form": Bring(), "answer": answer})


def _is_heard(request: Request) -> bool:
    return addresses.count("verify", address_of(request), minutes=_MINUTES, at=zones.now()) <= _MOST


def _too_often(request: Request) -> HttpResponse:
    said = _("Terlalu banyak pemeriksaan dari jaringan ini. Coba lagi %(n)d menit lagi.") % {"n": _MINUTES}
    return render(request, "pledges/verification/verify.html", {"form": Bring(), "too_often": said}, status=429)
