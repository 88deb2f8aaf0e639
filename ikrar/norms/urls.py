"""Addresses of the norms room, grouped as the screens are."""

from django.urls import path

from ikrar.norms import views

app_name = "norms"
urlpatterns = [path("aturan/", views.ask, name="ask")]
