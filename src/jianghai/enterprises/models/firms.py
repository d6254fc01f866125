"""Enterprises and who acts for them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from jianghai.enterprises.models.batches import Batch
from jianghai.enterprises.names import sort_key, spoken
from jianghai.people.models import Person
from rulebook.records.dates import read_date

#: Columns of the registry that are facts of the catalogue under the same name.
IDENTITY = (
    "reg_date",
    "reg_region",
    "region_code",
    "industry_code",
    "stage_override",
    "resident_enterprise",
)


class Enterprise(models.Model):
    """One legal entity of the zone; its figures are facts, kept by year in their own table."""

    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    uscc_absent = models.CharField("无信用代码的原因", max_length=100, blank=True)
    name = models.CharField("企业名称", max_length=200)
    pinyin = models.CharField("拼音", max_length=800, editable=False)
    initials = models.CharField("拼音首字母", max_length=200, editable=False)
    reg_date = models.CharField(
        "成立日期", max_length=10, blank=True
    )  # as given: YYYY, YYYY-MM or YYYY-MM-DD
    reg_from = models.DateField("成立日期不早于", null=True, blank=True, editable=False)
    reg_to = models.DateField("成立日期不晚于", null=True, blank=True, editable=False)
    reg_region = models.CharField("注册地", max_length=200, blank=True)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True)
    industry_code = models.CharField("行业代码", max_length=10, blank=True, db_index=True)
    stage_override = models.CharField("成长阶段（指定）", max_length=10, blank=True)
    resident_enterprise = models.BooleanField("居民企业", null=True)
    demo = models.BooleanField("示例", default=False)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="firms", verbose_name="首次导入"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        """In the order of pinyin, which every database sorts alike."""

        verbose_name = "企业"
        ordering = ("pinyin", "id")
        indexes = (  # in the order of lists, with all that a search reads
            models.Index(
                fields=("pinyin", "id", "name", "initials", "uscc"), name="enterprises_searched"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(uscc__isnull=False) | ~Q(uscc_absent=""),
                name="enterprise_without_code_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reg_from__isnull=True) | Q(reg_to__gte=models.F("reg_from")),
                name="enterprise_registration_range_is_ordered",
            ),
        )

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search keys and the date range in step with what was written."""
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self) -> None:
        """Fill what follows from other fields; `bulk_create` callers do it themselves."""
        self.pinyin, self.initials = sort_key(self.name), spoken(self.name)
        span = read_date(self.reg_date) if self.reg_date else None
        self.reg_from, self.reg_to = (span.first, span.last) if span else (None, None)


class MembershipRole(models.TextChoices):
    """As what a person acts for an enterprise."""

    LEGAL = "legal", "法定代表人"
    ADMINISTRATOR = "admin", "企业管理员"
    AGENT = "agent", "经办人"


class Membership(models.Model):
    """A person acts for an enterprise, for a while and in a scope."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="memberships", verbose_name="企业"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="memberships", verbose_name="人员"
    )
    role = models.CharField("身份", max_length=10, choices=MembershipRole)
    scope = models.CharField("授权范围", max_length=100, blank=True)  # empty: everything
    valid_from = models.DateField("起始日期")
    valid_until = models.DateField(
        "截止日期", null=True, blank=True
    )  # the last day, or without end

    class Meta:
        """One membership per person, enterprise and role."""

        verbose_name = "企业成员"
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "person", "role"), name="membership_is_said_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        """Tell who acts for whom."""
        return f"{self.person} · {self.enterprise} · {self.get_role_display()}"
