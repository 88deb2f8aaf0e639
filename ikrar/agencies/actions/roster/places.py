"""Finds out which of the agency's units a file means by its own spellings, and makes those that are new."""

from collections import defaultdict

from django.db import connection
from django.db.models import Q

from ikrar.agencies.models import RosterImport, RosterUnit, Unit
from ikrar.agencies.roster.names import key

#: Where new people go whom the file puts in no unit.
NOWHERE = "Belum ada unit"


class Tree:
    """The agency's units by name, with merged ones leading to what they were merged into."""

    def __init__(self, agency_id: int) -> None:
        self.agency = agency_id
        self.units = {unit.pk: unit for unit in Unit.objects.filter(agency=agency_id)}
        self.by_key: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            self.by_key[unit.name_key].append(unit)

    def living(self, unit: Unit) -> Unit:
        """The unit, or what it was merged into."""
        while unit.merged_into_id is not None:
            unit = self.units[unit.merged_into_id]
        return unit

    def find(self, name_key: str, parent_key: str = "") -> Unit | None:
        """The one unit that this can mean; nothing where there is none, or where several could be meant."""
        found = self.by_key[name_key]
        if parent_key:
            above = {unit.pk for unit in self.by_key[parent_key]}
            below = [unit for unit in found if unit.parent_id in above]
            top = [unit for unit in found if unit.parent_id is None]
            found = below or top
        elif len(found) > 1:
            found = [unit for unit in found if unit.parent_id is None]
        living = {self.living(unit).pk for unit in found}
        return self.units[living.pop()] if len(living) == 1 else None


class Reach:
    """The scope of a list: the whole agency, or named units and what is below them."""

    def __init__(self, roster: RosterImport) -> None:
        ids = roster.scope.get("units", [])
        self.units = list(Unit.objects.filter(agency=roster.agency_id, pk__in=ids).order_by("pk"))
        self.paths = [unit.path for unit in self.units]

    @property
    def is_whole(self) -> bool:
        return not self.paths

    @property
    def only(self) -> Unit | None:
        """The unit, where the scope is a single one."""
        return self.units[0] if len(self.units) == 1 else None

    def holds(self, unit: Unit | None) -> bool:
        return self.is_whole or (unit is not None and unit.path.startswith(tuple(self.paths)))

    def below(self, path: str) -> Q:
        """The same as a filter on a field of paths."""
        within = Q()
        for prefix in self.paths:
            within |= Q(**{f"{path}__startswith": prefix})
        return within

    def sql(self, path: str) -> tuple[str, list[str]]:
        """A condition on a column of paths, with its parameters."""
        if self.is_whole:
            return "1 = 1", []
        return "(" + " OR ".join([f"{path} LIKE %s"] * len(self.paths)) + ")", [f"{p}%" for p in self.paths]


_RESOLVED = "UPDATE agencies_rosterunit SET unit_id = %s, outside = %s WHERE roster_id = %s AND place = %s"


def resolve(roster: RosterImport) -> None:
    """Say of each unit in the file which unit of ours it is and whether it lies outside the scope."""
    tree, reach = Tree(roster.agency_id), Reach(roster)
    changed: list[tuple[int | None, bool, int, int]] = []
    for place in RosterUnit.objects.filter(roster=roster):
        unit = tree.find(place.name_key, place.parent_key) if place.name_key else None
        above = tree.find(place.parent_key) if place.parent_key else None
        found, outside = unit.pk if unit else None, not _is_inside(place, unit, above, reach)
        if (place.unit_id, place.outside) != (found, outside):
            changed.append((found, outside, roster.pk, place.place))
    with connection.cursor() as cursor:
        cursor.executemany(_RESOLVED, changed)


def _is_inside(place: RosterUnit, unit: Unit | None, above: Unit | None, reach: Reach) -> bool:
    """A unit that is new to us lies below its office, or below the only unit of the scope."""
    if unit is not None or above is not None:
        return reach.holds(unit or above)
    return reach.is_whole or reach.only is not None


def make_missing(roster: RosterImport, used: set[int]) -> list[int]:
    """Make the units of the places that applied rows name; the ids of the new ones.

    A spelling that a person called another unit's becomes a merged unit of its own, so that nobody is asked again.
    """
    tree, reach, made = Tree(roster.agency_id), Reach(roster), list[int]()
    told = {place.place: place for place in RosterUnit.objects.filter(roster=roster)}
    same = {pair["place"]: pair["other"] for pair in roster.reading.get("alike", []) if pair["choice"] == "one"}
    for number in sorted(used | {int(o[6:]) for p, o in same.items() if p in used and o.startswith("place:")}):
        if number not in same:
            _settle(told[number], tree, reach, made)
    for number in sorted(same):
        other, place = same[number], told[number]
        place.unit = tree.living(tree.units[int(other[5:])]) if other[0] == "u" else told[int(other[6:])].unit
        place.save(update_fields=["unit"])
        _remember_spelling(place, tree, made)
    return made


def _settle(place: RosterUnit, tree: Tree, reach: Reach, made: list[int]) -> None:
    if place.unit_id is not None:
        return
    if place.name_key:
        place.unit = tree.find(place.name_key, place.parent_key) or _make(place, tree, reach, made)
    else:
        place.unit = reach.only or _make(place, tree, reach, made)
    place.save(update_fields=["unit"])


def _remember_spelling(place: RosterUnit, tree: Tree, made: list[int]) -> None:
    unit = place.unit
    if unit is None or _named(tree, place.name_key, unit.parent) is not None:
        return
    alias = add(tree, unit.agency_id, place.name, place.name_key, unit.parent, made)
    alias.merged_into = unit
    alias.path = f"{unit.path}{alias.pk}/"
    alias.save(update_fields=["merged_into", "path"])


def _make(place: RosterUnit, tree: Tree, reach: Reach, made: list[int]) -> Unit:
    above = reach.only
    if place.parent_key:
        above = tree.find(place.parent_key) or add(tree, tree.agency, place.parent_name, place.parent_key, above, made)
    name, name_key = (place.name, place.name_key) if place.name_key else (NOWHERE, key(NOWHERE))
    return _named(tree, name_key, above) or add(tree, tree.agency, name, name_key, above, made)


def _named(tree: Tree, name_key: str, above: Unit | None) -> Unit | None:
    """The unit of this name directly below `above`, merged ones resolved."""
    parent = above.pk if above else None
    return next((tree.living(unit) for unit in tree.by_key[name_key] if unit.parent_id == parent), None)


def add(tree: Tree, agency_id: int, name: str, name_key: str, above: Unit | None, made: list[int]) -> Unit:
    unit = Unit.objects.create(agency_id=agency_id, parent=above, name=name, name_key=name_key)
    unit.path = f"{above.path if above else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    tree.units[unit.pk] = unit
    tree.by_key[name_key].append(unit)
    made.append(unit.pk)
    return unit
