"""A trial as a workbook, a sheet for every question; nothing in it can run."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook

from jianghai.base.files.cells import guarded
from jianghai.base.money import in_unit
from jianghai.policies.models import Turn
from rulebook.policies.terms import LEVELS

if TYPE_CHECKING:
    from jianghai.policies.lab.effects import Counts, FirmEffect
    from jianghai.policies.lab.outcome import Outcome

Cell = str | int | float | None
Row = Sequence[Cell]
WAYS = {"size": "规模", "stage": "成长阶段", "industry": "行业"}
#: What a spreadsheet calls a sheet has no more signs than these.
LONGEST = 31


def workbook(told: Outcome, title: str = "") -> bytes:
    """Write a trial down; amounts in 万元, exactly."""
    book = Workbook(write_only=True)
    for name, rows in tables(told, title):
        sheet = book.create_sheet(name[:LONGEST])
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def tables(told: Outcome, title: str = "") -> Iterator[tuple[str, list[Row]]]:
    """Give the tables of a trial by name, each with its heading, for a workbook or a printed report."""
    yield "概览", list(_overview(told, title))
    yield "条款", list(_clauses(told))
    yield "受益企业", list(_firms(told, told.effects.winners))
    yield "减少企业", list(_firms(told, told.effects.losers))
    yield "出资级次", list(_levels(told))
    yield "月份", list(_months(told))
    yield "分布", list(_spread(told))
    yield "临界企业", list(_below(told))
    yield "与其他政策", list(_overlaps(told))
    if told.scaled:
        yield "按比例折减", list(_scaled(told))


def _wan(fen: int) -> float | int:
    """Write fen as 万元; fifteen digits are exact in a spreadsheet."""
    exact = in_unit(fen)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _overview(told: Outcome, title: str) -> Iterator[Row]:
    before, after = told.total
    effects = told.effects
    yield "项目", "现行", "试算"
    yield "方案", "", title
    yield "政策", told.before.key if told.before is not None else "—", told.policy.key
    yield "测算日期", "", told.on.isoformat()
    yield "参评企业（家）", told.firms, told.firms
    yield "享受企业（家）", *told.getting
    yield "确定金额（万元）", _wan(before.sure), _wan(after.sure)
    yield "最多金额（万元）", _wan(before.most), _wan(after.most)
    yield "其中金额未设上限（项）", before.open, after.open
    yield "受益企业（家）", "", effects.won
    yield "减少企业（家）", "", effects.lost
    yield "确定金额增加（万元）", "", _wan(effects.sure_won)
    yield "确定金额减少（万元）", "", _wan(effects.sure_lost)
    if told.scaling is not None:
        yield "预算（万元）", "", _wan(told.scaling.budget)
        yield "折减系数", "", round(told.scaling.factor, 6)
    for text in told.words:
        yield "改动", "", text.zh


def _clauses(told: Outcome) -> Iterator[Row]:
    counts = ("符合", "待认定", "待补数据", "确定（万元）", "最多（万元）", "未设上限")
    turns = [Turn(turn).label for turn in Turn]
    yield (
        "条款",
        "名称",
        *(f"现行{name}" for name in counts),
        *(f"试算{name}" for name in counts),
        *turns,
    )
    for one in told.effects.clauses:
        turned = dict(one.turned)
        yield (
            one.key,
            one.name.zh,
            *_counted(one.before),
            *_counted(one.after),
            *(turned.get(turn, 0) for turn in Turn),
        )


def _counted(counts: Counts | None) -> tuple[Cell, ...]:
    if counts is None:
        return ("",) * 6
    sums = _wan(counts.sure), _wan(counts.most), counts.open
    return counts.met, counts.review, counts.unknown, *sums


def _firms(told: Outcome, firms: Sequence[FirmEffect]) -> Iterator[Row]:
    yield "企业", "现行确定（万元）", "试算确定（万元）", "现行最多（万元）", "试算最多（万元）"
    for one in firms:
        sums = (_wan(one.sure[0]), _wan(one.sure[1]), _wan(one.most[0]), _wan(one.most[1]))
        yield told.names.get(one.enterprise, ""), *sums


def _levels(told: Outcome) -> Iterator[Row]:
    yield "级次", "现行确定（万元）", "试算确定（万元）", "试算最多（万元）", "试算未设上限（项）"
    for level, (before, after) in told.levels.items():
        name = LEVELS[level].zh if level else "文件未载明"
        yield name, _wan(before.sure), _wan(after.sure), _wan(after.most), after.open


def _months(told: Outcome) -> Iterator[Row]:
    yield (
        "月份",
        "确定（万元）",
        "最多（万元）",
        "其中无窗口、按月平摊的确定（万元）",
        "最多（万元）",
    )
    for month in told.months:
        paid, spread = month.paid, month.spread
        yield month.month, _wan(paid.sure), _wan(paid.most), _wan(spread.sure), _wan(spread.most)


def _spread(told: Outcome) -> Iterator[Row]:
    yield "维度", "分组", "企业（家）", "享受（家）", "确定（万元）", "最多（万元）"
    for way, shares in told.spread.items():
        for one in shares:
            label = one.label or "未知"
            yield WAYS[way], label, one.firms, one.winners, _wan(one.sure), _wan(one.most)


def _below(told: Outcome) -> Iterator[Row]:
    yield "企业", "条款", "差哪一项", "现为", "要求", "相差"
    for one in told.below:
        name, gap = told.names.get(one.enterprise, ""), f"{one.gap:.1%}"
        yield name, one.clause, one.condition.zh, one.now.zh, one.asked.zh, gap


def _overlaps(told: Outcome) -> Iterator[Row]:
    yield "条款", "政策", "名称", "共同主题", "同组", "同时享受（家）", "该条款确定（万元）"
    for one in told.overlaps:
        grouped, topics = "是" if one.grouped else "", "、".join(one.topics)
        named = (one.clause, one.policy.zh, one.name.zh)
        yield *named, topics, grouped, one.firms, _wan(one.sure)


def _scaled(told: Outcome) -> Iterator[Row]:
    yield "企业", "应得（万元）", "折减后（万元）"
    for pk, whole, part in told.scaled:
        yield told.names.get(pk, ""), _wan(whole), _wan(part)
