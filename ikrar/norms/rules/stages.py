"""States and moves of stages that an agency tells of its own region, and of what a stage's beginning proposes."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission
from ikrar.norms.permissions import HANDLE_PROPOSALS, SET_STAGES


class Standing(TextChoices):
    """How a day stands to a stage."""

    PAST = "past", _("selesai")
    RUNNING = "running", _("berjalan")
    TO_COME = "to_come", _("akan datang")
    NOT_HELD = "not_held", _("tidak dilaksanakan")


class FreezeState(TextChoices):
    """How a day stands to a forbidden time."""

    UNDATED = "undated", _("belum dapat dihitung")
    BEFORE = "before", _("belum berlaku")
    INSIDE = "inside", _("berlaku")
    AFTER = "after", _("sudah berakhir")
    UNSURE = "unsure", _("belum dapat dipastikan")


class OwnStageState(TextChoices):
    WAITING = "waiting", _("menunggu petugas kedua")
    IN_FORCE = "in_force", _("berlaku")
    REPLACED = "replaced", _("diganti")
    REJECTED = "rejected", _("ditolak")
    WITHDRAWN = "withdrawn", _("ditarik")


class ProposalKind(TextChoices):
    """What the beginning of a stage proposes; nothing of it happens before an officer presses."""

    REMINDER = "reminder", _("Surel pengingat")
    BANNER = "banner", _("Pengumuman di layar")
    ACKNOWLEDGEMENT = "acknowledgement", _("Baca ulang edaran")


class ProposalState(TextChoices):
    OPEN = "open", _("menunggu keputusan")
    TAKEN = "taken", _("dijalankan")
    DISMISSED = "dismissed", _("tidak dipakai")
    STOPPED = "stopped", _("dihentikan")
    LAPSED = "lapsed", _("lewat waktunya")


@dataclass(frozen=True)
class Move:
    """A step from one state to another, who may take it, whether it needs a reason and another officer."""

    name: str
    since: str
    to: str
    by: Permission
    asks_reason: bool = False
    by_another: bool = False
    by_writer: bool = False


OWN_STAGE_MOVES = (
    Move("approve_stage", OwnStageState.WAITING, OwnStageState.IN_FORCE, SET_STAGES, by_another=True),
    Move("reject_stage", OwnStageState.WAITING, OwnStageState.REJECTED, SET_STAGES, asks_reason=True, by_another=True),
    Move("withdraw_stage", OwnStageState.WAITING, OwnStageState.WITHDRAWN, SET_STAGES, by_writer=True),
)
PROPOSAL_MOVES = (
    Move("take_proposal", ProposalState.OPEN, ProposalState.TAKEN, HANDLE_PROPOSALS),
    Move("dismiss_proposal", ProposalState.OPEN, ProposalState.DISMISSED, HANDLE_PROPOSALS, asks_reason=True),
    Move("reopen_proposal", ProposalState.DISMISSED, ProposalState.OPEN, HANDLE_PROPOSALS),
    Move("stop_proposal", ProposalState.TAKEN, ProposalState.STOPPED, HANDLE_PROPOSALS, asks_reason=True),
)
#: The longest time for which a banner is shown, and how many addresses the page shows as a sample.
BANNER_DAYS, SAMPLE = 60, 3
#: How many years before and after the election's own a date may lie.
OWN_STAGE_YEARS = (3, 7)
