"""Signatures, and what hangs on one: voids, corrections, the papers made of it, draws."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency, Credential, Staff, Unit
from ikrar.agencies.rules import Level
from ikrar.core.models import StoredFile
from ikrar.outreach.models import Badge
from ikrar.pledges.models.campaigns import Campaign, SigningSession
from ikrar.pledges.rules import CorrectionAnswer, Method, VoidReason


class Signature(models.Model):
    """One person's act: never changed; a mistake is voided by another row.

    `record` is canonical JSON (RFC 8785), `r` 32 random bytes, `commitment` a type byte and HMAC-SHA256(r, record).
    `listed` is what the staff list said of the person, `stated` what the signer corrected. An erased act has no `staff`
    and says nothing of anybody any more (`actions/erasing.py`); it still counts, and its leaf stays.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="signatures")
    session = models.ForeignKey(SigningSession, models.PROTECT, null=True, related_name="signatures")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="signatures")
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    attempt = models.PositiveSmallIntegerField(default=1)
    level = models.SmallIntegerField(choices=Level.choices)
    method = models.CharField(max_length=6, choices=Method.choices)
    officer = models.BigIntegerField(null=True)
    device = models.CharField(max_length=40, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    drawing = models.TextField(blank=True)
    badge = models.ForeignKey(Badge, models.PROTECT, null=True, related_name="+")
    client_uuid = models.UUIDField()
    body = models.BinaryField(max_length=32)
    client_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    ikrar_digest = models.CharField(max_length=64)
    pact_digest = models.CharField(max_length=64, blank=True)
    listed = models.JSONField()
    stated = models.JSONField(default=dict)
    receipt = models.CharField(max_length=12, unique=True)
    r = models.BinaryField(max_length=32)
    record = models.TextField()
    commitment = models.BinaryField(max_length=33)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "client_uuid"], name="one_act_per_client_uuid"),
            models.UniqueConstraint(
                fields=["campaign", "staff", "attempt"], name="one_signature_per_person_and_attempt"
            ),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="attempts_count_from_one"),
        ]
        indexes = [models.Index(fields=["campaign", "unit"], name="signature_by_unit")]

    def __str__(self) -> str:
        return self.receipt


class SignatureVoid(models.Model):
    """Says that a signature does not count, why, and who said so."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="void")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="voids")
    reason = models.CharField(max_length=12, choices=VoidReason.choices)
    note = models.CharField(max_length=300, blank=True)
    officer = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.signature_id} {self.reason}"


class Correction(models.Model):
    """What a signer said is wrong in the staff list, waiting for an answer."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="corrections")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=20)
    listed = models.CharField(max_length=160, blank=True)
    stated = models.CharField(max_length=160)
    answer = models.CharField(max_length=8, choices=CorrectionAnswer.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "answer"], name="correction_by_answer")]

    def __str__(self) -> str:
        return self.field


class PactSeal(models.Model):
    """A certificate under which an agency has sealed pacts; it stays when the key is exchanged."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    holder = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    serial = models.CharField(max_length=64)
    until = models.DateTimeField()
    is_own = models.BooleanField()
    certificate = models.TextField()
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "fingerprint"], name="one_row_per_agency_and_certificate")
        ]

    def __str__(self) -> str:
        return self.holder


class PactFile(models.Model):
    """The PDF of one signature's pact, made once. Files from before pacts were sealed have no seal."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="pact_file")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    seal = models.ForeignKey(PactSeal, models.PROTECT, null=True, related_name="pacts")

    def __str__(self) -> str:
        return f"{self.signature_id}"


class SupersededPact(models.Model):
    """A pact as it was before an accepted correction, or before it was sealed; the paper of the same act was made anew."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="superseded_pacts")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.signature_id}"


class Draw(models.Model):
    """An observer's random draw of signatures; the seed is kept so that anyone can repeat it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=64)
    up_to = models.BigIntegerField()
    drawn = models.JSONField(default=list)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.seed[:8]
