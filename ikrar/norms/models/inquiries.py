"""Questions that nobody asked by name, and what stays of them."""

from django.db import models

from ikrar.agencies.models import Agency


class Inquiry(models.Model):
    """A question that the guide did not answer, put to an agency's legal office by nobody.

    No name, unit, address or hour; `day` is what lets it go after some weeks. The code by which its answer is read rests
    nowhere: `lookup` is its HMAC.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    ticket = models.UUIDField(unique=True)
    lookup = models.BinaryField(max_length=16, unique=True)
    text = models.CharField(max_length=500)
    day = models.DateField()
    answer = models.CharField(max_length=2000, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "day"], name="inquiry_by_day")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Precedent(models.Model):
    """What stays of an answered question: the question in the legal office's own words, without persons, and the answer."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    answer = models.CharField(max_length=2000)
    rule = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.question
