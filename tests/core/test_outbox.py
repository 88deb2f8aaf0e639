"""Mail against a real SMTP server: accepted, put off, refused for good, gone away, and never twice."""

import datetime as dt
import email
import socket

import pytest
from aiosmtpd.controller import Controller

from ikrar.core import outbox
from ikrar.core.models import MailState, OutboxMessage

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


class Server:
    """Keeps what it takes; answers `refusals` first, one per message."""

    def __init__(self) -> None:
        self.taken, self.refusals = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusals and self.refusals[0].startswith("rcpt "):
            return self.refusals.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refusals:
            return self.refusals.pop(0)
        self.taken.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content)))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    inbox = Server()
    controller = Controller(inbox, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    inbox.stop = controller.stop
    yield inbox
    if controller.server is not None:
        controller.stop()


@pytest.fixture(autouse=True)
def builders(monkeypatch):
    """One letter, made when it is sent."""
    monkeypatch.setattr(outbox, "_BUILDERS", {})

    @outbox.renders("tests.invitation")
    def build(message):
        return f"Undangan {message.context['number']}", "Kode Anda 7Q4-M2F-9KV.\n"


def invitation(number: int = 1, **fields):
    fields = {"to": f"sari{number}@kota.example", "key": f"invitation-{number}", "at": AT, **fields}
    return outbox.queue("tests.invitation", context={"number": number}, **fields)


def state(message) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.error


def test_a_message_is_sent_once(server):
    message = invitation()
    assert outbox.send_due(at=AT) == 1
    assert outbox.send_due(at=AT + dt.timedelta(days=1)) == 0
    assert state(message) == (MailState.SENT, 1, "")
    to, letter = server.taken[0]
    assert (to, letter["Subject"]) == ("sari1@kota.example", "Undangan 1")
    assert "7Q4-M2F-9KV" in letter.get_payload()


def test_no_personal_code_rests_in_the_table(server):
    invitation()
    outbox.send_due(at=AT)
    assert "7Q4" not in str(OutboxMessage.objects.values())


def test_the_same_key_is_queued_once(server):
    assert invitation() == invitation()
    assert outbox.send_due(at=AT) == 1


def test_a_message_waits_for_its_hour(server):
    invitation(not_before=AT + dt.timedelta(hours=7))
    assert outbox.send_due(at=AT) == 0
    assert outbox.send_due(at=AT + dt.timedelta(hours=7)) == 1


def test_a_put_off_message_comes_again_later(server):
    server.refusals = ["451 try later"]
    message = invitation()
    assert outbox.send_due(at=AT) == 0
    assert state(message) == (MailState.QUEUED, 1, "SMTPDataError 451")
    assert outbox.send_due(at=AT) == 0
    assert outbox.send_due(at=AT + outbox.BACK_OFF[0]) == 1


def test_a_message_that_is_put_off_for_ever_fails(server):
    message, at = invitation(), AT
    for wait in (*outbox.BACK_OFF, outbox.BACK_OFF[-1]):
        server.refusals = ["rcpt 450 mailbox busy"]
        outbox.send_due(at=at)
        at += wait
    assert state(message) == (MailState.FAILED, 8, "SMTPRecipientsRefused 450")


@pytest.mark.parametrize("answer", ["550 no such user", "rcpt 550 sari1@kota.example unknown"])
def test_a_refused_address_fails_at_once_and_the_next_message_goes(server, answer):
    server.refusals = [answer]
    first, second = invitation(1), invitation(2)
    assert outbox.send_due(at=AT) == 1
    assert state(first)[0] == MailState.FAILED
    assert "sari" not in first.error
    assert state(second)[0] == MailState.SENT


def test_a_server_out_of_reach_costs_no_try(server):
    server.stop()
    message = invitation()
    assert outbox.send_due(at=AT) == 0
    assert state(message) == (MailState.QUEUED, 0, "")


def test_an_installation_without_a_mail_server_keeps_its_mail(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    message = invitation()
    assert outbox.send_due(at=AT) == 0
    assert state(message) == (MailState.QUEUED, 0, "")


def test_a_demonstration_sends_nothing_out_even_with_a_mail_server(server, settings):
    settings.IKRAR_DEMO = True
    invitation()
    assert (outbox.send_due(at=AT), server.taken) == (0, [])
    assert OutboxMessage.objects.get().state == MailState.QUEUED


def test_a_process_that_dies_while_sending_sends_again_after_the_lease(server, monkeypatch):
    message = invitation()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_close", lambda *_, **__: None)
        assert outbox.send_due(at=AT) == 1
    assert outbox.send_due(at=AT + outbox.SENDING - dt.timedelta(seconds=1)) == 0
    assert outbox.send_due(at=AT + outbox.SENDING) == 1
    assert state(message)[0] == MailState.SENT
    assert server.taken[0][1]["Message-ID"] == server.taken[1][1]["Message-ID"]


def test_a_matter_that_is_done_stops_its_mail(server):
    mine, other = invitation(1, topic="campaign", about=5), invitation(2, topic="campaign", about=6)
    assert outbox.stop("campaign", 5) == 1
    assert outbox.send_due(at=AT) == 1
    assert (state(mine)[0], state(other)[0]) == (MailState.STOPPED, MailState.SENT)


def test_a_builder_may_say_that_nothing_need_go(server):
    outbox.renders("tests.invitation")(lambda message: None)
    message = invitation()
    outbox.send_due(at=AT)
    assert state(message)[0] == MailState.STOPPED
    assert server.taken == []


def test_a_letter_that_cannot_be_made_waits_and_names_no_value(server):
    outbox.renders("tests.invitation")(lambda message: {}["Sari Contohwati"])
    message = invitation()
    outbox.send_due(at=AT)
    assert state(message) == (MailState.QUEUED, 1, "KeyError")


def test_a_letter_is_its_template_with_the_subject_on_the_first_line(settings):
    templates = {"mail/tests.plain.txt": "Ikrar {{ unit }}\n\nUnit {{ unit }} sudah lengkap.\n"}
    engine = {**settings.TEMPLATES[0], "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", templates)]}}
    settings.TEMPLATES = [engine]
    subject, body = outbox.letter("tests.plain", {"unit": "Dinas <Contoh> & Rekan"})
    assert subject == "Ikrar Dinas <Contoh> & Rekan"
    assert body == "Unit Dinas <Contoh> & Rekan sudah lengkap.\n"
