"""Policy applications carried by cases, and how their money is paid: a plan, and instalments that never exceed it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.casework.models import Case
from jianghai.policies.models import Application


class ApplicationCase(models.Model):
    """An application for a policy, and the case that carries it."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="carried")
    case = models.OneToOneField(Case, models.PROTECT, related_name="application_link")

    class Meta:
        """As they were opened."""

        verbose_name = "申报办件"
        ordering = ("id",)

    def __str__(self) -> str:
        """Name both."""
        return f"{self.application_id} → {self.case_id}"


class PaymentPlan(models.Model):
    """How what was granted is paid: how much in all, in how many instalments, from which day; in fen."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="payment_plan")
    amount = models.BigIntegerField("金额（分）")
    instalments = models.PositiveSmallIntegerField("期数")
    first_on = models.DateField("首期日期")
    source = models.CharField("资金来源", max_length=200, blank=True)
    shares = models.JSONField("分担", default=list)  # [{"level": …, "fen": …}] of the whole

    class Meta:
        """As they were made."""

        verbose_name = "拨付计划"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(instalments__gt=0), name="plan_pays_something"
            ),
        )

    def __str__(self) -> str:
        """Tell amount and number."""
        return f"{self.amount} / {self.instalments}"


class Instalment(models.Model):
    """One payment of a plan, by level; `after` is what had been paid with it, which may not exceed the plan."""

    plan = models.ForeignKey(PaymentPlan, models.PROTECT, related_name="paid")
    number = models.PositiveSmallIntegerField("期次")
    amount = models.BigIntegerField("金额（分）")
    after = models.BigIntegerField("累计（分）")
    most = models.BigIntegerField("计划金额（分）")
    shares = models.JSONField("分担", default=list)
    paid_on = models.DateField("拨付日期")
    voucher = models.CharField("支付凭证号", max_length=100, blank=True)

    class Meta:
        """By number."""

        verbose_name = "拨付"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="instalment_is_paid_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(after__lte=models.F("most")),
                name="instalments_never_exceed_the_plan",
            ),
        )

    def __str__(self) -> str:
        """Tell number and amount."""
        return f"{self.number}: {self.amount}"
