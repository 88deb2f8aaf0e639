"""The one place where the opening of a commitment is read: what only its signer may have."""

from ikrar.pledges.models import Signature


def opening(signature: Signature) -> tuple[bytes, str] | None:
    """`r` and the record as canonical JSON; None where they were destroyed."""
    return (bytes(signature.r), signature.record) if signature.record else None
