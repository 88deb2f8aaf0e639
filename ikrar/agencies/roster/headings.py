"""Headings as SIASN, local SIMPEG exports and hand-made lists write them, and which field each one names."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# Spellings without case, spaces and punctuation, the preferred first where a file has several.
SPELLINGS: dict[str, str] = {
    "number": "nipbaru nip nippegawai nipnippppk nipnipppk nipnip3k nipnrp nipnik nipnuptk nippppk nipppk nipp3k nip18digit "
    "nomorindukpegawai noindukpegawai nonip nomornip nip18 nipasn nipnipppkbaru nipnipppkpns nomorinduk nomorindukpppk "
    "nominduk nipterbaru nipnomorindukpppk",
    "name": "nama namalengkap namapegawai namaasn namapns namapppk namadangelar namalengkapdangelar namadengangelar "
    "namalengkapdengangelar namagelar namatanpagelar namapegawaidangelar namalengkappegawai namakaryawan namatenaga "
    "namahonorer namaguru name fullname",
    "title_front": "gelardepan gelarmuka glrdepan gelarawal",
    "title_back": "gelarbelakang gelar glrbelakang gelarakhir gelarakademik",
    "kind": "jenispegawainama jenispegawai jenisasn statuskepegawaian statuspegawai statusasn status stspegawai "
    "statuspeg jeniskepegawaian kategoripegawai kategori statuspnspppk pnspppk",
    "state": "kedudukanpnsnama kedudukanpns kedudukanhukum kedudukanpegawai statusaktif statuskeaktifan keaktifan kedudukan",
    "unit": "unornama unitkerja namaunitkerja unitorganisasi namaunitorganisasi unor namaunor unit namaunit ukerja "
    "tempattugas unittugas tempatkerja unitpenempatan penempatan satuankerja satker namasatker satuankerjanama "
    "bagian bidang sekolah namasekolah lokasitugas tempatbertugas",
    "parent_unit": "unorinduknama opd skpd namaopd namaskpd perangkatdaerah namaperangkatdaerah unitinduk "
    "unitkerjainduk unorinduk unitorganisasiinduk organisasiperangkatdaerah opdskpd skpdopd dinas dinasinstansi "
    "opdunitkerja instansi",
    "position": "jabatannama jabatan namajabatan jabatanterakhir jabatansekarang jabatansaatini jabatanbaru nmjabatan "
    "jabatantugas tugas jabatanfungsional position",
    "grade": "golruangakhir pangkatgol pangkatgolongan golongan gol golruang golonganruang golonganruangakhir "
    "pangkatgolruang pangkatgolonganruang golakhir golonganakhir pangkatdangolongan pangkatgolru golru golpangkat "
    "pangkatdangolonganruang pangkatgolterakhir golruangterakhir pangkat",
    "phone": "nohp nohandphone nomorhp nomorhandphone nowa nomorwa nohpwa nowhatsapp nomorwhatsapp nowahp nomorhpwa hp "
    "handphone wa whatsapp ponsel noponsel nomorponsel telepon notelepon nomortelepon telp notelp notelphp "
    "noteleponhp notlp nohptelp nohptelepon kontak phone nohpaktif nomorhpaktif nowaaktif hpwa notelpwa",
    "email": "email alamatemail emailpribadi surel emailaktif emailgov emaildinas emailkedinasan emailkantor emailpemerintah",
    "birth": "tgllahir tanggallahir lahir tglkelahiran birthdate",
    "sex": "jeniskelamin jk kelamin lp jnskelamin sex gender",
}
FIELDS = tuple(SPELLINGS)
ROWS_SEARCHED = 30
COLUMNS_READ = 2_000

_FIELD_OF = {word: (field, rank) for field, words in SPELLINGS.items() for rank, word in enumerate(words.split())}
_COUNTERS = frozenset(["no", "nomor", "nourut", "nomorurut", "nu", "nr"])
# Known words beside ours: they help to tell a heading row, and nothing of theirs is kept.
_FAMILIAR = frozenset(
    [
        "tmt",
        "tmtgol",
        "tmtcpns",
        "tmtjabatan",
        "eselon",
        "niplama",
        "pendidikan",
        "ket",
        "keterangan",
        "gol",
        "ruang",
        "masakerja",
    ]
)
_PRIVATE = re.compile(
    r"nik$|nik(?:ktp|kk|pegawai|penduduk)|(?:no|nomor)?(?:e?ktp|kk)$|.*(?:nomorindukkependudukan|noindukkependudukan"
    r"|nonik|nomornik|noktp|nomorktp|kartukeluarga|nokk$|agama|religi|alamat|address|domisili|tempatlahir|tmplahir|tmptlahir"
    r"|tempattanggallahir|tempattgllahir|tempatkelahiran|kotalahir|lahirdi|birthplace|placeofbirth)|ttl|tempatdantanggallahir"
    r"|tempatdantgllahir|tptlahir|tptgllahir|kepercayaan"
)


def word(heading: str) -> str:
    """A heading without case, spacing and punctuation, as it is looked up."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading[:300]).casefold())


def is_private(heading: str) -> bool:
    """Whether the column holds what we drop at the door: NIK, religion, address, place of birth."""
    looked_up = word(heading)
    return looked_up not in _FIELD_OF and bool(_PRIVATE.match(looked_up))


def is_familiar(cell: str) -> bool:
    """Whether the cell is a word that headings are made of."""
    looked_up = word(cell)
    return looked_up in _FIELD_OF or looked_up in _COUNTERS or looked_up in _FAMILIAR or is_private(cell)


class Headings(NamedTuple):
    """The heading row of one sheet: where it stands and which columns each field is read from."""

    line: int
    texts: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]  # Field to columns, the preferred first.
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        return {field: self.texts[columns[0]] for field, columns in self.columns.items()}

    @property
    def score(self) -> int:
        """How many columns are understood; nothing where there is no name, or nothing but a name."""
        understood = sum(map(len, self.columns.values())) + len(self.dropped)
        return understood if "name" in self.columns and understood > 1 else 0


def explains(mapping: Mapping[str, str | None], dropped: Sequence[str] = ()) -> bool:
    """Whether these headings suffice to read a list: who somebody is, and one thing more."""
    told = [field for field in mapping.values() if field]
    return "name" in told and len(told) + len(dropped) > 1


def find(rows: Sequence[tuple[int, Sequence[str]]], mapping: Mapping[str, str | None] | None) -> Headings | None:
    """The row among the first ones that names most columns; the earliest of equals."""
    found = [read(line, cells, mapping) for line, cells in rows if line <= ROWS_SEARCHED]
    best = max(found, key=lambda headings: headings.score, default=None)
    return best if best is not None and best.score else None


def read(line: int, cells: Sequence[str], mapping: Mapping[str, str | None] | None) -> Headings:
    """Understand one row as headings."""
    own = {word(text): field for text, field in (mapping or {}).items()}
    texts = tuple(" ".join(cell.split())[:80] for cell in cells[:COLUMNS_READ])
    ranked: dict[str, list[tuple[int, int]]] = {}
    dropped, unknown = [], []
    for column, text in enumerate(texts):
        looked_up = word(text)
        if is_private(text):
            dropped.append(text)
        elif looked_up in own:
            if field := own[looked_up]:
                ranked.setdefault(field, []).append((-1, column))
        elif looked_up in _FIELD_OF:
            field, rank = _FIELD_OF[looked_up]
            ranked.setdefault(field, []).append((rank, column))
        elif looked_up and looked_up not in _COUNTERS:
            unknown.append(text)
    columns = {field: tuple(column for _, column in sorted(found)) for field, found in ranked.items()}
    return Headings(line, texts, _with_unit(columns), tuple(dropped), tuple(unknown))


def _with_unit(columns: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Where a list names only the office above, that is the unit."""
    if "unit" not in columns and "parent_unit" in columns:
        columns["unit"] = columns.pop("parent_unit")
    return columns
