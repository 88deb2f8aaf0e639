"""Tables of the toolbox: audit rows and their salts, jobs, outgoing mail, stored files, data keys."""

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """Who changed what and when: ids and field names only; names of people are resolved when shown.

    `digest` is an HMAC of the values under the object's own salt, so that erasing the salt makes the row say nothing.
    """

    agency = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=12)
    actor = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    unit = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    digest = models.BinaryField(max_length=32, null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-id"], name="audit_by_agency"),
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"


class ObjectSalt(models.Model):
    """The salt of one audited object; erasure destroys the row."""

    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "object_id"], name="one_salt_per_object")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Long work that shows progress and survives a restart: `cursor` is where the next step goes on.

    A worker holds a job by a lease; a lease that ran out (the worker died) makes the job free again.
    """

    agency = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    cursor = models.JSONField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    message = models.CharField(max_length=500, blank=True)
    attempts = models.IntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_of = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="job_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=~Q(key="") & Q(state__in=["waiting", "running"]),
                name="one_open_job_per_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class MailState(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


class OutboxMessage(models.Model):
    """One message to one contact; `key` makes sending it twice impossible, `topic` lets a whole matter be stopped.

    The body is rendered when it is sent (`template`, `context`), so that no personal code rests in the table.
    """

    agency = models.BigIntegerField(null=True)
    to = models.EmailField()
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict)
    topic = models.CharField(max_length=80, blank=True)
    about = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.IntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    not_before = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"], name="mail_next"),
            models.Index(fields=["topic", "about"], name="mail_by_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class StoredFile(models.Model):
    """A file in the storage backend, known by its digest; `name` is what the person called it."""

    agency = models.BigIntegerField()
    path = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class DataKey(models.Model):
    """The key under which one record lies in backups; no backup holds it, and an erasure destroys it (`datakeys.py`)."""

    kind = models.CharField(max_length=8)
    record = models.BigIntegerField()
    key = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="one_data_key_per_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class KeyCanary(models.Model):
    """By what the database recognises a key file: a fixed text's HMAC under it, written once."""

    key = models.CharField(max_length=20, unique=True)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.key
