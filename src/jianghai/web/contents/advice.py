"""Say in plain words what would change an answer: something to change, a figure to fill in, something to obtain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jianghai.standards import rules
from rulebook.errors import Text

if TYPE_CHECKING:
    from rulebook.results import Result
    from rulebook.whatif import Change, WhatIf

TITLES = {
    "HNTE": "hnte",
    "TechSME": "tech-sme",
    "InnoSME": "innovative-sme",
    "SRDI": "srdi",
    "LittleGiant": "little-giant",
}
LEVELS_EN = {"国际": "international", "国家": "national", "行业": "industry", "省": "provincial"}
ASIDE = re.compile(r"[（(][+−](?P<step>.+)[）)]$")
UNKNOWN = "未知"


def advice(change: Change) -> Text:
    """Say a change in words.

    >>> from rulebook.values import Interval
    >>> from rulebook.whatif import Change
    >>> staff = Text("科技人员", "Technical staff")
    >>> unknown, new = Text("未知", "unknown"), Text("不低于 8人", "at least 8 persons")
    >>> value = Interval(8, float("inf"))
    >>> advice(Change("tech_staff@1", "tech_staff", 2025, staff, unknown, new, 0.1, value, staff)).zh
    '补“科技人员（2025）”（≥ 8人）'
    """
    for tell in (_obtained, _clean, _listed, _missing, _moved):
        if said := tell(change):
            return said
    return change.sentence


def _within(change: Change) -> Text:
    """Say the time a condition on a list looks back."""
    if years := re.search(r"within\(\w+, (\d+)(年|天)\)", change.input):
        count = int(years[1]) if years[2] == "年" else 1
        return Text(f"近 {count} 年", f"within {count} years" if count > 1 else "within a year")
    return (
        Text("近两年", "within two years") if "during(date, t - 1" in change.input else Text("", "")
    )


def _chosen(change: Change, name: str) -> list[str]:
    found = re.search(rf"\b{name} (?:in \[([^\]]+)\]|== (\w+))", change.input)
    return [one.strip() for one in (found[1] or found[2]).split(",")] if found else []


def _joined(zh: str, en: str) -> Text:
    return Text(zh.strip(), " ".join(en.split()))


def _ranked(change: Change) -> Text:
    place = re.search(r"rank <= (\d+)", change.input)
    return Text(f"（排名前 {place[1]}）", f"(rank {place[1]} or better)") if place else Text("", "")


def _obtained(change: Change) -> Text | None:
    if not change.input.startswith("any(") or change.new.zh != "是":
        return None
    when, rank, levels = _within(change), _ranked(change), _chosen(change, "level")
    zh = "或".join(f"{one}级" if one in ("国家", "省") else one for one in levels)
    en = " or ".join(LEVELS_EN.get(one, one) for one in levels)
    match change.fact:
        case "certs":
            names = [_title(one) for one in _chosen(change, "type")]
            zh, en = "或".join(one.zh for one in names), " or ".join(one.en for one in names)
            return Text(f"取得“{zh}”称号（在有效期内）", f"Obtain the title {en} (valid)")
        case "awards":
            return _joined(
                f"{when.zh}获{zh}科学技术奖{rank.zh}",
                f"Win a {en} science and technology award {when.en} {rank.en}",
            )
        case "standards":
            return _joined(
                f"{when.zh}参与制修订{zh}标准{rank.zh}",
                f"Take part in drafting an {en} standard {when.en} {rank.en}",
            )
        case "equity_rounds":
            return Text("引进私募股权投资", "Raise equity from private investors")
    return None


def _title(code: str) -> Text:
    if code not in TITLES:
        return Text(code, code)
    return rules.corpus().standard(TITLES[code]).editions[-1].short


def _clean(change: Change) -> Text | None:
    if change.fact != "incidents" or change.new.zh != "否":
        return None
    when = _within(change)
    return _joined(
        f"确认{when.zh}没有重大事故和严重违法",
        f"Confirm that there was no major incident {when.en}",
    )


def _listed(change: Change) -> Text | None:
    """Say how much of a list is asked for."""
    new = _bound(change.new)
    first = "class == I " in change.input
    by = _step(change)
    match change.input.partition("(")[0], change.fact:
        case "count", "ip":
            zh, en = (
                ("符合条件的Ⅰ类知识产权", "qualifying class-I rights")
                if first
                else ("符合条件的知识产权", "qualifying IP rights")
            )
        case "count", "transformations":
            zh, en = "近三年的科技成果转化", "results commercialised in three years"
        case "total", "equity_rounds":
            when = _within(change)
            zh, en = f"{when.zh}合格投资者的实缴投资", f"paid-in qualified investment {when.en}"
        case _:
            return None
    if _open(change):
        return Text(f"补“{zh}”（{new.zh}）", f"Fill in {en} ({new.en})")
    return Text(f"{zh}增至 {new.zh}{by.zh}", f"Raise {en} to {new.en}{by.en}")


def _missing(change: Change) -> Text | None:
    if not _open(change):
        return None
    name, new = _named(change), _bound(change.new)
    if change.new.zh in ("是", "否"):
        return Text(f"确认“{name.zh}”：{new.zh}", f"Confirm '{name.en}': {new.en}")
    return Text(f"补“{name.zh}”（{new.zh}）", f"Fill in {name.en} ({new.en})")


def _moved(change: Change) -> Text | None:
    name, by = _named(change), _step(change)
    if " in " in change.input and change.new.zh == "是":
        asked = change.input.partition(" in ")[2].split("|")
        plain = rules.corpus().catalogue[change.fact].name
        en = " or ".join(LEVELS_EN.get(one, one) for one in asked)
        return Text(f"“{plain.zh}”达到{'或'.join(asked)}", f"Raise {plain.en} to {en}")
    if change.new.zh in ("是", "否"):
        return Text(
            f"“{name.zh}”由“{change.old.zh}”变为“{change.new.zh}”",
            f"'{name.en}' from {change.old.en} to {change.new.en}",
        )
    if not by.zh:
        return None
    less = "−" in change.sentence.zh.rpartition("（")[2]
    if change.new.zh.endswith("名"):
        place = change.new.en.replace("名", "").strip()
        return Text(f"{name.zh}升至第 {change.new.zh}", f"Rise to place {place}: {name.en}")
    verb = ("减至", "Lower") if less else ("增至", "Raise")
    far = by.zh.replace("，差", "，须减") if less else by.zh
    return Text(
        f"{name.zh}{verb[0]} {change.new.zh}{far}",
        f"{verb[1]} {name.en} to {change.new.en}{by.en}",
    )


def _named(change: Change) -> Text:
    catalogue = rules.corpus().catalogue
    plain = "(" in change.input and change.fact in catalogue
    name = catalogue[change.fact].name if plain else change.name
    if not change.year:
        return name
    return Text(f"{name.zh}（{change.year}）", f"{name.en} ({change.year})")


def _open(change: Change) -> bool:
    return change.old.zh == UNKNOWN or "–" in change.old.zh or change.old.zh.startswith("不")


def _bound(new: Text) -> Text:
    zh, en = new.zh, new.en
    for word, sign in (("不低于 ", "≥ "), ("不超过 ", "≤ ")):
        zh = zh.replace(word, sign)
    for word, sign in (("at least ", "≥ "), ("at most ", "≤ ")):
        en = en.replace(word, sign)
    return Text(zh, en)


def _step(change: Change) -> Text:
    zh, en = ASIDE.search(change.sentence.zh), ASIDE.search(change.sentence.en)
    if not zh or not en:
        return Text("", "")
    return Text(f"，差 {zh['step']}", f", {en['step']} away")


def blocked(result: Result, changes: WhatIf) -> tuple[list[Text], list[Text]]:
    """Name the unmet conditions that no change meets: those that rest on a year gone by, and the others."""
    past: list[Text] = []
    others: list[Text] = []
    for clause in result.walk():
        if clause.id in changes.blocked:
            gone = any(used.year and used.year < result.year for used in clause.facts)
            (past if gone else others).append(clause.name)
    return past, others
