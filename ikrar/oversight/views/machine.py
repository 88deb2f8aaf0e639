"""The door to the state of the machine."""

from django.http import HttpResponse
from django.shortcuts import render

from ikrar.agencies.access import Request, requires
from ikrar.core import zones
from ikrar.oversight import machine
from ikrar.oversight.permissions import VIEW_MACHINE
from ikrar.register.rules import PROMISED


@requires(VIEW_MACHINE)
def machine_page(request: Request) -> HttpResponse:
    """What is wrong with this installation and what to do; looked at anew each time."""
    at = zones.now()
    context = {"machine": machine.machine(at), "at": at, "promised": int(PROMISED.total_seconds() // 60)}
    return render(request, "oversight/machine.html", context)
