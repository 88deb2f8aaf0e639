"""Tables of events: an activity with its people and agenda, who is invited, and who came."""

from ikrar.outreach.models.activities import Activity, AgendaItem, Official
from ikrar.outreach.models.attachments import Attachment
from ikrar.outreach.models.attendance import Attendance, AttendanceVoid, BadgeRefusal, Seen
from ikrar.outreach.models.invitations import Badge, Guest, Invitee
from ikrar.outreach.models.quotas import Quota

__all__ = [
    "Activity",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "AttendanceVoid",
    "Badge",
    "BadgeRefusal",
    "Guest",
    "Invitee",
    "Official",
    "Quota",
    "Seen",
]
