"""Put the made-up zone into the registry, once."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.enterprises import queries
from jianghai.enterprises.actions.loading import Loader
from jianghai.enterprises.actions.plans import FirmPlan, Plan
from jianghai.enterprises.demo import example, firms, lists, matters, projects, words
from jianghai.enterprises.demo.declared import declared, judged
from jianghai.enterprises.models import NO_YEAR, Batch, Enterprise, SourceKind
from jianghai.enterprises.models.batches import Progress
from jianghai.enterprises.models.packing import Packed, pack
from jianghai.enterprises.sheets import Told
from jianghai.enterprises.sheets.cells import read_fact
from jianghai.enterprises.signals import changed

if TYPE_CHECKING:
    from rulebook.facts import Catalogue

SEED = 20201
COUNT = 2_000
YEARS = 3
STATED = "示例数据（虚构）"
#: Lists that an office keeps; firms tell the others.
LISTED = frozenset({"certs", "grants", "incidents"})
#: And what it knows of a firm otherwise.
OFFICES = frozenset({"abnormal_list", "serious_dishonesty"})


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
    hand = _Hand(dice, Random(seed + 1), last, catalogue)  # noqa: S311
    plans = []
    for number, (nature, name) in enumerate(zip(drawn, names, strict=True)):
        firms.live(dice, nature, years)
        place = matters.home(hand.more) if number else matters.HERE
        one = FirmPlan(_firm(nature, name, number, place), new=True)
        hand.fill(one, nature)
        hand.add(one, nature, place)
        if not number:
            hand.show(one)
        plans.append(one)
    return Plan(firms=plans, rows=sum(len(nature.sales) for nature in drawn))


def _firm(nature: firms.Nature, name: str, number: int, place: matters.Home) -> Enterprise:
    return Enterprise(
        uscc=words.code(number + 1),
        name=name,
        reg_date=f"{nature.founded}-{nature.month:02d}",
        reg_region=f"江苏省南通市{place.district}（示例园区）",
        region_code=place.registration,
        industry_code=nature.sector.code,
        resident_enterprise=True,
        demo=True,
    )


class _Hand:
    """Writes firms' plans; what policies ask is drawn by dice of its own, and a word is read once for all firms."""

    def __init__(self, dice: Random, more: Random, last: int, catalogue: Catalogue) -> None:
        self.dice, self.more, self.last, self.catalogue = dice, more, last, catalogue
        self.stated = Told(firms.DECLARED, STATED, f"{last + 1}-03-31")
        self.official = Told(firms.TAX, STATED, f"{last + 1}-06-30")
        self.words: dict[tuple[str, str], Packed] = {}

    def fill(self, one: FirmPlan, nature: firms.Nature) -> None:
        """Write down the years, what was gathered, declared and judged."""
        for (name, year), (text, kind) in nature.cells.items():
            self._tell(one, (name, year), text, Told(kind, STATED, f"{year + 1}-05-31"))
        dice, last = self.dice, self.last
        ip = lists.rights(dice, nature, last)
        gathered = {
            "ip": ip,
            "certs": lists.titles(dice, nature, last, ip),
            **dict(lists.honours(dice, nature, last)),
        }
        for name, text in (*declared(dice, nature, last), *judged(dice, nature, gathered)):
            told = self.official if name in OFFICES else self.stated
            self._tell(one, (name, NO_YEAR), text, told)
        for name, items in gathered.items():
            whole = nature.care > 1 or dice.random() < 0.25 + 0.5 * nature.care
            if items or whole:
                told = self.official if name in LISTED else self.stated
                one.lists[name, NO_YEAR] = (items, whole, told)

    def add(self, one: FirmPlan, nature: firms.Nature, place: matters.Home) -> None:
        """Write down what policies ask besides."""
        dice, last = self.more, self.last
        told = one.lists.get(("incidents", NO_YEAR), ([], False, self.stated))[0]
        lies = (place, any(incident["major"] for incident in told))
        for name, text in matters.official(dice, nature, last, lies):
            self._tell(one, (name, NO_YEAR), text, self.official)
        for name, text in matters.stated(dice, nature, last):
            self._tell(one, (name, NO_YEAR), text, self.stated)
        for name, text in matters.spent(dice, nature, last):
            self._tell(one, (name, last), text, self.stated)
        for name, items in projects.projects(dice, nature, last):
            whole = dice.random() < (0.95 if nature.care > 1 else 0.85)
            if items or whole:
                told_by = self.official if name in LISTED else self.stated
                one.lists[name, NO_YEAR] = (items, whole, told_by)

    def show(self, one: FirmPlan) -> None:
        """Give the first firm what its page is to show."""
        for texts, told in ((example.STATED, self.stated), (example.OFFICIAL, self.official)):
            for name, text in texts.items():
                self._tell(one, (name, NO_YEAR), text, told)
        for name, text in example.SPENT.items():
            self._tell(one, (name, self.last), text, self.stated)
        for name in example.UNTOLD:
            one.values.pop((name, NO_YEAR), None)
        for name, items in example.lists(self.last).items():
            told = self.official if name in LISTED else self.stated
            one.lists[name, NO_YEAR] = (items, True, told)

    def _tell(self, one: FirmPlan, key: tuple[str, int], text: str, told: Told) -> None:
        name = key[0]
        packed = self.words.get((name, text))
        if packed is None:
            fact = self.catalogue[name]
            packed = pack(fact, read_fact(fact, text).value)
            if fact.kind != "number" or text == "0":
                self.words[name, text] = packed
        one.values[key] = (packed, told)
