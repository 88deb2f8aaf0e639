"""Addresses of the room `outreach`, by whom they serve."""

from ikrar.outreach.urls import activities, desk

app_name = "outreach"
urlpatterns = [*activities.urlpatterns, *desk.urlpatterns]
