"""Money on its way: pools with a budget, and payouts that nobody gets twice. Amounts are whole fen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person


class Payer(models.TextChoices):
    """The level that pays."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    DISTRICT = "district", "区"
    ZONE = "zone", "园区"


class PayoutState(models.TextChoices):
    """How far a payout has come."""

    MATCHED = "matched", "已匹配"
    PUSHED = "pushed", "已推送"
    CONFIRMED = "confirmed", "已确认"
    PAID = "paid", "已兑付"
    PUBLISHED = "published", "已公示"
    DECLINED = "declined", "企业放弃"
    RETURNED = "returned", "退款待重付"
    CLAWED_BACK = "clawed_back", "已追回"
    DROPPED = "dropped", "已撤下"


#: The firm was told that it gets the money: its pool keeps it ready.
PROMISED = frozenset(
    {
        PayoutState.PUSHED,
        PayoutState.CONFIRMED,
        PayoutState.PAID,
        PayoutState.PUBLISHED,
        PayoutState.RETURNED,
    }
)
#: The firm has the money: the ledger names it.
HELD = frozenset({PayoutState.PAID, PayoutState.PUBLISHED})


class Origin(models.TextChoices):
    """How a payout came about."""

    UNASKED = "unasked", "免申即享"
    APPLICATION = "application", "申报"


class Risk(models.IntegerChoices):
    """How sure it is that the firm is owed this amount."""

    LOW = 1, "低风险"
    MID = 2, "中风险"
    HIGH = 3, "高风险"


class FundPool(models.Model):
    """The budget of one level for some clauses in one year; `committed` is what was promised or paid out of it."""

    name = models.CharField("资金池", max_length=100)
    clauses = models.JSONField("条款", default=list)  # ["issuer/policy#id"]
    level = models.CharField("出资层级", max_length=10, choices=Payer)
    year = models.PositiveSmallIntegerField("预算年度")
    budget = models.BigIntegerField("预算（分）")
    committed = models.BigIntegerField("已占用（分）", default=0)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("设立时间")

    class Meta:
        """The newest year first; the balance is never below zero."""

        verbose_name = "资金池"
        ordering = ("-year", "id")
        constraints = (
            models.UniqueConstraint(fields=("name", "year"), name="pool_is_named_once_a_year"),
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(committed__lte=F("budget")),
                name="pool_balance_is_never_below_zero",
            ),
        )

    def __str__(self) -> str:
        """Tell name and year."""
        return f"{self.name} {self.year}"

    @property
    def balance(self) -> int:
        """Give what may still be promised, in fen."""
        return self.budget - self.committed


class Payout(models.Model):
    """One award to one firm: a clause, a period, a project, a step; `full` is what was due before a budget cut."""

    State = PayoutState

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="payouts")
    clause = models.CharField("条款", max_length=150)  # issuer/policy#id
    edition = models.CharField("版本", max_length=120)  # issuer/policy@day
    digest = models.CharField("版本摘要", max_length=64)
    name_zh = models.CharField("条款名称", max_length=200)
    name_en = models.CharField("条款英文名称", max_length=200, blank=True)
    period = models.CharField("期间", max_length=20)
    project = models.CharField("项目", max_length=100, blank=True)
    step = models.CharField("节点", max_length=60, blank=True)
    origin = models.CharField("来源", max_length=12, choices=Origin, default=Origin.UNASKED)
    full = models.BigIntegerField("应付金额（分）")
    amount = models.BigIntegerField("金额（分）")
    shares = models.JSONField("分担", default=list)  # [{"level": …, "fen": …}]
    pool = models.ForeignKey(
        FundPool, models.PROTECT, null=True, blank=True, related_name="payouts"
    )
    charge = models.BigIntegerField("占用资金池（分）", default=0)
    state = models.CharField("状态", max_length=12, choices=PayoutState)
    risk = models.PositiveSmallIntegerField("风险", choices=Risk, default=Risk.HIGH)
    risk_why = models.JSONField("风险原因", default=list)  # [{"zh": …, "en": …}]
    account = models.CharField("账号（加密）", max_length=200, blank=True)
    account_shown = models.CharField("账号（脱敏）", max_length=40, blank=True)
    bank = models.CharField("开户行", max_length=100, blank=True)
    batch = models.CharField("拨付批次", max_length=60, blank=True)
    reference = models.CharField("支付凭证号", max_length=100, blank=True)
    remark = models.CharField("说明", max_length=500, blank=True)
    matched_at = models.DateTimeField("匹配时间")
    pushed_at = models.DateTimeField("推送时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    paid_on = models.DateField("兑付日期", null=True, blank=True)
    published_at = models.DateTimeField("公示时间", null=True, blank=True)
    changed_at = models.DateTimeField("变动时间")

    class Meta:
        """The last changed first; one award is made once, whoever asks how often."""

        verbose_name = "兑付"
        ordering = ("-changed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "clause", "period", "project", "step"),
                name="payout_is_made_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=F("full")),
                name="payout_is_no_more_than_owed",
            ),
            models.CheckConstraint(
                condition=Q(charge__gte=0) & Q(charge__lte=F("amount")),
                name="payout_charges_no_more_than_it_pays",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("paid", "published"))
                | (Q(paid_on__isnull=False) & ~Q(reference="") & ~Q(account="")),
                name="payout_paid_says_when_and_where_to",
            ),
        )
        indexes = (
            models.Index(fields=("state", "clause"), name="payouts_by_state"),
            models.Index(fields=("enterprise", "clause"), name="payouts_of_a_firm"),
            models.Index(fields=("pool", "state"), name="payouts_of_a_pool"),
        )

    def __str__(self) -> str:
        """Tell the clause, the period and the state."""
        return f"{self.name_zh} {self.period}: {self.get_state_display()}"
