"""The agency's own particulars."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Role
from ikrar.core.models import AuditEvent
from tests.factories import agencies as cast

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Kota Contoh", "government": "Pemerintah Kota Contoh", "office": "Badan Kepegawaian",
    "address": "Jalan Rekaan 1\nSurel a@kota.example",
    "place": "Contoh", "zone": "WIT", "quiet_from": "21:00", "quiet_until": "05:30",
}  # fmt: skip


@pytest.fixture
def door():
    agency = cast.agency()
    client = Client()
    client.force_login(cast.officer(Role.PERSONNEL, agency))
    return agency, client


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 50), "purple").save(file, "PNG")
    return SimpleUploadedFile("lambang.png", file.getvalue(), "image/png")


def test_letterhead_and_zone_are_kept_with_a_trace(door):
    agency, client = door
    assert client.post("/petugas/instansi/", {**GIVEN, "emblem": picture()}).status_code == 302
    agency.refresh_from_db()
    assert (agency.zone, agency.address) == ("WIT", ["Jalan Rekaan 1", "Surel a@kota.example"])
    assert agency.emblem.startswith("<svg")
    assert "zone" in AuditEvent.objects.get(verb="agencies.agency_edited").fields


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.svg", b"<svg onload='alert(1)'><script/></svg>"), ("x.png", b"\x89PNG broken"), ("x.html", b"<html></html>")],
)
def test_a_hostile_emblem_is_refused_in_words_and_nothing_is_kept(door, name, content):
    agency, client = door
    answer = client.post("/petugas/instansi/", {**GIVEN, "emblem": SimpleUploadedFile(name, content)})
    assert "tidak terbaca" in answer.content.decode()
    assert Agency.objects.get(pk=agency.pk).name == agency.name


def test_five_lines_of_address_are_too_many(door):
    _agency, client = door
    answer = client.post("/petugas/instansi/", {**GIVEN, "address": "a\nb\nc\nd\ne"})
    assert "Paling banyak empat baris" in answer.content.decode()
