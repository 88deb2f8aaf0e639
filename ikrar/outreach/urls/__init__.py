"""Addresses of the room `outreach`, by whom they serve."""

from ikrar.outreach.urls import activities, desk, inviting

app_name = "outreach"
urlpatterns = [*activities.urlpatterns, *inviting.urlpatterns, *desk.urlpatterns]
