"""Tables of events; so far an activity's bare facts."""

from django.db import models

from ikrar.agencies.models import Agency


class Activity(models.Model):
    """An event of the programme; `on` is null where the source does not tell the day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="activities")
    title = models.CharField(max_length=200)
    on = models.DateField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
