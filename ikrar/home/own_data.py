"""All that is kept about a person, as plain values for the person."""

from typing import Any

from ikrar.home.queries import Own
from ikrar.norms.queries.declarations import own_declarations
from ikrar.outreach.queries.activities import attendances_of, badges_of, invitations_of


def as_plain(own: Own) -> dict[str, Any]:
    """Own data, assignments over time, activities, and acts with the opening of their commitments (`r` and record)."""
    staff = own.credential.staff
    return {
        "name": staff.full_name,
        "number": staff.number,
        "kind": staff.kind,
        "phone": {"value": staff.phone, "source": staff.phone_source},
        "email": {"value": staff.email, "source": staff.email_source, "confirmed_at": _text(staff.email_confirmed_at)},
        "assignments": [
            {"unit": row.unit.name, "position": row.position, "grade": row.grade, "since": str(row.since), "until": _text(row.until)}
            for row in staff.assignments.select_related("unit").order_by("since")
        ],
        "code": {
            "issued_at": _text(own.credential.issued_at), "handed_at": _text(own.credential.handed_at),
            "confirmed_at": _text(own.credential.confirmed_at), "confirmed_how": own.credential.confirmed_how,
        },
        "signatures": [
            {
                "receipt": row.receipt, "at": _text(row.at), "level": row.level, "method": row.method, "listed": row.listed,
                "stated": row.stated, "voided": hasattr(row, "void"), "record": row.record, "r": bytes(row.r).hex(),
                "commitment": bytes(row.commitment).hex(),
            }
            for row in own.signed
        ],
        "circulars": [
            {
                "number": row.circular.number, "year": row.circular.year, "digest": row.digest, "at": _text(row.at), "level": row.level,
                "way": row.way, "read": row.read, "evidence": row.evidence, "voided": hasattr(row, "void"),
            }
            for row in own.read
        ],
        "attendances": [
            {
                "activity": row.activity.title, "on": _text(row.activity.on), "at": _text(row.at), "level": row.level,
                "source": row.source, "found": row.found, "desk": row.device, "voided": hasattr(row, "void"),
                "also_seen": [{"source": seen.source, "leaving": seen.is_exit, "at": _text(seen.at)} for seen in row.seen.all()],
            }
            for row in attendances_of(staff.pk)
        ],
        "invitations": [
            {
                "activity": row.activity.title, "on": _text(row.activity.on), "at": _text(row.at),
                "delegate_of": row.quota.unit.name if row.quota else None,
            }
            for row in invitations_of(staff.pk)
        ],
        "declarations": [
            {
                "kind": row.kind, "at": _text(row.at), "came": row.came, "state": row.state, "since": _text(row.since),
                "until": _text(row.until), "begins_at": _text(row.begins_at), "ends_at": _text(row.ends_at), "facts": row.facts,
                "election": row.election.name if row.election else None, "asset": row.asset.name if row.asset else None,
                "rule": row.rule, "reason": row.reason, "files": [one.file.name for one in row.files.select_related("file")],
                "steps": [{"move": step.move, "at": _text(step.at), "reason": step.reason} for step in row.steps.all()],
            }
            for row in own_declarations(staff.pk)
        ],
        "badges": [
            {
                "activity": row.activity.title, "made_at": _text(row.made_at), "expires_at": _text(row.expires_at),
                "ended_at": _text(row.ended_at), "ended_why": row.ended_why,
                "refused_at_desk": [_text(refusal.at) for refusal in row.refusals.all()],
            }
            for row in badges_of(staff.pk)
        ],
    }  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)
