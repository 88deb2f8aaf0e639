"""The key of an agency's electronic seal: a PKCS#12 file, its pass phrase beside it; opened, looked into, made.

Knows nothing of PDF, so that a page which only tells of the seal loads no more than this.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PublicFormat, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _

from ikrar.core import home
from ikrar.core.errors import Refused

#: An operator is told so long before a certificate ends.
WARN = dt.timedelta(days=30)
#: What a key made here says of itself, in the place of an issuer that somebody could take for one that examined it.
OWN_WORDS = "Tidak tersertifikasi: dibuat sendiri oleh instansi"
_OWN_BITS, _OWN_DAYS = 3072, 3 * 365


@dataclass(frozen=True)
class Place:
    """Where a key lies, and the file whose first line opens it."""

    key: Path
    phrase: Path


@dataclass(frozen=True)
class Opened:
    """A key that fits its certificate."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def holder(self) -> str:
        return _called(self.certificate.subject)

    @property
    def issuer(self) -> str:
        return _called(self.certificate.issuer)

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:X}"

    @property
    def until(self) -> dt.datetime:
        return self.certificate.not_valid_after_utc

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode("ascii")

    @property
    def is_own(self) -> bool:
        """Made by the agency for itself: nobody else stands for whose it is."""
        return self.certificate.issuer == self.certificate.subject


def place(agency: str) -> Place:
    """The agency's own file where there is one, else what `[seal]` in `ikrar.toml` names, else `keys/seal.p12`."""
    own = settings.IKRAR_KEYS / f"seal-{agency}.p12"
    if own.exists():
        return Place(own, own.with_suffix(".pass"))
    key = Path(settings.SEAL_KEY) if settings.SEAL_KEY else settings.IKRAR_KEYS / "seal.p12"
    return Place(key, Path(settings.SEAL_PHRASE) if settings.SEAL_PHRASE else key.with_suffix(".pass"))


def opened(at_place: Place) -> Opened:
    """The key at this place; refused in plain words where it cannot be used.

    Opened anew only when a file has changed: checking an RSA key takes some tenths of a second.
    """
    try:
        marks = tuple(
            (stat.st_mtime_ns, stat.st_size, stat.st_ino) for stat in (at_place.key.stat(), at_place.phrase.stat())
        )
    except OSError:
        marks = ()
    return _opened(at_place, marks)


@lru_cache(maxsize=8)
def _opened(at_place: Place, _marks: tuple[tuple[int, int, int], ...]) -> Opened:
    told = {"name": at_place.key.name, "phrase": at_place.phrase.name}
    try:
        data, phrase = at_place.key.read_bytes(), at_place.phrase.read_text("utf-8").splitlines()
    except FileNotFoundError:
        raise Refused(_("Kunci segel %(name)s atau frasa sandinya, %(phrase)s, tidak ada.") % told) from None
    except (OSError, UnicodeDecodeError):
        raise Refused(_("Kunci segel %(name)s atau frasa sandinya, %(phrase)s, tidak terbaca.") % told) from None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, phrase[0].encode() if phrase else None)
    except ValueError:
        wrong = _("Kunci segel %(name)s tidak terbuka: frasa sandinya salah atau berkasnya rusak.") % told
        raise Refused(wrong) from None
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or certificate is None:
        raise Refused(_("Kunci segel %(name)s tidak memuat kunci RSA atau ECDSA beserta sertifikatnya.") % told)
    if not is_pair(key, certificate):
        raise Refused(_("Kunci di %(name)s bukan pasangan sertifikatnya.") % told)
    return Opened(key, certificate, tuple(others))


def is_pair(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bool:
    """Whether what the key signs can be checked with the certificate."""
    return _public(key) == _public(certificate)


def usable(agency: str, at: dt.datetime) -> Opened:
    """The agency's key, if its certificate holds at this moment."""
    found = opened(place(agency))
    if at >= found.until:
        raise Refused(_("Sertifikat segel %s sudah berakhir. Pasang kunci segel yang baru.") % found.holder)
    if at < found.certificate.not_valid_before_utc:
        raise Refused(_("Sertifikat segel %s belum berlaku.") % found.holder)
    return found


def make(at_place: Place, *, holder: str, at: dt.datetime, days: int = _OWN_DAYS) -> None:
    """A self-signed RSA key of the agency, which says of itself that it is not certified; what is there is refused."""
    if at_place.key.exists() or at_place.phrase.exists():
        raise Refused(_("%s sudah ada dan tidak ditimpa.") % at_place.key.name)
    key = rsa.generate_private_key(65537, _OWN_BITS)
    phrase = secrets.token_urlsafe(32)
    protection = BestAvailableEncryption(phrase.encode())
    data = pkcs12.serialize_key_and_certificates(
        holder[:64].encode(), key, _own(key, holder, at, days), None, protection
    )
    home.write_private(at_place.phrase, f"{phrase}\n".encode())
    home.write_private(at_place.key, data)


def ensure(agencies: list[tuple[str, str]], *, at: dt.datetime) -> list[str]:
    """Make what is missing, for the agencies (code, name) in the order of their founding: the first has `seal.p12`."""
    made = []
    for number, (code, name) in enumerate(agencies):
        own = settings.IKRAR_KEYS / f"seal-{code}.p12"
        found = place(code) if number == 0 else Place(own, own.with_suffix(".pass"))
        if not (found.key.exists() or settings.SEAL_KEY):
            make(found, holder=name, at=at)
            made.append(found.key.name)
    return made


def files(folder: Path) -> list[Path]:
    """The keys of seals in a folder, with their pass phrases."""
    return sorted([*folder.glob("seal*.p12"), *folder.glob("seal*.pass")])


def _own(key: rsa.RSAPrivateKey, holder: str, at: dt.datetime, days: int) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, OWN_WORDS),
            x509.NameAttribute(NameOID.COMMON_NAME, holder[:64]),
        ]
    )
    uses = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
                          "encipher_only", "decipher_only"), False)  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(minutes=5))
        .not_valid_after(at + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _public(of: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | x509.Certificate) -> bytes:
    return of.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _called(name: x509.Name) -> str:
    """The common name, else the organisation, else the whole."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(oid):
            return str(found[0].value)
    return name.rfc4514_string()
