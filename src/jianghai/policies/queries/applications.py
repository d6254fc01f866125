"""Questions about applications: firms see their own, the zone's people those that were handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jianghai.base import clock
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises import queries as registry
from jianghai.enterprises.columns import records as known
from jianghai.people.models import Person
from jianghai.policies import rules
from jianghai.policies.errors import StepError
from jianghai.policies.models import Application, ApplicationState, Attachment
from rulebook.entitle import entitle
from rulebook.errors import Text
from rulebook.rules.plans import sources_of
from rulebook.units import show
from rulebook.values import Interval

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from rulebook.entitle import Owed
    from rulebook.facts import Fact
    from rulebook.policies import Item, Policy
    from rulebook.records import Observation, Record

S = ApplicationState
PROMISE = Text(
    "我单位承诺：所填内容和所交材料真实、完整、有效；如有虚假，愿退回资金并承担相应责任。",
    "We declare that what we filled in and handed in is true, complete and valid; were it false, "
    "we would pay the money back and answer for it.",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One fact that a clause rests on: what the registry knows of it, from whom, and what was typed instead."""

    key: str  # "fact", or "fact@year"
    fact: Fact
    year: int | None
    value: str
    source: str
    as_of: str
    known: bool
    entered: str

    @property
    def asked(self) -> bool:
        """Tell whether the firm has to fill it in: the registry does not know it, or not exactly."""
        return not self.known


@dataclass(frozen=True, slots=True)
class Paper:
    """One material: whether it is there already, and the files handed in for it."""

    place: int
    name: Text
    origin: str
    files: tuple[Attachment, ...]
    there: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a page needs to fill in an application; `promise` is what one signs."""

    policy: Policy
    item: Item
    fields: tuple[Field, ...]
    papers: tuple[Paper, ...]
    promise: Text
    owed: Owed

    @property
    def asked(self) -> tuple[Field, ...]:
        """Give the facts that only the firm can tell."""
        return tuple(field for field in self.fields if field.asked)

    @property
    def lacking(self) -> tuple[Paper, ...]:
        """Give the materials that are still to be handed in."""
        return tuple(paper for paper in self.papers if not paper.there)


def of(person: Person | AnonymousUser) -> models.QuerySet[Application]:
    """List the applications a person may see: members their firm's, the zone's people what was handed in."""
    if not isinstance(person, Person) or not person.is_active:
        return Application.objects.none()
    visible = Application.objects.select_related("enterprise", "payout")
    if person.sees_zone:
        return visible.filter(submitted_at__isnull=False)
    return visible.filter(enterprise__in=registry.of(person))


def queue_of(person: Person | AnonymousUser) -> models.QuerySet[Application]:
    """List what waits for a decision, the longest waiting first; for those who may decide."""
    if not isinstance(person, Person) or not person.edits_zone:
        return Application.objects.none()
    return of(person).filter(state=S.IN_REVIEW).order_by("submitted_at", "pk")


def attachment_of(person: Person | AnonymousUser, attachment: int) -> Attachment:
    """Find a file of an application that the person may see; NotAllowedError for all others, also those taken back."""
    found = Attachment.objects.select_related("application__enterprise").filter(
        pk=attachment, removed_at__isnull=True, application__in=of(person)
    )
    for one in found:
        return one
    raise NotAllowedError


def writable(application: Application, by: Person) -> Application:
    """Give an application locked, if the person acts for its firm and it is still being written."""
    mine = registry.memberships_of(by).values("enterprise")
    visible = of(by).filter(pk=application.pk, enterprise__in=mine)
    if not visible.exists():
        raise NotAllowedError
    found = Application.objects.select_for_update().get(pk=application.pk)
    if not found.open:
        raise StepError(where=str(found))
    return found


def item_of(application: Application) -> tuple[Policy, Item]:
    """Find the clause in the edition that the application was started under."""
    policy = rules.edition(rules.shelf(), application.edition)
    return policy, policy.item(application.clause.partition("#")[2])


def form_of(application: Application) -> Form:
    """Fill the form in from the registry: every fact with value, source and date; only what lacks is asked."""
    policy, item = item_of(application)
    record = record_of(application)
    fields = tuple(_fields(application, item, record))
    papers = tuple(_papers(application, item, {field.fact.id for field in fields if field.known}))
    return Form(policy, item, fields, papers, promise_of(item), judged(policy, item, record))


def record_of(application: Application) -> Record:
    """Give what the registry knows of the firm for the application's year."""
    [record] = known.records({application.enterprise_id: application.year}, clock.today())
    return record


def judged(policy: Policy, item: Item, record: Record) -> Owed:
    """Judge the clause with everything else in force; alone where its policy is not."""
    shelf, day = rules.shelf(), clock.today()
    policies = rules.applied(shelf, day)
    chosen = policies if policy in policies else (policy,)
    return entitle(record, shelf, day, policies=chosen).owed(item.key)


def promise_of(item: Item) -> Text:
    """Give what the firm signs: that it tells the truth, and what the clause binds it to."""
    duties = [PROMISE, *item.duties]
    return Text("\n".join(one.zh for one in duties), "\n".join(one.en for one in duties))


def _fields(application: Application, item: Item, record: Record) -> Iterator[Field]:
    nodes = (item.verdict, item.owed)
    needed = {
        (source.fact.id, record.year + 1 - source.lag if source.fact.per_year else None): source
        for source in sources_of(nodes, (item.edition,))
        if source.fact.asked
    }
    for (fact_id, year), source in sorted(needed.items(), key=lambda one: _order(one[0])):
        key = fact_id if year is None else f"{fact_id}@{year}"
        seen = record.get(source.fact, source.lag)
        yield Field(
            key=key,
            fact=source.fact,
            year=year,
            value=_shown(seen, source.fact),
            source=seen.source if seen else "",
            as_of=seen.as_of if seen else "",
            known=_settled(seen),
            entered=str(application.entered.get(key, "")),
        )


def _order(key: tuple[str, int | None]) -> tuple[str, int]:
    return key[0], -(key[1] or 0)


def _settled(seen: Observation | None) -> bool:
    match seen.value if seen else None:
        case None:
            return False
        case Interval(low=low, high=high):
            return low == high
        case tuple():
            return bool(seen and seen.complete)
    return True


def _shown(seen: Observation | None, fact: Fact) -> str:
    match seen.value if seen else None:
        case None:
            return ""
        case Interval(low=low, high=high):
            return show(float(low), float(high), fact.unit)
        case bool(yes):
            return "是" if yes else "否"
        case str(text):
            return text
        case entries:
            return f"{len(entries)} 条" + ("（完整）" if seen and seen.complete else "")


def _papers(application: Application, item: Item, facts: set[str]) -> Iterator[Paper]:
    files: dict[int, list[Attachment]] = {}
    for one in application.attachments.filter(removed_at__isnull=True):
        files.setdefault(one.material, []).append(one)
    for place, material in enumerate(item.materials):
        held = tuple(files.get(place, ()))
        kept = material.origin in {"registry", "shared"}
        there = bool(held) or (kept and (not material.fact or material.fact in facts))
        yield Paper(place, material.name, material.origin, held, there)
