"""Tables of what people promised: texts, campaigns, sessions, signatures and what hangs on them."""

from ikrar.pledges.models.acts import Correction, Draw, PactFile, PactSeal, Signature, SignatureVoid, SupersededPact
from ikrar.pledges.models.campaigns import Campaign, PledgeText, SigningSession
from ikrar.pledges.models.ceremony import Ceremony, Screen
from ikrar.pledges.models.counts import FoldedAct, TallyMark, UnitSize, UnitTally
from ikrar.pledges.models.erasures import CoveredScan, Erasure, Hold
from ikrar.pledges.models.reach import Missing, PactBundle, PaperSheet, ReachFile, SentByHand

__all__ = [
    "Campaign",
    "Ceremony",
    "Correction",
    "CoveredScan",
    "Draw",
    "Erasure",
    "FoldedAct",
    "Hold",
    "Missing",
    "PactBundle",
    "PactFile",
    "PactSeal",
    "PaperSheet",
    "PledgeText",
    "ReachFile",
    "Screen",
    "SentByHand",
    "Signature",
    "SignatureVoid",
    "SigningSession",
    "SupersededPact",
    "TallyMark",
    "UnitSize",
    "UnitTally",
]
