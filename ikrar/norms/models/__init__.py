"""Tables of the law that this programme needs: elections, legal bases, circulars, questions, clocks, declarations."""

from ikrar.norms.models.acknowledgements import Acknowledgement, AcknowledgementVoid, Opened
from ikrar.norms.models.circulars import Circular, CircularCounter, CircularNumber, CircularReminder, CircularSetting
from ikrar.norms.models.clocks import Clock, ClockMove, ClockPause
from ikrar.norms.models.declarations import Asset, Declaration, DeclarationFile, DeclarationLetter, DeclarationStep
from ikrar.norms.models.elections import Election, LegalBasis, Stage
from ikrar.norms.models.inquiries import Inquiry, Precedent
from ikrar.norms.models.provisions import Provision
from ikrar.norms.models.stages import OwnStage, StageProposal
from ikrar.norms.models.workdays import Decree, DecreedYear, LocalDay, NationalDay, WorkWeek

__all__ = [
    "Acknowledgement", "AcknowledgementVoid", "Asset", "Circular", "CircularCounter", "CircularNumber", "CircularReminder",
    "CircularSetting", "Clock", "ClockMove", "ClockPause", "Declaration", "DeclarationFile", "DeclarationLetter",
    "DeclarationStep", "Decree", "DecreedYear", "Election", "Inquiry", "LegalBasis", "LocalDay", "NationalDay", "Opened",
    "OwnStage", "Precedent", "Provision", "Stage", "StageProposal", "WorkWeek",
]  # fmt: skip
