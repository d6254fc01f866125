"""What templates about policies need: levels, amounts, windows, marks and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from jianghai.web.contents import marks
from jianghai.web.contents.owed import owing
from jianghai.web.contents.policies import chips, reading, reasons, saying
from jianghai.web.words import told
from rulebook.policies import terms

if TYPE_CHECKING:
    from fractions import Fraction

    from django.utils.safestring import SafeString

    from jianghai.web.contents.owed.owing import Line
    from rulebook.policies import Item, Policy

register = template.Library()
GROUP_MARKS = {
    "had": ("met", "circle-check"),
    "near": ("near", "target-arrow"),
    "data": ("unknown", "help-circle"),
    "review": ("manual_review", "user-question"),
    "unmet": ("unmet", "circle-x"),
}
register.simple_tag(chips.level_chip)
register.simple_tag(reasons.tree, name="reasons")
register.simple_tag(chips.when, name="window")
register.filter("money", saying.money)
register.filter("owed_words", saying.amount)
register.filter("payout", saying.payout)
register.filter("span", saying.span)
register.filter("status", saying.status)
register.filter("level", saying.level)
register.filter("audience", saying.audience)
register.filter("clause_kind", saying.kind)
register.filter("since", saying.since)
register.filter("at_most", saying.at_most)


@register.simple_tag
def policy_url(policy: Policy) -> str:
    """Give the address of a policy's page."""
    return reverse("policy", args=policy.id.split("/"))


@register.simple_tag
def clause_url(pk: int, item: Item, year: int | None = None) -> str:
    """Give the address of a clause opened for an enterprise."""
    address = reverse("firm_clause", args=[pk, *item.policy_id.split("/"), item.id])
    return f"{address}?year={year}" if year else address


@register.simple_tag
def provenance(item: Item | None, policy: Policy) -> SafeString:
    """Draw how sure we are of a clause or a policy."""
    return format_html_join("", "{}", ((one,) for one in chips.provenance(item, policy)))


@register.filter
def formula_kind(kind: str) -> str:
    """Name a kind of formula."""
    return told(terms.KIND_NAMES[kind])


@register.filter
def stacking(rule: str) -> str:
    """Name how clauses of a group act on one another."""
    return told(terms.RULES[rule])


@register.filter
def review(key: str) -> str:
    """Say how the fair-competition review stands."""
    return told(terms.REVIEWS[key])


@register.filter
def percent(share: Fraction) -> str:
    """Print a share."""
    return f"{float(share) * 100:g}%"


@register.filter
def origin(key: str) -> str:
    """Say who brings a material."""
    return {
        "applicant": _("企业提交"),
        "registry": _("平台已有，不用交"),
        "shared": _("部门共享，不用交"),
    }.get(key, "")


@register.simple_tag
def caps(item: Item) -> list[str]:
    """Say the limits of a clause."""
    held = item.caps
    said = [
        f"{told(terms.CAP_NAMES[name])} {saying.money(int(found))}"
        for name in terms.CAP_NAMES
        if (found := getattr(held, name)) is not None
    ]
    return [*said, *([_("最多 %(n)d 次") % {"n": held.times}] if held.times else [])]


@register.simple_tag
def group_chip(line: Line) -> SafeString:
    """Say in colour, icon and word where an enterprise stands with a clause."""
    kind, icon = GROUP_MARKS[line.group]
    return format_html(
        '<span class="verdict verdict-{}">{}<span>{}</span></span>',
        kind, marks.icon(icon), owing.GROUPS[line.group],
    )  # fmt: skip


@register.simple_tag
def own_words(line: Line) -> str:
    """Say what a clause gives the reader's enterprise."""
    return saying.amount(line.owed) if line.group != "unmet" else ""


@register.simple_tag
def conditions(item: Item) -> SafeString:
    """Write the conditions of a clause as a tree of words."""
    return reading.conditions(item.edition.clauses)
