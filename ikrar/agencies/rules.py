"""States and choices of agencies, staff and codes, as tables."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Role


class StaffKind(TextChoices):
    """Kinds of staff (glossary: PNS, PPPK, PPPK paruh waktu, non-ASN)."""

    PNS = "pns", _("PNS")
    PPPK = "pppk", _("PPPK")
    PPPK_PART_TIME = "pppk_part_time", _("PPPK paruh waktu")
    NON_CIVIL_SERVANT = "non_civil_servant", _("Non-ASN")


class ContactSource(TextChoices):
    """Who said that this is the person's contact; a coordinator's word is unconfirmed."""

    ROSTER = "roster", _("daftar pegawai")
    PERSONNEL = "personnel", _("petugas kepegawaian")
    COORDINATOR = "coordinator", _("koordinator unit")
    SELF = "self", _("pegawai sendiri")


class Level(IntegerChoices):
    """The identity ladder of design section 3, computed at the act."""

    INK = 0, _("Tinta di kertas")
    VOUCHED = 1, _("Disaksikan petugas")
    CODE_AND_PIN = 2, _("Kode dan PIN")
    ONE_TIME_CODE = 3, _("Kode sekali pakai")
    PASSKEY = 4, _("Kunci sandi di HP sendiri")
    CERTIFIED = 5, _("Tanda tangan elektronik tersertifikasi")


class Card(TextChoices):
    """What an officer at a desk holds beside the person's face before a code is confirmed."""

    EMPLOYEE = "employee", _("Kartu pegawai")
    IDENTITY = "identity", _("KTP")
    LICENCE = "licence", _("SIM")


class ImportState(TextChoices):
    READING = "reading", _("sedang dibaca")
    MAPPING = "mapping", _("menunggu kolomnya dicocokkan")
    PREVIEW = "preview", _("menunggu diperiksa")
    APPLYING = "applying", _("sedang diterapkan")
    APPLIED = "applied", _("diterapkan")
    UNDOING = "undoing", _("sedang ditarik kembali")
    UNDONE = "undone", _("ditarik kembali")
    DISCARDED = "discarded", _("dibuang")
    EXPIRED = "expired", _("dihapus karena lama")
    UNREADABLE = "unreadable", _("tidak terbaca")


class Change(TextChoices):
    """What applying a row of the file would do."""

    NEW = "new", _("baru")
    CHANGED = "changed", _("berubah")
    MOVED = "moved", _("pindah unit")
    SAME = "same", _("sama")
    ASK = "ask", _("perlu keputusan")
    NONE = "", _("tidak diterapkan")


#: The personal code: symbols of Crockford base32 before the check symbol, and the digits of a PIN.
CODE_LENGTH = 8
PIN_LENGTH = 6
#: Wrong PINs before the counter closes for a while, and before only a person can help.
PIN_PAUSE_AT, PIN_PAUSE_MINUTES = 5, 15
PIN_END_AT = 10
#: Unknown codes with a right check symbol from one address within the window: first it is told to wait, then it is no
#: longer answered at all. A typing error has a right check symbol once in 37, so a whole hall stays far below.
UNKNOWN_CODES, GUESSES, UNKNOWN_CODES_MINUTES = 60, 600, 15
#: How long a one-time code to a registered e-mail lives, and how long it counts for the act (minutes).
OTP_MINUTES, OTP_COUNTS_MINUTES, OTP_TRIES = 10, 30, 5
#: How many are sent in a day: so many times `OTP_TRIES` guesses has whoever holds somebody's code and PIN.
OTP_A_DAY = 10

#: The same for the number that a holder's phone shows to a desk: how long it lives, its tries, and how many in a day.
DESK_NUMBER_MINUTES, DESK_NUMBER_TRIES, DESK_NUMBERS_A_DAY = 10, 5, 10

#: Failed log-ins to one name, from one known device or from all unknown ones, before it pauses.
LOGIN_TRIES, LOGIN_PAUSE_MINUTES = 5, 15
#: How long an officer's invitation lives (hours), and the code that enrols a desk (minutes).
INVITATION_HOURS, ENROLMENT_MINUTES = 48, 10
#: Which role may give which. Nobody gives to oneself; the operator's grants come from the console alone.
GIVES: dict[Role, tuple[Role, ...]] = {
    Role.PERSONNEL: (
        Role.COORDINATOR,
        Role.COMMITTEE,
        Role.PERSONNEL,
        Role.LEGAL,
        Role.LEADER,
        Role.EXAMINER,
        Role.CUSTODIAN,
        Role.OBSERVER,
        Role.AUDITOR,
    ),
}
#: Roles that are held at a unit and below; all others are held in the whole agency.
AT_UNIT = (Role.COORDINATOR,)


class Reset(TextChoices):
    """Half of an account: who has opened both holds it."""

    PASSWORD = "password", _("kode undangan baru")
    SECOND_FACTOR = "second_factor", _("pengaman kedua diatur ulang")


#: Within so many days, and until the holder has logged in since, nobody opens both halves of one account alone; the
#: second officer must have held the role for as long, so that nobody invites one for the purpose.
RESET_DAYS = 30
#: For so many days from the first log-in afterwards the holder's start page tells of it.
RESET_TOLD_DAYS = 14
