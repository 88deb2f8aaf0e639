"""The keys that sign a log's heads: made here, encrypted at rest under `register.key`, opened when something is signed."""

import datetime as dt
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ikrar.core import keys
from ikrar.core.errors import Refused
from ikrar.register.models import Log, LogKey
from ikrar.register.notes import Signer, Verifier

_NONCE = 12


def make(log: Log, at: dt.datetime, seed: bytes | None = None) -> LogKey:
    """A new key of a log; a seed of one's own is refused where everybody has it."""
    seed = seed or os.urandom(32)
    verifier = Signer(log.origin, seed).verifier
    if verifier.is_sample:
        raise Refused(_("Kunci contoh dari buku panduan tidak dipakai: siapa pun punya pasangannya."))
    nonce = os.urandom(_NONCE)
    sealed = nonce + _cipher().encrypt(nonce, seed, log.origin.encode())
    return LogKey.objects.create(log=log, public=verifier.public, seed=sealed, made_at=at)


def going(log: Log) -> QuerySet[LogKey]:
    """The keys that sign now, the oldest first."""
    return LogKey.objects.filter(log=log, retired_at=None).order_by("pk")


def signers(log: Log) -> list[Signer]:
    return [_signer(log, key) for key in going(log)]


def verifiers(log: Log) -> list[Verifier]:
    """Every key that ever signed this log, also those that rest: old heads stay readable."""
    return [Verifier(log.origin, bytes(key.public)) for key in LogKey.objects.filter(log=log).order_by("pk")]


def _signer(log: Log, key: LogKey) -> Signer:
    sealed = bytes(key.seed)
    seed = _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], log.origin.encode())
    return Signer(log.origin, seed)


def _cipher() -> AESGCM:
    return AESGCM(keys.mac("register", "log keys"))
