"""The head that an agency's papers begin with."""

from typing import Any

from ikrar.agencies.models import Agency


def letterhead(agency: Agency) -> dict[str, Any]:
    """The agency's own head of paper; without an emblem a plain shield is drawn."""
    return {
        "government": agency.government, "agency": agency.office or agency.name,
        "address": list(agency.address)[:4] or None, "emblem": agency.emblem or None,
    }  # fmt: skip
