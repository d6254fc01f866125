"""What an import would do: rows matched with the enterprises that exist, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

from jianghai.base import clock
from jianghai.enterprises.models import IDENTITY, Enterprise
from jianghai.enterprises.models.packing import Packed, pack
from jianghai.enterprises.sheets import Limits, Refusal, Remark, Row, Sheet, Told, read_sheet
from rulebook.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rulebook.facts import Catalogue

#: So many rows are shown in the preview.
SAMPLE = 20
NO_CODE = "导入的表格中没有信用代码"
Key = tuple[str, int]


@dataclass(slots=True)
class FirmPlan:
    """One enterprise of the file: the registry's own row, or a new one without a key yet."""

    firm: Enterprise
    new: bool
    filled: dict[str, Any] = field(default_factory=dict)
    values: dict[Key, tuple[Packed, Told]] = field(default_factory=dict)
    lists: dict[Key, tuple[list[dict[str, Any]], bool, Told]] = field(default_factory=dict)

    def tellers(self) -> Iterator[Told]:
        """Give who tells each value and each list."""
        yield from (told for _, told in self.values.values())
        yield from (told for _, _, told in self.lists.values())


@dataclass
class Plan:
    """Everything an import would write, and everything it would not."""

    firms: list[FirmPlan] = field(default_factory=list)
    rows: int = 0
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    sample: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Count what the page shows."""
        return {
            "rows": self.rows,
            "firms": len(self.firms),
            "new_firms": sum(one.new for one in self.firms),
            "values": sum(len(one.values) for one in self.firms),
            "entries": sum(len(items) for one in self.firms for items, _, _ in one.lists.values()),
            "refused": len(self.refused),
        }


class Matcher:
    """Finds the enterprise a row speaks of, among those registered and those the file has brought so far."""

    def __init__(self) -> None:
        self.by_code: dict[str, FirmPlan | Enterprise] = {}
        self.by_name: dict[str, list[FirmPlan | Enterprise]] = {}
        for firm in Enterprise.objects.order_by("pk").iterator(chunk_size=5000):
            if firm.uscc:
                self.by_code[firm.uscc] = firm
            self.by_name.setdefault(firm.name, []).append(firm)

    def find(self, row: Row) -> FirmPlan | Enterprise | None:
        """Give the enterprise of a row, None for a new one; LookupError where the name fits several."""
        if row.uscc and row.uscc in self.by_code:
            return self.by_code[row.uscc]
        same = self.by_name.get(row.name, [])
        if row.uscc:
            same = [one for one in same if not _firm(one).uscc]
        if len(same) > 1:
            raise LookupError(row.name)
        return same[0] if same else None

    def learn(self, plan: FirmPlan, row: Row) -> None:
        """Remember what a row said of its enterprise, for the rows after it."""
        if plan.firm.uscc:
            self.by_code[plan.firm.uscc] = plan
        others = [one for one in self.by_name.get(row.name, []) if _firm(one) is not plan.firm]
        self.by_name[row.name] = [*others, plan]


def _firm(known: FirmPlan | Enterprise) -> Enterprise:
    return known.firm if isinstance(known, FirmPlan) else known


def limits() -> Limits:
    """Give what this installation accepts."""
    return Limits(
        size=settings.IMPORT_MAX_MEGABYTES << 20,
        rows=settings.IMPORT_MAX_ROWS,
        latest_year=clock.today().year,
    )


def plan_of(content: bytes, catalogue: Catalogue) -> Plan:
    """Read a file and match it with the registry; nothing is written."""
    sheet = read_sheet(content, catalogue, limits())
    plan, matcher = Plan(), Matcher()
    for row, known in _matched(sheet, matcher):
        if isinstance(known, FirmPlan):
            one = known
        else:
            one = FirmPlan(known or _new(row), new=known is None)
            plan.firms.append(one)
        _identify(plan, one, row)
        _take(one, row, catalogue)
        matcher.learn(one, row)
        if len(plan.sample) < SAMPLE:
            told = {"row": row.number, "name": row.name, "uscc": row.uscc, "year": row.year}
            plan.sample.append({**told, "values": len(row.facts)})
    plan.rows, plan.refused = sheet.rows, sheet.refused
    plan.remarks[:0] = sheet.remarks
    return plan


def _matched(sheet: Sheet, matcher: Matcher) -> Iterator[tuple[Row, FirmPlan | Enterprise | None]]:
    for row in sheet:
        try:
            yield row, matcher.find(row)
        except LookupError:
            why = Text(
                "登记中有多家同名企业，请填写统一社会信用代码",
                "several enterprises have this name; give the credit code",
            )
            sheet.refused.append(Refusal(row.number, "企业名称", row.name, why))


def _new(row: Row) -> Enterprise:
    return Enterprise(uscc=row.uscc or None, uscc_absent="" if row.uscc else NO_CODE, name=row.name)


def _identify(plan: Plan, one: FirmPlan, row: Row) -> None:
    """Fill what the registry does not know of the enterprise itself; where it knows better, say so and keep it."""
    told: dict[str, Any] = {name: row.facts[name].value for name in IDENTITY if name in row.facts}
    if row.uscc and not one.firm.uscc:
        told["uscc"] = row.uscc
    for name, value in told.items():
        known = getattr(one.firm, name)
        if known in (None, "") or one.new:
            setattr(one.firm, name, value)
            one.filled[name] = value
        elif known != value and name not in one.filled:
            plan.remarks.append(_kept(row, name, known, value))
    if one.firm.name != row.name:
        plan.remarks.append(_kept(row, "name", one.firm.name, row.name))


def _kept(row: Row, name: str, known: object, value: object) -> Remark:
    return Remark(
        row.number,
        Text(
            f"{name} 登记为“{known}”，表格中为“{value}”；未改动登记",
            f"{name} is registered as '{known}', the table says '{value}'; the registry was kept",
        ),
    )


def _take(one: FirmPlan, row: Row, catalogue: Catalogue) -> None:
    for fact_id, seen in row.facts.items():
        if fact_id in IDENTITY:
            continue
        key = (fact_id, row.year)
        if isinstance(seen.value, tuple):
            one.lists.setdefault(
                key, ([dict(item) for item in seen.value], seen.complete, row.told)
            )
        else:
            one.values.setdefault(key, (pack(catalogue[fact_id], seen.value), row.told))


def day(written: str) -> date | None:
    """Read the date of a source; rows with another were refused before."""
    return date.fromisoformat(written) if written else None


def chunks(plans: Iterable[FirmPlan], size: int) -> Iterator[list[FirmPlan]]:
    """Cut a list into parts."""
    plans = list(plans)
    for start in range(0, len(plans), size):
        yield plans[start : start + size]
