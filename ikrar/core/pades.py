"""Electronic seals in PDF files: PAdES B-B, and B-T where a time-stamp server (RFC 3161) is set. Loads pyHanko.

For processes that seal alone, as the library takes most of a second and 45 MB to load. A seal is an incremental update:
the paper's bytes stay as they were made, so it keeps its tags, its metadata and what its maker promised of it.
"""

import asyncio
import io
import urllib.request
from typing import Any

from asn1crypto import tsp
from asn1crypto import x509 as der
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ikrar.core.seal_key import Opened

FIELD = "Segel"
_DIGEST = "sha256"
#: Hexadecimal digits kept free for the signature besides the certificates that it carries, and for a time stamp.
_ROOM, _STAMP_ROOM = 4_096, 24_576
_PATIENCE_SECONDS = 10
#: No answer of a time-stamp server is longer.
_ANSWER_MOST = 65_536


class StampMissing(Exception):
    """The time-stamp server gave none. Without it nothing is sealed: a lower level is not what was asked for."""


class _Signer(signers.Signer):
    """Signs with a key that stays loaded: the library's own signer reads and checks it anew for each signature."""

    def __init__(self, key: Opened) -> None:
        self.key = key.key
        registry = SimpleCertificateStore()
        registry.register_multiple(_as_der(one) for one in key.others)
        super().__init__(cert_registry=registry, signing_cert=_as_der(key.certificate))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


class _Stamper(TimeStamper):
    """Asks a server over HTTP; whatever goes wrong there is one thing: no time stamp."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (OSError, ValueError, TypeError, AttributeError) as failure:
            raise StampMissing(self.address) from failure

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        asked = urllib.request.Request(self.address, req.dump(), headers)  # noqa: S310 - the operator's own setting
        with urllib.request.urlopen(asked, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
            return tsp.TimeStampResp.load(answer.read(_ANSWER_MOST))


class _Paper(IncrementalPdfFileWriter):
    """Leaves the metadata as the paper's maker wrote them; the library's own way to renew them breaks PDF/A."""

    def _update_meta(self) -> None:
        pass


class Sealer:
    """Seals one paper after another with one loaded key."""

    def __init__(self, key: Opened, *, stamps: str = "") -> None:
        """`stamps` is the address of a time-stamp server; empty: seals carry no time stamp."""
        self._signer, self._stamper = _Signer(key), _Stamper(stamps) if stamps else None
        carried = sum(len(one.public_bytes(Encoding.DER)) for one in (key.certificate, *key.others))
        self._room = _ROOM + 2 * carried + (_STAMP_ROOM if stamps else 0)

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        """The paper with the agency's seal over all of it."""
        told = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm=_DIGEST, subfilter=fields.SigSeedSubFilter.PADES, reason=reason
        )
        # Outside the page: an invisible field inside it would have to be tagged (PDF/UA) or hidden (not in PDF/A).
        beside = fields.InvisSigSettings(box_out_of_bounds=True)
        field = fields.SigFieldSpec(FIELD, readable_field_name=reason, invis_sig_settings=beside)
        signer = signers.PdfSigner(told, self._signer, timestamper=self._stamper, new_field_spec=field)
        done = asyncio.run(signer.async_sign_pdf(_Paper(io.BytesIO(pdf)), bytes_reserved=self._room))
        return bytes(done.getvalue())


def _as_der(certificate: Any) -> der.Certificate:
    return der.Certificate.load(certificate.public_bytes(Encoding.DER))
