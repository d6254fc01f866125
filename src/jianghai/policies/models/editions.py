"""Policies as staff write them: drafts that two people make, and the editions that came of them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from jianghai.people.models import Person
from jianghai.policies.errors import PublishedError


class DraftState(models.TextChoices):
    """How far a draft is."""

    DRAFT = "draft", "起草中"
    IN_REVIEW = "in_review", "待复核"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "已发布"
    DROPPED = "dropped", "已放弃"


class PolicyDraft(models.Model):
    """An edition that somebody is writing; `text` is the policy file, `cases` the file of its cases."""

    policy = models.CharField("政策", max_length=100)  # issuer/policy
    base = models.CharField(
        "依据版本", max_length=120, blank=True
    )  # policy@day, empty for a new one
    opens = models.DateField("生效日期")
    text = models.TextField("内容")
    cases = models.TextField("用例", blank=True)
    version = models.PositiveIntegerField("修改次数", default=0)
    state = models.CharField("状态", max_length=10, choices=DraftState, default=DraftState.DRAFT)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="起草人")
    reviewer = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    remark = models.CharField("复核意见", max_length=500, blank=True)
    started_at = models.DateTimeField("起草时间")
    changed_at = models.DateTimeField("修改时间")
    submitted_at = models.DateTimeField("提交时间", null=True)

    class Meta:
        """The last changed first."""

        verbose_name = "政策草稿"
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=("state", "policy"), name="drafts_open"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="draft_is_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        """Tell the policy and the day."""
        return f"{self.policy} {self.opens}"

    @property
    def open(self) -> bool:
        """Tell whether it may still be written on."""
        return self.state in {DraftState.DRAFT, DraftState.RETURNED}


class Editions(models.QuerySet["PublishedEdition"]):
    """Published editions: read and added, never changed."""

    def update(self, **_what: Any) -> NoReturn:
        """Refuse."""
        raise PublishedError

    def delete(self) -> NoReturn:
        """Refuse."""
        raise PublishedError


class PublishedEdition(models.Model):
    """An edition that was published here; it never changes, and `digest` is the SHA-256 of its text."""

    policy = models.CharField("政策", max_length=100)
    opens = models.DateField("生效日期")
    text = models.TextField("内容")
    cases = models.TextField("用例", blank=True)
    digest = models.CharField("摘要", max_length=64)
    draft = models.OneToOneField(
        PolicyDraft, models.PROTECT, related_name="edition", verbose_name="草稿"
    )
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="起草人")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="复核人")
    at = models.DateTimeField("发布时间")

    objects = Editions.as_manager()

    class Meta:
        """In the order of publication."""

        verbose_name = "政策版本"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("policy", "opens"), name="edition_begins_once_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("author")), name="edition_was_reviewed_by_another"
            ),
        )

    def __str__(self) -> str:
        """Tell the policy and the day."""
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add an edition; refuse to change one."""
        if not self._state.adding:
            raise PublishedError(where=self.key)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise PublishedError(where=self.key)

    @property
    def key(self) -> str:
        """Name the edition as the rulebook does."""
        return f"{self.policy}@{self.opens.isoformat()}"
