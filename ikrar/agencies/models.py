"""Tables of who there is: agencies, units, staff with their history, codes, officers, devices, the imports of the staff list."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from ikrar.agencies.roles import Role
from ikrar.agencies.rules import Change, ContactSource, ImportState, StaffKind
from ikrar.core.models import StoredFile
from ikrar.core.zones import ZONES


class Agency(models.Model):
    """A government agency; its letterhead is what its papers begin with."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=4, choices=[(code, code) for code in ZONES], default="WIB")
    government = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=120, blank=True)
    address = models.JSONField(default=list, blank=True)
    place = models.CharField(max_length=60, blank=True)
    emblem = models.TextField(blank=True)
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


class Staff(models.Model):
    """A person, known by an internal id: numbers change, people stay."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    title_front = models.CharField(max_length=300, blank=True)
    title_back = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=StaffKind.choices)
    number = models.CharField(max_length=18, blank=True)
    phone = models.CharField(max_length=300, blank=True)
    phone_source = models.CharField(max_length=12, choices=ContactSource.choices, default=ContactSource.ROSTER)
    email = models.EmailField(max_length=300, blank=True)
    email_source = models.CharField(max_length=12, choices=ContactSource.choices, default=ContactSource.ROSTER)
    email_confirmed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], condition=~Q(number=""), name="one_person_per_number")
        ]
        indexes = [models.Index(fields=["agency", "name_key"], name="staff_by_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """With titles, which never part from the name at the end of a line."""
        back = f", {self.title_back}" if self.title_back else ""
        return " ".join(part for part in (self.title_front, self.name) if part) + back.replace("., ", ".,\u00a0")

    @property
    def number_end(self) -> str:
        """The short end of the number, all that a list shows: `2 014`."""
        return f"{self.number[14]}\u00a0{self.number[15:]}" if len(self.number) == 18 else ""

    @property
    def number_grouped(self) -> str:
        """As papers print it: `19860926 201505 1 001`."""
        n = self.number
        return f"{n[:8]}\u00a0{n[8:14]}\u00a0{n[14]}\u00a0{n[15:]}" if len(n) == 18 else n


class StaffNumber(models.Model):
    """A number that a person had before the present one (a PPPK gets a new one with a new agency)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=18)
    until = models.DateField()

    def __str__(self) -> str:
        return f"…{self.number[-4:]}"


class Assignment(models.Model):
    """Where a person served from `since` to the day before `until` (open: null)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=20, choices=StaffKind.choices)
    position = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(until=None), name="one_open_assignment_per_person"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["agency", "unit", "until"], name="assignment_by_unit")]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.unit_id}"


class Snapshot(models.Model):
    """A date, a scope, counts and a digest; who is in it is read "as of" the date."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    on = models.DateField()
    scope = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}"


class RosterImport(models.Model):
    """One uploaded staff list, from reading to applying or taking back."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="imports")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    scope = models.JSONField(default=dict)
    as_of = models.DateField()
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="import_by_agency")]

    def __str__(self) -> str:
        return self.name


class RosterUnit(models.Model):
    """A unit as an uploaded list names it, and the unit of ours that it is; a row names it by `place`."""

    pk = models.CompositePrimaryKey("roster_id", "place")
    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, related_name="units")
    place = models.IntegerField()
    name = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=300, blank=True)
    parent_name = models.CharField(max_length=300, blank=True)
    parent_key = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    outside = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class RosterRow(models.Model):
    """One row of an uploaded list, staged: nothing else is written before somebody applies it.

    A million of them are loaded at once, so the table has no more indexes than its key and those of the exceptions, and
    the database checks no foreign key of theirs.
    """

    pk = models.CompositePrimaryKey("roster_id", "sheet", "line")
    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, db_constraint=False, related_name="rows")
    sheet = models.SmallIntegerField()
    line = models.IntegerField()
    outcome = models.CharField(max_length=8)
    reason = models.CharField(max_length=40, blank=True)
    others = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=18, blank=True)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    title_front = models.CharField(max_length=300, blank=True)
    title_back = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    place = models.IntegerField()
    position = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=300, blank=True)
    raw = models.CharField(max_length=80, blank=True)
    change = models.CharField(max_length=8, choices=Change.choices, blank=True)
    staff = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["roster", "outcome", "sheet", "line"],
                condition=Q(outcome__in=["refused", "held", "skipped", "layout"]),
                name="row_not_accepted",
            ),
            models.Index(
                fields=["roster", "change", "sheet", "line"],
                condition=Q(change__in=["changed", "moved", "ask"]),
                name="row_that_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"

    @property
    def full_name(self) -> str:
        """As the file tells it, with titles."""
        return Staff.full_name.fget(self)  # type: ignore[attr-defined]

    @property
    def number_end(self) -> str:
        return f"{self.number[14]}\u00a0{self.number[15:]}" if len(self.number) == 18 else ""


class RosterGone(models.Model):
    """A person in the scope of an uploaded list whom it does not name (`gone`), or perhaps names (`unclear`)."""

    pk = models.CompositePrimaryKey("roster_id", "staff")
    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, db_constraint=False, related_name="gone")
    staff = models.BigIntegerField()
    what = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.what} {self.staff}"


class RosterChange(models.Model):
    """What applying an import did to one person, enough to take it back: `before` is null where the person was new."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, db_index=False, related_name="changes")
    staff = models.BigIntegerField()
    what = models.CharField(max_length=8)
    before = models.JSONField(null=True)
    opened = models.BigIntegerField(null=True)
    closed = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["roster", "staff"], name="change_by_import")]

    def __str__(self) -> str:
        return f"{self.what} {self.staff}"


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
    """Wrong PINs of one credential from one known device; all unknown devices share the row with an empty `device`."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="counters")
    device = models.CharField(max_length=24, blank=True)
    wrong = models.SmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)

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
    """An officer's account: e-mail or chosen name, never the NIP."""

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
        constraints = [models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_account_per_email")]

    def __str__(self) -> str:
        return self.name or self.username


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
