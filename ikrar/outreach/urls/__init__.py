"""Addresses of the room `outreach`, by whom they serve."""

from ikrar.outreach.urls import (
    activities,
    attachments,
    badges,
    desk,
    forums,
    inviting,
    lists,
    observing,
    online,
    sheets,
)

app_name = "outreach"
urlpatterns = [
    *activities.urlpatterns,
    *inviting.urlpatterns,
    *badges.urlpatterns,
    *attachments.urlpatterns,
    *forums.urlpatterns,
    *lists.urlpatterns,
    *online.urlpatterns,
    *desk.urlpatterns,
    *observing.urlpatterns,
    *lists.urlpatterns,
    *sheets.urlpatterns,
]
