"""Questions to the legal office: of anyone, and its answers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ikrar.agencies.access import Request, anonymous, requires
from ikrar.agencies.views.signer import address_of
from ikrar.core import ids, tickets, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.actions import inquiries as actions
from ikrar.norms.forms.inquiries import AnswerInquiry, Inquire, ReadInquiry
from ikrar.norms.guidance import answers_to, rule_told
from ikrar.norms.permissions import ANSWER_INQUIRIES
from ikrar.norms.queries import inquiries as queries
from ikrar.norms.rules import INQUIRY_DAYS


@anonymous
def inquire(request: Request) -> HttpResponse:
    """Put a question to the legal office; the first page of it takes over what was asked of the guide."""
    told = {"text": request.POST.get("q", "")[:500], "ticket": tickets.give("inquiry", "")}
    form = Inquire(request.POST) if "text" in request.POST else Inquire(initial=told)
    if form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("agency", "text", "ticket")}
        try:
            code = actions.send_inquiry(**sent, address=address_of(request), at=zones.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return _inquire(request, form, 409 if isinstance(refusal, Conflict) else 422)
        context = {"code": ids.grouped(code, 5), "text": sent["text"], "days": INQUIRY_DAYS}
        return render(request, "norms/inquired.html", context)
    return _inquire(request, form, 422 if form.is_bound else 200)


def _inquire(request: Request, form: Inquire, status: int) -> HttpResponse:
    return render(request, "norms/inquire.html", {"form": form, "days": INQUIRY_DAYS}, status=status)


@anonymous
def read_inquiry(request: Request) -> HttpResponse:
    """The answer, to whoever has the code."""
    form = ReadInquiry(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = actions.read_inquiry(form.cleaned_data["code"], address=address_of(request), at=zones.now())
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            context = {"inquiry": found, "rule": rule_told(found.rule), "days": INQUIRY_DAYS}
            return render(request, "norms/inquiry_answer.html", context)
    return render(request, "norms/read_inquiry.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(ANSWER_INQUIRIES)
def inquiry_list(request: Request) -> HttpResponse:
    """Questions that wait, then those answered; nobody knows who asked."""
    context = {"inquiries": queries.inquiries_for(request.actor), "days": INQUIRY_DAYS}
    return render(request, "norms/inquiry_list.html", context)


@requires(ANSWER_INQUIRIES)
def answer_inquiry(request: Request, pk: int) -> HttpResponse:
    """One question, and its answer."""
    found = get_object_or_404(queries.inquiries_for(request.actor), pk=pk)
    form = AnswerInquiry(request.POST or None, initial={"answer": found.answer, "rule": found.rule})
    if form.is_valid():
        actions.answer_inquiry(found, **form.cleaned_data, by=request.actor, at=zones.now())
        return redirect("norms:inquiry_list")
    context = {"inquiry": found, "form": form, "answers": answers_to(found.text)}
    return render(request, "norms/answer_inquiry.html", context, status=422 if form.errors else 200)
