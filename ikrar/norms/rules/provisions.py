"""Choices of the catalogue's versions, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a row of the catalogue is."""

    CONDUCT = "conduct", _("Kaidah perilaku")
    ACT = "act", _("Perbuatan, dengan kata sehari-hari")
    BASIS = "basis", _("Dasar hukum")
    TERM = "term", _("Tenggat")
    SANCTION = "sanction", _("Hukuman")
    POWER = "power", _("Siapa menghukum siapa")
    NOTE = "note", _("Yang sering keliru")
    LINE = "line", _("Sikap instansi")


#: The file of each kind, whose rows are national. An agency's line has none: it is always the agency's own.
FILES = {
    Kind.CONDUCT: "conducts.yaml", Kind.ACT: "acts.yaml", Kind.BASIS: "legal_bases.yaml", Kind.TERM: "terms.yaml",
    Kind.SANCTION: "sanctions.yaml", Kind.POWER: "sanction_powers.yaml", Kind.NOTE: "sanction_notes.yaml",
}  # fmt: skip


class State(TextChoices):
    """Where a version stands. A national draft is shown and said to be compared with no official text."""

    DRAFT = "draft", _("Konsep")
    APPROVED = "approved", _("Disetujui")
    REJECTED = "rejected", _("Ditolak")


class Stance(TextChoices):
    """What an agency's own version says of the national text, which stays readable beside it."""

    NATIONAL = "", _("Teks nasional")
    AGREES = "agrees", _("Cocok dengan naskah resmi")
    DIFFERS = "differs", _("Dikoreksi instansi")
    NOT_USED = "not_used", _("Tidak dipakai instansi")
    RETURNS = "returns", _("Kembali ke teks nasional")


#: What makes up the line on a contested point that is not about one act but is chosen from a table.
ALLOWANCE_CUTS = "allowance_cuts"
#: The note of the catalogue that tells why it is open.
ALLOWANCE_NOTE = "allowance_cut"


class AllowanceCuts(TextChoices):
    """Whether cuts of the allowance are imposed, or the forms that stand in for them until the pay regulation holds."""

    SUSPENDED = "suspended", _("Ditunda: dipakai bentuk penggantinya")
    IN_FORCE = "in_force", _("Sudah berlaku: tunjangan dipotong")
