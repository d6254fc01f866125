"""The cards of what is owed, of which a page shows hundreds: written without a template, what never changes kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jianghai.web.contents import marks
from jianghai.web.contents.policies import chips, saying
from jianghai.web.words import told
from rulebook.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jianghai.web.contents.owed.owing import Line
    from rulebook.facts import Fact
    from rulebook.policies import Item, Policy

CARD = (
    '<li class="owed rung-{}{}" id="c-{}"><div class="owed-head"><h3 class="h3">{}'
    '<a class="plain-link" href="{}">{}</a></h3><p class="owed-why">{}</p><p class="owed-tags">{}</p></div>'
    '<div class="owed-sum"><p class="owed-amount{}">{}</p>{}</div>'
    '<details class="owed-more" hx-get="{}" hx-trigger="toggle once" hx-target="find .owed-inside">'
    '<summary>{}<span>{}</span></summary><div class="owed-inside"><p><a href="{}">{}</a></p></div></details></li>'
)
SHOWN = 3  # missing facts named on a card
BORDER = {"had": "met", "near": "near", "data": "unknown", "review": "manual_review"}


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows of a clause to everybody, in one language."""

    anchor: str
    level: SafeString
    tags: SafeString
    name: str
    says: str
    shares: SafeString


def cards(lines: Iterable[Line], pk: int, year: int) -> SafeString:
    """Write the cards of one group for one enterprise."""
    writer = _Writer(pk, year)
    return format_html_join("", "{}", ((writer.card(one),) for one in lines))


class _Writer:
    """The addresses of one enterprise's pages and the words that every card repeats."""

    def __init__(self, pk: int, year: int) -> None:
        self.language = get_language() or ""
        self.year = SafeString(f"?year={year}")
        self.before, self.after = self._around(pk)
        self.fact, self.fact_end = reverse("firm_fact", args=[pk, "x"]).rsplit("x", 1)
        self.list, self.list_end = reverse("firm_list", args=[pk, "x"]).rsplit("x", 1)
        self.turn = marks.icon("chevron-right", "turn")
        self.more, self.opened = _("理由、算法和材料"), _("打开这一条")
        self.would = _("若符合")

    @staticmethod
    def _around(pk: int) -> tuple[str, str]:
        address = reverse("firm_clause", args=[pk, "i", "p", "c"])
        return address.removesuffix("i/p/c/"), "/"

    def card(self, one: Line) -> SafeString:
        face = _face(one.item, one.policy, self.language)
        where = SafeString(f"{self.before}{one.policy.id}/{one.item.id}{self.after}{self.year}")
        return format_html(
            CARD,
            BORDER.get(one.group, "unmet"),
            " owed-out" if one.group == "had" and not one.glance.kept else "",
            face.anchor,
            face.level,
            where,
            face.name,
            self._why(one, face),
            face.tags,
            " owed-sure" if one.sure else "",
            self._amount(one),
            self._beside(one, face),
            where,
            self.turn,
            self.more,
            where,
            self.opened,
        )

    def _amount(self, one: Line) -> str | SafeString:
        """Say the amount, and that it depends on what is still open where it does."""
        said = saying.amount(one.glance)
        if one.group == "near":
            said = saying.promised(one.glance, one.case.survey.would(one.glance))
        if one.group == "had" or one.glance.amount is None:
            return said
        return format_html('<span class="owed-if">{}</span> {}', self.would, said)

    def _why(self, one: Line, face: Face) -> str | SafeString:
        if one.glance.why is not None:
            return format_html("{}{}", marks.icon("info-circle"), told(one.glance.why))
        if one.open is not None:
            lead, reason = _("只差这一条："), told(one.owed.result.clause(one.open.id).reason)
            return format_html("<strong>{}</strong>{}", lead, reason)
        if one.group == "data" and one.missing:
            lead = _("只缺这一项：") if len(one.missing) == 1 else _("待补：")
            return format_html("<strong>{}</strong>{}", lead, self._facts(one.missing))
        if one.group == "review":
            return format_html("<strong>{}</strong>{}", _("由人认定："), _judged(one))
        return face.says

    def _facts(self, facts: tuple[Fact, ...]) -> SafeString:
        links = format_html_join(_("、"), '<a href="{}">{}</a>', map(self._fact, facts[:SHOWN]))
        if len(facts) <= SHOWN:
            return links
        return format_html("{}{}", links, _(" 等 %(n)d 项") % {"n": len(facts)})

    def _fact(self, fact: Fact) -> tuple[str, str]:
        start, end = (
            (self.list, self.list_end) if fact.kind == "list" else (self.fact, self.fact_end)
        )
        return f"{start}{fact.id}{end}", told(fact.name)

    def _beside(self, one: Line, face: Face) -> SafeString:
        return format_html("{}{}", _paid(one) or face.shares, chips.when(one.standing))


def _judged(one: Line) -> str:
    """Name the conditions that a person decides on."""
    told_ = one.case.survey
    found = [
        clause
        for clause in one.item.edition.walk()
        if told_.verdict(clause) is Verdict.REVIEW and not clause.children
    ]
    return _("、").join(told(clause.name) for clause in found[:SHOWN])


def _paid(one: Line) -> SafeString:
    """Say which level pays how much."""
    parts = [f"{saying.level(payer.level)} {saying.span(payer.sum)}" for payer in one.glance.payers]
    return (
        format_html('<p class="small quiet">{}</p>', " + ".join(parts)) if parts else marks.NOTHING
    )


@lru_cache(maxsize=4000)
def _face(item: Item, policy: Policy, language: str) -> Face:
    shares = " + ".join(
        f"{saying.level(payer.level)} {float(payer.share):.0%}" for payer in item.payers
    )
    return Face(
        anchor=item.key.replace("/", "-").replace("#", "-"),
        level=chips.level_chip(policy.level),
        tags=SafeString("".join(_tags(item, policy))),
        name=told(item.name),
        says=told(item.says),
        shares=format_html('<p class="small quiet">{}</p>', shares) if shares else marks.NOTHING,
    )


def _tags(item: Item, policy: Policy) -> Iterator[SafeString]:
    """Give what stands below the name: policy, payout, whom it is for, how sure we are."""
    where = reverse("policy", args=policy.id.split("/"))
    yield format_html(
        '<a class="owed-policy" href="{}#c-{}">{}</a>', where, item.id, told(policy.short)
    )
    if item.class_ == "relief":
        yield format_html('<span class="chip">{}</span>', saying.kind(item.class_))
    if item.payout:
        kind = "chip chip-unasked" if item.payout == "unasked" else "chip"
        yield format_html('<span class="{}">{}</span>', kind, saying.payout(item.payout))
    if item.audience != "enterprise":
        yield format_html('<span class="chip">{}</span>', saying.audience(item.audience))
    yield from chips.provenance(item, policy)
