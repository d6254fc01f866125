"""The sentence that a clause reads as: who, under which conditions, what, at most, from whom, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.errors import Text
from rulebook.policies.terms import AUDIENCES, CAP_NAMES, LEVELS, PAYOUTS
from rulebook.units import MONEY, show, show_english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rulebook.policies import Item
    from rulebook.policies.policy import Window
    from rulebook.rules.editions import Clause

JOIN = {
    "all": Text("且", " and "),
    "any": Text("或", " or "),
    "none": Text("且", " and "),
}


def sentence(item: Item) -> Text:
    """Say what a clause gives to whom; what the file does not state is not said."""
    parts = [_who(item), *_what(item), *_paying(item), *_when(item)]
    return Text(
        "；".join(part.zh for part in parts) + "。", "; ".join(part.en for part in parts) + "."
    )


def _who(item: Item) -> Text:
    asked = [_asked(clause) for clause in item.edition.clauses]
    zh, en = "，且".join(text.zh for text in asked), ", and ".join(text.en for text in asked)
    who = AUDIENCES[item.audience]
    return Text(f"{who.zh}：{zh or '无条件'}", f"{who.en.capitalize()}: {en or 'no condition'}")


def _asked(clause: Clause) -> Text:
    """Say what a condition asks, joined as it joins its parts."""
    if not clause.children:
        return clause.needs or clause.name
    inner = [_asked(child) for child in clause.children]
    join = JOIN.get(clause.form, JOIN["all"])
    zh, en = join.zh.join(t.zh for t in inner), join.en.join(t.en for t in inner)
    if clause.form == "none":
        return Text(f"无下列情形（{zh}）", f"none of ({en})")
    return Text(f"（{zh}）", f"({en})") if len(inner) > 1 else inner[0]


def _what(item: Item) -> Iterator[Text]:
    if item.formula is not None:
        yield Text(f"给予 {item.formula.words.zh}", f"gives {item.formula.words.en}")
    for name, words in CAP_NAMES.items():
        cap = getattr(item.caps, name)
        if cap is not None:
            end = float(cap)
            zh, en = show(end, end, MONEY), show_english(end, end, MONEY)
            yield Text(f"{words.zh}最高 {zh}", f"at most {en} for {words.en}")
    if item.caps.times is not None:
        yield Text(f"最多 {item.caps.times} 次", f"{item.caps.times} times at most")


def _paying(item: Item) -> Iterator[Text]:
    if item.payers:
        shares = [
            (LEVELS[payer.level], f"{float(payer.share) * 100:.4g}%") for payer in item.payers
        ]
        zh = "、".join(f"{level.zh} {share}" for level, share in shares)
        en = ", ".join(f"{level.en} {share}" for level, share in shares)
        yield Text(f"由{zh}承担", f"paid by {en}")
    if item.payout:
        way = PAYOUTS[item.payout]
        yield Text(way.zh, way.en)


def _when(item: Item) -> Iterator[Text]:
    if item.window is not None:
        yield _window(item.window)


def _window(window: Window) -> Text:
    if window.rolling:
        return Text("常年受理", "at any time")
    rounds = [(one.opens, one.closes) for one in (*window.rounds, *window.yearly)]
    listed = "、".join(f"{opens or '…'} 至 {closes}" for opens, closes in rounds)
    english = ", ".join(f"{opens or '…'} to {closes}" for opens, closes in rounds)
    if window.yearly:
        return Text(f"每年 {listed} 受理", f"every year {english}")
    return Text(f"{listed} 受理", f"from {english}")
