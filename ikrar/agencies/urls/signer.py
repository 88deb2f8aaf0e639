"""Addresses of codes and PINs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
