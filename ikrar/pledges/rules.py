"""States, moves and choices of texts, campaigns and signatures, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextKind(TextChoices):
    IKRAR = "ikrar", _("Ikrar")
    PACT = "pact", _("Pakta integritas")


class TextState(TextChoices):
    DRAFT = "draft", _("konsep")
    APPROVED = "approved", _("disetujui")


class CampaignState(TextChoices):
    PLANNED = "planned", _("direncanakan")
    OPEN = "open", _("dibuka")
    CLOSED = "closed", _("ditutup")


class Method(TextChoices):
    """How the person was there at the act."""

    PHONE = "phone", _("HP sendiri")
    KIOSK = "kiosk", _("perangkat di meja")
    VOUCH = "vouch", _("disaksikan di meja")
    PAPER = "paper", _("kertas")


class ReachKind(TextChoices):
    """Files that carry personal codes."""

    SLIPS = "slips", _("Slip")
    MERGE = "merge", _("Surat massal")


class ReachOnly(TextChoices):
    """Whom a file or a list is for."""

    MISSING = "missing", _("Yang belum tanda tangan")
    NO_EMAIL = "no_email", _("Yang belum tanda tangan dan tanpa surel terdaftar")
    ALL = "all", _("Semua, juga yang sudah tanda tangan")


class MissingReason(TextChoices):
    """Neutral, short-lived reasons; none of them is a verdict."""

    LEAVE = "leave", _("Cuti atau tugas")
    NOT_SERVING = "not_serving", _("Tidak bertugas lagi")
    NO_CONTACT = "no_contact", _("Tidak dapat dihubungi")
    WRONG_UNIT = "wrong_unit", _("Bukan di unit ini")
    ASKS = "asks", _("Minta penjelasan dulu")
    OTHER_WAY = "other_way", _("Akan lewat jalan lain")


class Movement(TextChoices):
    """What became of somebody's place in the staff list between two days."""

    JOINED = "joined", _("Pegawai baru")
    GONE = "gone", _("Tidak bertugas lagi")
    MOVED_IN = "moved_in", _("Pindah masuk")
    MOVED_OUT = "moved_out", _("Pindah keluar")


class VoidReason(TextChoices):
    NOT_ME = "not_me", _("Bukan saya")
    WRONG_PERSON = "wrong_person", _("Salah orang")
    WRONG_ROW = "wrong_row", _("Salah mencentang")
    TEST = "test", _("Percobaan")
    OTHER = "other", _("Lainnya")


class SheetKind(TextChoices):
    """What was printed to be signed with ink."""

    ROSTER = "roster", _("Lembar daftar nama")
    FORM = "form", _("Formulir pakta")


class SheetState(TextChoices):
    PRINTED = "printed", _("dicetak")
    ENTERED = "entered", _("menunggu petugas kedua")
    REFUSED = "refused", _("dikembalikan")
    CONFIRMED = "confirmed", _("disahkan")


class HoldKind(TextChoices):
    """What forbids an erasure for a while."""

    EXAMINATION = "examination", _("Pemeriksaan")
    DISPUTE = "dispute", _("Sengketa")
    COURT = "court", _("Perkara di pengadilan")
    OTHER = "other", _("Dasar lain")


class ErasureState(TextChoices):
    """From one officer's proposal to the last byte."""

    PROPOSED = "proposed", _("menunggu petugas kedua")
    REFUSED = "refused", _("tidak disetujui")
    APPROVED = "approved", _("sedang dihapus")
    ERASED = "erased", _("terhapus, basis data sedang dibersihkan")
    CLEANED = "cleaned", _("selesai")


class CorrectionAnswer(TextChoices):
    ACCEPTED = "accepted", _("diterima")
    DECLINED = "declined", _("tidak diubah")


class BundleKind(TextChoices):
    ZIP = "zip", _("ZIP, satu berkas seorang")
    PRINT = "print", _("Satu berkas untuk dicetak")


class CeremonyView(TextChoices):
    """What the screen in the hall shows."""

    WELCOME = "welcome", _("Kehadiran")
    READING = "reading", _("Ikrar dibaca")
    COUNT = "count", _("Tanda tangan")
    THANKS = "thanks", _("Terima kasih")


class Turn(TextChoices):
    """What a remote asks of the screen."""

    NEXT = "next", _("Berikut")
    BACK = "back", _("Kembali")
    TOGETHER = "together", _("Baca bersama")
    EXACT = "exact", _("Angka persis")
    WELCOME = "welcome", _("Kehadiran")
    COUNT = "count", _("Tanda tangan")
    THANKS = "thanks", _("Terima kasih")


#: Above so many per cent the screen says "almost all" in place of a number that would point at the last few.
NEARLY_PERCENT = 95
#: A hall reads at most so many letters at once from its last row; a longer text is turned in parts.
PAGE_LETTERS = 180
#: Days after the window that reasons for the missing are kept.
REASON_KEPT_DAYS = 90
#: Below this many people no split is shown to an observer or in public.
SMALL_CELL = 10
#: How many signatures an observer draws.
DRAW = 20
#: What a signer may say is otherwise than listed; the number and the kind are answered in person.
CORRECTABLE = ("name", "position", "grade", "unit")
#: Longest path data of a drawn signature, in characters.
DRAWING_MAX = 12_000
#: Minutes that a file with personal codes stays after it was fetched: enough to fetch it again where the line broke.
FETCHED_FILE_MINUTES = 60
#: Above this many people a file is made, or mail queued, by the worker.
REACH_AT_ONCE = 500
#: Above this many people the worker gives out the codes of a campaign that opens.
CODES_AT_ONCE = 5_000
#: What a pact may ask a signer to check of the own data.
IDENTITY = ("name", "number", "grade", "position", "unit", "kind")
#: Most points of a text, and witnesses of a pact.
POINTS_MAX, WITNESSES_MAX = 20, 2
#: Rows of one page of a roster, and most people printed at once.
SHEET_ROWS, PRINT_MOST = 20, 1000
#: Most pacts in one file to print (a quarter of a second of work), and in one ZIP.
PRINT_PART, ZIP_PART = 40, 300


def nobody(pk: int) -> str:
    """What stands where a receipt number stood; no typed number can ever be it."""
    return f"~{pk}"[:12]
