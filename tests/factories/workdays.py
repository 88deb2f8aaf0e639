"""Days off, weeks and decreed years as they stand."""

import datetime as dt
import uuid

from ikrar.agencies.models import Agency, Unit
from ikrar.norms.models import Decree, DecreedYear, LocalDay, WorkWeek


def local_day(of: Agency, day: dt.date, name: str = "Hari Jadi Kota Contoh") -> LocalDay:
    """A day off of the agency alone."""
    return LocalDay.objects.create(
        agency=of, day=day, name=name, decree="Keputusan Wali Kota Contoh 12/2024", decreed=day - dt.timedelta(days=40),
        client_uuid=uuid.uuid4(), added_at=dt.datetime.now(dt.UTC),
    )  # fmt: skip


def work_week(of: Agency, since: dt.date, unit: Unit | None = None, days: int = 6) -> WorkWeek:
    return WorkWeek.objects.create(
        agency=of, unit=unit, days=days, since=since, decree="Peraturan Wali Kota Contoh 3/2024",
        decreed=since - dt.timedelta(days=40), client_uuid=uuid.uuid4(), added_at=dt.datetime.now(dt.UTC),
    )  # fmt: skip


def decreed_years(*years: int) -> None:
    """Years whose days off are known, so that a count of the tests' own day ends whenever they run."""
    for year in years:
        told = {"name": f"SKB Contoh {year}", "decreed": dt.date(year - 1, 9, 1)}
        decree = Decree.objects.get_or_create(slug=f"skb_contoh_{year}", defaults=told)[0]
        DecreedYear.objects.get_or_create(year=year, defaults={"decree": decree})
