"""What a signer takes home, made when it is asked for; and what can be said of something that somebody brings."""

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When

from ikrar.agencies.queries.credentials import REGISTERED
from ikrar.agencies.rules import Level
from ikrar.core import zones
from ikrar.core.seal_check import Seal
from ikrar.pledges import checking
from ikrar.pledges.checking import Checked, Step, Verdict
from ikrar.pledges.models import Campaign, PactSeal, PledgeText, Signature
from ikrar.pledges.queries.openings import opening
from ikrar.pledges.takehome import Opening, TakeHome
from ikrar.register import merkle, signing_keys
from ikrar.register.models import Head, Leaf, Log
from ikrar.register.notes import Verifier
from ikrar.register.promises import Promise
from ikrar.register.queries import log_of, proof_of
from ikrar.register.rules import PROMISED


def take_home(signature: Signature) -> TakeHome | None:
    """The opening with its proof, until then with the promise; None where it was destroyed or there is no log."""
    opened, log = opening(signature), signature.campaign.log
    if opened is None or log is None:
        return None
    entry = bytes(signature.commitment)
    proof = proof_of(log, entry)
    note = "" if proof else promise(log, entry, signature.at).signed(signing_keys.signers(log))
    return TakeHome(Opening(*opened), proof, note)


def promise(log: Log, entry: bytes, at: dt.datetime) -> Promise:
    """By when this entry stands in its log. For acts that are older than the log, the time runs since it began."""
    since = max(at, log.made_at).replace(microsecond=0)
    return Promise(log.origin, merkle.leaf_hash(entry), since, int(PROMISED.total_seconds()))


@dataclass(frozen=True)
class Promised:
    """The promise of an act that waits: until when, and as the log's key signed it."""

    until: dt.datetime
    note: str


def promised(log_id: int, entry: bytes, at: dt.datetime) -> Promised:
    log = Log.objects.get(pk=log_id)
    made = promise(log, entry, at)
    return Promised(made.until, made.signed(signing_keys.signers(log)))


@dataclass(frozen=True)
class Answer:
    """What is said of something brought: of an unknown, an erased and a foreign one the same, and nothing else."""

    verdict: str
    checked: Checked | None = None
    signature: Signature | None = None
    initials: str = ""
    texts: list[PledgeText] = field(default_factory=list)
    seal: Seal | None = None
    seal_is_known: bool = False

    @property
    def month(self) -> str:
        """No day: who signed when is the signer's to tell."""
        assert self.signature is not None
        on = self.signature.at.astimezone(zones.zone(self.signature.campaign.agency.zone))
        return f"{zones.month(on.month)}\u00a0{on.year}"

    @property
    def level(self) -> str:
        assert self.signature is not None
        return str(Level(self.signature.level).label)


UNKNOWN = Answer(Verdict.UNKNOWN)
#: What all letters about receipts have in common in the outbox.
TOPIC = "proven"
#: A number alone was given.
BARE, WAITING = "bare", "waiting"
#: The file is signed by the log's key, but the log as published has another head of that size, or none.
OTHER_HEAD = "other_head"
#: A sealed paper that was altered since.
BROKEN_SEAL = "broken_seal"


def of_number(number: str, seal: Seal | None = None) -> Answer:
    """That an act of this number stands in its register, and nothing that opens it; of a sealed paper, whether it is whole."""
    act = _acts().filter(receipt=number).first()
    if act is None or act.campaign.log is None or opening(act) is None:
        return UNKNOWN
    stands = proof_of(act.campaign.log, bytes(act.commitment)) is not None
    if seal is not None and not seal.is_intact:
        return Answer(BROKEN_SEAL)
    told = _told(BARE if stands else WAITING, None, act)
    is_known = seal is not None and PactSeal.objects.filter(agency=act.agency_id, fingerprint=seal.fingerprint).exists()
    return replace(told, seal=seal, seal_is_known=is_known)


def of_take_home(given: TakeHome, *, at: dt.datetime) -> Answer:
    """Walk the whole way, hold the head against the published one, and say whose it is as far as that may be said."""
    checked = checking.check(given, _known, at=at)
    number = checked.record.get("receipt")
    act = _acts().filter(receipt=number if isinstance(number, str) else "").first()
    if checked.verdict is Verdict.UNKNOWN:
        return UNKNOWN
    if not checked.is_valid and checked.verdict is not Verdict.LATE:
        return Answer(checked.verdict, checked)
    if act is None or opening(act) is None or bytes(act.commitment) != checked.commitment:
        return UNKNOWN
    if checked.checkpoint is not None and not _is_published(checked):
        return Answer(OTHER_HEAD, checked)
    name = str(act.listed.get("name", ""))
    return _told(checked.verdict, checked, act, " ".join(f"{word[0]}." for word in name.split() if word[0].isalpha()))


def _acts() -> QuerySet[Signature]:
    return Signature.objects.select_related(
        "campaign__agency", "campaign__log", "campaign__ikrar", "campaign__pact", "void"
    )


def _known(origin: str) -> list[Verifier]:
    log = log_of(origin)
    return signing_keys.verifiers(log) if log else []


def _is_published(checked: Checked) -> bool:
    head = checked.checkpoint
    assert head is not None
    is_same = Head.objects.filter(log__origin=head.origin, size=head.size, root=head.root).exists()
    checked.steps.append(Step(checking.published_words(is_same), str(head.size), is_same))
    return is_same


def _told(verdict: str, checked: Checked | None, act: Signature, initials: str = "") -> Answer:
    texts = [text for text in (act.campaign.ikrar, act.campaign.pact) if text is not None]
    return Answer(verdict, checked, act, initials, texts)


def with_untold() -> QuerySet[Campaign]:
    """Campaigns with acts of which nobody has looked yet whether they stand in the register."""
    above = Signature.objects.filter(campaign=OuterRef("pk"), pk__gt=OuterRef("mark__proven_to"))
    rows = Campaign.objects.filter(Exists(above), mark__isnull=False, log__isnull=False)
    return rows.select_related("agency", "log").order_by("pk")


def newly_proven(campaign: Campaign, after: int, before: dt.datetime, most: int) -> list[Any]:
    """Acts above an id and older than a moment, up to the first that is not in the register yet; `is_told` marks those that
    count and whose person has a registered contact."""
    assert campaign.log is not None
    leaf = Leaf.objects.filter(log=campaign.log, entry=OuterRef("commitment"), index__lt=campaign.log.published)
    is_told = Case(When(REGISTERED & Q(void=None), then=True), default=False, output_field=BooleanField())
    rows = (
        Signature.objects.filter(campaign=campaign, pk__gt=after, at__lt=before).select_related("staff").order_by("pk")
    )
    return list(takewhile(lambda act: act.is_in, rows.annotate(is_in=Exists(leaf), is_told=is_told)[:most]))
