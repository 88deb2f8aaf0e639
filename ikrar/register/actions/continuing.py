"""After a restore, a loss or a key's age: going on with a log, following it with another one, exchanging its key."""

import datetime as dt
from typing import Any

import rfc8785
from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.register import notes, signing_keys
from ikrar.register.actions.committing import commit
from ikrar.register.actions.logs import make_log
from ikrar.register.actions.sequencing import locked, root_at, sequence
from ikrar.register.models import Head, Log, Pending
from ikrar.register.notes import Checkpoint, Malformed, Unsigned, b64
from ikrar.register.rules import KEY_LEAF, SUCCESSOR_LEAF, Held
from ikrar.register.store import Store


def hold_all(*, by: Actor) -> list[Log]:
    """After a restore no log goes on before somebody says how far it had been published; returns those that wait."""
    rows = Log.objects.filter(held=Held.NO, size__gt=0)
    for log in rows:
        audit.record("register.log_held", log, by=by)
    rows.update(held=Held.UNCONFIRMED)
    return list(Log.objects.filter(held=Held.UNCONFIRMED).order_by("pk"))


def resume(log: Log, *, size: int | None = None, note: str | None = None, by: Actor, at: dt.datetime) -> Log:
    """Take entries in again, where the database holds everything that was ever published.

    The size comes from the last minutes or a witness; a checkpoint says it together with the root. Whoever tells less
    than what was published lets the log fork: that is why somebody outside is asked.
    """
    told = _told(log, size, note)
    with transaction.atomic():
        log = locked(log.pk)
        if log.held == Held.ENDED:
            raise Refused(_("Log ini sudah digantikan penerusnya."))
        public = max([log.published, *(head.size for head in _known(log))])
        if max(told.size, public) > log.size:
            Log.objects.filter(pk=log.pk).update(held=Held.BEHIND)
        elif told.size < public:
            raise Refused(_("Sudah %(n)d entri yang diterbitkan. Periksa lagi ukuran terakhirnya.") % {"n": public})
        elif told.root and root_at(log, told.size) != told.root:
            Log.objects.filter(pk=log.pk).update(held=Held.FORKED)
        else:
            log.held, log.published = Held.NO, log.published if Store(log.origin).head() else 0
            log.save(update_fields=["held", "published"])
            audit.record("register.log_resumed", log, by=by, fields=[str(told.size)])
    log.refresh_from_db()
    if log.held:
        _refuse_lost(log, told)
    sequence(log, at)
    log.refresh_from_db()
    if log.held:
        _refuse_lost(log, told)
    return log


def _told(log: Log, size: int | None, note: str | None) -> Checkpoint:
    if note is not None:
        return notes.checkpoint_of(note, signing_keys.verifiers(log))
    if size is None or size < 0:
        raise Refused(
            _("Sebut ukuran terakhir dari berita acara (--size), atau berkas checkpoint terakhir (--checkpoint).")
        )
    return Checkpoint(log.origin, size, b"")


def _known(log: Log) -> list[Checkpoint]:
    """What stands in public, where it stands."""
    try:
        note = Store(log.origin).head()
        return [notes.checkpoint_of(note, signing_keys.verifiers(log))] if note else []
    except (Malformed, Unsigned):
        return []


def _refuse_lost(log: Log, told: Checkpoint) -> None:
    way = _("Cari cadangan lain, atau buka log penerus: ikrar register succeed %(origin)s") % {"origin": log.origin}
    if log.held == Held.BEHIND:
        public = max([told.size, *(head.size for head in _known(log))])
        said = _(
            "Basis data ini hanya sampai %(here)d entri, padahal %(public)d sudah diterbitkan. "
            "Melanjutkan berarti menulis ulang."
        ) % {"here": log.size, "public": public}
    else:
        said = _("Isi basis data ini lain dari yang sudah diterbitkan.")
    raise Refused(f"{said} {way}")


@transaction.atomic
def succeed(log: Log, *, by: Actor, at: dt.datetime) -> Log:
    """Follow a log that cannot go on: what waits moves to the next one, which begins by naming the old one's last head."""
    log = locked(log.pk)
    if log.held not in {Held.BEHIND, Held.UNCONFIRMED, Held.FORKED}:
        raise Refused(
            _("Log ini menerima seperti biasa, atau sudah digantikan. Log penerus hanya untuk log yang berhenti.")
        )
    last = next(iter(_known(log)), None) or _last(log)
    log.held = Held.ENDED
    log.save(update_fields=["held"])
    new = make_log(log.agency, log.cycle, log.generation + 1, by=by, at=at)
    told: dict[str, Any] = {
        "v": 1,
        "after": log.origin,
        **({"size": last.size, "root": b64(last.root)} if last else {}),
    }
    commit(new.pk, "", SUCCESSOR_LEAF + rfc8785.dumps(told), at=at, is_closing=True)
    Pending.objects.filter(log=log).update(log=new)
    audit.record("register.log_succeeded", log, by=by, fields=[new.origin])
    return new


def _last(log: Log) -> Checkpoint | None:
    head = Head.objects.filter(log=log).order_by("-size").first()
    return Checkpoint(log.origin, head.size, bytes(head.root)) if head else None


@transaction.atomic
def rotate(log: Log, *, retire: bool, by: Actor, at: dt.datetime) -> Log:
    """A new key that signs beside the old one, told in the log itself; or, with `retire`, the newest one alone from now on."""
    log = locked(log.pk)
    keys = list(signing_keys.going(log))
    if retire:
        if len(keys) < 2:
            raise Refused(_("Hanya ada satu kunci. Buat dulu yang baru: ikrar register rotate %s") % log.origin)
        for key in keys[:-1]:
            key.retired_at = at
            key.save(update_fields=["retired_at"])
        audit.record("register.key_retired", log, by=by)
        return log
    if len(keys) > 1:
        raise Refused(
            _("Sudah ada kunci baru. Hentikan dulu yang lama: ikrar register rotate --retire %s") % log.origin
        )
    signing_keys.make(log, at)
    new = signing_keys.verifiers(log)[-1]
    commit(log.pk, "", KEY_LEAF + rfc8785.dumps({"v": 1, "key": new.text}), at=at, is_closing=True)
    audit.record("register.key_added", log, by=by)
    return log
