"""Days off: national ones from the file, an agency's own and its week by its officers; running clocks are counted again."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, jobs, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import catalogue
from ikrar.norms.actions import clocks
from ikrar.norms.actions.shelves import Shelf
from ikrar.norms.models import Decree, DecreedYear, LocalDay, NationalDay, WorkWeek
from ikrar.norms.queries import workdays as queries
from ikrar.norms.rules.clocks import AHEAD_DAYS


@transaction.atomic
def load_workdays(at: dt.datetime) -> list[str]:
    """Bring decrees and days off to what the file says; which kinds of rows became others. Running clocks follow by a job.

    A day that the file tells no more stays as a row and counts no more.
    """
    list(Agency.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    told = catalogue.workdays()
    decrees, years, days = Shelf(Decree, "slug"), Shelf(DecreedYear, "year"), Shelf(NationalDay, "day")
    named: dict[str, Decree] = {}
    for row in told["decrees"]:
        said = {"name": row["name"], "decreed": dt.date.fromisoformat(row["decreed"]), "seen": bool(row["seen"])}
        named[row["slug"]] = decrees.bring({"slug": row["slug"]}, said)
    for row in told["years"]:
        years.bring({"year": row["year"]}, {"decree_id": named[row["decree"]].pk})
    for row in told["days"]:
        withdrawn = named.get(row.get("withdrawn_by", ""))
        said = {
            "name": row["name"], "kind": row["kind"], "decree_id": named[row["decree"]].pk, "ended_at": None,
            "withdrawn_by_id": withdrawn.pk if withdrawn else None,
        }  # fmt: skip
        days.bring({"day": dt.date.fromisoformat(row["day"])}, said)
    changed = {"decrees": decrees.changed + years.changed, "days_off": days.changed}
    news = {name for name, count in changed.items() if count}
    known = [dt.date.fromisoformat(row["day"]) for row in told["days"]]
    if NationalDay.objects.filter(ended_at=None).exclude(day__in=known).update(ended_at=at):
        news.add("days_off")
    if news:
        jobs.enqueue("norms.count_clocks", at=at)
    return sorted(news)


@transaction.atomic
def add_local_day(
    agency: Agency,
    day: dt.date,
    *,
    name: str,
    decree: str,
    decreed: dt.date,
    client_uuid: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> LocalDay:
    """A day off in this agency alone, by a decree of its region; its running clocks are counted again."""
    agency = clocks.lock(agency.pk)
    said = {"day": day, "name": name, "decree": decree, "decreed": decreed}
    if found := _same_form(LocalDay, agency, client_uuid, said):
        return found
    _within_reach(agency, day, decreed, at, field="day")
    if queries.is_national(day):
        raise Refused(_("Hari itu sudah libur nasional. Tidak perlu ditambahkan."), field="day")
    if LocalDay.objects.filter(agency=agency, day=day, ended_at=None).exists():
        raise Refused(_("Hari itu sudah ada dalam daftar hari libur daerah."), field="day")
    row = LocalDay.objects.create(agency=agency, **said, client_uuid=client_uuid, added_at=at, added_by=by.id)
    return _kept("norms.local_day_added", row, by=by, at=at)


@transaction.atomic
def end_local_day(row: LocalDay, *, reason: str, by: Actor, at: dt.datetime) -> LocalDay:
    """The day counts as any other again; the row stays, with the reason."""
    return _end("norms.local_day_ended", row, reason=reason, by=by, at=at)


@transaction.atomic
def set_work_week(
    agency: Agency,
    days: int,
    *,
    since: dt.date,
    unit: Unit | None,
    decree: str,
    decreed: dt.date,
    client_uuid: uuid.UUID,
    by: Actor,
    at: dt.datetime,
) -> WorkWeek:
    """From a day on the agency, or a unit with all below it, works five or six days a week."""
    agency = clocks.lock(agency.pk)
    said = {"days": days, "since": since, "unit": unit, "decree": decree, "decreed": decreed}
    if found := _same_form(WorkWeek, agency, client_uuid, said):
        return found
    _within_reach(agency, since, decreed, at, field="since")
    if WorkWeek.objects.filter(agency=agency, unit=unit, since=since, ended_at=None).exists():
        raise Refused(_("Mulai hari itu sudah ada ketentuannya. Akhiri dahulu yang lama bila keliru."), field="since")
    row = WorkWeek.objects.create(agency=agency, **said, client_uuid=client_uuid, added_at=at, added_by=by.id)
    return _kept("norms.work_week_set", row, by=by, at=at)


@transaction.atomic
def end_work_week(row: WorkWeek, *, reason: str, by: Actor, at: dt.datetime) -> WorkWeek:
    """What was told of the week counts for nothing any more; the row stays, with the reason."""
    return _end("norms.work_week_ended", row, reason=reason, by=by, at=at)


def _same_form(model: type[Any], agency: Agency, client_uuid: uuid.UUID, said: dict[str, Any]) -> Any:
    """The row that this very form made before; one with other words is a conflict."""
    found = model.objects.filter(agency=agency, client_uuid=client_uuid).first()
    if found and any(getattr(found, name) != value for name, value in said.items()):
        raise Conflict(_("Formulir ini sudah terkirim dengan isi lain. Muat ulang halamannya, lalu isi lagi."))
    return found


def _within_reach(agency: Agency, day: dt.date, decreed: dt.date, at: dt.datetime, *, field: str) -> None:
    today = zones.today(agency.zone, at)
    if decreed > today:
        raise Refused(_("Tanggal keputusannya belum tiba. Masukkan sesudah ditetapkan."), field="decreed")
    if abs((day - today).days) > AHEAD_DAYS:
        raise Refused(_("Harinya terlalu jauh dari hari ini. Periksa tahunnya."), field=field)


def _end(verb: str, row: Any, *, reason: str, by: Actor, at: dt.datetime) -> Any:
    clocks.lock(row.agency_id)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.ended_at is not None:
        return row
    row.ended_at, row.ended_by, row.reason = at, by.id, reason
    row.save(update_fields=["ended_at", "ended_by", "reason"])
    return _kept(verb, row, by=by, at=at, reason=reason)


def _kept(verb: str, row: Any, *, by: Actor, at: dt.datetime, reason: str = "") -> Any:
    """Leave the trace, and have the agency's running clocks counted again."""
    audit.record(verb, row, by=by, reason=reason)
    jobs.enqueue("norms.count_clocks", agency=row.agency_id, at=at)
    return row
