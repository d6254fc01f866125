"""Put the made-up zone into the registry, once."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.enterprises import queries
from jianghai.enterprises.actions.loading import Loader
from jianghai.enterprises.actions.plans import FirmPlan, Plan
from jianghai.enterprises.demo import firms, lists, words
from jianghai.enterprises.demo.declared import declared, judged
from jianghai.enterprises.models import NO_YEAR, Batch, Enterprise, SourceKind
from jianghai.enterprises.models.batches import Progress
from jianghai.enterprises.models.packing import pack
from jianghai.enterprises.sheets import Told
from jianghai.enterprises.sheets.cells import read_fact
from jianghai.enterprises.signals import changed

if TYPE_CHECKING:
    from rulebook.facts import Catalogue

SEED = 20201
COUNT = 2_000
YEARS = 3
STATED = "示例数据（虚构）"


@transaction.atomic
def load_demo(count: int = COUNT, seed: int = SEED) -> tuple[Batch, bool]:
    """Give the import that holds the made-up zone, and whether it was made just now."""
    last = clock.today().year - 1
    digest = f"demo-{seed}-{count}-{last}"
    made = Batch.objects.filter(digest=digest, progress=Progress.APPLIED).first()
    if made:
        return made, False
    plan = plan_of_zone(count, seed, last, queries.catalogue())
    batch = Batch.objects.create(
        file_name=STATED,
        digest=digest,
        source_kind=SourceKind.DECLARED,
        source_text=STATED,
        brought_at=clock.now(),
    )
    Loader(batch, lambda _done: None).write(plan)
    batch.counts, batch.progress, batch.applied_at = plan.counts, Progress.APPLIED, clock.now()
    batch.save()
    journal.record(None, "demonstration data loaded", batch, counts=plan.counts)
    touched = [one.firm.pk for one in plan.firms]
    transaction.on_commit(lambda: changed.send_robust(sender=Batch, enterprises=touched))
    return batch, True


def plan_of_zone(count: int, seed: int, last: int, catalogue: Catalogue) -> Plan:
    """Make up the zone; the same arguments give the same zone."""
    dice = Random(seed)  # noqa: S311 - made-up figures, not secrets
    drawn = firms.natures(dice, count, last)
    names = words.names(dice, [nature.sector.ending for nature in drawn])
    years = range(last - YEARS + 1, last + 1)
    plans = []
    for number, (nature, name) in enumerate(zip(drawn, names, strict=True)):
        firms.live(dice, nature, years)
        one = FirmPlan(_firm(nature, name, number), new=True)
        _fill(one, nature, dice, last, catalogue)
        plans.append(one)
    return Plan(firms=plans, rows=sum(len(nature.sales) for nature in drawn))


def _firm(nature: firms.Nature, name: str, number: int) -> Enterprise:
    return Enterprise(
        uscc=words.code(number + 1),
        name=name,
        reg_date=f"{nature.founded}-{nature.month:02d}",
        reg_region="江苏省南通市（示例园区）",
        industry_code=nature.sector.code,
        resident_enterprise=True,
        demo=True,
    )


def _fill(
    one: FirmPlan, nature: firms.Nature, dice: Random, last: int, catalogue: Catalogue
) -> None:
    for (name, year), (text, kind) in nature.cells.items():
        _tell(one, catalogue, (name, year), text, Told(kind, STATED, f"{year + 1}-05-31"))
    ip = lists.rights(dice, nature, last)
    told = Told(firms.DECLARED, STATED, f"{last + 1}-03-31")
    gathered = {
        "ip": ip,
        "certs": lists.titles(dice, nature, last, ip),
        **dict(lists.honours(dice, nature, last)),
    }
    for name, text in (*declared(dice, nature, last), *judged(dice, nature, gathered)):
        _tell(one, catalogue, (name, NO_YEAR), text, told)
    for name, items in gathered.items():
        whole = nature.care > 1 or dice.random() < 0.25 + 0.5 * nature.care
        if items or whole:
            one.lists[name, NO_YEAR] = (items, whole, told)


def _tell(one: FirmPlan, catalogue: Catalogue, key: tuple[str, int], text: str, told: Told) -> None:
    fact = catalogue[key[0]]
    one.values[key] = (pack(fact, read_fact(fact, text).value), told)
