"""Tokens by which programs act for a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.people.models import Person


class Scope(models.TextChoices):
    """What a token may do; never more than its person may."""

    READ = "read", "只读"
    WRITE = "write", "读写"


class Token(models.Model):
    """A program acts for somebody until a day; the token itself was shown once, and only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=100)
    scope = models.CharField("权限", max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("建立时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    used_on = models.DateField("最近使用日", null=True, blank=True)

    class Meta:
        """The newest first."""

        verbose_name = "接口令牌"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values), name="token_scope_is_known"
            ),
        )

    def __str__(self) -> str:
        """Tell what it is for."""
        return self.name
