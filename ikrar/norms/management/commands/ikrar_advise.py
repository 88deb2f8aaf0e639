"""`ikrar advise "QUESTION"`: which rules answer an everyday question, best first, without a database."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ikrar.core.management.printing import print_json
from ikrar.norms import catalogue, rules
from ikrar.norms.advice import Answer
from ikrar.norms.held import Rows, cite
from ikrar.norms.rules.provisions import Kind


class Command(BaseCommand):
    help = "Menjawab pertanyaan sehari-hari: boleh atau tidak, menurut kaidah mana."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "question", metavar="PERTANYAAN", help="contoh: “boleh ga like status istri bupati yg nyalon”"
        )
        parser.add_argument("--json", action="store_true", help="semua jawaban sebagai JSON, terbaik lebih dahulu")

    def handle(self, **options: Any) -> None:
        answers = catalogue.guide().ask(options["question"])
        if not answers:
            raise CommandError(_("Tidak ada kaidah yang cocok. Tulis perbuatannya dengan kata lain."))
        told = [_told(answer) for answer in answers]
        if options["json"]:
            print_json(self, told)
        else:
            self.stdout.write("\n\n".join(_sentences(row) for row in told[:3]))


def _told(answer: Answer) -> dict[str, Any]:
    rows = catalogue.CarriedRows()
    rule, act = _body(rows, Kind.CONDUCT, answer.rule), _body(rows, Kind.ACT, answer.act)
    bases = [cite(rows, row) for row in rule["bases"]]
    return {
        "rule": rule["slug"], "verdict": rule["verdict"], "article": bases[0], "articles": bases,
        "verified": bool(rule.get("verified")), "title": act["name"]["id"], "toward": rule["toward"],
        "phases": rule["phases"], "condition": rule.get("condition", {}).get("id", ""), "reason": act["why"]["id"],
        "instead": act["instead"]["id"], "category": rule["category"], "sanction_class": rule["class"],
        "score": round(answer.score, 3),
    }  # fmt: skip


def _body(rows: Rows, kind: Kind, slug: str) -> Mapping[str, Any]:
    return next(row.body for row in rows.all(kind) if row.slug == slug)


def _sentences(row: dict[str, Any]) -> str:
    verified = _("sudah dicocokkan") if row["verified"] else _("belum diverifikasi")
    toward = f" ({rules.Toward(row['toward']).label})" if row["toward"] else ""
    head = f"{rules.Verdict(row['verdict']).label}: {row['title']}{toward}"
    parts = [head, row["condition"], row["reason"], _("Sebagai gantinya: %(what)s") % {"what": row["instead"]}]
    basis = _("Dasar: %(bases)s (%(verified)s). Aturan: %(rule)s.") % {
        "bases": "; ".join(row["articles"]), "verified": verified, "rule": row["rule"],
    }  # fmt: skip
    return "\n".join([part for part in parts if part] + [basis])
