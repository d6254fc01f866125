"""Applications of firms, and the files handed in with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person
from jianghai.policies.models.payouts import Payout


class ApplicationState(models.TextChoices):
    """How far an application has come."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "审核中"
    RETURNED = "returned", "退回补正"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


class Application(models.Model):
    """One firm asks for one clause: what it filled in is kept as it was typed, also where it is wrong."""

    State = ApplicationState

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="applications")
    clause = models.CharField("条款", max_length=150)
    edition = models.CharField("版本", max_length=120)
    digest = models.CharField("版本摘要", max_length=64)
    name_zh = models.CharField("条款名称", max_length=200)
    name_en = models.CharField("条款英文名称", max_length=200, blank=True)
    period = models.CharField("期间", max_length=20)
    project = models.CharField("项目", max_length=100, blank=True)
    year = models.PositiveSmallIntegerField("数据年度")
    state = models.CharField(
        "状态", max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    entered = models.JSONField("填报", default=dict)  # {"fact" or "fact@year": as typed}
    told = models.JSONField("已入库", default=dict)  # what of it the registry has been told
    words = models.TextField("申报说明", blank=True)
    verdict = models.CharField("提交时测算", max_length=15, blank=True)
    low = models.BigIntegerField("测算下限（分）", null=True, blank=True)
    high = models.BigIntegerField("测算上限（分）", null=True, blank=True)
    promise = models.TextField("承诺内容", blank=True)
    promised_by = models.CharField("承诺人", max_length=60, blank=True)
    promised_at = models.DateTimeField("承诺时间", null=True, blank=True)
    remarks = models.JSONField("审核意见", default=list)  # [{"by", "at", "verb", "text"}]
    granted = models.BigIntegerField("核定金额（分）", null=True, blank=True)
    payout = models.OneToOneField(
        Payout, models.PROTECT, null=True, blank=True, related_name="application"
    )
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        """The last changed first; one matter is asked for once at a time."""

        verbose_name = "申报"
        ordering = ("-changed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "clause", "period", "project"),
                condition=Q(state__in=("draft", "in_review", "returned", "approved")),
                name="application_is_made_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn"))
                | (
                    Q(submitted_at__isnull=False)
                    & Q(promised_at__isnull=False)
                    & ~Q(promised_by="")
                ),
                name="application_submitted_has_a_promise",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused"))
                | (Q(decided_at__isnull=False) & Q(decided_by__isnull=False)),
                name="application_decided_says_by_whom",
            ),
        )
        indexes = (models.Index(fields=("state", "submitted_at"), name="applications_to_review"),)

    def __str__(self) -> str:
        """Tell the clause and the state."""
        return f"{self.name_zh}: {self.get_state_display()}"

    @property
    def open(self) -> bool:
        """Tell whether the firm may still write on it."""
        return self.state in {ApplicationState.DRAFT, ApplicationState.RETURNED}


class Attachment(models.Model):
    """One file handed in for one material; a file taken back is kept, and no longer part of the application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    material = models.PositiveSmallIntegerField("材料")  # its place in the clause's list
    name = models.CharField("文件名", max_length=200)
    place = models.CharField("存放", max_length=100)
    kind = models.CharField("文件类型", max_length=100)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        """As they came."""

        verbose_name = "申报材料"
        ordering = ("id",)

    def __str__(self) -> str:
        """Show the file's name."""
        return self.name
