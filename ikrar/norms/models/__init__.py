"""Tables of the law that this programme needs: elections, legal bases, circulars, questions to the legal office."""

from ikrar.norms.models.circulars import Circular
from ikrar.norms.models.elections import Election, LegalBasis, Stage
from ikrar.norms.models.inquiries import Inquiry, Precedent
from ikrar.norms.models.provisions import Provision

__all__ = ["Circular", "Election", "Inquiry", "LegalBasis", "Precedent", "Provision", "Stage"]
