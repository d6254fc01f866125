"""Records that come in lists: IP rights, titles held, platforms, awards, equity rounds and so on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jianghai.enterprises.models.facts import NO_YEAR, Source
from jianghai.enterprises.models.firms import Enterprise


class Entry(models.Model):
    """One record of one list; its fields are those the fact catalogue names for the list."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="entries", db_index=False
    )
    list = models.CharField("清单", max_length=48)
    year = models.PositiveSmallIntegerField(
        "数据年度", default=NO_YEAR
    )  # the year whose end the list describes
    data = models.JSONField("内容")
    source = models.ForeignKey(Source, models.PROTECT, related_name="entries")
    current = models.BooleanField(
        "采用", default=True
    )  # a better source replaces the whole list of a year

    class Meta:
        """In the order they were told."""

        verbose_name = "清单记录"
        ordering = ("id",)
        indexes = (models.Index(fields=("enterprise", "list", "year"), name="entries_of_a_list"),)

    def __str__(self) -> str:
        """Tell the list and what is in the record."""
        return f"{self.list}: {self.data}"


class Completeness(models.Model):
    """Somebody declares that a list holds everything there is, so that what is not in it does not exist."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="completeness", db_index=False
    )
    list = models.CharField("清单", max_length=48)
    year = models.PositiveSmallIntegerField("数据年度", default=NO_YEAR)
    complete = models.BooleanField("完整", default=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    current = models.BooleanField("采用", default=True)

    class Meta:
        """One current declaration per list."""

        verbose_name = "清单完整性"
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "list", "year"),
                condition=Q(current=True),
                name="completeness_is_declared_once",
            ),
        )

    def __str__(self) -> str:
        """Tell whether the list is complete."""
        return f"{self.list}: {'完整' if self.complete else '不完整'}"
