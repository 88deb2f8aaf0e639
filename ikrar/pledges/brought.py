"""What somebody brings to be checked, whatever it is: a file, a photograph, a PDF, typed words. Pure; keeps nothing."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ikrar.core import ids, qr
from ikrar.core.errors import Refused
from ikrar.core.scan_pages import page_png
from ikrar.core.seal_check import Seal, seal_of
from ikrar.pledges.takehome import LONGEST, TakeHome
from ikrar.register.notes import Malformed

MAX_BYTES = 12 * 1024 * 1024
#: A phone's photograph; larger JPEG are halved while they are decoded.
_MAX_PIXELS = 25_000_000
#: A printed code keeps four dots a module or more.
_DOTS = 220
NUMBER_LENGTH = 8
_ADDRESS = re.compile(r"https?://[^/\s]+/v/([0-9a-z-]{8,12})/?", re.I)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


@dataclass(frozen=True)
class Brought:
    """Either what a signer takes home, or only the number that every paper of the agency carries, with the paper's seal."""

    take_home: TakeHome | None = None
    number: str = ""
    seal: Seal | None = None


def from_file(data: bytes) -> Brought:
    """Look into a file; raises `Refused` with what is wrong with it."""
    if not data:
        raise Refused(_("Berkas ini kosong. Pilih berkas lain."), field="file")
    if len(data) > MAX_BYTES:
        raise Refused(
            _("Berkas ini terlalu besar. Paling besar %(size)d MB.") % {"size": MAX_BYTES // 1024**2}, field="file"
        )
    if data[:1024].lstrip().startswith(b"%PDF-"):
        page = page_png(data, 1, dots=_DOTS)
        if page is None:
            raise Refused(_("Berkas PDF ini tidak bisa dibuka. Unduh ulang, lalu coba lagi."), field="file")
        found = _from_codes(qr.read(page, max_pixels=_MAX_PIXELS))
        return replace(found, seal=seal_of(data)) if found.number else found
    if data.startswith(_PICTURES):
        return _from_codes(qr.read(data, max_pixels=_MAX_PIXELS))
    if data.startswith(b"PK"):
        raise Refused(_("Ini berkas ZIP. Buka dulu, lalu pilih satu berkas di dalamnya."), field="file")
    try:
        text = data[: 4 * LONGEST].decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(_other(), field="file") from error
    return _from_text(text, field="file")


def from_words(text: str) -> Brought:
    """Look into what was typed or pasted: forms send line ends of their own, and lose the last one."""
    text = text.replace("\r\n", "\n").strip("\n \t")
    return _from_text(text if text.startswith("IKRAR") else f"{text}\n", field="text")


def _from_codes(codes: list[str]) -> Brought:
    for code in codes:
        try:
            return _from_text(code, field="file")
        except Refused:
            continue
    if codes:
        raise Refused(_("Kode QR di gambar ini bukan tanda terima atau pakta Ikrar."), field="file")
    raise Refused(
        _("Tidak ada kode QR yang terbaca. Foto lagi tegak lurus, dekat, dan terang, sampai seluruh kode terlihat."),
        field="file",
    )


def _from_text(text: str, *, field: str) -> Brought:
    word = text.strip() if len(text) < 300 else ""
    address = _ADDRESS.fullmatch(word)
    number = ids.clean(address[1] if address else word)
    if len(number) == NUMBER_LENGTH:
        return Brought(number=number)
    if not text.startswith(("c2sp.org/tlog-proof@", "ikrar-promised/", "IKRAR1:")):
        raise Refused(_other(), field=field)
    try:
        return Brought(TakeHome.parse(text))
    except Malformed as error:
        raise Refused(
            _("Berkas ini rusak atau sudah berubah: bentuknya bukan tanda terima yang utuh. Minta berkas aslinya."),
            field=field,
        ) from error


def _other() -> str:
    return _("Ini bukan tanda terima atau pakta Ikrar. Pilih berkas .tlog-proof, PDF, atau foto kodenya.")
