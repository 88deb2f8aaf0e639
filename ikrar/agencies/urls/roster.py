"""Addresses of the staff list."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
