"""typst and pyHanko alone in a process of their own: papers prepared, compiler and key kept; started by `bench.pacts`."""

import io
import json
import os
import sys
from pathlib import Path

import typst
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

HOME = Path(__file__).resolve().parent.parent / "ikrar/core/papers"


class Kept(signers.Signer):
    def __init__(self, key, certificate):
        self.key = key
        own = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        super().__init__(cert_registry=SimpleCertificateStore(), signing_cert=own)

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        return self.key.sign(data, PKCS1v15(), hashes.SHA256())


def main(key: str, phrase: str) -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(HOME / "fonts")])
    compiler = typst.Compiler(str(HOME / "pakta.typ"), root=str(HOME), font_paths=fonts, ignore_system_fonts=True)
    words = Path(phrase).read_text().splitlines()[0].encode()
    signer = Kept(*pkcs12.load_key_and_certificates(Path(key).read_bytes(), words)[:2])

    def make(inputs, moment):
        pdf = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=moment)
        told = signers.PdfSignatureMetadata(
            field_name="S", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        paper = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return signers.PdfSigner(told, signer).sign_pdf(paper, bytes_reserved=8_192).getvalue()

    papers = json.loads(sys.stdin.readline())
    for inputs, moment in papers[:5]:
        make(inputs, moment)
    print("ready", flush=True)
    sys.stdin.readline()
    for inputs, moment in papers:
        make(inputs, moment)


if __name__ == "__main__":
    os.nice(5)  # as our processes are
    main(*sys.argv[1:])
