"""Loading an official weight table in place of the draft, without touching code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises.sheets.files import heading_of, read_rows
from jianghai.people.models import Person, Role
from jianghai.standards import rules
from jianghai.standards.errors import WeightsError
from jianghai.standards.models import WeightTable

WHOLE = Decimal(100)


def read_weights(content: bytes) -> dict[str, list[str]]:
    """Read a CSV or XLSX file whose first column names the indicator and the others one stage each."""
    lines = read_rows(content)
    heading_of(lines)
    rows: dict[str, list[str]] = {}
    for number, cells in lines:
        name, *weights = [cell if isinstance(cell, str) else cell.shown for cell in cells]
        if name in rows:
            raise WeightsError(
                f"{name} 出现了两次，请删去一行。",
                f"{name} stands there twice; remove one row.",
                where=f"第 {number} 行",
            )
        rows[name.strip()] = weights
    return rows


@transaction.atomic
def load_weights(
    rows: Mapping[str, Sequence[object]], *, document: str, valid_from: date, by: Person
) -> WeightTable:
    """Put official weights in force from a day on; points of earlier days keep the weights they had."""
    if by.role != Role.ADMINISTRATOR or not by.is_active:
        raise NotAllowedError
    if not document.strip():
        raise WeightsError(
            "请填写权重表的文号或名称。", "Name the document that the weights come from."
        )
    weights = _checked(rows)
    plain = {name: [_plain(one) for one in row] for name, row in weights.items()}
    text = json.dumps([plain, document, valid_from.isoformat()], ensure_ascii=False, sort_keys=True)
    table = WeightTable.objects.create(
        standard=rules.POINTS,
        table=rules.WEIGHTS,
        rows=plain,
        document=document.strip(),
        valid_from=valid_from,
        uploaded_by=by,
        uploaded_at=clock.now(),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    journal.record(
        by,
        "weights loaded",
        table,
        document=table.document,
        valid_from=str(valid_from),
        digest=table.digest,
    )
    return table


def _plain(weight: Decimal) -> int | float:
    return int(weight) if weight == weight.to_integral_value() else float(weight)


def _checked(rows: Mapping[str, Sequence[object]]) -> dict[str, list[Decimal]]:
    """Hold a table against the draft that it replaces: the same indicators and stages, each stage 100 in all."""
    draft = rules.corpus().standard(rules.POINTS).editions[-1].tables[rules.WEIGHTS]["rows"]
    absent, strange = sorted(draft.keys() - rows.keys()), sorted(rows.keys() - draft.keys())
    if absent or strange:
        told = "、".join(absent + strange)
        raise WeightsError(
            f"指标不符：{told}；应恰为 {len(draft)} 项指标。",
            f"These indicators are missing or unknown: {told}; give exactly the {len(draft)}.",
        )
    weights = {name: [_weight(name, one) for one in rows[name]] for name in draft}
    stages = len(next(iter(draft.values())))
    for name, row in weights.items():
        if len(row) != stages:
            raise WeightsError(
                f"应有 {stages} 个阶段的权重，现有 {len(row)} 个。",
                f"Give {stages} stages, not {len(row)}.",
                where=name,
            )
    for place, column in enumerate(zip(*weights.values(), strict=True), start=1):
        if sum(column) != WHOLE:
            raise WeightsError(
                f"第 {place} 个阶段的权重合计为 {sum(column)}，应为 100。",
                f"The weights of stage {place} add up to {sum(column)}, not to 100.",
            )
    return weights


def _weight(name: str, written: object) -> Decimal:
    try:
        weight = Decimal(str(written).strip())
    except InvalidOperation:
        weight = Decimal(-1)
    if not weight.is_finite() or not 0 <= weight <= WHOLE:
        raise WeightsError(
            f"“{written}”不是 0 到 100 的数，请改正。",
            f"'{written}' is not a number from 0 to 100.",
            where=name,
        )
    return weight
