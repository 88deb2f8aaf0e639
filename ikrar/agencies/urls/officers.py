"""Addresses of officers, their rights and desks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
