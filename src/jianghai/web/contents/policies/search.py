"""Finding policies: by words, document number or pinyin, and by facets that say how many there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from jianghai.web.contents.policies import saying, windows
from rulebook.policies.terms import LEVELS, PAYOUTS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from django.http import QueryDict
    from django.utils.functional import Promise

    from rulebook.errors import Text
    from rulebook.policies import Item, Policy, Shelf

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One policy as it is searched: its texts in small letters, and names as they are spoken."""

    policy: Policy
    title: str
    clauses: tuple[tuple[Item, str], ...]
    spoken: str
    clauses_spoken: tuple[str, ...]
    facets: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A policy that was found, how well it fits, and the clauses that hold what was asked for."""

    policy: Policy
    rank: int
    clauses: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for."""

    q: str = ""
    examples: bool = False
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict) -> Wish:
        """Read a query."""
        chosen = {name: frozenset(query.getlist(name)[:30]) for name in FACETS}
        given = {name: words for name, words in chosen.items() if words - {""}}
        return cls(query.get("q", "").strip()[:100], bool(query.get("examples")), given)


FACETS: Mapping[str, str | Promise] = {
    "level": _("层级"),
    "topic": _("主题"),
    "industry": _("行业"),
    "payout": _("兑现方式"),
    "window": _("申报窗口"),
    "status": _("状态"),
}
NOT_FOUND = "unknown"


@lru_cache(maxsize=4)
def index(shelf: Shelf, on: date) -> tuple[Entry, ...]:
    """Lay out every policy once a day: the edition that holds, else the last."""
    return tuple(
        entry(_edition(editions, on), on) for editions in shelf.policies.values() if editions
    )


def _edition(editions: Sequence[Policy], on: date) -> Policy:
    begun = [policy for policy in editions if policy.opens <= on]
    return begun[-1] if begun else editions[0]


def entry(policy: Policy, on: date) -> Entry:
    """Lay out one policy for searching."""
    names = [policy.name, policy.short, policy.issuer]
    title = " ".join(
        [*(f"{name.zh} {name.en}" for name in names), policy.document.title, policy.document.number]
    )
    clauses = tuple(
        (item, f"{item.id} {item.name.zh} {item.name.en} {item.says.zh} {item.says.en}".lower())
        for item in policy.items
    )
    return Entry(
        policy=policy,
        title=title.lower(),
        clauses=clauses,
        spoken=spoken([name.zh for name in names]),
        clauses_spoken=tuple(spoken([item.name.zh]) for item in policy.items),
        facets=_facets(policy, on),
    )


def spoken(names: Iterable[str]) -> str:
    """Write names in pinyin and initials from every syllable on, so that a search begins at a syllable.

    >>> "|rencai" in spoken(["双创人才"]), "|scrc" in spoken(["双创人才"]), "|encai" in spoken(["双创人才"])
    (True, True, False)
    """
    parts = [""]
    for name in names:
        for style in (Style.NORMAL, Style.FIRST_LETTER):
            syllables = [
                "".join(sign for sign in part.lower() if sign.isascii() and sign.isalnum())
                for part in lazy_pinyin(name, style=style)
            ]
            syllables = [part for part in syllables if part]
            parts += ["".join(syllables[start:])[:40] for start in range(len(syllables))]
    return "|".join(parts)


def _facets(policy: Policy, on: date) -> Mapping[str, frozenset[str]]:
    spans = {windows.standing(item.window, on).state for item in policy.items}
    known = spans - {NOT_FOUND}
    return {
        "level": frozenset([policy.level]),
        "topic": frozenset(policy.topics).union(*(item.topics for item in policy.items)),
        "industry": frozenset(policy.industries),
        "payout": frozenset(item.payout for item in policy.items if item.payout),
        "window": frozenset(known or {NOT_FOUND}),
        "status": frozenset([policy.status]),
    }


def found(entries: Iterable[Entry], wish: Wish) -> list[Hit]:
    """Give the policies that fit, the best first; neighbours' examples only where they are asked for."""
    words = wish.q.lower().split()[:MOST_WORDS]
    hits = []
    for one in entries:
        if one.policy.demo and not wish.examples:
            continue
        if _fits(one, wish.chosen) and (hit := _hit(one, words)) is not None:
            hits.append(hit)
    order = list(LEVELS)
    return sorted(
        hits,
        key=lambda hit: (-hit.rank, order.index(hit.policy.level), -hit.policy.opens.toordinal()),
    )


def _fits(one: Entry, chosen: Mapping[str, frozenset[str]], but: str = "") -> bool:
    return all(name == but or wanted & one.facets[name] for name, wanted in chosen.items())


def _hit(one: Entry, words: Sequence[str]) -> Hit | None:
    if not words:
        return Hit(one.policy, 0)
    rank, clauses = 0, dict.fromkeys(item for item, _text in one.clauses)
    in_clauses = False
    for word in words:
        titled = _holds(one.title, one.spoken, word)
        holding = [
            item
            for (item, text), said in zip(one.clauses, one.clauses_spoken, strict=True)
            if _holds(text, said, word)
        ]
        if not titled and not holding:
            return None
        rank += 10 if titled else 1
        if not titled:
            in_clauses = True
            clauses = {item: None for item in clauses if item in holding}
    if in_clauses and not clauses:
        return None
    return Hit(one.policy, rank, tuple(clauses) if in_clauses else ())


def _holds(text: str, said: str, word: str) -> bool:
    return word in text or (word.isascii() and word.isalnum() and f"|{word}" in said)


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a facet: its key, how it reads, how many policies have it, and whether it is wanted."""

    key: str
    word: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet with its words."""

    name: str
    word: str | Promise
    choices: tuple[Choice, ...]

    @property
    def active(self) -> bool:
        """Tell whether something of it is wanted."""
        return any(one.chosen for one in self.choices)


def facets(entries: Sequence[Entry], wish: Wish, topics: Mapping[str, Text]) -> list[Facet]:
    """Count for every facet what would be found, were another of its words wanted."""
    words = wish.q.lower().split()[:MOST_WORDS]
    shown = [one for one in entries if wish.examples or not one.policy.demo]
    held = [one for one in shown if _hit(one, words) is not None]
    made = []
    for name, word in FACETS.items():
        counts = Counter(
            key for one in held if _fits(one, wish.chosen, but=name) for key in one.facets[name]
        )
        keys = _order(name, {key for one in shown for key in one.facets[name]}, counts)
        wanted = wish.chosen.get(name, frozenset())
        choices = tuple(
            Choice(key, _word(name, topics)(key), counts[key], key in wanted) for key in keys
        )
        if len(choices) > 1 or any(one.chosen for one in choices):
            made.append(Facet(name, word, choices))
    return made


def _order(name: str, keys: set[str], counts: Counter[str]) -> list[str]:
    fixed: Mapping[str, Iterable[str]] = {
        "level": LEVELS,
        "payout": PAYOUTS,
        "window": windows.STATES,
        "status": STATUSES,
    }
    if name in fixed:
        return [key for key in fixed[name] if key in keys]
    return sorted(keys, key=lambda key: (-counts[key], key))


def _word(name: str, topics: Mapping[str, Text]) -> Callable[[str], str]:
    say: Mapping[str, Callable[[str], str]] = {
        "level": saying.level,
        "topic": lambda key: saying.topic(topics, key),
        "industry": saying.industry,
        "payout": saying.payout,
        "window": lambda key: str(windows.STATES[key]),
        "status": saying.status,
    }
    return say.get(name, str)
