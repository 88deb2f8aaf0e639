"""Addresses of the room `outreach`, by whom they serve."""

from ikrar.outreach.urls import activities, desk, forums, inviting, online

app_name = "outreach"
urlpatterns = [
    *activities.urlpatterns,
    *inviting.urlpatterns,
    *desk.urlpatterns,
    *online.urlpatterns,
    *forums.urlpatterns,
]
