"""Cases: what somebody asked, where it stands, and who takes part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jianghai.base.errors import ApplicationError
from jianghai.casework.models.services import ServiceEdition
from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Department, Person


class Status(models.IntegerChoices):
    """The states of the national exchange (办理状态 1-15); 0 is ours: being filled in, not yet handed in."""

    DRAFT = 0, "填报中"
    RECEIVED = 1, "已接件"
    TAKEN_BACK = 2, "已撤件"
    ACCEPTED = 3, "已受理"
    NOT_A_LICENCE = 4, "不受理"
    NOT_ACCEPTED = 5, "不予受理"
    SUPPLEMENT_ASKED = 6, "补正开始"
    SUPPLEMENT_GIVEN = 7, "补正结束"
    IN_HAND = 8, "部门开始办理"
    SPECIAL_BEGUN = 9, "特别程序开始"
    SPECIAL_ENDED = 10, "特别程序结束"
    GRANTED = 11, "办结（通过）"
    GRANTED_TOLERANT = 12, "办结（容缺通过）"
    REFUSED = 13, "办结（不通过）"
    WITHDRAWN = 14, "撤回"
    REVOKED = 15, "撤销"

    @property
    def english(self) -> str:
        """Name the state in English."""
        return ENGLISH_STATUS[self]


ENGLISH_STATUS = {
    Status.DRAFT: "Being filled in",
    Status.RECEIVED: "Received",
    Status.TAKEN_BACK: "Taken back by the applicant",
    Status.ACCEPTED: "Accepted",
    Status.NOT_A_LICENCE: "Not a matter for a licence",
    Status.NOT_ACCEPTED: "Not accepted",
    Status.SUPPLEMENT_ASKED: "To be corrected",
    Status.SUPPLEMENT_GIVEN: "Corrected",
    Status.IN_HAND: "In hand",
    Status.SPECIAL_BEGUN: "Special procedure begun",
    Status.SPECIAL_ENDED: "Special procedure ended",
    Status.GRANTED: "Granted",
    Status.GRANTED_TOLERANT: "Granted, papers to follow",
    Status.REFUSED: "Refused",
    Status.WITHDRAWN: "Withdrawn after the decision",
    Status.REVOKED: "Revoked",
}
#: Nothing more is owed to the applicant but delivery and publication.
CLOSED = frozenset(
    {
        Status.TAKEN_BACK,
        Status.NOT_A_LICENCE,
        Status.NOT_ACCEPTED,
        Status.GRANTED,
        Status.GRANTED_TOLERANT,
        Status.REFUSED,
        Status.WITHDRAWN,
        Status.REVOKED,
    }
)


class Lane(models.TextChoices):
    """How a case is handled; the green lane goes first and works in parallel, and skips no legal notice."""

    NORMAL = "normal", "普通"
    GREEN = "green", "绿色通道"


class Light(models.IntegerChoices):
    """How near a deadline is."""

    NONE = 0, "无"
    GREEN = 1, "绿灯"
    YELLOW = 2, "黄灯"
    ORANGE = 3, "橙灯"
    RED = 4, "红灯"


class Case(models.Model):
    """Something that somebody asked the zone to decide."""

    service = models.CharField("事项", max_length=60)
    edition = models.ForeignKey(
        ServiceEdition, models.PROTECT, related_name="+"
    )  # its law and its clocks
    process = models.ForeignKey(
        ServiceEdition, models.PROTECT, related_name="+"
    )  # its diagram, never changed
    title = models.CharField("标题", max_length=200)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+"
    )  # answers for it
    lane = models.CharField("通道", max_length=8, choices=Lane, default=Lane.NORMAL)
    status = models.PositiveSmallIntegerField("办理状态", choices=Status, default=Status.DRAFT)
    light = models.PositiveSmallIntegerField("预警", choices=Light, default=Light.NONE)
    form = models.JSONField("填报内容", default=dict)
    faults = models.JSONField(
        "填报问题", default=dict
    )  # by field: what is wrong with what was typed
    opened_at = models.DateTimeField("建立时间")
    received_at = models.DateTimeField("接件时间", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    changed_at = models.DateTimeField("更新时间")
    due_at = models.DateTimeField("期限", null=True, blank=True)  # the next one that binds us
    overdue_reason = models.CharField("超期原因（公开）", max_length=500, blank=True)
    counter_visits = models.PositiveSmallIntegerField("到窗口次数", default=0)
    demo = models.BooleanField("示例", default=False)

    class Meta:
        """The latest first."""

        verbose_name = "办件"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("department", "-id"), name="case_of_department"),
            models.Index(fields=("enterprise", "-id"), name="case_of_enterprise"),
            models.Index(fields=("applicant", "-id"), name="case_of_applicant"),
            models.Index(fields=("status", "-id"), name="case_by_status"),
            models.Index(fields=("service", "-id"), name="case_of_service"),
            models.Index(
                fields=("light", "due_at"), name="case_at_risk", condition=Q(closed_at=None)
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="case_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(received_at__isnull=False),
                name="case_handed_in_has_a_time",
            ),
        )

    def __str__(self) -> str:
        """Tell its number and title."""
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """Give the number that people quote: the day it was opened, and its place among all cases."""
        return f"{self.opened_at:%Y%m%d}{self.pk or 0:08d}"

    @property
    def over(self) -> bool:
        """Tell whether the case is closed."""
        return self.status in CLOSED


def place_of(number: str) -> int:
    """Read a case's number back as its key; ApplicationError where it is none."""
    text = number.strip()
    if not text.isascii() or not text.isdigit() or len(text) != len("2026112200000001"):
        raise ApplicationError(
            "办件编号为 16 位数字，请核对。",
            "A case number has 16 digits; check it.",
            where=text[:20],
        )
    return int(text[8:])


class Flow(models.Model):
    """Where a case's tokens are, as the process engine writes it down."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="flow")
    state = models.TextField("流程状态")

    class Meta:
        """Found by case only."""

        verbose_name = "流程状态"

    def __str__(self) -> str:
        """Name the case."""
        return f"flow of {self.case_id}"


class Part(models.TextChoices):
    """As what somebody takes part in a case."""

    DEPARTMENT = "department", "承办部门"
    DRAFTER = "drafter", "编制单位"
    EXPERT = "expert", "专家"
    HELPER = "helper", "协办人"
    AGENT = "agent", "帮办代办人"


class Party(models.Model):
    """A department or a person that takes part in a case, and may therefore read it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    part = models.CharField("身份", max_length=12, choices=Part)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    since = models.DateTimeField("加入时间")
    until = models.DateTimeField("退出时间", null=True, blank=True)

    class Meta:
        """As they joined."""

        verbose_name = "参与方"
        ordering = ("id",)
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=("department", "case"),
                condition=Q(department__isnull=False),
                name="department_takes_part_once",
            ),
            models.UniqueConstraint(
                fields=("person", "case", "part"),
                condition=Q(person__isnull=False),
                name="person_takes_part_once",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False, person=None)
                | Q(department=None, person__isnull=False),
                name="party_is_a_department_or_a_person",
            ),
        )

    def __str__(self) -> str:
        """Tell who takes part as what."""
        return f"{self.department or self.person} {self.get_part_display()}"
