"""`jianghai entitle`: what every firm of a file is owed by the policies in force, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jianghai.cli import corpus
from jianghai.cli.evaluate import today
from jianghai.cli.inputs import ASSUMED, assumed, latest, read
from jianghai.cli.policies import owed
from jianghai.cli.policies.choosing import chosen, shelf_of
from jianghai.cli.tables import table
from jianghai.cli.whatif import chosen as firm_of
from jianghai.policies import totals
from jianghai.policies.packing import Whole, fen
from rulebook.entitle import entitle
from rulebook.entitle.holdings import entitle_all
from rulebook.rules.plans import sources_of
from rulebook.values import Verdict

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import date

    from rulebook.entitle.holdings import Holdings
    from rulebook.policies import Policy, Shelf
    from rulebook.records import Record

#: So many facts are named that would decide most.
ASKED = 5
HEADS = (
    "年度",
    "确定可得",
    "政策核对后再得",
    "可能再得",
    "减免",
    "符合",
    "需认定",
    "待补数据",
    "需洽谈",
)


def command(asked: argparse.Namespace) -> int:
    """Tell for every record of the file what it is owed."""
    library = corpus.library()
    on = asked.on or today()
    shelf = shelf_of(library)
    policies = chosen(shelf, on, asked.policy)
    everyone = read(Path(asked.file), library.catalogue, on)
    records = assumed(everyone, library.catalogue, asked.assume)
    if asked.firm:
        records = [firm_of(records, asked.firm)]
    if asked.format == "json":
        _as_json(records, shelf, on, policies)
    elif asked.explain or len(records) == 1:
        _each(records, shelf, on, policies, explain=asked.explain)
        print(_basis(on, policies, asked.assume))
    else:
        print(_summary(records, shelf, on, policies))
        print(_basis(on, policies, asked.assume))
        print("逐条结果用 --firm 企业，理由用 --explain")
    return 0


def _as_json(
    records: Sequence[Record], shelf: Shelf, on: date, policies: tuple[Policy, ...]
) -> None:
    """Print a list, one record after the other, so that a large file is never held as text."""
    lead = "["
    for record in records:
        told = entitle(record, shelf, on, policies=policies).as_dict()
        print(lead + json.dumps(told, ensure_ascii=False, indent=2), end="")
        lead = ",\n"
    print("]")


def _each(
    records: Sequence[Record],
    shelf: Shelf,
    on: date,
    policies: tuple[Policy, ...],
    *,
    explain: bool,
) -> None:
    for record in records:
        answer = entitle(record, shelf, on, policies=policies)
        print(owed.firm(answer, shelf.library.catalogue, explain=explain), end="\n\n")


def _summary(
    records: Sequence[Record], shelf: Shelf, on: date, policies: tuple[Policy, ...]
) -> str:
    """Give one line per record, then what it comes to and what to ask for."""
    holdings = entitle_all(records, shelf, on, policies=policies)
    who = _who(records)
    sums = _sums(holdings)
    counts = [
        *(
            totals.counted(holdings, verdict)
            for verdict in (Verdict.MET, Verdict.REVIEW, Verdict.UNKNOWN)
        ),
        totals.negotiated(holdings),
    ]
    rows = [
        [
            *who[place],
            str(record.year),
            *(owed.money(int(column[place])) for column in sums),
            *(str(column[place]) if column[place] else "—" for column in counts),
        ]
        for place, record in enumerate(records)
    ]
    firms = latest(records)
    certain, unchecked, possible, relief = (owed.money(int(column[firms].sum())) for column in sums)
    lines = [
        table([*("记录", "企业")[: len(who[0])], *HEADS], rows),
        "",
        f"合计（{len(firms)} 家企业，各取最近年度）：确定可得 {certain}；"
        f"政策核对有效后再得 {unchecked}；补齐数据或经审定可能再得 {possible}；减免 {relief}",
        *_wanted(records, holdings),
    ]
    return "\n".join(lines)


def _who(records: Sequence[Record]) -> list[tuple[str, ...]]:
    """Name every record, with its firm where records are only numbered."""
    numbered = all(record.id.isdecimal() for record in records)
    return [(record.id, record.name) if numbered else (record.id,) for record in records]


def _sums(holdings: Holdings) -> list[Whole]:
    """Give by record what is certain, what more if unconfirmed policies hold, what more may come, what is saved."""
    least, certain = fen(holdings.total[0]), fen(holdings.certain)
    most = totals.certain(holdings) + totals.possible(holdings)
    return [certain, least - certain, np.maximum(most - least, 0), _relief(holdings)]


def _relief(holdings: Holdings) -> Whole:
    """Give what is certainly saved, by record; what is saved is not paid out and stays apart."""
    saved = [fen(holdings.amount(key)[0]) for key in holdings.arrangement.reliefs]
    return sum(saved, np.zeros(holdings.rows, dtype=np.int64))


def _wanted(records: Sequence[Record], holdings: Holdings) -> list[str]:
    """Name the facts that most of the open clauses wait for."""
    waits: dict[str, int] = {}
    names: dict[str, str] = {}
    lacking: dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}
    for item in holdings.arrangement.items:
        unknown = holdings.verdict(item.key) == Verdict.UNKNOWN
        sources = sources_of([item.verdict], [item.edition])
        facts = {source.fact.id: source for source in sources if not source.fact.stands_in}
        for fact_id, source in facts.items():
            if fact_id not in lacking:
                lacks = [source.fact.id not in record.facts for record in records]
                lacking[fact_id] = np.array(lacks, dtype=bool)
            names[fact_id] = source.fact.name.zh
            waits[fact_id] = waits.get(fact_id, 0) + int((unknown & lacking[fact_id]).sum())
    most = sorted((fact for fact in waits if waits[fact]), key=lambda fact: -waits[fact])[:ASKED]
    told = "、".join(f"{names[fact]}（{waits[fact]:,} 处）" for fact in most)
    return [f"最值得补的数据：{told}"] if most else []


def _basis(on: date, policies: Sequence[Policy], given: Sequence[str] | None) -> str:
    clauses = sum(len(policy.items) for policy in policies)
    empty = sum(not policy.items for policy in policies)
    open_ = f"，其中 {empty} 项条款待录入" if empty else ""
    unchecked = sum(policy.validity == "unchecked" for policy in policies)
    doubt = f"；{unchecked} 项是否仍有效待核对" if unchecked else ""
    demo = sum(policy.demo for policy in policies)
    example = f"；其中 {demo} 项是外地示例，不适用于本园区" if demo else ""
    assumptions = f"；{ASSUMED} {'、'.join(given)}" if given else ""
    return (
        f"依据：{on} 的 {len(policies)} 项政策、{clauses} 条{open_}{doubt}{example}{assumptions}。"
        "测算结果不是任何部门的决定；“最高”不计为应得"
    )
