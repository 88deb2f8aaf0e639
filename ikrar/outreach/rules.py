"""States, moves and choices of activities and attendance, as tables."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission
from ikrar.outreach.permissions import EDIT_ACTIVITIES


class ActivityKind(TextChoices):
    OUTREACH = "outreach_event", _("Sosialisasi")
    TRAINING = "technical_training", _("Bimbingan teknis")
    ASSEMBLY = "assembly", _("Apel")
    SIGNING = "signing", _("Penandatanganan")
    MEETING = "coordination_meeting", _("Rapat koordinasi")


class Mode(TextChoices):
    HALL = "hall", _("Di tempat")
    ONLINE = "online", _("Daring")
    BOTH = "both", _("Di tempat dan daring")


class ActivityState(TextChoices):
    PLANNED = "planned", _("direncanakan")
    OPEN = "open", _("berlangsung")
    CLOSED = "closed", _("ditutup")
    REPORTED = "reported", _("dilaporkan")


@dataclass(frozen=True)
class Move:
    """A step from one state to another, who may take it, and whether it needs a reason."""

    name: str
    since: ActivityState
    to: ActivityState
    by: Permission
    asks_reason: bool = False


MOVES = (
    Move("open_activity", ActivityState.PLANNED, ActivityState.OPEN, EDIT_ACTIVITIES),
    Move("close_activity", ActivityState.OPEN, ActivityState.CLOSED, EDIT_ACTIVITIES),
    Move("report_activity", ActivityState.CLOSED, ActivityState.REPORTED, EDIT_ACTIVITIES),
    Move("reopen_activity", ActivityState.CLOSED, ActivityState.OPEN, EDIT_ACTIVITIES, asks_reason=True),
)


class Part(TextChoices):
    """What somebody does in an activity."""

    CHAIR = "chair", _("Ketua panitia")
    OPENER = "opener", _("Pembuka")
    WITNESS = "witness", _("Saksi")
    SPEAKER = "speaker", _("Narasumber")


class OfficeForm(TextChoices):
    """How an office is held; an acting official signs and opens as such."""

    DEFINITIVE = "", _("definitif")
    PLH = "plh", _("Plh.")
    PLT = "plt", _("Plt.")
    PJ = "pj", _("Pj.")
    PJS = "pjs", _("Pjs.")


class Source(TextChoices):
    """Where somebody was seen to be present."""

    DESK = "desk", _("meja")
    ONLINE = "online", _("daring")
    PAPER = "paper", _("kertas")


class Way(TextChoices):
    """Through the door of a hall."""

    IN = "in", _("Masuk")
    OUT = "out", _("Keluar")


class Found(TextChoices):
    """By what a desk found the person."""

    BADGE = "badge", _("lencana")
    SEARCH = "search", _("dicari")
    WALK_IN = "walk_in", _("tambahan")


class AttendanceVoidReason(TextChoices):
    WRONG_PERSON = "wrong_person", _("Salah orang")
    NOT_PRESENT = "not_present", _("Tidak hadir")
    TEST = "test", _("Percobaan")
    OTHER = "other", _("Lainnya")


class AttachmentKind(TextChoices):
    """What a file of an activity is; they are listed in this order."""

    PHOTO = "photo", _("Foto")
    INVITATION = "invitation", _("Undangan")
    ASSIGNMENT = "assignment", _("Surat perintah tugas")
    MINUTES = "minutes", _("Notulen")
    OTHER = "other", _("Lainnya")


#: Files of one activity: a hall's photos and papers, not somebody's whole phone.
ATTACHMENTS_MOST, ATTACHED_AT_ONCE = 60, 10
#: Seats of one unit, and lines of guests pasted at once.
SEATS_MOST, GUEST_LINES_MOST = 500, 300
#: States in which people are still invited, and those in which what is told of an activity may still change.
INVITING = (ActivityState.PLANNED, ActivityState.OPEN)
CHANGING = (*INVITING, ActivityState.CLOSED)


class QuestionState(TextChoices):
    """Where a question for the speakers stands; only a chosen one is ever shown to others."""

    WAITING = "waiting", _("menunggu")
    CHOSEN = "chosen", _("ditampilkan")
    MERGED = "merged", _("digabung")
    ASIDE = "aside", _("disisihkan")


#: Fewer forms than these tell who wrote what, so forms are shown by so many at least at a time.
LEAST_ANSWERS = 5
#: From one address so many forms and questions an hour: a whole hall shares one, a machine would send more.
ADDRESS_MINUTES, ANSWERS_PER_ADDRESS, QUESTIONS_PER_ADDRESS, CODES_PER_ADDRESS = 60, 3_000, 300, 60
#: As many questions as a committee can read; then the box says that it is full.
QUESTIONS_MOST = 2_000
#: How many attendances an observer draws.
DRAW = 20


class PrintKind(TextChoices):
    """What is printed for an activity before it begins."""

    BADGES = "badges", _("Lencana")
    LETTERS = "letters", _("Surat undangan")


class PrintForm(TextChoices):
    MERGED = "merged", _("Satu berkas untuk dicetak")
    APART = "apart", _("ZIP, satu berkas per unit")


#: A badge opens the desk until the end of the day after the activity's: some go on past midnight.
BADGE_DAYS = 2
#: Most badges in one file to print; more come as a ZIP of such files.
BADGES_A_FILE = 2_000
#: Badges given in one short step.
BADGES_A_STEP = 500
#: Minutes that a file with names stays after it was fetched: enough to fetch it again where the line broke.
FETCHED_FILE_MINUTES = 60
#: Most rows of one printed attendance list; a page costs about 1.2 MB of memory until the file is whole.
LIST_MOST = 2_000


class PaperState(TextChoices):
    """Where an attendance sheet stands."""

    PRINTED = "printed", _("dicetak")
    ENTERED = "entered", _("menunggu petugas kedua")
    CONFIRMED = "confirmed", _("disahkan")
    REFUSED = "refused", _("dikembalikan")


#: Rows of one printed attendance sheet, and how many of them stay free for names written by hand.
SHEET_ROWS, SHEET_FREE = 20, 3
#: Most sheets printed at once.
SHEETS_MOST = 200
