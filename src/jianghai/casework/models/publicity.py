"""Public notices (公示): what everybody may read, for how long, the proof that it was up, and objections to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.casework.models.cases import Case
from jianghai.casework.models.clocks import Clock
from jianghai.casework.models.documents import Version
from jianghai.people.models import Person


class PublicityKind(models.TextChoices):
    """What a public notice tells."""

    ACCEPTANCE = "acceptance", "受理公示"
    PREAPPROVAL = "preapproval", "拟批准公示"
    DECISION = "decision", "审批决定公告"
    RESULT = "result", "结果公示"


class Publicity(models.Model):
    """One public notice of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="publicities")
    kind = models.CharField("类别", max_length=12, choices=PublicityKind)
    element = models.CharField("环节", max_length=80)
    title = models.CharField("标题", max_length=300)
    text = models.TextField("正文")
    papers = models.ManyToManyField(
        Version, blank=True, related_name="+"
    )  # public versions, redacted where needed
    posted_at = models.DateTimeField("发布时间")
    first_day = models.DateField("公示起始日")
    last_day = models.DateField("公示截止日", null=True, blank=True)  # a decision stays up
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    digest = models.CharField("摘要", max_length=64)  # of what was posted

    class Meta:
        """The latest first."""

        verbose_name = "公示"
        ordering = ("-posted_at", "-id")
        indexes = (models.Index(fields=("kind", "-posted_at"), name="publicity_by_kind"),)

    def __str__(self) -> str:
        """Show its title."""
        return self.title


class Sighting(models.Model):
    """The page was asked for from outside at a moment and showed what was posted: proof that it was up."""

    publicity = models.ForeignKey(Publicity, models.CASCADE, related_name="sightings")
    at = models.DateTimeField("时间")
    status = models.PositiveSmallIntegerField("状态码")
    digest = models.CharField("摘要", max_length=64, blank=True)

    class Meta:
        """As they were made."""

        verbose_name = "公示核验"
        ordering = ("at", "id")

    def __str__(self) -> str:
        """Tell the moment."""
        return f"{self.at} {self.status}"


class ObjectionState(models.TextChoices):
    """Where an objection is."""

    RECEIVED = "received", "已收到"
    UPHELD = "upheld", "成立"
    DISMISSED = "dismissed", "不成立"


class Objection(models.Model):
    """What somebody of the public says against a notice; the receipt finds it again."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections")
    receipt = models.CharField("回执号", max_length=20, unique=True)
    name = models.CharField("姓名（密封）", max_length=400)
    contact = models.CharField("联系方式（密封）", max_length=400)
    text = models.TextField("内容", max_length=5000)
    at = models.DateTimeField("收到时间")
    hearing = models.BooleanField("申请听证", default=False)
    state = models.CharField(
        "状态", max_length=10, choices=ObjectionState, default=ObjectionState.RECEIVED
    )
    answer = models.TextField("答复", max_length=5000, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    key = models.CharField("幂等键", max_length=100, unique=True)

    class Meta:
        """As they came."""

        verbose_name = "异议"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECEIVED) | ~Q(answer=""),
                name="objection_is_answered_with_words",
            ),
        )

    def __str__(self) -> str:
        """Show the receipt."""
        return self.receipt
