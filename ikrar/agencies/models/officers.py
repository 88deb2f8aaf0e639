"""Officers' accounts and roles, and the devices of their desks."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from ikrar.agencies.models.offices import Agency, Unit
from ikrar.agencies.models.people import Staff
from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Reset


class AccountManager(BaseUserManager["Account"]):
    """Makes officers' accounts; allauth and the commands come here."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: object) -> "Account":
        account = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **fields
        )
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """An officer's account: e-mail or chosen name, never the NIP. Who is an officer in two agencies has two of them."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="accounts")
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    staff = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="accounts")
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True)
    invitation = models.BinaryField(max_length=32, null=True)

    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"], condition=~Q(email=""), name="one_account_per_email_and_agency"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username


class AccountReset(models.Model):
    """Somebody else opened one half of an account anew: its password, by a new code, or its second factor.

    `by` is empty where it was the operator at the console; `told_at` is the holder's first log-in afterwards.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="resets")
    what = models.CharField(max_length=13, choices=Reset.choices)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what} of {self.account_id}"


class LoginCounter(models.Model):
    """Failed log-ins to one name from one known device; all unknown devices share the row with an empty `device`.

    `who` is an HMAC of the account, or of what was typed where there is none, so that both are answered alike.
    """

    who = models.BinaryField(max_length=16)
    device = models.CharField(max_length=24, blank=True)
    wrong = models.SmallIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "device"], name="one_login_counter_per_name_and_device")]

    def __str__(self) -> str:
        return f"{self.wrong} since {self.last_at}"


class RoleGrant(models.Model):
    """A role that an officer holds, in a unit and below or in the whole agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="grants")
    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grants")
    given_by = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=Q(ended_at=None, unit__isnull=False),
                name="one_open_unit_grant",
            ),
            models.UniqueConstraint(
                fields=["account", "role"], condition=Q(ended_at=None, unit__isnull=True), name="one_open_agency_grant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class Device(models.Model):
    """A desk's device: enrolled by an officer through a one-time code, revocable."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="devices")
    label = models.CharField(max_length=60)
    token = models.BinaryField(max_length=32, null=True)
    enrolment = models.BinaryField(max_length=32, null=True)
    enrolment_until = models.DateTimeField(null=True)
    officer = models.ForeignKey(Account, models.PROTECT, related_name="devices")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
