"""What was tried in the lab and kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.people.models import Person
from jianghai.policies.models.editions import PolicyDraft


class Scenario(models.Model):
    """A policy or draft with some values moved, and what that came to when it was kept; amounts in fen."""

    name = models.CharField("方案", max_length=100)
    policy = models.CharField("政策版本", max_length=120)  # issuer/policy@day
    draft = models.ForeignKey(
        PolicyDraft, models.CASCADE, null=True, related_name="scenarios", verbose_name="草稿"
    )
    changes = models.JSONField("改动", default=dict)  # {path: value as written}
    budget = models.BigIntegerField("预算", null=True)
    outcome = models.JSONField("结果", default=dict)
    on = models.DateField("测算日期")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="试算人")
    at = models.DateTimeField("保存时间")

    class Meta:
        """The newest first."""

        verbose_name = "试算方案"
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="scenario_budget_is_money"
            ),
        )

    def __str__(self) -> str:
        """Show the name."""
        return self.name
