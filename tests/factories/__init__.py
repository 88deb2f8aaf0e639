"""Rows for tests, a file per package."""
