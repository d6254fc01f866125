"""Documents of a case: versions known by their content, remarks on a page and a place, and who has read what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.casework.models.cases import Case
from jianghai.people.models import Department, Person


class Document(models.Model):
    """Something handed in or issued in a case, under one name through all its versions."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    material = models.CharField(
        "材料", max_length=60
    )  # its key in the service's materials, or a paper's kind
    name = models.CharField("名称", max_length=200)
    issued = models.BooleanField("由我方出具", default=False)
    public = models.BooleanField("可公开", default=False)
    turn = models.PositiveIntegerField("变更序号", default=0)  # grows with whatever happens to it
    remarked = models.PositiveIntegerField("意见末号", default=0)

    class Meta:
        """As they came."""

        verbose_name = "文件"
        ordering = ("id",)
        indexes = (models.Index(fields=("case", "material"), name="document_by_material"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "material"),
                condition=Q(issued=False),
                name="material_is_one_document",
            ),
        )

    def __str__(self) -> str:
        """Show its name."""
        return self.name


class Version(models.Model):
    """One version of a document: never changed, kept under the hash of its content."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    sha256 = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    place = models.CharField("存放", max_length=200)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        """By number."""

        verbose_name = "版本"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="version_number_once"),
            models.UniqueConstraint(fields=("document", "sha256"), name="version_content_once"),
        )

    def __str__(self) -> str:
        """Tell the document and its version."""
        return f"{self.name} v{self.number}"


class RemarkState(models.TextChoices):
    """Where a remark is."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    ACCEPTED = "accepted", "采纳"
    REJECTED = "rejected", "不采纳"
    CLOSED = "closed", "已关闭"


class Remark(models.Model):
    """What a reviewer says of one place of one version; it is closed against a later one."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="remarks")
    number = models.PositiveIntegerField("序号")  # in its document, without gaps
    turn = models.PositiveIntegerField("变更序号")  # the document's when it last changed
    version = models.ForeignKey(Version, models.CASCADE, related_name="remarks")
    page = models.PositiveIntegerField("页码")
    area = models.JSONField(
        "位置", default=list
    )  # rectangles in PDF points: [[left, bottom, right, top], …]
    quote = models.CharField("原文", max_length=1000, blank=True)
    text = models.TextField("意见", max_length=5000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=10, choices=RemarkState, default=RemarkState.OPEN)
    answer = models.TextField("答复", max_length=5000, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    verdict = models.CharField(
        "采纳情况", max_length=10, blank=True
    )  # accepted, rejected, or not yet
    reason = models.CharField("理由", max_length=1000, blank=True)
    closed_in = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="closes"
    )
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)

    class Meta:
        """By place."""

        verbose_name = "审阅意见"
        ordering = ("page", "id")
        indexes = (models.Index(fields=("document", "turn"), name="remark_by_turn"),)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="remark_number_once"),
            models.CheckConstraint(
                condition=~Q(state=RemarkState.CLOSED) | Q(closed_in__isnull=False),
                name="remark_is_closed_by_a_version",
            ),
        )

    def __str__(self) -> str:
        """Show its beginning."""
        return self.text[:40]


class Reply(models.Model):
    """One step of what was said of a remark: where it brought the remark, in whose words."""

    remark = models.ForeignKey(Remark, models.CASCADE, related_name="replies")
    state = models.CharField("状态", max_length=10, choices=RemarkState)
    text = models.TextField("内容", max_length=5000, blank=True)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """As they were said."""

        verbose_name = "意见办理"
        ordering = ("id",)

    def __str__(self) -> str:
        """Show its beginning."""
        return self.text[:40]


class Reading(models.Model):
    """Somebody has opened a version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="readings")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    first_at = models.DateTimeField("首次查看")
    last_at = models.DateTimeField("最近查看")
    furthest = models.PositiveIntegerField("读到页", default=1)

    class Meta:
        """As they read."""

        verbose_name = "查看记录"
        ordering = ("first_at", "id")
        constraints = (models.UniqueConstraint(fields=("version", "by"), name="reading_once"),)

    def __str__(self) -> str:
        """Tell who."""
        return f"{self.by_id}"
