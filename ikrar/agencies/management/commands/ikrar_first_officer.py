"""The second half of `ikrar init`: the first agency and officer, once settings, keys and tables exist."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.urls import reverse
from django.utils.translation import gettext as _

from ikrar.agencies.actions import founding
from ikrar.agencies.models import Account
from ikrar.agencies.roles import system
from ikrar.agencies.rules import INVITATION_HOURS
from ikrar.core import ids, zones
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json

#: What the agency and its officer are called, in the order in which they are asked: option → the question.
QUESTIONS = {
    "agency_code": "Kode instansi (huruf kecil, contoh kota-contoh): ",
    "agency_name": "Nama instansi (contoh Pemerintah Kota Contoh): ",
    "zone": "Zona waktu (WIB, WITA, WIT): ",
    "officer_name": "Nama petugas kepegawaian pertama: ",
    "officer_email": "Surel petugas (boleh kosong): ",
    "officer_login": "Nama masuk petugas, bukan NIP (boleh kosong bila ada surel): ",
}


def add_questions(parser: CommandParser) -> None:
    """The options that both halves take."""
    for name, question in QUESTIONS.items():
        choices = list(zones.ZONES) if name == "zone" else None
        parser.add_argument(f"--{name.replace('_', '-')}", default="", choices=choices, help=question.rstrip(": "))


def refuse_bad(answers: dict[str, str]) -> None:
    """Say which answer cannot be used, before anything is made."""
    try:
        validate_slug(answers["agency_code"])
        if answers["officer_email"]:
            validate_email(answers["officer_email"])
    except ValidationError as failure:
        raise Refused(" ".join(failure.messages)) from failure
    if answers["zone"] not in zones.ZONES:
        raise Refused(_("Zona waktu harus WIB, WITA, atau WIT."))
    if not answers["agency_name"].strip() or not answers["officer_name"].strip():
        raise Refused(_("Nama instansi dan nama petugas wajib diisi."))
    login = answers["officer_login"]
    if not login and not answers["officer_email"]:
        raise Refused(_("Petugas pertama memerlukan surel atau nama masuk."))
    if login.isdigit() or len(login) > (Account._meta.get_field("username").max_length or 0):
        raise Refused(_("Nama masuk bukan NIP: pakai huruf, contoh sari.contoh."))


class Command(BaseCommand):
    help = "Membuat instansi pertama dan petugas kepegawaian pertama (dipanggil oleh: ikrar init)."

    def add_arguments(self, parser: CommandParser) -> None:
        add_questions(parser)

    def handle(self, **options: Any) -> None:
        answers = {name: options[name] for name in QUESTIONS}
        try:
            refuse_bad(answers)
            founded = founding.found_installation(
                code=answers["agency_code"],
                name=answers["agency_name"].strip(),
                zone=answers["zone"],
                officer=answers["officer_name"].strip(),
                login=answers["officer_login"],
                email=answers["officer_email"],
                by=system(),
                at=zones.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        print_json(
            self,
            {
                "agency": founded.agency.code,
                "officer": founded.officer.name,
                "login": founded.officer.username if answers["officer_login"] else founded.officer.email,
                "code": ids.grouped(founded.code, 4),
                "hours": INVITATION_HOURS,
                "address": settings.PUBLIC_URL + reverse("agencies:accept_invitation"),
            },
        )
