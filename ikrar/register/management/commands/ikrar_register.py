"""`ikrar register …`: heads, proofs, audits, and going on after a restore."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.agencies.roles import system
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json
from ikrar.register import actions, auditing, merkle, proofs, queries, signing_keys
from ikrar.register.models import Log
from ikrar.register.notes import Malformed, Unsigned, Verifier
from ikrar.register.store import Store
from ikrar.register.tiles import Fetch

_TIMEOUT = 30


class Command(BaseCommand):
    help = (
        "Memeriksa register: checkpoint, bukti satu entri, pemeriksaan seluruhnya, dan melanjutkan sesudah pemulihan."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)

        def sub(name: str, told: str) -> CommandParser:
            one: CommandParser = words.add_parser(name, help=told)
            one.add_argument("--json", action="store_true", help="hasil sebagai JSON")
            return one

        sub("checkpoint", "menampilkan checkpoint terakhir").add_argument("origin", nargs="?", default="")
        one = sub("prove", "menulis bukti (.tlog-proof) bahwa satu entri ada di register")
        one.add_argument("entry", help="entri dalam heksadesimal")
        one.add_argument("--log", default="", dest="origin")
        one = sub("verify", "memeriksa satu bukti (.tlog-proof) atas satu entri")
        one.add_argument("file", type=Path)
        one.add_argument("--entry", required=True, help="entri dalam heksadesimal")
        one.add_argument(
            "--key", action="append", default=[], help="kunci pemeriksa nama+id+kunci (bawaan: kunci di sini)"
        )
        one = sub(
            "audit",
            "membangun ulang pohon dari berkas publik, lalu membandingkan dengan basis data dan checkpoint lama",
        )
        one.add_argument("origin", nargs="?", default="")
        one.add_argument("--url", default="", help="alamat register di tempat lain; perlu --key")
        one.add_argument("--key", action="append", default=[])
        one.add_argument("--checkpoint", type=Path, action="append", default=[], help="checkpoint lama yang disimpan")
        one = sub("resume", "melanjutkan sesudah pemulihan, dengan ukuran terakhir dari berita acara atau pengawas")
        one.add_argument("origin")
        one.add_argument("--size", type=int, help="ukuran terakhir yang diterbitkan")
        one.add_argument("--checkpoint", type=Path, help="checkpoint terakhir yang diterbitkan")
        sub("hold", "menghentikan semua log sampai ukuran terakhirnya dipastikan")
        sub("succeed", "membuka log penerus bagi log yang tidak dapat dilanjutkan").add_argument("origin")
        one = sub("rotate", "mengganti kunci: yang baru menandatangani bersama yang lama")
        one.add_argument("origin")
        one.add_argument("--retire", action="store_true", help="yang lama berhenti menandatangani")

    def handle(self, *, word: str, **options: Any) -> None:
        try:
            getattr(self, f"_{word}")(**{name: said for name, said in options.items() if name in _WORDS[word]})
        except Unsigned as failure:
            raise CommandError(_("Tidak ditandatangani kunci yang dikenal (%s).") % failure) from failure
        except merkle.Invalid as failure:
            raise CommandError(_("Buktinya tidak sampai ke akar register (%s).") % failure) from failure
        except Malformed as failure:
            raise CommandError(_("Berkas atau kuncinya tidak utuh (%s).") % failure) from failure
        except (Refused, OSError, ValueError) as failure:
            raise CommandError(str(failure) or type(failure).__name__) from failure

    def _checkpoint(self, *, origin: str, json: bool) -> None:
        log = _log(origin)
        note = Store(log.origin).head()
        if note is None:
            raise Refused(_("Register ini belum menerbitkan apa pun."))
        if json:
            print_json(self, {"origin": log.origin, "checkpoint": note, "keys": _texts(log)})
        else:
            self.stdout.write(note, ending="")

    def _prove(self, *, origin: str, entry: str, json: bool) -> None:
        log = _log(origin)
        proof = queries.proof_of(log, bytes.fromhex(entry))
        if proof is None:
            raise Refused(_("Entri ini tidak ada di register %s, atau belum diterbitkan.") % log.origin)
        if json:
            print_json(self, {"origin": log.origin, "index": proof.index, "proof": proof.text})
        else:
            self.stdout.write(proof.text, ending="")

    def _verify(self, *, file: Path, entry: str, key: list[str], json: bool) -> None:
        known = _keys(key) or [one for log in queries.all_logs() for one in signing_keys.verifiers(log)]
        proof = proofs.Proof.parse(file.read_text("utf-8"))
        head = proof.verify(bytes.fromhex(entry), known)
        if json:
            print_json(self, {"origin": head.origin, "index": proof.index, "size": head.size})
        else:
            told = {"index": proof.index, "size": head.size, "origin": head.origin}
            self.stdout.write(_("Sah: entri ke-%(index)d dari %(size)d di register %(origin)s.") % told)

    def _audit(self, *, origin: str, url: str, key: list[str], checkpoint: list[Path], json: bool) -> None:
        saved = [path.read_text("utf-8") for path in checkpoint]
        if url:
            if not key:
                raise Refused(_("Sebut kunci yang Anda percaya dengan --key nama+id+kunci."))
            done = auditing.audit(_remote(url), _keys(key), old=saved)
        else:
            log = _log(origin)
            heads = (head.note for head in queries.heads(log).iterator())
            known = _keys(key) or signing_keys.verifiers(log)
            done = auditing.audit(Store(log.origin).read, known, old=_both(heads, saved), entries=queries.entries(log))
        kinds = {f"{kind:02x}": count for kind, count in sorted(done.kinds.items())}
        if json:
            print_json(
                self,
                {
                    "size": done.size,
                    "root": done.root.hex(),
                    "heads": done.heads,
                    "kinds": kinds,
                    "faults": done.faults,
                },
            )
        else:
            told = {
                "size": done.size,
                "heads": done.heads,
                "kinds": ", ".join(f"{k}: {n}" for k, n in kinds.items()) or "-",
            }
            self.stdout.write(_("%(size)d entri dibaca (%(kinds)s), %(heads)d checkpoint dibandingkan.") % told)
        if done.faults:
            raise CommandError("; ".join(done.faults[:20]))

    def _resume(self, *, origin: str, size: int | None, checkpoint: Path | None, json: bool) -> None:
        note = checkpoint.read_text("utf-8") if checkpoint else None
        log = actions.resume(_log(origin), size=size, note=note, by=system(), at=zones.now())
        self._told(log, json, _("Register %(origin)s menerima lagi, dari ukuran %(size)d."))

    def _hold(self, *, json: bool) -> None:
        held = actions.hold_all(by=system())
        if json:
            print_json(self, {"held": [{"origin": log.origin, "size": log.size} for log in held]})
        else:
            self.stdout.write(_("%d register menunggu ukuran terakhirnya dipastikan.") % len(held))

    def _succeed(self, *, origin: str, json: bool) -> None:
        log = actions.succeed(_log(origin), by=system(), at=zones.now())
        self._told(log, json, _("Log penerus dibuka: %(origin)s. Terbitkan kuncinya: %(keys)s"))

    def _rotate(self, *, origin: str, retire: bool, json: bool) -> None:
        log = actions.rotate(_log(origin), retire=retire, by=system(), at=zones.now())
        self._told(log, json, _("Kunci register %(origin)s sekarang: %(keys)s"))

    def _told(self, log: Log, json: bool, sentence: str) -> None:
        told = {"origin": log.origin, "size": log.size, "keys": _texts(log)}
        if json:
            print_json(self, told)
        else:
            self.stdout.write(sentence % {**told, "keys": ", ".join(told["keys"])})  # type: ignore[arg-type]


_WORDS = {
    "checkpoint": {"origin", "json"}, "prove": {"origin", "entry", "json"}, "verify": {"file", "entry", "key", "json"},
    "audit": {"origin", "url", "key", "checkpoint", "json"}, "resume": {"origin", "size", "checkpoint", "json"},
    "succeed": {"origin", "json"}, "hold": {"json"}, "rotate": {"origin", "retire", "json"},
}  # fmt: skip


def _log(origin: str) -> Log:
    """The log of this name; without a name the only one there is."""
    if origin:
        found = queries.log_of(origin)
        if found is None:
            raise Refused(_("Tidak ada register bernama %s.") % origin)
        return found
    logs = list(queries.all_logs()[:2])
    if len(logs) != 1:
        names = ", ".join(queries.all_logs().values_list("origin", flat=True)[:10])
        raise Refused(_("Sebut nama registernya: %s") % (names or _("belum ada satu pun")))
    return logs[0]


def _keys(texts: list[str]) -> list[Verifier]:
    found = [Verifier.parse(text) for text in texts]
    if any(key.is_sample for key in found):
        raise Refused(_("Itu kunci contoh dari buku panduan; siapa pun punya pasangannya."))
    return found


def _texts(log: Log) -> list[str]:
    return [key.text for key in signing_keys.verifiers(log)]


def _both(heads: Iterator[str], saved: list[str]) -> Iterator[str]:
    yield from heads
    yield from saved


def _remote(url: str) -> Fetch:
    if not url.startswith(("https://", "http://")):
        raise Refused(_("Alamatnya dimulai dengan https://."))

    def fetch(path: str) -> bytes:
        try:
            with urllib.request.urlopen(f"{url.rstrip('/')}/{path}", timeout=_TIMEOUT) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise FileNotFoundError(path) from error
            raise

    return fetch
