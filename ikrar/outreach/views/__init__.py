"""Doors of activities and attendance."""
