"""Whether a PDF's electronic seal is whole, found out in a process of its own with little memory and time: the file is a
stranger's. Whose certificate it is, and whether to trust it, is the caller's to say."""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_MEMORY, _SECONDS = 1_200 * 1024 * 1024, 20


@dataclass(frozen=True)
class Seal:
    """`is_intact`: the one signature is right and covers the whole file. `fingerprint` is SHA-256 of the certificate, in hex."""

    is_intact: bool
    holder: str = ""
    fingerprint: str = ""


def seal_of(pdf: bytes) -> Seal | None:
    """The seal of a PDF; None where it has none that can be read. Whatever cannot be checked is not intact."""
    if b"/ByteRange" not in pdf:
        return None
    command = [sys.executable, "-I", str(Path(__file__).resolve())]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=2 * _SECONDS, check=False)
        return Seal(**json.loads(done.stdout)) if done.returncode == 0 else Seal(False)
    except (subprocess.TimeoutExpired, ValueError, TypeError):
        return Seal(False)


def _look(pdf: bytes) -> Seal:
    """By pyHanko's validator, with the seal's own certificate taken as it comes."""
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    found = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(found) != 1:
        return Seal(False)
    certificate = found[0].signer_cert
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(found[0], context, ts_validation_context=context)
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    name = certificate.subject.native.get("common_name") or certificate.subject.human_friendly
    return Seal(bool(status.intact and status.valid and is_whole), str(name)[:200], certificate.sha256.hex())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    sys.stdout.write(json.dumps(_look(sys.stdin.buffer.read()).__dict__))
