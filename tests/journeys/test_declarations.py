"""One declaration of each kind in a real browser of 360 pixels: from the own phone to the letter."""

import subprocess

import pytest
from django.test import Client
from playwright.sync_api import expect

from ikrar.agencies.roles import Role
from ikrar.core import zones
from ikrar.core.models import AuditEvent
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.norms.models import Declaration, DeclarationFile
from ikrar.norms.queries import declarations as queries
from tests.access_samples import TODAY
from tests.factories import agencies as cast
from tests.factories import declarations as made
from tests.pledges.cast import logged_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = TODAY.isoformat()
#: Kind → what is typed, chosen and ticked.
FORMS = {
    "adhoc": {
        "body": "kpps", "region": "Kelurahan Contoh, TPS 4", "election": "Pilkada Serentak 2024", "since": DAY, "until": DAY,
        "duties": "Mengajar kelas V", "covered_by": "Budi Rekaan, guru",
    },
    "relative": {
        "relation": "spouse", "candidate": "Tono Calonrekaan", "election": "Pilkada Serentak 2024", "office": "Wali Kota",
        "region": "Kota Contoh", "stage": "prospective", "accompany": "no",
    },
    "candidacy": {
        "election": "Pilkada Serentak 2024", "office": "Wakil Bupati", "region": "Kabupaten Contoh", "stage": "planned",
        "resignation": "not_yet",
    },
    "facility": {
        "asset": "Aula Contoh", "organiser": "Relawan Calonrekaan", "purpose": "campaign", "event": "Temu relawan, 200 orang",
        "since": DAY, "begins": "08:00", "until": DAY, "ends": "12:00",
    },
}  # fmt: skip


class House:
    """Sari with her code, and the officers who answer her."""

    def __init__(self, page, base):
        self.page, self.base = page, base
        load_catalogue(zones.now())
        self.agency = cast.agency(zone="WITA", name="Pemerintah Kota Contoh", place="Contoh")
        self.sari = cast.staff(self.agency, at=cast.unit(self.agency, "SD Negeri Contoh"), kind="pns")
        self.code = cast.tokens.code_of(bytes(cast.credential(self.sari, pin="482915").nonce))
        self.officers = {role: cast.officer(role, self.agency, name=f"{role.label} Rekaan") for role in Role}
        made.asset(self.agency)

    def enters(self):
        self.page.goto(f"/saya/masuk/#{self.code}")
        if self.page.get_by_label("Kode pribadi").count() and self.page.get_by_label("Kode pribadi").is_visible():
            self.page.get_by_label("Kode pribadi").fill(self.code)
            self.page.get_by_role("button", name="Lanjut").click()
        self.page.get_by_label("PIN Anda").or_(self.page.get_by_label("PIN, 6 angka")).first.fill("482915")
        self.page.get_by_role("button", name="Lanjut").click()
        self.page.get_by_role("link", name="Pernyataan dan izin").click()

    def fills(self, kind):
        for name, value in FORMS[kind].items():
            field = self.page.locator(f"[name={name}]")
            if name in {"election", "asset"}:
                field.select_option(label=value)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if kind != "facility":
            self.page.locator("[name=promise]").check()

    def becomes(self, role):
        client = Client()
        client.force_login(self.officers[role])
        cookie = {"name": "ikrar_petugas", "value": client.cookies["ikrar_petugas"].value, "url": self.base}
        self.page.context.add_cookies([cookie])

    def presses(self, words):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).first.click()

    def fetches(self, words, folder):
        """The words of the paper behind this link."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=words).click()
        coming.value.save_as(folder / "surat.pdf")
        done = subprocess.run(
            ["pdftotext", "-layout", folder / "surat.pdf", "-"], capture_output=True, text=True, check=True
        )
        return " ".join(done.stdout.split())


@pytest.fixture
def house(phone, live_server):
    return House(phone, live_server.url)


def sent(house, kind):
    """From the own page through the form to what waits; a first try that leaves everything out loses no file."""
    house.enters()
    house.page.locator(f"a[href$='/baru/{kind}/']").click()
    house.page.watch.expect("422")
    file = {"name": "permohonan.pdf", "mimeType": "application/pdf", "buffer": made.PDF}
    house.page.locator("[type=file]").set_input_files(file)
    words = "Kirim permohonan" if kind in {"adhoc", "facility"} else "Kirim pernyataan"
    house.presses(words)
    expect(house.page.get_by_text("Sudah diterima:")).to_be_visible()
    house.fills(kind)
    house.presses(words)
    expect(house.page.get_by_role("heading", name="Sudah terkirim dan tercatat")).to_be_visible()
    row = Declaration.objects.get()
    assert (row.kind, row.staff, row.state, row.files.count()) == (kind, house.sari, "submitted", 1)
    assert DeclarationFile.objects.count() == 1
    return row


def reviewed(house, row):
    house.becomes(Role.PERSONNEL)
    house.page.goto(f"/aturan/pernyataan/{row.pk}/")
    house.presses("Mulai memeriksa")


def lettered(house, row):
    house.becomes(Role.PERSONNEL)
    house.page.goto(f"/aturan/pernyataan/{row.pk}/")
    house.page.get_by_role("link", name="Buat surat keputusannya").click()
    house.page.get_by_label("Nama penanda tangan, dengan gelar").fill("Drs. Budi Rekaan, M.Si.")
    house.page.get_by_label("Jabatan penanda tangan").fill("Sekretaris Daerah")
    house.presses("Simpan surat")


def test_a_duty_permit_goes_from_the_phone_to_its_letter_and_the_coordinator_plans(house, tmp_path):
    row = sent(house, "adhoc")
    assert "bukan bahwa permohonannya dikabulkan" in house.fetches("Tanda terima", tmp_path)
    reviewed(house, row)
    house.becomes(Role.LEADER)
    house.page.goto(f"/aturan/pernyataan/{row.pk}/")
    house.page.get_by_role("link", name="Beri izin").click()
    house.page.locator("[name=reason]").fill("Jadwal kelas sudah diatur.")
    house.presses("Beri izin")
    lettered(house, row)
    house.page.goto(f"/saya/pernyataan/{row.pk}/")
    expect(house.page.get_by_role("heading", name="Permohonan Anda diizinkan")).to_be_visible()
    text = house.fetches("Surat izin", tmp_path)
    for words in (
        "SURAT IZIN",
        "belum bernomor",
        "Sari Contohwati",
        "TPS 4",
        "Jadwal kelas sudah diatur.",
        "Sekretaris Daerah",
    ):
        assert words in text
    coordinator = cast.officer(Role.COORDINATOR, unit=row.served_at)
    assert "Sari Contohwati" in logged_in(coordinator).get("/aturan/izin-bertugas/").content.decode()
    assert AuditEvent.objects.filter(verb="norms.declaration_seen").count() >= 3


@pytest.mark.parametrize(
    ("kind", "said"),
    [("relative", "mengundurkan diri dari setiap pemeriksaan"), ("candidacy", "pengunduran diri secara tertulis")],
)
def test_a_conflict_goes_from_the_phone_to_its_statement_and_keeps_its_maker_out(house, tmp_path, kind, said):
    row = sent(house, kind)
    assert said in house.fetches("Surat pernyataan", tmp_path)
    if kind == "candidacy":
        expect(house.page.get_by_text("Penetapan pasangan calon: 22 September 2024")).to_be_visible()
    reviewed(house, row)
    house.presses("Catat")
    house.page.goto(f"/saya/pernyataan/{row.pk}/")
    expect(house.page.get_by_role("heading", name="Pernyataan Anda dicatat")).to_be_visible()
    assert [one.kind for one in queries.conflicts_of(house.sari, on=TODAY, election=row.election_id)] == [kind]


def test_a_campaign_in_a_hall_is_refused_with_its_rule_in_the_letter(house, tmp_path):
    row = sent(house, "facility")
    reviewed(house, row)
    house.becomes(Role.LEADER)
    house.page.goto(f"/aturan/pernyataan/{row.pk}/")
    house.page.get_by_role("link", name="Tolak").click()
    house.presses("Tolak")
    expect(house.page.get_by_text("Tulis alasannya. Pemohon membacanya.")).to_be_visible()
    house.page.locator("[name=rule][value=crime_facilities_worship_school]").check()
    house.page.locator("[name=reason]").fill("Kampanye di gedung pemerintah.")
    house.presses("Tolak")
    lettered(house, row)
    house.page.goto(f"/saya/pernyataan/{row.pk}/")
    expect(house.page.get_by_role("heading", name="Permohonan Anda ditolak")).to_be_visible()
    text = house.fetches("Surat penolakan", tmp_path)
    for words in ("SURAT PENOLAKAN", "Aula Contoh", "Kampanye di gedung pemerintah.", "UU 7/2017", "belum dicocokkan"):
        assert words in text
