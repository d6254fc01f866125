"""Sessions beside the hours (延时办): opening them, dropping them, and logging what was worked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jianghai.approvals.actions.seating import lock
from jianghai.approvals.errors import SessionError
from jianghai.approvals.models import GRAIN, Appointment, AppointmentState, ExtraSession, Overtime
from jianghai.approvals.queries import access, planning
from jianghai.approvals.slots import overlapping
from jianghai.base import clock, journal
from jianghai.base.deeds import keep, made, once
from jianghai.base.errors import NotAllowedError

if TYPE_CHECKING:
    from jianghai.approvals.models import Window
    from jianghai.people.models import Person

MOST_PLACES, MOST_WALK_INS = 20, 1000
LONGEST = timedelta(hours=12)
#: Coming before and leaving after a session is work too.
AROUND = timedelta(hours=2)


@transaction.atomic
def open_extra(  # noqa: PLR0913 - a session has two ends
    window: Window,
    starts_at: datetime,
    ends_at: datetime,
    *,
    reason: str,
    by: Person,
    key: str,
    places: int | None = None,
) -> ExtraSession:
    """Open a session outside the hours, also on a Saturday or a holiday; it can be booked at once."""
    _works_at(window, by)
    deed = once(key, "extra session opened", f"window:{window.pk}@{starts_at.timestamp():.0f}", by)
    if deed is None:
        return ExtraSession.objects.get(pk=made(key, by) or 0)
    window = lock([window.pk])[window.pk]
    places = window.places if places is None else places
    _holdable(window, (starts_at, ends_at), places, reason)
    session = ExtraSession.objects.create(
        window=window,
        starts_at=starts_at,
        ends_at=ends_at,
        places=places,
        reason=reason.strip()[:200],
        opened_by=by,
        opened_at=clock.now(),
    )
    keep(deed, session)
    told: dict[str, Any] = {
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "places": places,
    }
    journal.record(by, "extra session opened", session, window=window.code, **told)
    return session


def _works_at(window: Window, by: Person) -> None:
    if not access.worked_by(by).filter(pk=window.pk).exists():
        raise NotAllowedError


def _holdable(window: Window, span: tuple[datetime, datetime], places: int, reason: str) -> None:
    """Refuse a session that lies behind, is no session, or meets hours that are open or another session."""
    start, end = span
    day = timezone.localdate(start)
    [planned] = planning.days(window, day, day)
    fits = (
        clock.now() < start
        and timedelta(minutes=window.slot_minutes) <= end - start <= LONGEST
        and timezone.localdate(end) == day
        and all(not (one.minute % GRAIN or one.second or one.microsecond) for one in span)
        and 1 <= places <= MOST_PLACES
        and bool(reason.strip())
    )
    if planned.closure is not None or not fits:
        raise SessionError
    if overlapping(span, ((slot.starts_at, slot.ends_at) for slot in planned.slots)):
        raise SessionError(
            "该时间与办公时间或另一场次重叠，请错开。",
            "This meets hours that are open or another session; choose other times.",
        )


@transaction.atomic
def drop_extra(session: ExtraSession, *, by: Person, key: str) -> ExtraSession:
    """Take back a session that nobody booked; one that is booked is closed with its day instead."""
    _works_at(session.window, by)
    again = once(key, "extra session dropped", f"session:{session.pk}", by) is None
    lock([session.window_id])
    session = ExtraSession.objects.select_for_update().get(pk=session.pk)
    if again:
        return session
    booked = Appointment.objects.filter(
        window=session.window_id, starts_at__gte=session.starts_at, starts_at__lt=session.ends_at
    ).exclude(state=AppointmentState.CANCELLED)
    if session.dropped_at is not None or booked.exists():
        raise SessionError(
            "该场次已有人预约或已取消；如须停办，请用“停办一天”，系统会通知已预约的人。",
            "Somebody booked it, or it was dropped already; close the day instead, then they are told.",
        )
    session.dropped_at = clock.now()
    session.save(update_fields=["dropped_at"])
    journal.record(by, "extra session dropped", session)
    return session


@transaction.atomic
def log_overtime(  # noqa: PLR0913 - who, when, how many
    session: ExtraSession,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Person,
    key: str,
    walk_ins: int = 0,
) -> Overtime:
    """Log what one worked in a session oneself; how many booked ones were served is counted, not typed."""
    _works_at(session.window, by)
    deed = once(key, "overtime logged", f"session:{session.pk}", by)
    if deed is None:
        return Overtime.objects.get(pk=made(key, by) or 0)
    inside = session.starts_at - AROUND <= starts_at < ends_at <= session.ends_at + AROUND
    if (
        not inside
        or ends_at > clock.now()
        or session.dropped_at is not None
        or not 0 <= walk_ins <= MOST_WALK_INS
    ):
        raise SessionError(
            "请填写该场次前后两小时内、已经结束的上岗和离岗时间。",
            "Give when you came and left, within two hours of the session, once it is over.",
        )
    logged = _logged(session, (starts_at, ends_at), by, walk_ins)
    keep(deed, logged)
    told = {"minutes": logged.minutes, "served": logged.served, "walk_ins": walk_ins}
    journal.record(by, "overtime logged", logged, session=session.pk, told=told)
    return logged


def _logged(
    session: ExtraSession, span: tuple[datetime, datetime], by: Person, walk_ins: int
) -> Overtime:
    served = Appointment.objects.filter(
        window=session.window_id,
        outside_hours=True,
        state=AppointmentState.SERVED,
        served_at__range=span,
    )
    try:
        with transaction.atomic():
            return Overtime.objects.create(
                session=session,
                person=by,
                starts_at=span[0],
                ends_at=span[1],
                served=served.count(),
                walk_ins=walk_ins,
                logged_at=clock.now(),
            )
    except IntegrityError as error:
        raise SessionError(
            "您已登记过该场次的延时记录。", "You have logged this session already."
        ) from error
