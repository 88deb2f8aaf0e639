"""`ikrar verify FILE`: checks a receipt or pact from the file and a published key alone, without server, database or network."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ikrar.core.errors import Refused
from ikrar.core.seal_check import Seal
from ikrar.pledges import brought, checking
from ikrar.pledges.checking import Checked, Verdict
from ikrar.register.notes import Malformed, Verifier

HELP = "Memeriksa tanda terima atau pakta dari berkasnya dan kunci register, tanpa server dan tanpa internet."
_TOLD = {
    Verdict.STANDS: "SAH: tanda terima ini asli dan tidak berubah",
    Verdict.PROMISED: "SAH, MENUNGGU: tanda terima ini asli, registernya berjanji memuatnya",
}


class _Failed(Exception):
    """One line for whoever asked."""


def main(words: Sequence[str]) -> int:
    """Exits with 0 where it holds, with 1 and one clear line where it does not."""
    _speak_source()
    parser = argparse.ArgumentParser("ikrar verify", description=HELP)
    parser.add_argument("file", type=Path, help="berkas .tlog-proof, PDF, atau foto kodenya")
    parser.add_argument(
        "--key", action="append", default=[], metavar="KUNCI",
        help="kunci register (nama+id+kunci), atau berkas yang memuatnya; boleh berulang",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="jawab sebagai JSON")
    asked = parser.parse_args(words)
    try:
        found = _checked(asked.file, asked.key)
    except _Failed as error:
        if asked.json:
            print(json.dumps({"valid": False, "fault": str(error)}, ensure_ascii=False))
        print(f"ikrar verify: {error}", file=sys.stderr)
        return 1
    if asked.json:
        print(json.dumps(_data(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found)))
    if not found.is_valid:
        print(f"ikrar verify: TIDAK SAH: {found.fault}", file=sys.stderr)
    return 0 if found.is_valid else 1


def _speak_source() -> None:
    """Sentences as they stand in the source: there is no installation here that could have another language."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)


def _checked(path: Path, told: Sequence[str]) -> Checked:
    try:
        data = path.read_bytes() if path.stat().st_size <= brought.MAX_BYTES else None
    except OSError as error:
        raise _Failed(f"berkas {path} tidak bisa dibaca ({error.strerror})") from error
    if data is None:
        raise _Failed(f"berkas {path} terlalu besar")
    keys = _keys(told)
    try:
        given = brought.from_file(data)
    except Refused as refusal:
        raise _Failed(str(refusal)) from refusal
    if given.take_home is None:
        raise _Failed(
            f"berkas ini hanya memuat nomor {given.number}, yang hanya dapat dicari di halaman /verifikasi/ instansinya; "
            + _seal_words(given.seal)
        )
    if not keys:
        origin = checking.check(given.take_home, lambda _origin: (), at=_now()).origin
        raise _Failed(
            f"perlu kunci register {origin or 'itu'}: salin dari halaman /register/{origin}/ di situs instansinya, "
            "atau dari berita acara, lalu beri dengan --key"
        )
    found = checking.check(given.take_home, lambda origin: [key for key in keys if key.name == origin], at=_now())
    if found.verdict is Verdict.UNKNOWN:
        raise _Failed(f"berkas ini dari register {found.origin}, bukan dari register kunci yang diberikan")
    return found


def _seal_words(seal: Seal | None) -> str:
    """A seal can be checked here, but not whose it is: no agency's certificate is at hand."""
    if seal is None:
        return "tanpa segel elektronik"
    if not seal.is_intact:
        return "segel elektroniknya RUSAK"
    return f"segel elektroniknya utuh, menurut sertifikatnya milik {_plain(seal.holder)}, sidik {seal.fingerprint}"


def _keys(told: Sequence[str]) -> list[Verifier]:
    lines: list[str] = []
    for word in told:
        try:
            is_file = Path(word).is_file()
            lines += Path(word).read_text("utf-8").split("\n") if is_file else [word]
        except (OSError, ValueError) as error:
            raise _Failed(f"kunci {word[:60]!r} tidak terbaca") from error
    keys = []
    for line in filter(None, (line.strip() for line in lines)):
        try:
            key = Verifier.parse(line)
        except Malformed as error:
            raise _Failed(f"bukan kunci yang diterbitkan (nama+id+kunci): {line[:60]!r}") from error
        if key.is_sample:
            raise _Failed(f"kunci {key.name} adalah kunci contoh: siapa pun punya pasangannya")
        keys.append(key)
    return keys


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _lines(found: Checked) -> list[str]:
    record = found.record
    lines = [_TOLD[found.verdict]] if found.is_valid else []
    if found.is_valid:
        listed = record.get("listed") if isinstance(record.get("listed"), dict) else {}
        told = {
            "Register": found.origin, "Nomor": record.get("receipt"), "Nama": (listed or {}).get("name"),
            "Instansi": record.get("agency"), "Waktu": record.get("at"), "Tingkat bukti diri": record.get("level"),
            "Sidik ikrar": record.get("ikrar"), "Sidik pakta": record.get("pact"),
        }  # fmt: skip
        lines += [f"  {name}: {_plain(value)}" for name, value in told.items() if value not in (None, "")]
    steps = [f"  {'+' if step.holds else '-'} {step.what}: {_plain(step.shown)}" for step in found.steps]
    return [*lines, "Bagaimana ini diperiksa:", *steps]


def _plain(value: object) -> str:
    """Nothing that a terminal would obey."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(value))


def _data(found: Checked) -> dict[str, Any]:
    return {
        "valid": found.is_valid, "verdict": found.verdict.value, "fault": found.fault, "origin": found.origin,
        "index": found.index, "size": found.checkpoint.size if found.checkpoint else None,
        "until": found.promise.until.isoformat() if found.promise else None, "record": found.record,
        "steps": [{"what": step.what, "shown": step.shown, "holds": step.holds} for step in found.steps],
    }  # fmt: skip
