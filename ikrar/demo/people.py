"""Invented people whose names look invented, with numbers of the right shape that belong to nobody."""

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_NAMES = yaml.safe_load((Path(__file__).parent / "data" / "names.yaml").read_text("utf-8"))
_FIRST, _LAST = _NAMES["first"].split(), _NAMES["last"].split()
_BACK = ("", "", "", "S.Pd.", "S.Kep., Ns.", "A.Md.Keb.", "S.E.", "S.Sos.")
_JOBS = {
    "Dinas": "Pengelola Data",
    "SD": "Guru Ahli Pertama",
    "SMP": "Guru Ahli Pertama",
    "Puskesmas": "Perawat Terampil",
}
_HEADS = (
    "nipBaru", "nama", "gelarDepan", "gelarBelakang", "jenisPegawaiNama", "unorNama", "unorIndukNama", "jabatanNama",
    "golRuangAkhir", "noHp", "email",
)  # fmt: skip


def _places(shares: list[tuple[str, int]], count: int) -> Iterator[str]:
    """`count` places in the given shares; the first unit takes what rounding leaves."""
    whole = sum(share for _name, share in shares)
    sizes = [count * share // whole for _name, share in shares]
    sizes[0] += count - sum(sizes)
    for (name, _share), size in zip(shares, sizes, strict=True):
        yield from [name] * size


def _number(status: str, rng: random.Random, serial: int) -> str:
    """An 18-digit number of the right shape for this kind of staff; none for contract staff."""
    birth = f"{rng.randrange(1970, 2000)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    begun = {"PNS": f"{rng.randrange(1995, 2022)}{rng.randrange(1, 13):02d}", "PPPK": f"20232{1 + serial // 999}"}
    return f"{birth}{begun[status]}{rng.choice('12')}{serial % 999 + 1:03d}" if status in begun else ""


def district_csv(told: dict[str, Any], *, seed: int = 7) -> bytes:
    """The staff list of a district's invented units; the first of each unit leads it."""
    rng = random.Random(f"{told['agency']['code']} {seed}")  # noqa: S311
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_HEADS)
    statuses = [status for status, share in told["kinds"].items() for _n in range(share)]
    for serial, (unit, place) in enumerate((unit, n) for unit, size in spread(told["units"]) for n in range(size)):
        status = "PNS" if place == 0 else statuses[serial % len(statuses)]
        name = f"{rng.choice(_FIRST)} {rng.choice(_FIRST)} {rng.choice(_LAST)}"
        job = ("Camat" if unit.startswith("Kecamatan") else f"Kepala {unit}") if place == 0 else "Pengelola Layanan"
        grade = {"PNS": "III/c", "PPPK": "IX"}.get(status, "")
        email = f"{name.split()[0].lower()}.{serial}@{told['agency']['code']}.example" if rng.random() < 0.5 else ""
        writer.writerow(
            [_number(status, rng, serial), name, "", rng.choice(_BACK), status, unit, unit, job, grade,
             f"0800{rng.randrange(10**8):08d}", email]
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def spread(units: list[list[Any]]) -> Iterator[tuple[str, int]]:
    """Units with their sizes; one with a third number stands for so many, numbered."""
    for name, size, *repeated in units:
        yield from [(f"{name} {n}", size) for n in range(1, repeated[0] + 1)] if repeated else [(name, size)]


def roster_csv(count: int, shares: list[tuple[str, int]], *, seed: int = 7) -> bytes:
    """A staff list of PPPK as SIASN exports it, as CSV in UTF-8; the same seed gives the same people."""
    rng = random.Random(seed)  # noqa: S311
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_HEADS)
    for serial, unit in enumerate(_places(shares, count)):
        birth = f"{rng.randrange(1970, 2000)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
        number = f"{birth}20232{1 + serial // 999}{rng.choice('12')}{serial % 999 + 1:03d}"
        name = f"{rng.choice(_FIRST)} {rng.choice(_FIRST)} {rng.choice(_LAST)}"
        phone = f"0800{rng.randrange(10**8):08d}" if rng.random() < 0.94 else ""
        email = f"{name.split()[0].lower()}.{serial}@kendari.example" if rng.random() < 0.5 else ""
        job = _JOBS.get(unit.split()[0], "Penelaah Teknis")
        writer.writerow(
            [number, name, "", rng.choice(_BACK), "PPPK", unit, unit, job, rng.choice(["VII", "IX"]), phone, email]
        )
    return out.getvalue().encode("utf-8-sig")
