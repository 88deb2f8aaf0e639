"""Who may do what about norms."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission, Role

ANSWER_INQUIRIES = Permission(
    "norms.answer_inquiries", _("Menjawab pertanyaan “boleh atau tidak”"), (Role.LEGAL, Role.PERSONNEL)
)
