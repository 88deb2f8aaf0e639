"""States and moves of declarations and permits, and how much one person may send; what each kind asks is data."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission
from ikrar.norms.permissions import DECIDE_DECLARATIONS, HANDLE_DECLARATIONS


class DeclarationState(TextChoices):
    SUBMITTED = "submitted", _("diajukan")
    IN_REVIEW = "in_review", _("diperiksa")
    GRANTED = "granted", _("diizinkan")
    REFUSED = "refused", _("ditolak")
    NOTED = "noted", _("dicatat")
    WITHDRAWN = "withdrawn", _("ditarik")
    ENDED = "ended", _("berakhir")


@dataclass(frozen=True)
class DeclarationMove:
    """A step, who may take it (nobody's permission: the declarer's own), and what it asks; `words` stand on its button."""

    name: str
    since: tuple[DeclarationState, ...]
    to: DeclarationState
    by: Permission | None
    words: object
    asks_reason: bool = False
    asks_rule: bool = False


_WAITING = (DeclarationState.SUBMITTED, DeclarationState.IN_REVIEW)
_REVIEWED = (DeclarationState.IN_REVIEW,)
MOVES = (
    DeclarationMove(
        "review_declaration", (DeclarationState.SUBMITTED,), DeclarationState.IN_REVIEW, HANDLE_DECLARATIONS,
        _("Mulai memeriksa"),
    ),
    DeclarationMove(
        "grant_declaration", _REVIEWED, DeclarationState.GRANTED, DECIDE_DECLARATIONS, _("Beri izin"), asks_rule=True
    ),
    DeclarationMove(
        "refuse_declaration", _REVIEWED, DeclarationState.REFUSED, DECIDE_DECLARATIONS, _("Tolak"), asks_reason=True,
        asks_rule=True,
    ),
    DeclarationMove("note_declaration", _REVIEWED, DeclarationState.NOTED, HANDLE_DECLARATIONS, _("Catat")),
    DeclarationMove("withdraw_declaration", _WAITING, DeclarationState.WITHDRAWN, None, _("Tarik kembali")),
    DeclarationMove(
        "withdraw_for", _WAITING, DeclarationState.WITHDRAWN, HANDLE_DECLARATIONS, _("Catat sudah ditarik"),
        asks_reason=True,
    ),
    DeclarationMove(
        "end_declaration", (DeclarationState.GRANTED, DeclarationState.NOTED), DeclarationState.ENDED,
        HANDLE_DECLARATIONS, _("Akhiri"), asks_reason=True,
    ),
    DeclarationMove(
        "reopen_declaration", (DeclarationState.GRANTED, DeclarationState.REFUSED), DeclarationState.IN_REVIEW,
        DECIDE_DECLARATIONS, _("Batalkan keputusan"), asks_reason=True,
    ),
)  # fmt: skip
#: States in which something still waits for an officer, and those that bind: a decision, a note.
WAITING = _WAITING
HOLDING = (*_WAITING, DeclarationState.NOTED)
#: States that a letter of the office is written about.
DECIDED = (DeclarationState.GRANTED, DeclarationState.REFUSED)


class Came(TextChoices):
    """How a declaration reached the office."""

    PHONE = "phone", _("dari HP, dengan kode dan PIN")
    PAPER = "paper", _("surat bertanda tangan, dimasukkan petugas")


class AssetKind(TextChoices):
    BUILDING = "building", _("Gedung atau ruang")
    GROUND = "ground", _("Lapangan")
    VEHICLE = "vehicle", _("Kendaraan")


class PaperKind(TextChoices):
    """Papers of a declaration; which of them there are depends on its kind and state."""

    RECEIPT = "receipt", _("Tanda terima")
    STATEMENT = "statement", _("Surat pernyataan")
    PERMIT = "permit", _("Surat izin")
    REFUSAL = "refusal", _("Surat penolakan")


#: What one person may have waiting at once, how many files one declaration holds, and how long files of an unsent one stay.
WAITING_MOST, FILES_MOST, UNSENT_HOURS = 10, 5, 24
#: A period longer than this is a typing error.
LONGEST_DAYS = 3 * 366
