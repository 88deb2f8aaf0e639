"""One declaration of each kind in the demonstration, by people of its staff list; whoever is a candidate there is invented."""

import datetime as dt
import uuid

from ikrar.agencies.models import Agency, Staff
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import zones
from ikrar.demo import founding
from ikrar.norms.actions import declarations as actions
from ikrar.norms.actions.assets import add_asset
from ikrar.norms.actions.declaration_letters import write_declaration_letter
from ikrar.norms.actions.declarations import Told
from ikrar.norms.models import Asset, Declaration, Election


def seed(agency: Agency, *, at: dt.datetime) -> None:
    """A duty permit with its letter, a noted relative, a candidacy under review, a campaign in a hall that was refused."""
    office, leader = (founding.officer(agency, name) for name in ("kepegawaian", "pimpinan"))
    on, election = zones.today(agency.zone, at), Election.objects.get(slug="pilkada_2024")
    halls = [
        add_asset(agency, kind=kind, name=name, by=office, at=at)
        for kind, name in (("building", "Aula Contoh"), ("ground", "Lapangan Contoh"), ("vehicle", "Bus Contoh 1"))
    ]
    told = _told(on, election, halls[0], agency.zone)
    people = Staff.objects.filter(agency=agency, assignments__until=None).order_by("-pk")[: len(told)]
    duty, relative, candidacy, use = (_sent(person, one, at=at) for person, one in zip(people, told, strict=True))
    for row in (duty, relative, candidacy, use):
        _move(row, "review_declaration", office, at)
    _move(duty, "grant_declaration", leader, at, reason="Jadwal kelas sudah diatur kepala sekolah.")
    _move(relative, "note_declaration", office, at)
    _move(use, "refuse_declaration", leader, at, reason="Kampanye.", rule="crime_facilities_worship_school")
    signer = {"signer_name": "Drs. Budi Rekaan, M.Si.", "signer_office": "Sekretaris Daerah"}
    for row in (duty, use):
        write_declaration_letter(row, signer, by=office, at=at)


def _told(on: dt.date, election: Election, hall: Asset, zone: str) -> list[Told]:
    where, promise = {"region": "Kota Contoh"}, {"promise": "yes"}
    duty = {"body": "kpps", "duties": "Mengajar kelas V", "covered_by": "Sari Rekaan, guru", **where, **promise}
    relative = {
        "relation": "spouse", "candidate": "Tono Calonrekaan", "office": "Wali Kota", "stage": "prospective", "duties": "",
        "accompany": "no", **where, **promise,
    }  # fmt: skip
    own = {
        "office": "Anggota DPRD",
        "stage": "planned",
        "resignation": "not_yet",
        "resigned_on": "",
        **where,
        **promise,
    }
    use = {"organiser": "Relawan Calonrekaan", "purpose": "campaign", "event": "Temu relawan, sekitar 200 orang"}
    begins, ends = (zones.at_hour(on + dt.timedelta(days=7), dt.time(hour), zone) for hour in (8, 12))
    return [
        Told("adhoc", duty, election, since=on, until=on + dt.timedelta(days=30)),
        Told("relative", relative, election, since=on),
        Told("candidacy", own, election),
        Told("facility", use, election, hall, begins.date(), ends.date(), begins, ends),
    ]


def _sent(person: Staff, told: Told, *, at: dt.datetime) -> Declaration:
    by = Actor(Kind.STAFF, None, person.agency_id, staff_id=person.pk)
    return actions.declare(person.agency, person, told, client_uuid=uuid.uuid4(), by=by, at=at)


def _move(row: Declaration, name: str, by: Actor, at: dt.datetime, *, reason: str = "", rule: str = "") -> None:
    actions.take(row, name, client_uuid=uuid.uuid4(), reason=reason, rule=rule, by=by, at=at)
