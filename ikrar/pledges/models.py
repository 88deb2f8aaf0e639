"""Tables of what people promised: texts, campaigns, sessions, signatures and what hangs on them."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Account, Agency, Credential, Snapshot, Staff, Unit
from ikrar.agencies.rules import Level
from ikrar.core.models import StoredFile
from ikrar.norms.models import Election
from ikrar.pledges.rules import (
    BundleKind,
    CampaignState,
    CorrectionAnswer,
    Method,
    MissingReason,
    ReachKind,
    ReachOnly,
    SheetKind,
    SheetState,
    TextKind,
    TextState,
    VoidReason,
)


class PledgeText(models.Model):
    """One version of an ikrar or a pact; an approved one never changes.

    `body` holds `opening`, `points` (each `text` and `meaning`), `closing`, and for a pact `identity` (field names),
    `leader` and `witnesses` (lines for signatures).
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=5, choices=TextKind.choices)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    body = models.JSONField()
    least_level = models.SmallIntegerField(choices=Level.choices, default=Level.INK)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.DRAFT)
    digest = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "version"], name="one_text_per_kind_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def digest_short(self) -> str:
        """As people compare it: `9f2c 41d7 e803`."""
        return " ".join(self.digest[i : i + 4] for i in range(0, 12, 4))


class Campaign(models.Model):
    """A drive to pledge: which texts, for which elections, whom, and in which window. `code` is public (`/i/KODE`)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="campaigns")
    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=160)
    cycle = models.SlugField(max_length=40)
    elections = models.ManyToManyField(Election, related_name="campaigns")
    ikrar = models.ForeignKey(PledgeText, models.PROTECT, related_name="+")
    pact = models.ForeignKey(PledgeText, models.PROTECT, null=True, blank=True, related_name="+")
    kinds = models.JSONField(default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CampaignState.choices, default=CampaignState.PLANNED)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    leader = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="campaign_by_agency")]

    def __str__(self) -> str:
        return self.title


class SigningSession(models.Model):
    """A sitting in which a desk vouches: `susulan` for a unit or for everyone. Its opener vouches for nobody but oneself."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sessions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class Signature(models.Model):
    """One person's act: never changed; a mistake is voided by another row.

    `record` is canonical JSON (RFC 8785), `r` 32 random bytes, `commitment` a type byte and HMAC-SHA256(r, record).
    `listed` is what the staff list said of the person, `stated` what the signer corrected.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="signatures")
    session = models.ForeignKey(SigningSession, models.PROTECT, null=True, related_name="signatures")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="signatures")
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


class FoldedAct(models.Model):
    """Marks an act (signature or void) whose delta the worker has added to `UnitTally`."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    act = models.BigIntegerField()
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "is_void", "act"], name="one_mark_per_act")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.act}"


class UnitTally(models.Model):
    """Folded counts of one unit, kind, level and method in a campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    level = models.SmallIntegerField()
    method = models.CharField(max_length=6)
    signed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "level", "method"], name="one_tally_per_cell")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.signed}"


class UnitSize(models.Model):
    """The denominators of one unit and kind: fixed at opening, and today's with what moved between them."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sizes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    fixed = models.IntegerField(default=0)
    today = models.IntegerField(default=0)
    joined = models.IntegerField(default=0)
    moved_in = models.IntegerField(default=0)
    moved_out = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    unclear = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "kind"], name="one_size_per_unit_and_kind")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.fixed}"


class TallyMark(models.Model):
    """Up to which act everything is folded (`folded_to`) and every notice derived (`told_to`), and when it was sized."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="mark")
    folded_to = models.BigIntegerField(default=0)
    told_to = models.BigIntegerField(default=0)
    sized_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.campaign_id} to {self.folded_to}"


class Missing(models.Model):
    """Why a person has not signed, as told: neutral, seen only in the line of duty, deleted 90 days after the window."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="missing")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=MissingReason.choices)
    until = models.DateField(null=True, blank=True)
    noted_by = models.BigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "staff"], name="one_reason_per_campaign_and_person")]

    def __str__(self) -> str:
        return self.reason


class PaperSheet(models.Model):
    """One printed page: rows of a roster, or one person's pact form. `staff` is fixed at print, in the rows' order.

    Its scan and ticked rows are entered by one officer and count only after a second one confirms.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=SheetKind.choices, default=SheetKind.ROSTER)
    code = models.CharField(max_length=10, unique=True)
    staff = models.JSONField(default=list)
    ticked = models.JSONField(default=list)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.BigIntegerField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "-id"], name="sheet_by_campaign")]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> SheetState:
        """Where the sheet stands; a refused one may be entered again."""
        if self.confirmed_at:
            return SheetState.CONFIRMED
        if self.refused_at:
            return SheetState.REFUSED
        return SheetState.ENTERED if self.entered_at else SheetState.PRINTED


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


class PactFile(models.Model):
    """The PDF of one signature's pact, made once."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="pact_file")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sealed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.signature_id}"


class SupersededPact(models.Model):
    """A pact as it was printed before an accepted correction; the paper of the same act was made anew."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="superseded_pacts")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.signature_id}"


class PactBundle(models.Model):
    """Pacts of one unit to fetch at once: a ZIP of single files, or one file to print; long ones in parts."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bundles")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=BundleKind.choices)
    part = models.PositiveSmallIntegerField()
    pacts = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind", "part"], name="one_bundle_per_unit_and_part")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.part}"


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


class ReachFile(models.Model):
    """A file with personal codes (slips, mail merge): sealed, fetched by its maker alone, and deleted soon after."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reach_files")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=8, choices=ReachKind.choices)
    only = models.CharField(max_length=10, choices=ReachOnly.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    job = models.BigIntegerField(null=True)
    people = models.IntegerField(default=0)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class SentByHand(models.Model):
    """An officer says to have sent the invitation to this person by hand (WhatsApp); the last time counts."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sent_by_hand")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "staff"], name="one_hand_mark_per_person")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.at}"
