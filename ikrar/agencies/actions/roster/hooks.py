"""What higher rooms tell the staff list: when applying must wait, and what depends on a person. They fill it at start."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from ikrar.agencies.models import Staff

#: Says in a sentence why applying must wait in this agency now; empty when it need not.
Wait = Callable[[int], str]
#: Says in sentences what depends on these people, given as a query of their internal ids: they may be a million.
Dependents = Callable[[QuerySet[Any, int]], list[str]]
#: Says in sentences what the first record holds and the second one lacks: a merge would leave it behind.
Leavings = Callable[[Staff, Staff], list[str]]

_WAITS: list[Wait] = []
_DEPENDENTS: list[Dependents] = []
_LEAVINGS: list[Leavings] = []


def register_wait(wait: Wait) -> Wait:
    """Ask `wait(agency_id)` before a list is applied."""
    _WAITS.append(wait)
    return wait


def register_dependents(dependents: Dependents) -> Dependents:
    """Ask `dependents(staff_ids)` before people are taken out of the list again."""
    _DEPENDENTS.append(dependents)
    return dependents


def register_leavings(leavings: Leavings) -> Leavings:
    """Ask `leavings(staff, into)` before one record is merged into another."""
    _LEAVINGS.append(leavings)
    return leavings


def wait_for(agency_id: int) -> str:
    """The first reason to wait, or nothing."""
    return next((sentence for wait in _WAITS if (sentence := wait(agency_id))), "")


def acts_depend_on(staff_ids: QuerySet[Any, int]) -> list[str]:
    """All that depends on these people, in sentences."""
    return [sentence for dependents in _DEPENDENTS for sentence in dependents(staff_ids)]


def left_behind(staff: Staff, into: Staff) -> list[str]:
    """All that a merge would leave with the old record, in sentences."""
    return [sentence for leavings in _LEAVINGS for sentence in leavings(staff, into)]
