"""The journal's two tables, and the keys under which steps were done."""

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


class Deed(models.Model):
    """A step that was done under a key its caller sent: asked again with the same key, it is not done twice."""

    actor = models.CharField("办理人", max_length=100)
    key = models.CharField("幂等键", max_length=100)
    verb = models.CharField("事项", max_length=50)
    subject = models.CharField("对象", max_length=200)
    made = models.CharField("办理结果", max_length=100, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        """As they were done; a key is its sender's own, so that nobody can guess another's."""

        verbose_name = "办理记录"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("actor", "key"), name="deed_is_done_once"),)

    def __str__(self) -> str:
        """Tell what was done."""
        return f"{self.verb} {self.subject}"
