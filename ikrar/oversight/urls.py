"""Addresses of the room `oversight`."""

from django.urls import path

from ikrar.oversight import views

app_name = "oversight"
urlpatterns = [
    path("pantau/", views.home, name="home"),
    path("pantau/<str:code>/", views.coverage, name="coverage"),
    path("pantau/<str:code>/belum/", views.missing, name="missing"),
]
