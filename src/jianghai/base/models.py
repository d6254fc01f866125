"""The journal's two tables."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from jianghai.base.errors import BrokenJournalError


class Lines(models.QuerySet["JournalLine"]):
    """Journal lines: read and added, never changed."""

    def update(self, **_what: Any) -> NoReturn:
        """Refuse."""
        raise BrokenJournalError

    def delete(self) -> NoReturn:
        """Refuse."""
        raise BrokenJournalError


class JournalLine(models.Model):
    """Who did what to what, when; each line carries the hash of the one before."""

    number = models.PositiveBigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("办理人", max_length=100)
    actor_name = models.CharField("办理人姓名", max_length=150, blank=True)
    verb = models.CharField("事项", max_length=50, db_index=True)
    subject = models.CharField("对象", max_length=100, db_index=True)
    what = models.JSONField("内容", default=dict)
    previous = models.CharField("上一行摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    objects: ClassVar[models.Manager[JournalLine]] = Lines.as_manager()

    class Meta:
        """Oldest first, as it was written."""

        verbose_name = "日志"
        ordering = ("number",)

    def __str__(self) -> str:
        """Tell the line in one line."""
        return f"{self.number} {self.actor_name or self.actor} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a line; refuse to change one."""
        if not self._state.adding:
            raise BrokenJournalError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise BrokenJournalError


class JournalHead(models.Model):
    """The last line's number and hash, in one row that writers lock: it shows when lines at the end are cut off."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """One row."""

        verbose_name = "日志末行"

    def __str__(self) -> str:
        """Tell how long the journal is."""
        return str(self.number)
