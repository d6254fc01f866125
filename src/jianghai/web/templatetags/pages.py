"""What templates need everywhere: icons, verdicts, marks, ranges drawn as bars, words of two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.translation import gettext

from jianghai.enterprises import queries
from jianghai.people.models import Person, Role
from jianghai.standards.lacks import threshold
from jianghai.web import demo, drawing, menu, words
from jianghai.web.contents import marks, rulepages
from jianghai.web.contents.advice import advice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BoundField
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from jianghai.enterprises.models import Batch
    from jianghai.standards.queries.points import Indicator
    from jianghai.standards.queries.zone import Step
    from rulebook.records import Record
    from rulebook.results import ClauseResult
    from rulebook.rules.editions import Edition
    from rulebook.whatif import Change

register = template.Library()


register.simple_tag(marks.icon)
register.simple_tag(marks.stored)


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """Give the theme that the reader chose: light, dark or auto."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in words.THEMES else "auto"


@register.simple_tag
def site_name() -> str:
    """Give the name of this installation."""
    return str(settings.SITE_NAME)


@register.simple_tag(takes_context=True)
def sections(context: template.Context) -> list[menu.Link]:
    """List the sections that the reader may open."""
    return menu.links(context["request"])


@register.simple_tag(takes_context=True)
def nobody_yet(context: template.Context) -> bool:
    """Tell whether the reader's zone holds no enterprise at all."""
    return not queries.of(context["request"].user).exists()


@register.simple_tag
def role_of(person: Person) -> str:
    """Name the reader's role."""
    return role_word(Role(person.role))


@register.simple_tag
def role_word(role: Role) -> str:
    """Name a role."""
    return role.english if words.english() else str(role.label)


@register.filter
def of(table: Mapping[str, Any], key: str) -> Any:
    """Give what a table holds under a key."""
    return table.get(key)


@register.simple_tag
def demo_accounts() -> list[demo.Account]:
    """List the accounts of the demonstration, if it is loaded."""
    return demo.accounts()


@register.filter
def dressed(field: BoundField) -> SafeString:
    """Draw a form field in the style of the pages, tied to its errors and its hint."""
    widget = field.field.widget
    kind = {"select": "form-select", "checkbox": "form-check-input"}.get(
        getattr(widget, "input_type", ""), "form-control"
    )
    if field.field.__class__.__name__.endswith("ChoiceField"):
        kind = "form-select"
    return field.as_widget(
        attrs={
            "class": kind,
            **({"aria-describedby": f"{field.auto_id}_error"} if field.errors else {}),
        }
    )


@register.filter
def told(text: Any) -> str:
    """Give a text of two languages in the reader's language."""
    return words.told(text)


@register.filter
def shown(value: Any) -> str:
    """Print a number with its unit in the reader's language."""
    return words.shown(value) if value is not None else "—"


register.filter("said", words.said)
register.filter("plain", words.plain)
register.filter("cite", words.cite)
register.filter("unit", words.unit)
register.filter("bracketed", words.bracketed)


@register.filter
def advised(change: Change) -> str:
    """Say a change of a what-if in plain words."""
    return words.told(advice(change))


@register.filter
def text(pair: Any) -> str:
    """Give a text that a rule file keeps as two words under zh and en."""
    return "" if not pair else str(pair["en" if words.english() else "zh"])


@register.filter
def group_name(group: str) -> str:
    """Name a group of facts in the reader's language."""
    return words.GROUPS_EN.get(group, group) if words.english() else group


@register.simple_tag
def cited(edition: Edition, clause_id: str) -> str:
    """Name the document that a clause rests on."""
    document = edition.clause(clause_id).document
    return document.number or document.title


@register.filter
def points(score: Any, times: float = 1) -> str:
    """Print points, or a range of them, so many times."""
    if score is None or times is None:
        return "—"
    low, high = (score.low, score.high) if hasattr(score, "low") else (score, score)
    return drawing.range_text(float(low) * float(times), float(high) * float(times))


@register.filter
def band(row: str) -> rulepages.Band:
    """Turn a band of a rule file into words."""
    return rulepages.band(row)


@register.inclusion_tag("web/parts/mark.html")
def mark_of(provenance: Any) -> dict[str, Any]:
    """Say how sure we are of a table of a rule file."""
    return {"mark": words.mark((provenance or {}).get("mark"))}


@register.inclusion_tag("web/parts/verdict.html")
def verdict(which: Any, size: str = "") -> dict[str, Any]:
    """Say a verdict by colour, icon and word."""
    return {"verdict": words.verdict(which), "size": size}


@register.inclusion_tag("web/parts/mark.html")
def mark(which: Any) -> dict[str, Any]:
    """Say how sure we are of a rule, where it was not found in an official document."""
    return {"mark": words.mark(which)}


PROGRESS = {
    "previewed": "none",
    "queued": "unknown",
    "applied": "met",
    "failed": "unmet",
    "undone": "none",
}
PROGRESS_ICONS = {
    "applied": "circle-check",
    "failed": "circle-x",
    "queued": "clock",
    "undone": "arrow-back-up",
}


@register.inclusion_tag("web/parts/verdict.html")
def progress(batch: Batch) -> dict[str, Any]:
    """Say where an import stands."""
    word = words.PROGRESS_EN[batch.progress] if words.english() else batch.get_progress_display()
    said = words.Said(
        PROGRESS[batch.progress], word, PROGRESS_ICONS.get(batch.progress, "circle-dashed")
    )
    return {"verdict": said, "size": ""}


@register.filter
def source_kind(kind: int) -> str:
    """Name a kind of source."""
    return words.source_kind(kind)


@register.inclusion_tag("web/parts/track.html")
def track(score: Any, most: Any, passing: Any = None, middle: Any = None) -> dict[str, Any]:
    """Draw a score range on its track: certain, still open, lost; with the pass mark and the cohort's median."""
    return {"track": drawing.track(score, most, passing, middle)}


@register.simple_tag
def standing_bar(one: Indicator) -> SafeString:
    """Draw the points of an indicator on what its weight can give, with the place of the cohort's middle."""
    most = one.weight or one.clause.most
    middle = most / 2 if most and one.median is not None and one.median.range.low > 0 else None
    drawn = drawing.track(one.clause.score, most, None, middle)
    return marks.bar(drawn, f"{words.told(one.clause.name)} {drawn.text if drawn else ''}")


@register.simple_tag
def range_bar(span: Any, whole: float, name: Any) -> SafeString:
    """Draw a range on a bar without words beside it."""
    return marks.bar(drawing.track(span, whole), words.told(name))


@register.simple_tag
def step_words(step: Step) -> str:
    """Say what would close the one open condition of a firm."""
    changes, clause = step.changes, step.evaluation.step
    better = [*changes.clauses.get(clause, ()), *changes.singles]
    if better:
        return advised(better[0])
    asked = [ask for ask in changes.ask_next if clause in ask.decides] or changes.ask_next
    return words.told(asked[0].sentence) if asked else gettext("见逐条理由")


@register.inclusion_tag("web/parts/against.html")
def against(edition: Edition, clause: ClauseResult, record: Record) -> dict[str, Any]:
    """Draw what was measured against the threshold of a condition, which may be computed for each firm."""
    measures = edition.clause(clause.id).measures
    asked = threshold(record, edition, measures[0]) if len(measures) == 1 else None
    return {"scale": drawing.against(clause.value, measures, asked), "asked": asked}


@register.filter
def fact_name(asked: Any) -> str:
    """Name the fact of a change or a question: a list by its name, whatever condition is put on its records."""
    fact = queries.catalogue()[asked.fact]
    year = (
        f"（{asked.year}）"
        if asked.year and not words.english()
        else f" ({asked.year})"
        if asked.year
        else ""
    )
    return f"{words.told(fact.name)}{year}"


@register.inclusion_tag("web/parts/bar.html")
def share(part: float, whole: float, label: str = "") -> dict[str, Any]:
    """Draw a share of a whole as a bar."""
    return {"width": drawing.percent(part, whole), "label": label}


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """Give this page's query with some parameters changed; an empty value removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return f"?{query.urlencode()}"
