"""Doors to figures: a module a subject."""
