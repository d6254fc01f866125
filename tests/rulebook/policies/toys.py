"""Toy policies written by the tests themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rulebook.entitle import Entitlements, entitle
from rulebook.errors import CorpusError, Fault
from rulebook.facts import catalogue_of
from rulebook.graph import Graph
from rulebook.library import Library
from rulebook.policies import Policy, Shelf, load_policies
from rulebook.proving.cases import Case, record_of
from rulebook.records import Record
from rulebook.yamlfile import parse

FLAGS = 6
FACTS = """
schema: facts/1
facts:
  region_code: {zh: 行政区划代码, en: Division code, kind: code}
  sales: {zh: 销售收入, en: Sales, kind: number, unit: 万元, per: year, least: 0, acts: up}
  cost: {zh: 设备投资, en: Equipment, kind: number, unit: 元, least: 0, acts: up}
  rent: {zh: 租金, en: Rent, kind: number, unit: 元, least: 0}
  space: {zh: 面积, en: Space, kind: number, unit: 平方米, least: 0}
  insured: {zh: 参保人数, en: Insured, kind: number, unit: 人, least: 0}
  months: {zh: 月数, en: Months, kind: number, unit: 月, least: 0, most: 12}
  place: {zh: 名次, en: Place, kind: number, least: 1}
  year_index: {zh: 第几年, en: Year index, kind: number, least: 1}
  level: {zh: 载体级别, en: Level, kind: choice, of: [国家级, 省级, 市级]}
  grants:
    zh: 政府资助
    en: Grants
    kind: list
    item:
      programme: {zh: 计划, en: Programme, kind: text}
      amount: {zh: 金额, en: Amount, kind: number, unit: 万元}
  chips:
    zh: 流片
    en: Tape-outs
    kind: list
    item:
      fee: {zh: 费用, en: Fee, kind: number, unit: 万元}
  payouts:
    zh: 兑付台账
    en: Payments
    kind: list
    ledger: true
    item:
      clause: {zh: 条款, en: Clause, kind: text}
      amount: {zh: 金额, en: Amount, kind: number, unit: 元}
      date: {zh: 日期, en: Date, kind: date}
""" + "".join(f"  f{n}: {{zh: 条件{n}, en: F{n}, kind: yesno}}\n" for n in range(FLAGS))
HEAD = """schema: policy/1
policy: {policy}
name: {{zh: 玩具办法, en: Toy measures}}
short: {{zh: 玩具, en: Toy}}
level: city
issuer: {{name: {{zh: 玩具市, en: Toy City}}}}
status: in-force
validity: stated
opens: "{opens}"
document: {{title: 玩具办法}}
provenance: {{mark: found}}
"""
OPENS = "2020-01-01"
ON = date(2026, 6, 30)
POLICY = "toys/toy"


def library() -> Library:
    """Give a library without standards, with the toy facts."""
    return Library(catalogue_of(parse(FACTS, "facts.yaml")), {}, Graph(), {}, {})


def shelf(extra: str = "") -> Shelf:
    """Give an empty shelf, or one with exclusions."""
    known = parse(extra).data["exclusions"] if extra else {}
    return Shelf(library(), {}, (), known, {})


def clause(item: str, amount: str, when: str = "'true'", more: str = "") -> str:
    """Write a clause with an amount."""
    return f"""
  - id: {item}
    name: {{zh: 条款{item}, en: Clause {item}}}
    cite: 第{item}条
    says: {{zh: 给予奖励, en: A grant.}}
    class: reward
    when: {when}
    amount: {amount}
{more}"""


def policy(body: str, on: Shelf | None = None, opens: str = OPENS) -> Policy:
    """Read a policy around some clauses and groups."""
    text = HEAD.format(policy=POLICY, opens=opens) + "clauses:" + body
    return (on or shelf()).read(parse(text, f"{POLICY}/{opens}.yaml"))


def faults(body: str, opens: str = OPENS) -> tuple[Fault, ...]:
    """List what is wrong with a policy."""
    try:
        policy(body, opens=opens)
    except CorpusError as error:
        return error.faults
    return ()


def firm(on: Shelf, given: Mapping[str, Any], day: date = ON) -> Record:
    """Give a firm of which some facts are known."""
    return record_of(
        Case("toy", POLICY, day, day.year - 1, given, {}, {}, ()), on.library.catalogue
    )


def owed(body: str, given: Mapping[str, Any], day: date = ON) -> Entitlements:
    """Tell what a firm is owed by a policy."""
    on = shelf()
    made = policy(body, on)
    return entitle(firm(on, given, day), on, day, policies=[made])


def ends(body: str, given: Mapping[str, Any], item: str = "A") -> tuple[float, float | None]:
    """Give the range of one clause's amount in 万元."""
    amount = owed(body, given).owed(f"{POLICY}#{item}").amount
    assert amount is not None
    return amount.sum.low / 1e6, None if amount.sum.high is None else amount.sum.high / 1e6


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a corpus folder of policies."""
    (folder / "facts.yaml").write_text(FACTS, "utf-8")
    for name, text in files.items():
        path = folder / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def loaded(folder: Path) -> Shelf:
    """Read a corpus folder of policies."""
    return load_policies(folder, library())
