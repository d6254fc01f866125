"""Appointments: who comes for what, to which window, when, and whether they came."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jianghai.approvals.models.windows import Closure, Window
from jianghai.enterprises.models import Enterprise
from jianghai.people.models import Person


class AppointmentState(models.TextChoices):
    """How far an appointment has come."""

    BOOKED = "booked", "已预约"
    CAME = "came", "已到场"
    SERVED = "served", "已办理"
    NO_SHOW = "no_show", "未到"
    CANCELLED = "cancelled", "已取消"


#: Those who are still expected or are here: they hold their time.
LIVE = (AppointmentState.BOOKED, AppointmentState.CAME)


class Appointment(models.Model):
    """One person has one place of one slot; to move it is to change this row, and the journal keeps what was."""

    State = AppointmentState

    window = models.ForeignKey(Window, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    service = models.CharField("事项", max_length=60)
    note = models.CharField("说明", max_length=300, blank=True)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place_no = models.PositiveSmallIntegerField("号位")
    state = models.CharField(
        "状态", max_length=10, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    outside_hours = models.BooleanField("延时场次", default=False)
    provisional = models.BooleanField("日历未公布", default=False)
    created_at = models.DateTimeField("预约时间")
    came_at = models.DateTimeField("到场时间", null=True, blank=True)
    called_at = models.DateTimeField("叫号时间", null=True, blank=True)
    served_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束登记时间", null=True, blank=True)
    reason = models.CharField("取消原因", max_length=200, blank=True)
    closure = models.ForeignKey(
        Closure, models.PROTECT, null=True, blank=True, related_name="appointments"
    )  # what cancelled it; it may still be moved to another slot
    excused = models.CharField(
        "不计原因", max_length=200, blank=True
    )  # this no-show does not count

    class Meta:
        """As they come; a place of a slot is held by one."""

        verbose_name = "预约"
        ordering = ("starts_at", "place_no", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("window", "starts_at", "place_no"),
                condition=~Q(state="cancelled"),
                name="place_is_booked_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("came", "served")) | Q(came_at__isnull=False),
                name="appointment_kept_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="served") | Q(served_at__isnull=False),
                name="appointment_served_says_when",
            ),
        )
        indexes = (
            models.Index(fields=("window", "starts_at"), name="appointments_of_a_window"),
            models.Index(fields=("person", "starts_at"), name="appointments_of_a_person"),
            models.Index(
                fields=("starts_at",), condition=Q(state="booked"), name="appointments_expected"
            ),
        )

    def __str__(self) -> str:
        """Show the ticket and the day."""
        return f"{self.number} · {timezone.localtime(self.starts_at):%Y-%m-%d}"

    @property
    def number(self) -> str:
        """Give what the ticket says: window, hour, place; unique on its day."""
        return f"{self.window.letter}{timezone.localtime(self.starts_at):%H%M}-{self.place_no + 1}"

    @property
    def live(self) -> bool:
        """Tell whether somebody is still expected or is here."""
        return self.state in LIVE

    @property
    def to_move(self) -> bool:
        """Tell whether the window closed on that day and no other time was chosen yet."""
        return self.state == AppointmentState.CANCELLED and self.closure_id is not None


class HeldTime(models.Model):
    """Five minutes of somebody's time: two appointments that overlap would need the same five."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="held")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField("时刻")

    class Meta:
        """Nobody is in two places."""

        verbose_name = "占用时段"
        constraints = (
            models.UniqueConstraint(fields=("person", "at"), name="person_is_in_one_place"),
        )

    def __str__(self) -> str:
        """Show the moment."""
        return f"{self.at:%Y-%m-%d %H:%M}"
