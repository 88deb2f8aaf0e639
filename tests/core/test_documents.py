"""Papers print what they are given, whole, on the page they promise."""

import copy
import json
import re
import subprocess
import threading

import pytest

from ikrar.core import documents, qr
from ikrar.core.documents import making
from ikrar.core.documents.checks import FONTS, plain
from tests.core.event_samples import BADGES, CIRCULAR, DECLARATION, INVITATION, SIGNING_MINUTES

NOON = 1_728_871_920
LONG_NAME = "Prof. Dr. Ir. H. Andi Muhammad Syahrir Baharuddin Paturusi, S.T., M.Eng., IPU."
LONG_UNIT = (
    "Unit Pelaksana Teknis Daerah Balai Pengelolaan Sumber Daya Air dan Perlindungan"
    " Kawasan Pesisir Terpadu Kolaka Utara Timur"
)
HOSTILE = 'Ma\'ruf #[x]$*_`~@<a>\\ //b /*c*/ "Dg." = - + #panic(1)'
CLAUSE = (
    "menghindari konflik kepentingan, tidak melakukan intimidasi atau ancaman kepada siapa pun, dan tidak memihak"
    " calon, pasangan calon, atau partai politik, serta segera menyampaikannya kepada atasan langsung;"
)
STROKES = "M62 92c18-42 34-58 40-50 8 11-26 56-14 60M74 116c50-12 112-16 176-12"
LETTERHEAD = {
    "government": "Pemerintah Kabupaten Kolaka",
    "agency": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "address": ["Jalan Pemuda Nomor 8, Kolaka 93517", "Surel bkpsdm@kolaka.example"],
}
TEXT = {"title": "Pakta Integritas Netralitas ASN", "version": "3", "digest": "9f2c 41d7 e803"}
PLEDGE = {"title": "Ikrar Netralitas ASN", "version": "2", "digest": "41d7 e803 9f2c"}
POINTS = ["Menjaga dan menegakkan prinsip netralitas;", "Menghindari konflik kepentingan."]
CHECK = {
    "address": "ikrar.kolaka.example/verifikasi",
    "link": "HTTPS://IKRAR.KOLAKA.EXAMPLE/VERIFIKASI/KLK-7Q4M-2F9K",
}
SHEET = {"code": "L7Q4-01", "link": "HTTPS://IKRAR.KOLAKA.EXAMPLE/L/L7Q4-01"}
FORM = {
    "letterhead": LETTERHEAD,
    "title": "Pakta Integritas Netralitas Pegawai",
    "opening": "Saya yang bertanda tangan di bawah ini:",
    "identity": [
        {"label": "Nama", "value": "Sari Nurhayati, S.Pd., M.M."},
        {"label": "Jabatan", "value": "Guru Ahli Pertama"},
    ],
    "statement": "menyatakan dengan sadar bahwa saya:",
    "clauses": ["menolak politik uang;", "tidak memihak calon."],
    "closing": "Pakta ini saya buat tanpa paksaan.",
    "place": "Kolaka",
    "leader": {
        "role": ["Sekretaris Daerah,"],
        "name": "Drs. Budi Lamande, M.Pd.",
        "number": "NIP 19680509 199412 1 002",
    },
    "signer": {"role": ["Yang membuat pernyataan,"], "name": "Sari Nurhayati, S.Pd., M.M."},
    "text": TEXT,
    "pledge": PLEDGE,
    "points": POINTS,
    "sheet": SHEET,
}
PACT = {key: value for key, value in FORM.items() if key not in {"sheet", "points"}} | {
    "date": "14 Oktober 2024",
    "signer": FORM["signer"] | {"note": "Ditandatangani dengan kode dan PIN, 14 Oktober 2024 pukul 09.12 WITA"},
    "receipt": "KLK-7Q4M-2F9K",
    "level": "kode dan PIN (tingkat 2 dari 5)",
    "seal": "Berkas ini belum bersegel elektronik.",
    "check": CHECK,
}
SLIPS = {
    "campaign": "Ikrar Netralitas ASN 2024",
    "address": "ikrar.kolaka.example/i/KLK24",
    "link": "HTTPS://IKRAR.KOLAKA.EXAMPLE/I/KLK24",
    "steps": ["Buka alamat ini.", "Ketik kode, buat PIN 6 angka.", "Baca ikrar, tanda tangani."],
    "help": [{"question": "Kode hilang?", "answer": "Minta lagi ke koordinator."}],
}
RECEIPT = {
    "letterhead": LETTERHEAD,
    "title": "Tanda Terima",
    "name": "Sari Nurhayati, S.Pd., M.M.",
    "what": "Ikrar Netralitas ASN",
    "when": "Senin, 14 Oktober 2024, pukul 09.12 WITA",
    "level": "kode dan PIN (tingkat 2 dari 5)",
    "receipt": "KLK-7Q4M-2F9K",
    "text": TEXT,
    "pledge": PLEDGE,
    "check": CHECK,
    "proves": ["Pada waktu itu kode dan PIN Anda dipakai menandatangani naskah ini."],
    "limits": ["Tidak membuktikan pilihan politik Anda."],
}
GUIDE = {
    "title": "Panduan Koordinator Unit",
    "lead": "Dari slip sampai semua orang tercatat.",
    "sections": [
        {
            "heading": "Sebelum hari itu",
            "text": ["Siapkan kertas."],
            "steps": ["Cetak slip.", "Gunting per orang."],
            "points": ["Jangan difoto."],
            "table": {
                "head": ["Keadaan", "Lakukan"],
                "rows": [["Sinyal mati", "Pakai lembar"]],
                "widths": [1, 2],
            },
            "note": "Kode sama dengan kunci.",
        }
    ],
    "edition": "Panduan versi 1",
}


def unit_of(count, name="SMP Negeri 14 Kolaka", person="Joko Susilo, S.H."):
    return {
        "unit": name,
        "slips": [{"name": f"{person} {at}", "unit": name, "code": f"7Q4M-{at:04}"} for at in range(count)],
    }


def roster_of(count, name="SMP Negeri 14 Kolaka", person="Joko Susilo, S.H."):
    people = [{"name": f"{person} {at}", "number": "2 014", "position": "Guru Ahli Pertama"} for at in range(count)]
    return {
        "letterhead": LETTERHEAD,
        "title": "Lembar Tanda Tangan",
        "campaign": "Ikrar Netralitas ASN 2024",
        "unit": name,
        "text": TEXT,
        "pledge": PLEDGE,
        "statement": "Dengan tanda tangan ini saya menyatakan telah membaca naskah itu dan mengikrarkannya.",
        "sheets": [
            {
                "code": f"L7Q4-{at // 20:02}",
                "link": f"HTTPS://X.EXAMPLE/L/L7Q4-{at // 20:02}",
                "rows": people[at : at + 20],
            }
            for at in range(0, count, 20)
        ],
        "printed": "14 Oktober 2024, 11.40 WITA",
    }


ATTENDANCE = {
    "letterhead": LETTERHEAD,
    "title": "Daftar Hadir",
    "activity": "Sosialisasi Netralitas ASN",
    "facts": [
        {"label": "Kegiatan", "value": "Sosialisasi Netralitas ASN"},
        {"label": "Hari, tanggal", "value": "Senin, 14 Oktober 2024, pukul 08.30 sampai 11.30 WITA"},
    ],
    "columns": ["Di tempat", "Daring"],
    "rows": [
        {
            "name": f"Joko Susilo {at}, S.H.",
            "number": "… 2 014",
            "place": "Guru, SMP Negeri 14",
            "hall": {"at": "08.41", "how": "Meja 1"},
            "online": {"at": "09.02"},
            "level": "1",
        }
        for at in range(3)
    ],
    "guests": [
        {"name": "Wati Tamurekaan", "place": "Bawaslu Kota Contoh", "hall": {"at": "08.20"}, "level": "1"},
    ],
    "summary": ["Diundang 5 orang, hadir 3 orang: di meja 3, daring 0, kertas 0."],
    "legend": ["1 = Disaksikan petugas"],
    "place": "Kolaka",
    "date": "14 Oktober 2024",
    "signer": {"role": ["Ketua Panitia,"], "name": "Hj. Wati Rekaan, S.Pd."},
    "printed": "14 Oktober 2024, pukul 11.40 WITA",
}
COUNT = {"label": "meja", "staff": "1.126", "guests": "4"}
MINUTES = {
    "letterhead": LETTERHEAD,
    "title": "Berita Acara Kegiatan",
    "activity": "Sosialisasi netralitas ASN",
    "facts": [
        {"label": "Kegiatan", "value": "Sosialisasi netralitas ASN"},
        {"label": "Tempat", "value": "tidak disebut"},
    ],
    "parts": [
        {"label": "Pembuka", "lines": ["Dra. Sari Rekaan, M.Pd., Plh. Sekretaris Daerah", LONG_UNIT]},
        {"label": "Saksi", "lines": ["tidak disebut"]},
    ],
    "summary": ["Diundang 1.246 pegawai; tercatat hadir 1.126 pegawai dan 4 tamu."],
    "sources": [COUNT, COUNT | {"label": "daring"}],
    "levels": [COUNT | {"label": "Disaksikan petugas"}],
    "remarks": [
        {
            "by": "Wati Pengamatrekaan, S.H., Bawaslu Kota Contoh, 14 Oktober 2024, pukul 11.40 WITA",
            "lines": ["Daftar di meja cocok dengan yang duduk.", HOSTILE],
            "digest": "9f2c 41d7 e803",
        }
    ],
    "register": "Register instansi pilkada.contoh.example: 305 entri, akar qB5tV6m0=, diterbitkan 14 Oktober 2024.",
    "place": "Kolaka",
    "date": "14 Oktober 2024",
    "signers": [{"role": ["Ketua Panitia,"], "name": LONG_NAME}, {"role": ["Saksi,"], "name": "Budi Rekaan"}],
    "printed": "14 Oktober 2024, pukul 12.00 WITA",
}
POSTER = {
    "agency": LETTERHEAD["agency"],
    "activity": "Sosialisasi netralitas ASN",
    "title": "Bagaimana kegiatan tadi?",
    "lead": "Isi tiga pertanyaan. Tanpa nama.",
    "host": "ikrar.kolaka.example",
    "path": "/s/7Q4M2F9K",
    "link": "HTTPS://IKRAR.KOLAKA.EXAMPLE/s/7Q4M2F9K",
    "foot": "Periksa alamatnya.",
}
DISPLAY = {
    "lang": "id",
    "agency": "Pemerintah Kota Contoh",
    "title": "Masa kampanye: yang boleh dan yang tidak boleh",
    "forbidden": {
        "word": "Tidak boleh",
        "sayings": [{"text": "Jangan menyukai atau membagikan unggahan calon.", "basis": "Aturan contoh, butir 1"}] * 5,
    },
    "allowed": {"word": "Boleh", "sayings": [{"text": "Boleh melapor.", "basis": "Aturan contoh, butir 2"}] * 3},
    "ask": "Ragu? Tanya di sini, tanpa nama.",
    "host": "ikrar.kota.example",
    "path": "/aturan/",
    "link": "HTTPS://IKRAR.KOTA.EXAMPLE/aturan/",
    "status": "Belum dicocokkan dengan naskah resmi.",
    "edition": "Edisi 14 Oktober 2024.",
}
CAREFUL = {"word": "Hati-hati", "sayings": [{"text": "Hati-hati berfoto.", "basis": "Aturan contoh, butir 3"}]}
STAGE_POSTER = DISPLAY | {"width": 297, "careful": CAREFUL, "audience": "Untuk PNS, PPPK, dan pegawai non-ASN."}
#: A card names no article, and its title stands outside the cut.
POCKET_CARD = DISPLAY | {
    name: DISPLAY[name] | {"sayings": [one | {"basis": "Boleh"} for one in DISPLAY[name]["sayings"]]}
    for name in ("forbidden", "allowed")
}
ALL = {
    "stage_poster": STAGE_POSTER,
    "pocket_card": POCKET_CARD,
    "minutes": MINUTES,
    "signing_minutes": SIGNING_MINUTES | {"letterhead": LETTERHEAD},
    "declaration": DECLARATION | {"letterhead": LETTERHEAD},
    "poster": POSTER,
    "attendance": ATTENDANCE,
    "pakta": PACT,
    "pact_form": FORM,
    "slip": SLIPS | unit_of(3),
    "roster": roster_of(3),
    "badges": BADGES,
    "circular": CIRCULAR | {"letterhead": LETTERHEAD},
    "invitation": INVITATION | {"letterhead": LETTERHEAD},
    "receipt": RECEIPT,
    "guide": GUIDE,
}


def made(paper, data):
    return documents.render(paper, data, timestamp=NOON)


def told(pdf, *command):
    return subprocess.run([*command], input=pdf, capture_output=True, check=True).stdout.decode()


def words(pdf):
    """The text in reading order, on one line."""
    return " ".join(told(pdf, "pdftotext", "-", "-").split())


def facts(pdf):
    return dict(line.split(":", 1) for line in told(pdf, "pdfinfo", "-").splitlines() if ":" in line)


def pages(pdf):
    return int(facts(pdf)["Pages"])


def scans(pdf, dpi=200):
    """Each page as a picture, as a scanner would see it."""
    pictures = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    return [b"\x89PNG" + part for part in pictures.split(b"\x89PNG")[1:]]


def leaves(value):
    """Every text in the data but drawings and addresses of codes."""
    if isinstance(value, dict):
        return [
            leaf for key, entry in value.items() if key not in {"link", "drawing", "emblem"} for leaf in leaves(entry)
        ]
    if isinstance(value, list):
        return [leaf for entry in value for leaf in leaves(entry)]
    return [value] if isinstance(value, str) else []


def without(data, *keys):
    return {key: value for key, value in data.items() if key not in keys}


def heavy_pact():
    data = copy.deepcopy(PACT)
    data["letterhead"]["agency"] = LONG_UNIT
    data["identity"] += [
        {"label": "Unit kerja", "value": LONG_UNIT},
        {"label": "Status kepegawaian", "value": "PPPK"},
    ]
    data["identity"][0]["value"] = data["signer"]["name"] = data["leader"]["name"] = LONG_NAME
    data["signer"]["drawing"] = STROKES
    data["witnesses"] = [{"role": ["Saksi,"], "name": LONG_NAME}, {"role": ["Saksi,"], "name": "Ratna Sari"}]
    data["clauses"] = [CLAUSE] * 10
    return data


@pytest.mark.parametrize("paper", documents.PAPERS)
def test_paper_says_all_it_was_given(paper):
    said = words(made(paper, ALL[paper])).casefold()
    for leaf in leaves(ALL[paper]):
        assert " ".join(leaf.split()).casefold() in said


@pytest.mark.parametrize("paper", documents.PAPERS)
def test_paper_is_tagged_titled_in_indonesian_and_kept_for_archives(paper):
    pdf = made(paper, ALL[paper])
    about = facts(pdf)
    assert about["Tagged"].strip() == "yes"
    assert about["Title"].strip()
    assert b"/Lang(id)" in pdf.replace(b" ", b"")
    metadata = told(pdf, "pdfinfo", "-meta", "-")
    assert "<pdfaid:part>2<" in metadata
    assert "<pdfaid:conformance>A<" in metadata
    assert "<pdfuaid:part>1<" in metadata


@pytest.mark.parametrize("paper", documents.PAPERS)
def test_fonts_are_embedded_and_our_own(paper):
    lines = told(made(paper, ALL[paper]), "pdffonts", "-").splitlines()[2:]
    assert lines
    for line in lines:
        assert re.search(r"\+(TeXGyreBonum|DejaVuSansMono|PlusJakartaSans-)", line)
        assert line.split()[-5] == "yes"


@pytest.mark.parametrize("paper", documents.PAPERS)
def test_same_data_makes_the_same_bytes(paper):
    assert made(paper, ALL[paper]) == made(paper, ALL[paper])


def test_pact_says_what_it_is_not():
    said = words(made("pakta", PACT))
    assert "Berkas ini belum bersegel elektronik." in said
    assert "PIN bukan tanda tangan elektronik tersertifikasi." in said


def test_correction_stands_beside_the_listed_value():
    data = copy.deepcopy(PACT)
    data["identity"][1]["said"] = "Guru Ahli Muda"
    assert "Guru Ahli Pertama menurut penanda tangan: Guru Ahli Muda" in words(made("pakta", data))


def test_heavy_pact_stays_whole_on_one_page():
    pdf = made("pakta", heavy_pact())
    assert pages(pdf) == 1
    said = words(pdf)
    assert said.count("kepada atasan langsung;") == 10
    assert said.count(LONG_NAME) == 4
    assert LONG_UNIT.casefold() in said.casefold()


@pytest.mark.parametrize("clauses", range(1, 21, 3))
@pytest.mark.parametrize("letters", [20, 70, 140, 205])
def test_pact_of_any_length_keeps_to_its_page(clauses, letters):
    data = heavy_pact() | {"clauses": [(CLAUSE.upper() * 2)[:letters].strip()] * clauses}
    if clauses * letters < 3_000:
        assert pages(made("pakta", without(data, "witnesses"))) == 1


def test_merged_pacts_keep_to_a_page_each():
    shared = without(PACT, "receipt", "signer")
    rows = [{"receipt": f"KLK-{at:04}", "signer": PACT["signer"] | {"name": f"Sari {at}"}} for at in range(12)]
    rows[7] |= {"clauses": [CLAUSE] * 9}
    pdf = documents.render_merged("pakta", rows, shared=shared, timestamp=NOON)
    assert pages(pdf) == 12
    for number, row in enumerate(rows, 1):
        said = " ".join(told(pdf, "pdftotext", "-f", str(number), "-l", str(number), "-", "-").split())
        assert row["receipt"] in said
        assert row["signer"]["name"] in said


def test_merging_is_bounded():
    endless = ({"receipt": "A"} for _ in iter(int, 1))
    with pytest.raises(documents.PaperRefused, match="rows"):
        documents.render_merged("pakta", endless, shared=PACT, timestamp=NOON)
    with pytest.raises(documents.PaperRefused, match="rows"):
        documents.render_merged("pakta", [], shared=PACT, timestamp=NOON)


def test_blank_pact_names_nobody_as_having_signed():
    said = words(made("pact_form", FORM))
    assert "Lembar untuk ditandatangani dengan tinta." in said
    assert "Nomor tanda terima" not in said


def test_a_long_pact_leaves_the_points_of_the_pledge_out_and_still_names_it():
    data = FORM | {"clauses": [CLAUSE] * 12, "points": [CLAUSE] * 6}
    pdf = made("pact_form", data)
    assert pages(pdf) == 1
    said = words(pdf)
    assert said.count("kepada atasan langsung;") == 12
    assert "saya juga menyatakan Ikrar Netralitas ASN, versi 2, yang naskahnya" in said
    assert PLEDGE["digest"] in said


@pytest.mark.parametrize("paper", ["pakta", "pact_form", "receipt"])
@pytest.mark.parametrize(
    "name", [HOSTILE, LONG_NAME, "Siti Aisyah binti عبد الله", "Nguyễn Văn Đức", "D’Arcy “Ḥusain”"]
)
def test_names_print_literally(paper, name):
    data = copy.deepcopy(ALL[paper])
    if paper == "receipt":
        data["name"] = name
    else:
        data["signer"]["name"] = name
    pdf = made(paper, data)
    assert pages(pdf) == 1
    if "ع" in name:
        assert "NotoNaskhArabic" in told(pdf, "pdffonts", "-")
    else:
        assert " ".join(name.split()) in words(pdf)


@pytest.mark.parametrize("paper", ["slip", "roster"])
def test_names_print_literally_on_sheets(paper):
    data = (SLIPS | unit_of(1, LONG_UNIT, HOSTILE)) if paper == "slip" else roster_of(1, LONG_UNIT, HOSTILE)
    assert "".join(HOSTILE.split()) in "".join(words(made(paper, data)).split())


@pytest.mark.parametrize(
    "name", ["Sari 😀👍🏽", "李小龍", "\u202eiraS", "\ud800x", "a\x00b", "ꦱꦫꦶ", "e\u0301", "S\nari"]
)
def test_odd_letters_do_not_stop_a_paper(name):
    assert pages(made("receipt", RECEIPT | {"name": name})) == 1


def test_what_no_font_draws_becomes_one_box_and_hidden_signs_go():
    assert plain("Sari 😀👍🏽!") == "Sari □!"
    assert plain(" \u202eSari\u200b\nNur ") == "Sari Nur"
    assert plain("S.Pd.,\u00a0M.M.") == "S.Pd.,\u00a0M.M."


def test_every_letter_said_to_be_covered_is_drawn():
    ranges = json.loads((FONTS / "coverage.json").read_text())
    letters = [chr(code) for first, last in ranges for code in range(first, last + 1) if chr(code).strip()]
    texts = [" ".join(letters[at : at + 70]) for at in range(0, len(letters), 70)]
    for at in range(0, len(texts), 30):
        part = {"heading": texts[at], "points": texts[at : at + 30]}
        assert made("guide", {"title": "Huruf", "sections": [part]})


def test_slips_are_ten_a_page_and_a_unit_begins_a_page():
    pdf = documents.render_merged("slip", [unit_of(11), unit_of(10, LONG_UNIT)], shared=SLIPS, timestamp=NOON)
    assert pages(pdf) == 3
    assert words(pdf).count("7Q4M-0003") == 2


def test_slip_code_is_only_the_public_address():
    for picture in scans(made("slip", SLIPS | unit_of(10, LONG_UNIT, LONG_NAME))):
        assert qr.read(picture) == [SLIPS["link"]]


@pytest.mark.parametrize("link", ["HTTPS://X.EXAMPLE/I/KLK24#7Q4M-0001", "https://x.example/?k=7q4m0001"])
def test_personal_code_in_the_public_address_is_refused(link):
    with pytest.raises(documents.PaperRefused) as refusal:
        made("slip", SLIPS | unit_of(3) | {"link": link})
    assert refusal.value.field == "slips[1].code"


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (20, 1), (41, 3)])
def test_roster_has_twenty_rows_a_page_under_a_code_each(count, sheets):
    data = roster_of(count, LONG_UNIT, LONG_NAME)
    data["letterhead"] = LETTERHEAD | {"agency": LONG_UNIT, "address": ["Jalan Pemuda Nomor 8"] * 4}
    pdf = made("roster", data)
    assert pages(pdf) == sheets
    said = words(pdf)
    assert f"Halaman {sheets} dari {sheets}" in said
    assert f"{count}." in said
    for picture, sheet in zip(scans(pdf), data["sheets"], strict=True):
        assert qr.read(picture) == [sheet["link"]]


def test_whole_number_on_a_roster_is_refused():
    data = roster_of(2)
    data["sheets"][0]["rows"][1]["number"] = "19850317 2022 21 2 014"
    with pytest.raises(documents.PaperRefused) as refusal:
        made("roster", data)
    assert refusal.value.field == "sheets[0].rows[1].number"


@pytest.mark.parametrize("paper", ["pakta", "pact_form", "receipt"])
def test_codes_are_read_from_a_scan_by_two_readers(paper, tmp_path):
    link = SHEET["link"] if paper == "pact_form" else CHECK["link"]
    (picture,) = scans(made(paper, ALL[paper]))
    assert qr.read(picture) == [link]
    (tmp_path / "scan.png").write_bytes(picture)
    assert told(b"", "zbarimg", "-q", "--raw", str(tmp_path / "scan.png")).strip() == link


def test_badges_keep_to_eight_a_page_and_the_longest_name_is_whole():
    person = BADGES["badges"][0] | {"name": LONG_NAME, "unit": LONG_UNIT}
    data = BADGES | {"activity": LONG_UNIT, "badges": [person] * 9}
    pdf = made("badges", data)
    assert facts(pdf)["Pages"].strip() == "2"
    assert words(pdf).count(" ".join(LONG_NAME.split())) == 9
    assert qr.read(scans(pdf)[0]) == [person["link"]]


def test_receipt_is_a5_and_one_page_however_long():
    data = RECEIPT | {"name": LONG_NAME, "unit": LONG_UNIT, "text": TEXT, "what": LONG_UNIT}
    data |= {"proves": [CLAUSE] * 4, "limits": [CLAUSE] * 4}
    pdf = made("receipt", data)
    assert pages(pdf) == 1
    assert facts(pdf)["Page size"].split()[:3] == ["419.528", "x", "595.276"]


def test_guides_merged_number_their_own_pages():
    long = GUIDE | {"sections": GUIDE["sections"] * 8}
    said = words(documents.render_merged("guide", [long, GUIDE], shared={}, timestamp=NOON))
    assert "Halaman 2 dari 2" in said or "Halaman 3 dari 3" in said
    assert "Halaman 1 dari 1" in said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"title": "\u200b"}, "title"),
        ({"receipt": "klk"}, "receipt"),
        ({"clauses": []}, "clauses"),
        ({"clauses": ["a", 3]}, "clauses[1]"),
        ({"signer": {"role": ["x"]}}, "signer.name"),
        ({"signer": FORM["signer"] | {"drawing": "M0 0<script>"}}, "signer.drawing"),
        ({"letterhead": {"agency": "A", "emblem": "<svg>"}}, "letterhead.emblem"),
        (
            {"letterhead": {"agency": "A", "emblem": '<svg><image href="file:///etc/passwd"/></svg>'}},
            "letterhead.emblem",
        ),
        (
            {"letterhead": {"agency": "A", "emblem": '<!DOCTYPE a [<!ENTITY b "c">]><svg/>'}},
            "letterhead.emblem",
        ),
        ({"nip": "1"}, "nip"),
        ({"witnesses": [FORM["signer"]] * 3}, "witnesses"),
    ],
)
def test_bad_data_is_refused_with_its_field(change, field):
    with pytest.raises(documents.PaperRefused) as refusal:
        made("pakta", PACT | change)
    assert refusal.value.field == field


def test_unknown_paper_is_refused():
    with pytest.raises(documents.PaperRefused, match="paper"):
        made("../pakta", PACT)


def test_drawing_may_come_as_svg_and_brings_only_its_strokes():
    drawn = f'<svg viewBox="0 0 300 150" onload="x()"><style>*{{}}</style><path d="{STROKES}"/></svg>'
    plainly = PACT | {"signer": PACT["signer"] | {"drawing": STROKES}}
    assert len(made("pakta", PACT | {"signer": PACT["signer"] | {"drawing": drawn}})) > len(made("pakta", PACT))
    assert len(made("pakta", plainly)) > len(made("pakta", PACT))


def test_uploaded_emblem_is_redrawn_and_printed():
    emblem = documents.emblem(qr.png("LAMBANG", 30))
    pdf = made("receipt", RECEIPT | {"letterhead": LETTERHEAD | {"emblem": emblem}})
    assert sorted(qr.read(scans(pdf, 300)[0])) == sorted([CHECK["link"], "LAMBANG"])


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"<html/>"])
def test_what_is_no_emblem_is_refused(junk):
    with pytest.raises(documents.PaperRefused, match="emblem"):
        documents.emblem(junk)


def test_a_long_paper_is_the_same_bytes_from_a_process_of_its_own(monkeypatch):
    here = documents.render("badges", BADGES, timestamp=NOON)
    monkeypatch.setattr(making, "LONG", 0)
    monkeypatch.setattr(making, "_compiler", None)
    assert documents.render("badges", BADGES, timestamp=NOON) == here


def test_a_hall_of_badges_leaves_its_pages_in_no_compiler_of_ours(monkeypatch):
    monkeypatch.setattr(making, "_compiler", None)
    many = [*BADGES["badges"]] * (300 // len(BADGES["badges"]) + 1)
    assert len(json.dumps(many)) > making.LONG
    assert documents.render("badges", {**BADGES, "badges": many}, timestamp=NOON).startswith(b"%PDF")


def test_what_stops_a_process_of_its_own_is_a_refusal(monkeypatch, tmp_path):
    monkeypatch.setattr(making, "LONG", 0)
    (tmp_path / "badges.typ").write_text('#panic("kertas habis")')
    monkeypatch.setattr(making, "PAPERS_HOME", tmp_path)
    with pytest.raises(documents.PaperRefused, match="kertas habis"):
        documents.render("badges", BADGES, timestamp=NOON)


def test_threads_make_papers_side_by_side():
    results = {}

    def work(at):
        results[at] = [made("receipt", RECEIPT | {"receipt": f"KLK-{at}"}) for _ in range(3)]

    threads = [threading.Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for at in range(4):
        assert len(set(results[at])) == 1
        assert f"KLK-{at}" in words(results[at][0])
