"""An attendance desk's other ways: a photo of a badge, the way out, and how often it asks the database."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from ikrar.core import qr
from ikrar.outreach.models import Attendance, Seen
from tests.outreach.test_desk import Hall


@pytest.fixture
def hall(db):
    return Hall()


def photo(*badges, kind="JPEG", turn=7):
    """Badges as a phone takes them: side by side, turned a little."""
    picture = Image.new("L", (700 * max(len(badges), 1), 700), 170)
    for place, text in enumerate(badges):
        code = Image.open(io.BytesIO(qr.png(text, 7))).convert("L").rotate(turn, expand=True, fillcolor=170)
        picture.paste(code, (700 * place + 40, 40))
    file = io.BytesIO()
    picture.save(file, kind, quality=70)
    return SimpleUploadedFile("lencana.jpg", file.getvalue(), "image/jpeg")


def bomb():
    """A picture of few bytes that would unpack to two gigabytes."""
    file = io.BytesIO()
    Image.new("1", (45_000, 45_000)).save(file, "PNG")
    return SimpleUploadedFile("lencana.png", file.getvalue(), "image/png")


def test_a_photo_of_a_badge_records_its_holder(hall):
    assert "Hadir" in hall.send(photo=photo(hall.badge()[1])).content.decode()
    assert Attendance.objects.get().found == "badge"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda hall: photo(), "tidak terbaca"),
        (lambda hall: photo("HTTPS://LAIN.EXAMPLE/MENANG"), "bukan lencana"),
        (lambda hall: photo(hall.badge()[1], hall.badge(hall.tono)[1]), "lebih dari satu"),
        (lambda hall: SimpleUploadedFile("a.jpg", b"<?php system('id'); ?>"), "tidak terbaca"),
        (lambda hall: SimpleUploadedFile("a.jpg", b""), "kosong"),
        (lambda hall: SimpleUploadedFile("a.jpg", bytes(13 * 1024 * 1024)), "12 MB"),
        (lambda hall: bomb(), "tidak terbaca"),
    ],
    ids=["no code", "another code", "two badges", "no picture", "nothing", "too large", "bomb"],
)
def test_a_photo_that_shows_no_badge_is_refused_in_words(hall, file, words):
    response = hall.send(photo=file(hall))
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert not Attendance.objects.exists()


def test_the_way_out_is_recorded_once_and_only_after_the_way_in(hall):
    hall.held.has_exit = True
    hall.held.save()
    scanned = hall.badge()[1]
    assert "belum tercatat hadir" in hall.send(typed=scanned, way="out").content.decode()
    hall.send(typed=scanned)
    number = uuid.uuid4()
    for _turn in range(2):
        assert "Pulang" in hall.send(typed=scanned, way="out", uuid=number).content.decode()
    assert "Sudah pulang" in hall.send(typed=scanned, way="out").content.decode()
    assert Seen.objects.filter(is_exit=True).count() == 1


def test_no_way_out_where_the_activity_records_none(hall):
    hall.send(staff=hall.sari.pk)
    assert "tidak mencatat jam pulang" in hall.send(staff=hall.sari.pk, way="out").content.decode()
    assert not Seen.objects.exists()


def test_anothers_number_records_no_way_out(hall):
    hall.held.has_exit = True
    hall.held.save()
    number = uuid.uuid4()
    for person in (hall.sari, hall.tono):
        hall.send(staff=person.pk)
    hall.send(staff=hall.sari.pk, way="out", uuid=number)
    assert hall.send(staff=hall.tono.pk, way="out", uuid=number).status_code == 409
    assert Seen.objects.get().attendance.staff == hall.sari


@pytest.mark.parametrize("how", ["badge", "press", "again", "guest"])
def test_a_check_in_asks_the_database_at_most_five_times(hall, how):
    told = {"staff": hall.sari.pk} if how == "press" else {"typed": hall.badge()[1]}
    if how == "guest":
        from tests.factories import outreach as made

        told = {"typed": hall.badge(made.guest(hall.held))[1]}
    if how == "again":
        hall.send(**told)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = hall.send(**told).content.decode()
    assert ("Sudah tercatat" if how == "again" else "Hadir") in page
    statements = [row["sql"] for row in asked if not row["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 5, statements
