"""Tiny corpora written by the tests themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.cohorts import Cohorts
from rulebook.errors import CorpusError, Fault
from rulebook.evaluate import evaluate
from rulebook.facts import Catalogue, catalogue_of
from rulebook.library import Library, load_library
from rulebook.proving.cases import Case, record_of
from rulebook.records import Record
from rulebook.results import Result
from rulebook.yamlfile import parse

FACTS = """
schema: facts/1
facts:
  staff: {zh: 职工, en: Staff, kind: number, unit: 人, per: year, least: 0, acts: up}
  techs: {zh: 科技人员, en: S&T staff, kind: number, unit: 人, per: year, least: 0, presume_least: rds}
  rds: {zh: 研发人员, en: R&D staff, kind: number, unit: 人, per: year, least: 0}
  sales: {zh: 销售收入, en: Sales, kind: number, unit: 万元, per: year, least: 0}
  cost: {zh: 研发费用, en: R&D expense, kind: number, unit: 万元, per: year, least: 0}
  profit: {zh: 利润, en: Profit, kind: number, unit: 万元, per: year}
  assets: {zh: 资产, en: Assets, kind: number, unit: 万元, per: year, least: 0}
  debts: {zh: 负债, en: Debts, kind: number, unit: 万元, per: year, least: 0}
  debt_ratio: {zh: 资产负债率, en: Debt ratio, kind: number, unit: "%", per: year, is: debts / assets}
  growth_stated: {zh: 所报增长率, en: Growth as stated, kind: number, unit: "%", per: year, stands_in: true}
  share: {zh: 市场份额, en: Market share, kind: number, unit: "%", least: 0, most: 100}
  worth: {zh: 估值, en: Valuation, kind: number, unit: 亿美元, least: 0}
  panel: {zh: 专家分, en: Panel, kind: number, unit: 分, least: 0, most: 8, bounded: true}
  stage: {zh: 阶段, en: Stage, kind: number, least: 1, most: 3}
  listed: {zh: 上市, en: Listed, kind: yesno}
  fined: {zh: 重大处罚, en: Heavily fined, kind: yesno}
  level: {zh: 机构级别, en: Level, kind: choice, of: [国家, 省, 无]}
  code: {zh: 行业代码, en: Industry code, kind: code}
  reg_date: {zh: 注册日期, en: Date of registration, kind: date}
  motto: {zh: 口号, en: Motto, kind: text}
  ip:
    zh: 知识产权
    en: Rights
    kind: list
    counted_by: count
    item:
      class: {zh: 类别, en: Class, kind: choice, of: [I, II]}
      valid: {zh: 有效, en: Valid, kind: yesno, presumed: "yes"}
      granted: {zh: 授权日, en: Granted, kind: date}
      count: {zh: 件数, en: Count, kind: number, unit: 件}
      price: {zh: 价款, en: Price, kind: number, unit: 万元}
"""
HEAD = """schema: rule/1
standard: {standard}
kind: title
name: {{zh: 玩具企业, en: Toy firm}}
short: {{zh: 玩具, en: Toy}}
opens: "{opens}"
jurisdiction: CN
document: {{number: 玩〔2020〕1号, title: 玩具办法}}
provenance: {{mark: found, sources: [S1]}}
"""
OPENS = "2020-01-01"
ON = date(2026, 6, 30)
HERE = "# here"


def catalogue() -> Catalogue:
    """Give the facts of the toy corpus."""
    return catalogue_of(parse(FACTS, "facts.yaml"))


def rule(body: str, standard: str = "toy", opens: str = OPENS) -> str:
    """Write an edition around a body."""
    return HEAD.format(standard=standard, opens=opens) + body


def when(condition: str) -> str:
    """Write the only clause of an edition, and a verdict that rests on it."""
    return f'clauses:\n  - {{id: A, name: {{zh: 甲项, en: Item A}}, cite: 第一条, when: "{condition}"}}\nverdict: A\n'


def corpus(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a corpus of one standard, whose files are given by name, beside the toy facts."""
    home = folder / "standards" / "toy"
    home.mkdir(parents=True)
    (folder / "facts.yaml").write_text(FACTS, "utf-8")
    for name, text in files.items():
        (home / name).write_text(text, "utf-8")
    return folder


def library(folder: Path, body: str) -> Library:
    """Load a library of one edition."""
    return load_library(corpus(folder, {f"{OPENS}.yaml": rule(body)}))


def faults(folder: Path, body: str) -> tuple[Fault, ...]:
    """Give what a body is refused for."""
    try:
        library(folder, body)
    except CorpusError as error:
        return error.faults
    return ()


def line_of_here(text: str) -> int:
    """Give the line that carries the mark."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if HERE in line)


def exactly(value: Any) -> Any:
    """Turn floats into the decimals that a case file would hold."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {key: exactly(inner) for key, inner in value.items()}
    return [exactly(inner) for inner in value] if isinstance(value, list) else value


def record(year: int = 2025, on: date = ON, **facts: Any) -> Record:
    """Write a record as case files do: a number is t-1, a list ends with it, the oldest year first."""
    told = {key: exactly(value) for key, value in facts.items()}
    return record_of(Case("r1", "toy", on, year, told, {}, {}, ()), catalogue())


def judge(
    of: Library, given: Record, *, cohorts: Cohorts | None = None, presume: bool = False
) -> Result:
    """Judge a record by the edition in force."""
    edition = of.edition("toy", given.on)
    return evaluate(given, [edition], cohorts=cohorts, presume=presume)[0]
