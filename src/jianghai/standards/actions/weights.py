"""Loading an official weight table in place of the draft, without touching code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.db import transaction

from jianghai.base import clock, journal
from jianghai.base.errors import NotAllowedError
from jianghai.enterprises.sheets.files import heading_of, read_rows
from jianghai.standards import rules
from jianghai.standards.errors import WeightsError
from jianghai.standards.models import WeightTable

if TYPE_CHECKING:
    from jianghai.people.models import Person

WHOLE = Decimal(100)


def read_weights(content: bytes) -> dict[str, list[str]]:
    """Read a CSV or XLSX file: the first column begins with the indicator's id, the others are one stage each."""
    lines = read_rows(content)
    heading_of(lines)
    rows: dict[str, list[str]] = {}
    for number, cells in lines:
        told, *weights = [cell if isinstance(cell, str) else cell.shown for cell in cells]
        name = told.partition(" ")[0]
        if name in rows:
            raise WeightsError(
                f"{name} 出现了两次，请删去一行。",
                f"{name} stands there twice; remove one row.",
                where=f"第 {number} 行",
            )
        rows[name] = weights
    return rows


@transaction.atomic
def load_weights(
    rows: Mapping[str, Sequence[object]], *, document: str, valid_from: date, by: Person
) -> WeightTable:
    """Put official weights in force from a day on; points of earlier days keep the weights they had."""
    if not by.administers:
        raise NotAllowedError
    if not document.strip():
        raise WeightsError(
            "请填写权重表的文号或名称。", "Name the document that the weights come from."
        )
    for fault in faults_of(rows):
        raise fault
    plain = {name: [_plain(_weight(name, one)) for one in rows[name]] for name in draft_rows()}
    return _kept("weights loaded", plain, document, valid_from, by)


@transaction.atomic
def restore_draft(*, reason: str, valid_from: date, by: Person) -> WeightTable:
    """Put the draft in force again from today or a later day on; points of earlier days keep the weights they had."""
    if not by.administers:
        raise NotAllowedError
    if not reason.strip():
        raise WeightsError("请写明恢复草案的原因。", "Say why the draft is restored.")
    if valid_from < clock.today():
        raise WeightsError(
            "恢复草案的日期不能早于今天：以前的积分不改。请改为今天或以后。",
            "The draft cannot be restored from a past day, as earlier points stay; choose today or later.",
        )
    if rules.active_weights(valid_from) is None:
        raise WeightsError(
            "这一天起用的本来就是草案，无须恢复。", "The draft is in force on that day already."
        )
    return _kept("draft weights restored", {}, reason, valid_from, by)


def _kept(
    verb: str, rows: dict[str, list[int | float]], document: str, valid_from: date, by: Person
) -> WeightTable:
    """Keep a table and write down who brought it."""
    text = json.dumps([rows, document, valid_from.isoformat()], ensure_ascii=False, sort_keys=True)
    table = WeightTable.objects.create(
        standard=rules.POINTS,
        table=rules.WEIGHTS,
        rows=rows,
        document=document.strip(),
        valid_from=valid_from,
        uploaded_by=by,
        uploaded_at=clock.now(),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    journal.record(
        by,
        verb,
        table,
        document=table.document,
        valid_from=str(valid_from),
        digest=table.digest,
    )
    return table


def _plain(weight: Decimal) -> int | float:
    return int(weight) if weight == weight.to_integral_value() else float(weight)


def faults_of(rows: Mapping[str, Sequence[object]]) -> list[WeightsError]:
    """List what keeps a table from replacing the draft: the same indicators and stages, each stage 100 in all."""
    draft = draft_rows()
    absent, strange = sorted(draft.keys() - rows.keys()), sorted(rows.keys() - draft.keys())
    if absent or strange:
        told = "、".join(absent + strange)
        return [
            WeightsError(
                f"指标不符：{told}；应恰为 {len(draft)} 项指标。",
                f"These indicators are missing or unknown: {told}; give exactly the {len(draft)}.",
            )
        ]
    stages = len(next(iter(draft.values())))
    wrong = [fault for name in draft if (fault := _fault_of_row(name, rows[name], stages))]
    return wrong or [
        WeightsError(
            f"第 {place} 个阶段的权重合计为 {total}，应为 100。",
            f"The weights of stage {place} add up to {total}, not to 100.",
        )
        for place in range(1, stages + 1)
        if (total := sum(_weight(name, rows[name][place - 1]) for name in draft)) != WHOLE
    ]


def draft_rows() -> dict[str, list[object]]:
    """Give the weights that the corpus ships with."""
    rows: dict[str, list[object]] = (
        rules.corpus().standard(rules.POINTS).editions[-1].tables[rules.WEIGHTS]["rows"]
    )
    return rows


def _fault_of_row(name: str, row: Sequence[object], stages: int) -> WeightsError | None:
    if len(row) != stages:
        return WeightsError(
            f"应有 {stages} 个阶段的权重，现有 {len(row)} 个。",
            f"Give {stages} stages, not {len(row)}.",
            where=name,
        )
    try:
        for one in row:
            _weight(name, one)
    except WeightsError as fault:
        return fault
    return None


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
