"""What the clock starts: a table of duties, each done every minute and safe to do twice."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jianghai.approvals import actions as approvals
from jianghai.approvals.payouts import carrying
from jianghai.base import clock
from jianghai.casework.actions import calendars, documents, sweeping
from jianghai.casework.offices import call_due
from jianghai.enterprises import actions
from jianghai.jobs import telling
from jianghai.jobs.sighting import sight_notices
from jianghai.notices import actions as notices
from jianghai.policies import actions as policies
from jianghai.standards import actions as standards

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

#: Finished tasks are kept this long, for looking into failures.
KEEP_RESULTS = timedelta(days=30)
#: When the files are looked through.
NIGHT = (3, 0)


def forget_sessions() -> int:
    """Delete sessions that have ended."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]


def forget_results() -> int:
    """Delete the results of tasks that finished long ago."""
    return (
        DBTaskResult.objects.finished()
        .filter(finished_at__lt=clock.now() - KEEP_RESULTS)
        .delete()[0]
    )


def clear_files() -> int:
    """Clear away files that no version names, once a night: it looks at every file there is."""
    now = timezone.localtime(clock.now())
    return documents.sweep_files() if (now.hour, now.minute) == NIGHT else 0


DUTIES: dict[str, Callable[[], int]] = {
    "imports given up": actions.give_up_stuck_imports,
    "enterprises evaluated anew": standards.renew,
    "entitlements judged anew": policies.renew,
    "changes told": telling.tell_changes,
    "calendars worked through": calendars.settle,
    "applications carried": carrying.carry_all,
    "clocks swept": sweeping.sweep,
    "offices asked": call_due,
    "notices looked at": sight_notices,
    "tolerances ended": sweeping.lapse_tolerances,
    "cases told": telling.tell_cases,
    "closing windows told": telling.tell_windows,
    "appointments not kept": approvals.mark_missed,
    "provisional bookings settled": approvals.recheck,
    "appointments of tomorrow told": telling.tell_tomorrow,
    "digests sent": notices.send_digests,
    "letters sent": notices.send_letters,
    "files cleared away": clear_files,
    "sessions forgotten": forget_sessions,
    "task results forgotten": forget_results,
}


def tick() -> dict[str, int]:
    """Do every duty once; one that fails is logged and does not keep the others from being done."""
    done = {}
    for name, duty in DUTIES.items():
        try:
            done[name] = duty()
        except Exception:
            logger.exception("tick: %s", name)
    return done
