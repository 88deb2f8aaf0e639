"""Personal codes with their PINs, their counters and the objections of those who say "bukan saya"."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models.offices import Agency
from ikrar.agencies.models.people import Staff


class Credential(models.Model):
    """A person's code and PIN. The code rests nowhere: it is derived from `nonce` under a key outside the database.

    `handed_by` names who handed the code on (slip, forward, WhatsApp): acts count as vouched by that person
    until the holder confirms once (design section 3).
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="credentials")
    nonce = models.BinaryField(max_length=12)
    lookup = models.BinaryField(max_length=16, unique=True)
    pin = models.BinaryField(max_length=32, null=True)
    pin_set_at = models.DateTimeField(null=True)
    handed_by = models.BigIntegerField(null=True)
    handed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_how = models.CharField(max_length=12, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(ended_at=None), name="one_live_credential_per_person")
        ]

    def __str__(self) -> str:
        return f"credential {self.pk}"

    @property
    def is_handed(self) -> bool:
        """Handed on by somebody and not yet confirmed by its holder."""
        return self.handed_by is not None and self.confirmed_at is None


class PinCounter(models.Model):
    """Wrong PINs of one credential from one known device; all unknown devices share the row with an empty `device`.

    `left_at` is when its holder last left on this device: a PIN given before does not count there any more.
    """

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="counters")
    device = models.CharField(max_length=24, blank=True)
    wrong = models.SmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "device"], name="one_counter_per_credential_and_device")
        ]

    def __str__(self) -> str:
        return f"{self.credential_id}: {self.wrong}"


class OneTimeCode(models.Model):
    """A code sent to a registered e-mail; only its HMAC is kept."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="one_time_codes")
    code = models.BinaryField(max_length=32)
    tries = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"for credential {self.credential_id}"


class Handing(models.Model):
    """An officer got to see a code to pass it on. `Credential.handed_by` is the first of them; none may confirm it."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="handings")
    by = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "by"], name="one_handing_per_code_and_officer")]

    def __str__(self) -> str:
        return f"{self.credential_id} by {self.by}"


class DeskNumber(models.Model):
    """Six digits on the holder's own phone, behind code and PIN, for an officer's desk to type; only their HMAC is kept."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="desk_numbers")
    number = models.BinaryField(max_length=32)
    tries = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"for credential {self.credential_id}"


class AddressCounter(models.Model):
    """Unknown codes typed from one address (its HMAC only) within the present window."""

    address = models.BinaryField(max_length=16, unique=True)
    unknown = models.IntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unknown} since {self.since}"


class Objection(models.Model):
    """Somebody said "bukan saya": a review that accuses nobody."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="objections")
    credential = models.ForeignKey(Credential, models.SET_NULL, null=True)
    where = models.CharField(max_length=40)
    act = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.where} {self.at}"
