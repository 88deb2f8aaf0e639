"""Circulars of an agency."""

from django.db import models

from ikrar.agencies.models import Agency


class Circular(models.Model):
    """A circular of the agency, known by number and title; its text comes with the norms room's own issue."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="circulars")
    number = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="one_circular_per_number_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.number}"
