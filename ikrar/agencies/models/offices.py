"""Agencies and the tree of their units."""

from django.db import models
from django.db.models import Q

from ikrar.core.zones import ZONES


class Agency(models.Model):
    """A government agency; its letterhead is what its papers begin with, `region` its code of the Ministry of Home Affairs."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=4, choices=[(code, code) for code in ZONES], default="WIB")
    government = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=120, blank=True)
    address = models.JSONField(default=list, blank=True)
    place = models.CharField(max_length=60, blank=True)
    emblem = models.TextField(blank=True)
    region = models.CharField(max_length=5, blank=True)
    email_domain = models.CharField(max_length=120, blank=True)
    quiet_from = models.TimeField(default="20:00")
    quiet_until = models.TimeField(default="06:00")
    mappings = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An office in the agency's tree; `path` (`/3/17/`) makes "this unit and below" one prefix."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300)
    path = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name_key"], condition=Q(parent=None), name="one_top_unit_per_agency_and_name"
            ),
            models.UniqueConstraint(fields=["parent", "name_key"], name="one_unit_per_parent_and_name"),
        ]
        indexes = [models.Index(fields=["agency", "path"], name="unit_by_path")]

    def __str__(self) -> str:
        return self.name
