"""Tables of events: an activity with its people and agenda, who is invited, who came, what they and observers say."""

from ikrar.outreach.models.activities import Activity, AgendaItem, Official
from ikrar.outreach.models.attachments import Attachment
from ikrar.outreach.models.attendance import Attendance, AttendanceVoid, BadgeRefusal, Seen
from ikrar.outreach.models.forums import Answer, Citation, Forum, Question
from ikrar.outreach.models.invitations import Badge, Guest, Invitee
from ikrar.outreach.models.observing import AttendanceDraw, Remark
from ikrar.outreach.models.papers import Announcement, InvitationLetter, PrintFile
from ikrar.outreach.models.quotas import Quota
from ikrar.outreach.models.sheets import AttendanceSheet

__all__ = [
    "Activity",
    "AgendaItem",
    "Announcement",
    "Answer",
    "Attachment",
    "Attendance",
    "AttendanceDraw",
    "AttendanceSheet",
    "AttendanceVoid",
    "Badge",
    "BadgeRefusal",
    "Citation",
    "Forum",
    "Guest",
    "InvitationLetter",
    "Invitee",
    "Official",
    "PrintFile",
    "Question",
    "Quota",
    "Remark",
    "Seen",
]
