"""Bring the made-up zone to life: agents of firms, a made-up policy, payments, and notices that somebody reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from jianghai.approvals.demo import remove_windows
from jianghai.approvals.payouts.demo import remove_applications
from jianghai.base import clock
from jianghai.casework.demo import remove_cases
from jianghai.enterprises import actions as registry
from jianghai.enterprises.models import Batch, Enterprise, Entry, Membership, MembershipRole
from jianghai.enterprises.models.batches import Progress
from jianghai.notices import actions as notices
from jianghai.notices import queries as inbox
from jianghai.notices.models import Push
from jianghai.people.models import Person, Role
from jianghai.policies import actions as policies
from jianghai.policies.demo import POLICY, publish_measures, remove_measures, show_payouts

if TYPE_CHECKING:
    from collections.abc import Mapping

SINCE = date(2020, 1, 1)
AGENTS, FIRMS_EACH = 10, 3
AGENT = "demo-agent-"
#: What some readers say of what they were told; the others say nothing.
REMARKS = (
    (True, ""),
    (True, "示例：金额和截止日期写得清楚"),
    (False, "示例：与我们企业无关"),
)


def join(batch: Batch, person: Person) -> list[Person]:
    """Let the demonstration account act for the zone's first firm and agents for some certified ones; give the agents.

    Nobody can sign in as an agent: they only make the zone look inhabited.
    """
    firms = Enterprise.objects.filter(batch=batch).order_by("pk")
    first = firms.first()
    if first and not Membership.objects.filter(person=person).exists():
        _let_act(first, person, MembershipRole.ADMINISTRATOR)
    agents = [_agent(place) for place in range(AGENTS)]
    certified = Entry.objects.filter(
        list="certs", data__type="HNTE", data__from__startswith=str(clock.today().year - 1)
    )
    others = firms.exclude(memberships__person=person).filter(pk__in=certified.values("enterprise"))
    for place, firm in enumerate(others[: AGENTS * FIRMS_EACH]):
        agent = agents[place // FIRMS_EACH]
        if not Membership.objects.filter(enterprise=firm, person=agent).exists():
            _let_act(firm, agent, MembershipRole.AGENT)
    return agents


def _let_act(firm: Enterprise, person: Person, role: MembershipRole) -> None:
    Membership.objects.create(enterprise=firm, person=person, role=role, valid_from=SINCE)


def _agent(place: int) -> Person:
    told = {"role": Role.ENTERPRISE, "name": f"示例经办人 {place + 1}"}
    person, new = Person.objects.get_or_create(username=f"{AGENT}{place + 1}", defaults=told)
    if new or not person.is_active:
        person.is_active = True
        person.set_unusable_password()
        person.save()
    return person


def show_policies(accounts: Mapping[str, Person], agents: list[Person]) -> None:
    """Publish the made-up policy, let its money move and its notices be read; done once."""
    publish_measures(accounts["staff"], accounts["admin"])
    if show_payouts(accounts["staff"], agents):
        with clock.stopped_at(_when_digests_go()):
            notices.send_digests()
        _read(agents)


def _when_digests_go() -> datetime:
    """Give this moment, or the hour of today's digests where it is earlier: a demonstration does not wait for it."""
    now = timezone.localtime(clock.now())
    return max(now, now.replace(hour=settings.NOTICE_HOUR, minute=0))


def _read(agents: list[Person]) -> None:
    """Let most agents read what they were told, and some say what they think of it."""
    for place, agent in enumerate(agents[: AGENTS - 3]):
        mine = list(inbox.of(agent).order_by("pk")[: 3 + place % 4])
        notices.mark_read([one.pk for one in mine], by=agent)
        for one in mine[: 1 if place < len(REMARKS) else 0]:
            useful, reason = REMARKS[place]
            notices.rate(one.pk, useful=useful, by=agent, reason=reason)


def remove() -> int:
    """Take the made-up firms out again with their policy, payments, notices and agents; give how many firms went.

    The accounts that the sign-in page shows and the journal stay.
    """
    told = Q(about=POLICY) | Q(about__startswith=f"{POLICY}#")
    remove_applications()
    remove_measures()
    made_up_people = Person.objects.filter(Q(username__startswith=AGENT) | Q(demo=True))
    remove_cases(made_up_people)
    remove_windows(made_up_people)
    Push.objects.filter(told).delete()
    made_up = Enterprise.objects.filter(demo=True)
    Membership.objects.filter(enterprise__in=made_up).delete()
    Person.objects.filter(username__startswith=AGENT).update(is_active=False)
    before = made_up.count()
    for batch in Batch.objects.filter(digest__startswith="demo-", progress=Progress.APPLIED):
        _undo(batch)
    policies.evaluate_zone()
    return before - made_up.count()


def _undo(batch: Batch) -> None:
    administrator = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).first()
    if administrator is not None:
        registry.undo_import(batch, by=administrator)
