"""Small staff lists, written for one test."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

HEADINGS = ("nipBaru", "nama", "jenisPegawaiNama", "unorNama", "jabatanNama", "golRuangAkhir", "noHp", "email")
SARI = ("198003152010032001", "Sari Anggraini", "PNS", "Dinas Pendidikan", "Arsiparis", "III/a", "081200000001", "")
BUDI = ("198104162010031002", "Budi Hartono", "PNS", "RSUD", "Perawat", "III/b", "081200000002", "")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write rows under the usual headings as CSV, or bytes as they are."""

    def write_rows(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        lines = (";".join(cells) for cells in (headings, *rows))
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return write_rows
