"""Addresses of the start pages."""

from django.urls import path

from ikrar.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("bantuan/panduan.pdf", views.guide, name="guide"),
    path("saya/", views.own, name="own"),
    path("saya/data.json", views.export_own, name="export_own"),
]
