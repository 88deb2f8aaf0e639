"""Choices of the norms room, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: On whose day a stage begins for everybody: the election commission's.
NATIONAL_ZONE = "WIB"


class ElectionKind(TextChoices):
    """What is elected: `pemilu` nationally, `pilkada` in regions."""

    PEMILU = "pemilu", _("Pemilu")
    PILKADA = "pilkada", _("Pilkada")


class Verdict(TextChoices):
    """What a rule says of an act."""

    FORBIDDEN = "forbidden", _("Tidak boleh")
    CONDITIONAL = "conditional", _("Hati-hati, ada syaratnya")
    ALLOWED = "allowed", _("Boleh")


class Toward(TextChoices):
    """Toward whom the act is done, where that changes the rule."""

    PROSPECTIVE = "prospective", _("sebelum calon ditetapkan")
    CANDIDATE = "candidate", _("sesudah calon ditetapkan")


class SanctionClass(TextChoices):
    """The class of consequence that a rule names. Shown, never chosen by the machine."""

    NONE = "none", _("tidak ada")
    MORAL = "moral", _("sanksi moral (kode etik)")
    LIGHT = "disiplin_ringan", _("hukuman disiplin ringan")
    MEDIUM = "disiplin_sedang", _("hukuman disiplin sedang")
    HEAVY = "disiplin_berat", _("hukuman disiplin berat")
    BY_IMPACT = "disiplin_level_by_impact", _("hukuman disiplin menurut dampaknya")
    UNASSIGNED = "disiplin_level_unassigned", _("hukuman disiplin, tingkatnya tidak disebut peraturan")
    STATUTORY = "ptdh_statutory", _("pemberhentian menurut undang-undang ASN")
    CRIMINAL = "pidana", _("ancaman pidana")
    ELECTORAL = "administratif_pemilihan", _("sanksi administratif pemilihan")
    CONTRACT = "kontrak", _("menurut perjanjian kerja")


class Ladder(TextChoices):
    """Whose consequence it is, and of which weight; the order is that of the page."""

    MORAL = "moral", _("Sanksi moral (kode etik)")
    LIGHT = "ringan", _("Hukuman disiplin ringan")
    MEDIUM = "sedang", _("Hukuman disiplin sedang")
    HEAVY = "berat", _("Hukuman disiplin berat")
    STATUTORY = "undang-undang", _("Pemberhentian menurut undang-undang")
    PPPK = "pppk", _("PPPK")
    NON_ASN = "non_asn", _("Pegawai non-ASN")


#: For how many days an inquiry is kept; what stays is a precedent without persons.
INQUIRY_DAYS = 30
#: From one address so many inquiries, and so many wrong codes, in so many minutes: a whole office shares one.
ADDRESS_MINUTES, INQUIRIES_PER_ADDRESS, CODES_PER_ADDRESS = 60, 60, 60
#: As many as a legal office can read; then the page says that it is full.
INQUIRIES_MOST = 1_000
