"""Each test of the register has a folder of its own for public files."""

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    place = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(place)}},
    }
    return place / "register"
