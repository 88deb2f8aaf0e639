"""Photos and papers of an activity: cleaned before they are stored, once each, in order, removed with a trace."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ikrar.agencies.roles import Role
from ikrar.core import files
from ikrar.core.errors import Refused
from ikrar.core.models import AuditEvent, StoredFile
from ikrar.outreach.actions import attachments as actions
from ikrar.outreach.actions.attachments import Brought
from ikrar.outreach.models import Attachment
from tests.factories import agencies as cast
from tests.factories import outreach as made
from tests.pledges.cast import logged_in

AT = made.AT
PDF = b"%PDF-1.7\nbody\n%%EOF\n"


def photo(*, colour=(120, 90, 200)):
    """A JPEG that knows its camera and where it was taken: 3 degrees 58 minutes south, 122 degrees 30 minutes east."""
    image, out = Image.new("RGB", (60, 40), colour), io.BytesIO()
    exif = image.getexif()
    exif[0x010F] = "Kamera Rekaan"
    gps = exif.get_ifd(0x8825)
    gps.update({1: "S", 2: (3.0, 58.0, 21.0), 3: "E", 4: (122.0, 30.0, 43.0)})
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


class Office:
    def __init__(self):
        self.agency = cast.agency(zone="WITA")
        self.held = made.activity(self.agency)
        self.rini = cast.officer(Role.COMMITTEE, self.agency, name="Rini Rekaan", mfa=True)
        self.by = cast.actor(self.rini)
        self.browser = logged_in(self.rini)

    def attach(self, *data, kind="photo"):
        brought = [Brought(f"berkas {n}.jpg", one) for n, one in enumerate(data)]
        return actions.attach(self.held, brought, kind=kind, by=self.by, at=AT)

    def send(self, *uploads, kind="photo"):
        address = reverse("outreach:attach", args=[self.held.pk])
        return self.browser.post(address, {"kind": kind, "brought": uploads, "caption": "Pembukaan"})

    def order(self):
        return list(Attachment.objects.order_by("place").values_list("pk", flat=True))


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Office()


def test_where_a_photo_was_taken_is_gone_from_what_is_stored(office):
    brought = photo()
    with Image.open(io.BytesIO(brought)) as image:
        assert image.getexif().get_ifd(0x8825)[2][0] == 3
    assert b"Kamera Rekaan" in brought
    office.attach(brought)
    with files.open_file(Attachment.objects.get().file) as kept:
        data = kept.read()
    assert b"Exif" not in data
    assert b"Kamera Rekaan" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not dict(image.getexif())
        assert not image.getexif().get_ifd(0x8825)


def test_the_same_file_is_kept_once_however_often_it_is_sent(office):
    one, two = photo(), photo(colour=(1, 2, 3))
    assert office.attach(one, two, one) == actions.Attached(2, 1)
    assert office.attach(two) == actions.Attached(0, 1)
    assert Attachment.objects.count() == StoredFile.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7 torn", b"MZ\x90\x00" * 50, PDF])
def test_one_file_that_is_no_photo_refuses_all(office, data):
    with pytest.raises(Refused) as said:
        office.attach(photo(), data)
    assert said.value.field == "brought"
    assert "berkas 1" in str(said.value)
    assert not Attachment.objects.exists()


def test_papers_may_be_pdf(office):
    office.attach(PDF, photo(), kind="minutes")
    assert [row.file.content_type for row in Attachment.objects.order_by("place")] == ["application/pdf", "image/jpeg"]


def test_an_activity_keeps_only_so_many_files(office, monkeypatch):
    monkeypatch.setattr(actions, "ATTACHMENTS_MOST", 2)
    with pytest.raises(Refused, match="paling banyak 2"):
        office.attach(*[photo(colour=(n, 0, 0)) for n in (0, 90, 180)])
    assert not Attachment.objects.exists()
    with pytest.raises(Refused, match="sekali kirim"):
        office.attach(*[photo()] * 11)


def test_files_change_places_among_their_kind(office):
    office.attach(*[photo(colour=(n, 0, 0)) for n in (0, 90, 180)])
    office.attach(PDF, kind="minutes")
    first, second, third = Attachment.objects.filter(kind="photo").order_by("place")
    actions.move_attachment(third, is_up=True, by=office.by, at=AT)
    actions.move_attachment(first, is_up=True, by=office.by, at=AT)
    rows = Attachment.objects.filter(kind="photo").order_by("place")
    assert [row.pk for row in rows] == [first.pk, third.pk, second.pk]


def test_a_file_is_removed_with_its_bytes_and_leaves_a_trace(office, django_capture_on_commit_callbacks):
    office.attach(photo())
    found = Attachment.objects.get()
    path = found.file.path
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_attachment(found, by=office.by, at=AT)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(path)
    trace = AuditEvent.objects.get(verb="outreach.file_removed")
    assert trace.fields == ["attached_photo"]
    assert trace.digest is not None
    with pytest.raises(Refused, match="sudah dihapus"):
        actions.remove_attachment(found, by=office.by, at=AT)


def test_what_is_reported_keeps_its_files(office):
    office.attach(photo())
    office.held.state = "reported"
    office.held.save()
    with pytest.raises(Refused, match="sudah dilaporkan"):
        office.attach(photo(colour=(1, 1, 1)))
    with pytest.raises(Refused, match="sudah dilaporkan"):
        actions.remove_attachment(Attachment.objects.get(), by=office.by, at=AT)
    assert Attachment.objects.count() == 1


def test_files_are_uploaded_shown_ordered_described_and_removed_on_their_page(office):
    two = [SimpleUploadedFile(f"{n}.jpg", photo(colour=(n, 0, 0)), "image/jpeg") for n in (10, 200)]
    assert office.send(*two).status_code == 302
    first, second = Attachment.objects.order_by("place")
    page = office.browser.get(reverse("outreach:attachments", args=[office.held.pk])).content.decode()
    assert page.count("<img") == 2
    assert 'alt="Pembukaan"' in page
    small = office.browser.get(reverse("outreach:small_photo", args=[first.pk]))
    assert small["Content-Disposition"].startswith("attachment")
    whole = office.browser.get(reverse("outreach:attachment", args=[first.pk]))
    assert b"".join(whole.streaming_content).startswith(b"\xff\xd8")
    change = reverse("outreach:change_attachment", args=[second.pk])
    office.browser.post(change, {"do": "up"})
    office.browser.post(change, {"do": "describe", "caption": "Pembacaan ikrar"})
    assert office.order() == [second.pk, first.pk]
    assert Attachment.objects.get(pk=second.pk).caption == "Pembacaan ikrar"
    office.browser.post(change, {"do": "remove"})
    assert office.order() == [first.pk]


def test_odd_uploads_are_refused_at_their_field(office):
    assert office.send().status_code == 422
    assert office.send(SimpleUploadedFile("a.exe", b"MZ")).status_code == 422
    assert office.send(SimpleUploadedFile("a.jpg", b"")).status_code == 422
    assert office.send(SimpleUploadedFile("a.jpg", photo()), kind="lain").status_code == 422
    assert not Attachment.objects.exists()


def test_a_leader_sees_files_and_changes_none(office):
    office.attach(photo())
    leader = logged_in(cast.officer(Role.LEADER, office.agency, name="Ratna Khayal", mfa=True))
    page = leader.get(reverse("outreach:attachments", args=[office.held.pk])).content.decode()
    assert "<img" in page
    assert "Lampirkan" not in page
    change = reverse("outreach:change_attachment", args=[Attachment.objects.get().pk])
    assert leader.post(change, {"do": "remove"}).status_code == 403
