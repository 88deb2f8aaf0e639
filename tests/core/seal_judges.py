"""Who judges seals in the tests: poppler's pdfsig with a store of its own, pyHanko's validator, and a time-stamp server."""

import contextlib
import datetime as dt
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as der
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from ikrar.core import seal_key


@dataclass(frozen=True)
class Store:
    """A certificate store of pdfsig, in which those given are trusted."""

    folder: Path

    @classmethod
    def trusting(cls, folder: Path, *certificates: x509.Certificate) -> "Store":
        subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True)
        for number, one in enumerate(certificates):
            subprocess.run(
                ["certutil", "-A", "-d", f"sql:{folder}", "-n", f"own {number}", "-t", "CT,CT,CT", "-a"],
                input=one.public_bytes(Encoding.PEM), check=True,
            )  # fmt: skip
        return cls(folder)

    def says(self, pdf: bytes) -> dict[str, str]:
        """What pdfsig prints of the last signature, by its label; without one, nothing."""
        path = self.folder / "judged.pdf"
        path.write_bytes(pdf)
        env = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
        told = subprocess.run(
            ["pdfsig", "-nssdir", f"sql:{self.folder}", str(path)], capture_output=True, text=True, env=env
        )
        lines = dict(re.findall(r"^  - ([^:\n]+): (.*)$", told.stdout, re.MULTILINE))
        return lines | ({"Coverage": "total"} if "Total document signed" in told.stdout else {})


def validated(pdf: bytes, *certificates: x509.Certificate):
    """The status of the one signature, as pyHanko's validator finds it with these certificates trusted."""
    roots = [der.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context, ts_validation_context=context)


@dataclass(frozen=True)
class Issuer:
    """An invented authority that issues certificates for seals."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def made(cls) -> "Issuer":
        key = rsa.generate_private_key(65537, 2048)
        built = _certificate("Penerbit Sertifikat Rekaan", "Penerbit Sertifikat Rekaan", key.public_key())
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return cls(key, built.sign(key, hashes.SHA256()))

    def issue(self, place: seal_key.Place, holder: str, *, days: int = 365) -> None:
        """A PKCS#12 file as an agency gets it: its key, its certificate, and the one above."""
        key = rsa.generate_private_key(65537, 3072)
        uses = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
                              "encipher_only", "decipher_only"), False)  # fmt: skip
        own = _certificate(holder, "Penerbit Sertifikat Rekaan", key.public_key(), days).add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **uses), critical=True
        )
        certificate, above = own.sign(self.key, hashes.SHA256()), [self.certificate]
        protection = BestAvailableEncryption(b"frasa rekaan")
        place.key.write_bytes(pkcs12.serialize_key_and_certificates(b"segel", key, certificate, above, protection))
        place.phrase.write_text("frasa rekaan\n")


def _certificate(subject: str, issuer: str, key: rsa.RSAPublicKey, days: int = 365) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    subject_name, issuer_name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (subject, issuer))
    return (
        x509.CertificateBuilder()
        .subject_name(subject_name)
        .issuer_name(issuer_name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(now + dt.timedelta(days=days))
    )


class StampServer(ThreadingHTTPServer):
    """A time-stamp server (RFC 3161) on this machine; its key is loaded once. `answers` may be turned off."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers, self.asked = True, 0
        self.key = rsa.generate_private_key(65537, 2048)
        built = _certificate("Stempel Waktu Rekaan", "Stempel Waktu Rekaan", self.key.public_key())
        use = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        self.certificate = built.add_extension(use, critical=True).sign(self.key, hashes.SHA256())
        self.der = der.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/tsr"

    def stamped(self, asked: bytes) -> bytes:
        request = tsp.TimeStampReq.load(asked)
        info = {
            "version": "v1", "policy": "1.2.3.4.1", "message_imprint": request["message_imprint"],
            "serial_number": int.from_bytes(os.urandom(8), "big"), "gen_time": dt.datetime.now(dt.UTC),
            "nonce": request["nonce"],
        }  # fmt: skip
        token = self._signed(tsp.TSTInfo(info).dump())
        status = tsp.PKIStatusInfo({"status": "granted"})
        return bytes(tsp.TimeStampResp({"status": status, "time_stamp_token": token}).dump())

    def _signed(self, content: bytes) -> cms.ContentInfo:
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        own = tsp.ESSCertIDv2({"cert_hash": self.certificate.fingerprint(hashes.SHA256())})
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [_sha256(content)]}),
                cms.CMSAttribute(
                    {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [own]})]}
                ),
            ]
        )
        sid = cms.IssuerAndSerialNumber({"issuer": self.der.issuer, "serial_number": self.der.serial_number})
        signer = {
            "version": "v1", "sid": cms.SignerIdentifier("issuer_and_serial_number", sid), "digest_algorithm": digest,
            "signed_attrs": attributes, "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": self.key.sign(attributes.untag().dump(), PKCS1v15(), hashes.SHA256()),
        }  # fmt: skip
        data = cms.SignedData({
            "version": "v3", "digest_algorithms": [digest], "certificates": [self.der],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "signer_infos": [cms.SignerInfo(signer)],
        })  # fmt: skip
        return cms.ContentInfo({"content_type": "signed_data", "content": data})


def _sha256(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()


class _Asked(BaseHTTPRequestHandler):
    server: StampServer

    def do_POST(self) -> None:
        self.server.asked += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if self.server.answers else 503)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        if self.server.answers:
            self.wfile.write(self.server.stamped(body))

    def log_message(self, *_said: object) -> None:
        pass


@contextlib.contextmanager
def stamp_server() -> Iterator[StampServer]:
    with StampServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
