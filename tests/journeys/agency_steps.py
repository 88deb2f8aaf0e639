"""What officers and staff of a new agency do, step by step, on its pages."""

import re
import time
from typing import Any
from urllib.parse import unquote

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.factories import pledges
from tests.journeys.house import House, Visitor, waited

PASSWORD, PIN = "perahu layar di teluk", "482915"
UNITS = ("Dinas Kesehatan", "Kecamatan Teluk Umpama")
PEOPLE = [f"{first} {last}" for last in ("Contohwati", "Umpama") for first in (
    "Sari", "Budi", "Ratna", "Joko", "Wati", "Eko", "Dewi", "Hasan", "Lina", "Rudi", "Nia", "Tono", "Ani", "Made",
    "Yusuf", "Siti", "Umar",
)]  # fmt: skip
BY_LINK, BY_CODE, AT_DESK, ON_PAPER = PEOPLE[:6], PEOPLE[6:12], PEOPLE[12:21], PEOPLE[21:30]
LINE = "M20 80L60 40L100 90L140 50L180 85L220 60"


def totp(secret: str, *, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def accept(page: Any, code: str, login: str = "") -> str:
    """Take up an invitation: password, then the second factor; returns its secret."""
    page.goto("/akun/login/")
    page.get_by_role("link", name="Punya kode undangan").click()
    page.get_by_label("Kode undangan").fill(code)
    page.get_by_label("Nama pilihan untuk masuk").fill(login)
    for label in ("Kata sandi", "Kata sandi sekali lagi"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    press(page, "Buat akun")
    page.get_by_text("Ketik kunci ini").click()
    secret = page.locator("details .mono").inner_text()
    page.get_by_label("Kode enam angka").fill(totp(secret))
    press(page, "Pasang")
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page.get_by_role("heading", name="Selamat datang")).to_be_visible()
    return str(secret)


def staff_list() -> bytes:
    rows = ["NIP;Nama;Jenis Pegawai;Unit Kerja;Jabatan;Golongan;No HP"]
    for n, name in enumerate(PEOPLE):
        number = f"{1975 + n % 20}{1 + n % 12:02}{1 + n % 28:02}2010031{n + 1:03}"
        rows.append(f"{number};{name};PNS;{UNITS[n % 2]};Pengelola Layanan;III/a;0812000{n:05}")
    return "\r\n".join(rows).encode()


def load_staff(page: Any) -> None:
    page.get_by_role("link", name="Unggah").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "pegawai.csv", "mimeType": "text/csv", "buffer": staff_list()}
    )
    press(page, "Unggah dan periksa")
    waited(lambda: page.reload() and page.get_by_role("button", name="Terapkan 34 perubahan").count())
    press(page, "Terapkan 34 perubahan")
    waited(lambda: page.reload() and page.get_by_role("heading", name="Daftar pegawai sudah diterapkan").count())


def approve_texts(page: Any) -> None:
    """From the start page's next step; ikrar and pact stay as the project proposes them."""
    page.goto("/")
    page.get_by_role("link", name="Siapkan", exact=True).click()
    for kind in ("ikrar", "pakta"):
        page.goto("/ikrar/naskah/")
        form = page.locator("form", has=page.get_by_role("button", name=f"Buat konsep {kind}"))
        form.get_by_label("Pemilu 2029").check()
        press(page, f"Buat konsep {kind}")
        press(page, "Simpan konsep")
        page.get_by_role("link", name="Periksa dan setujui").click()
        press(page, "Setujui naskah")


def open_campaign(page: Any) -> str:
    """Create and open; returns the campaign's code."""
    page.goto("/")
    page.get_by_role("link", name="Buat", exact=True).click()
    page.get_by_label("Judul").fill("Ikrar Netralitas")
    page.get_by_label("Pemilu 2029").check()
    opens = page.locator("[name=opens_at]")
    opens.fill(re.sub(r"^\d{4}-\d\d-\d\d", "2026-01-01", opens.input_value()))
    press(page, "Simpan, lalu periksa")
    page.goto("/")
    page.get_by_role("link", name="Periksa", exact=True).click()
    page.get_by_role("link", name="Periksa dan buka").click()
    expect(page.get_by_text("34").first).to_be_visible()
    press(page, "Buka penandatanganan")
    return str(page.url.rstrip("/").rsplit("/", 1)[1])


def personal_codes(page: Any, campaign: str) -> dict[str, str]:
    """Name → code, from the list of WhatsApp buttons."""
    found = {}
    page.goto(f"/ikrar/{campaign}/ajakan/wa/")
    for url in page.get_by_role("link", name="Lihat nama").evaluate_all("all => all.map(a => a.href)"):
        page.goto(url)
        assert not page.locator("a[href*='wa.me']").count()
        page.get_by_role("button", name="Buka daftar").click()
        for link in page.locator("a[href*='wa.me']").evaluate_all("all => all.map(a => a.href)"):
            said = unquote(link)
            found[re.search(r"Yth\. (.+?),", said)[1]] = re.search(r"#(\w{9})", said)[1]
    return found


def sign_on_phone(page: Any, campaign: str, code: str, *, by_link: bool) -> None:
    page.goto(f"/i/{campaign}#{code}" if by_link else f"/i/{campaign}")
    if not by_link:
        page.get_by_label("Kode pribadi").fill(code.lower())
        press(page, "Lanjut")
    page.get_by_label("PIN, 6 angka").fill(PIN)
    page.get_by_label("PIN sekali lagi").fill(PIN)
    press(page, "Simpan PIN, lanjut")
    page.get_by_role("link", name="Mulai").click()
    for _point in range(4):
        page.locator(".step:visible").get_by_role("link", name="Ya, saya berikrar").click()
    page.get_by_role("link", name="Lanjut").click()
    page.get_by_label("PIN Anda, 6 angka").fill(PIN)
    press(page, "Tanda tangani")
    expect(page.get_by_role("heading", name="Terima kasih, ikrar Anda tercatat")).to_be_visible()


def sign_without_scripts(visitor: Visitor, campaign: str, code: str) -> None:
    visitor.open(f"/i/{campaign}")
    visitor.send(code=code)
    visitor.send(pin=PIN, again=PIN)
    assert "Terima kasih, ikrar Anda tercatat" in visitor.send(pin=PIN, uuid=hidden(visitor.page, "uuid"))


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', html)[1]


def enrol_desk(page: Any, desk: Any, campaign: str) -> None:
    """Sari opens the session; the device vouches in the name of the second officer."""
    page.goto(f"/ikrar/{campaign}/susulan/")
    page.get_by_label("Nama sesi").fill("Meja aula")
    press(page, "Buat sesi")
    page.goto("/perangkat/")
    page.get_by_label("Nama perangkat").fill("Meja 1")
    page.get_by_label("Petugas yang bertanggung jawab").select_option(label="Ratna Umpamawati")
    press(page, "Buat kode")
    desk.goto("/meja/daftar/")
    desk.get_by_label("Kode perangkat").fill(re.search(r"\b\w{4}-\w{4}\b", page.locator("main").inner_text())[0])
    press(desk, "Daftarkan")
    desk.get_by_role("link", name="Buka meja").click()
    desk.get_by_role("link", name="Meja aula").click()


def vouch_with_finger(desk: Any, name: str) -> None:
    desk.locator("#typed").fill(name)
    press(desk, "Cari")
    desk.locator(".hit").first.click()
    desk.wait_for_load_state()
    pad = desk.locator("#pad")
    pad.evaluate("pad => pad.scrollIntoView({block: 'center'})")
    box = pad.bounding_box()
    desk.mouse.move(box["x"] + 30, box["y"] + 40)
    desk.mouse.down()
    for n in range(20):
        desk.mouse.move(box["x"] + 30 + n * 8, box["y"] + 40 + n % 5 * 8)
    desk.mouse.up()
    press(desk, "Catat")
    expect(desk.get_by_role("heading", name="Tercatat")).to_be_visible()


def vouch(visitor: Visitor, session: str, name: str) -> None:
    visitor.open(session)
    visitor.send(typed=name)
    visitor.send(staff=re.search(r'class="hit" name="staff" value="(\d+)"', visitor.page)[1])
    said = visitor.send(drawing=LINE)
    assert "Tercatat" in said and name in said, said  # noqa: PT018


def sign_on_paper(page: Any, second: Visitor, house: House, campaign: str, unit: str) -> None:
    """Print, tick with the scan, and let the second officer confirm."""
    page.goto(f"/ikrar/{campaign}/kertas/")
    page.get_by_label("Unit", exact=True).select_option(label=unit)
    with page.expect_download() as printed:
        page.get_by_role("button", name="Unduh PDF").click()
    assert printed.value.path().read_bytes().startswith(b"%PDF")
    sheet = house.ask("SELECT code FROM pledges_papersheet ORDER BY id DESC LIMIT 1")
    page.locator("[name=kode]").fill(sheet)
    press(page, "Buka lembar")
    for name in (name for n, name in enumerate(PEOPLE) if name in ON_PAPER and UNITS[n % 2] == unit):
        page.get_by_label(name).check()
    scan = {"name": "lembar.jpg", "mimeType": "image/jpeg", "buffer": pledges.photo(900, 1200)}
    page.locator("input[type=file]").set_input_files(scan)
    press(page, "Simpan untuk petugas kedua")
    second.open(f"/ikrar/kertas/{sheet}/")
    second.api.post(
        f"/ikrar/kertas/{sheet}/sahkan/",
        form={"csrfmiddlewaretoken": hidden(second.page, "csrfmiddlewaretoken")},
        headers={"Referer": second.at},
    )
    assert "disahkan" in second.open(f"/ikrar/kertas/{sheet}/")


def figures(page: Any, campaign: str) -> dict[str, str]:
    """What the office reads and keeps, without the minute at which it was read."""
    officer = Visitor(page.request)
    minute = re.compile(r"Diperbarui [^.]*\.\d\d W\w+\.|\d+ \w+ \d{4}, pukul \d\d\.\d\d WITA Sudah")
    pages = ("", "sudah/", "belum/", "saksi/")
    seen = {name: minute.sub("", officer.open(f"/pantau/{campaign}/{name}")) for name in pages}
    seen["pacts"] = officer.open(f"/ikrar/{campaign}/pakta/")
    for bundle in sorted(re.findall(rf"/ikrar/{campaign}/pakta/\d+/", officer.page)):
        seen[bundle] = str(hash(page.request.get(bundle).body()))
    return seen


def close(page: Any, campaign: str) -> None:
    """Pacts, a reason, the recap, the figures as a file; then no more signatures."""
    page.goto(f"/ikrar/{campaign}/pakta/")
    press(page, "Buat semua pakta")
    waited(lambda: page.reload() and page.get_by_text("30 dari 30 pakta sudah dibuat").count())
    waited(lambda: page.reload() and page.get_by_role("link", name="Unduh").count() == 4)
    page.goto(f"/pantau/{campaign}/belum/")
    page.get_by_role("link", name="Catat alasan").first.click()
    page.get_by_label("Cuti atau tugas").check()
    press(page, "Simpan")
    page.goto(f"/pantau/{campaign}/rekap/")
    assert "Sudah: 30 dari 34 (88,2%). Belum: 4." in page.locator("textarea").first.input_value()
    assert page.request.get(f"/pantau/{campaign}/cakupan.xlsx").body().startswith(b"PK")
    page.goto(f"/ikrar/{campaign}/tutup/")
    press(page, "Tutup penandatanganan")


def log_in(page: Any, secret: str) -> None:
    page.goto("/akun/login/")
    page.locator("[name=login]").fill("sari.contoh")
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Masuk")
    page.locator("[name=code]").fill(totp(secret, later=1))
    press(page, "Masuk")
    expect(page.get_by_role("heading", name="Selamat datang, Sari Contohwati")).to_be_visible()
