"""What those present say: an evaluation that knows nobody, questions for the speakers and their answers."""

from django.db import models
from django.db.models import Q

from ikrar.agencies.models import Agency
from ikrar.norms.models import LegalBasis
from ikrar.outreach.models.activities import Activity
from ikrar.outreach.rules import QuestionState


class Forum(models.Model):
    """What an activity asks of anyone present, and takes as questions to its speakers, at its short address.

    `days` is for how long the evaluation is open from the activity's beginning; `speaker_serial` grows when the
    speakers' link is replaced.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    activity = models.OneToOneField(Activity, models.CASCADE, related_name="forum")
    has_evaluation = models.BooleanField(default=True)
    has_questions = models.BooleanField(default=True)
    first = models.CharField(max_length=200)
    first_words = models.JSONField()
    second = models.CharField(max_length=200)
    second_words = models.JSONField()
    third = models.CharField(max_length=200)
    days = models.PositiveSmallIntegerField()
    speaker_serial = models.PositiveSmallIntegerField(default=1)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"forum of {self.activity_id}"


class Answer(models.Model):
    """One evaluation form: two steps of a scale and a text. No person, no address, no time; `token` is random.

    `is_shown` once enough others came with it: what is shown then never grows by a single form.
    """

    token = models.UUIDField(primary_key=True)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="answers")
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500, blank=True)
    is_shown = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, first__lte=5, second__gte=1, second__lte=5), name="an_answer_is_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"


class Question(models.Model):
    """A question of somebody present, whom nobody knows; `wording` is how the committee shows it.

    Who asked finds the answer by a code that rests nowhere: `lookup` is its HMAC.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="questions")
    ticket = models.UUIDField(unique=True)
    lookup = models.BinaryField(max_length=16, unique=True)
    text = models.CharField(max_length=300)
    wording = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=QuestionState.choices, default=QuestionState.WAITING)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    reason = models.CharField(max_length=200, blank=True)
    is_spoken = models.BooleanField(default=False)
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=QuestionState.MERGED, merged_into__isnull=False)
                | (~Q(state=QuestionState.MERGED) & Q(merged_into=None)),
                name="a_merged_question_leads_to_another",
            )
        ]
        indexes = [models.Index(fields=["forum", "state"], name="question_by_state")]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        return self.wording or self.text


class Citation(models.Model):
    """What an answer rests on: a legal basis and where in it, as the officer wrote it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="citations")
    basis = models.ForeignKey(LegalBasis, models.PROTECT, related_name="+")
    article = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "place"], name="one_citation_per_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.basis} {self.article}".strip()
