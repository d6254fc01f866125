"""The words of the pages for verdicts, marks and numbers, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jianghai.enterprises.models import SourceKind
from jianghai.web.english import citation_of, english_of, suffix_of
from rulebook.results import Shown
from rulebook.units import show_english

if TYPE_CHECKING:
    from django.utils.functional import Promise

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Said:
    """A word with the icon and the colour class that go with it."""

    key: str
    word: str | Promise
    icon: str
    more: str | Promise = ""


VERDICTS = {
    said.key: said
    for said in (
        Said("met", _("符合"), "circle-check"),
        Said("unmet", _("不符合"), "circle-x"),
        Said("unknown", _("待补数据"), "help-circle"),
        Said("manual_review", _("需人工认定"), "user-question"),
    )
}
NOT_ASKED = Said("none", _("未评价"), "circle-dashed")

MARKS = {
    said.key: said
    for said in (
        Said("recalled", _("凭记忆"), "quote", _("未见原文，凭行业常识整理，使用前请核对官方文件")),
        Said("single-source", _("单一来源"), "quote", _("只有一处来源，使用前请核对官方文件")),
        Said("local-draft", _("园区试算·非官方"), "flag", _("园区自行试算，不是主管部门的标准")),
        Said("proposed", _("园区试算·非官方"), "flag", _("园区自行试算，不是主管部门的标准")),
    )
}


def verdict(which: Any) -> Said:
    """Give the word for a verdict or its name; nothing where none was given."""
    return VERDICTS.get(str(getattr(which, "word", which)), NOT_ASKED)


def mark(which: Any) -> Said | None:
    """Give the word for a rule's provenance, or nothing where the rule was found in its document."""
    said = MARKS.get(str(getattr(which, "mark", which)))
    note = getattr(which, "note", None)
    if said is None or note is None:
        return said
    return Said(said.key, said.word, said.icon, note.en if english() else note.zh)


def told(text: Any) -> str:
    """Give a text of two languages in the reader's language."""
    if text is None:
        return ""
    return plain(str(getattr(text, "en", text))) if english() else str(getattr(text, "zh", text))


def plain(text: str) -> str:
    """Give a text of the data in the reader's language, as far as it is figures, choices and sources."""
    return english_of(text, SOURCES_EN) if english() else text


def cite(text: str) -> str:
    """Give a citation, or where a cohort comes from, in the reader's language."""
    return citation_of(text) if english() else text


def unit(suffix: str) -> str:
    """Name the unit that a figure is typed in."""
    return suffix_of(suffix) if english() else suffix


def bracketed(suffix: str) -> str:
    """Put a unit in brackets behind the name of a field; nothing where there is none."""
    return f" ({unit(suffix)})" if english() and suffix else f"（{suffix}）" if suffix else ""


def english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "").startswith("en")


def shown(value: Any) -> str:
    """Print a number with its unit, as the reader writes it."""
    if not isinstance(value, Shown):
        return str(value)
    if english() and not value.labels:
        return plain(show_english(value.range.low, value.range.high, value.unit))
    return plain(value.zh)


def number(value: float) -> str:
    """Print a plain number without needless decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


SOURCES_EN = {
    10: "Estimated",
    20: "Declared by the firm",
    30: "Public",
    40: "Audited",
    50: "Tax or authority",
    60: "Corrected by the zone",
}
PROGRESS_EN = {
    "previewed": "Previewed",
    "queued": "Importing",
    "applied": "Imported",
    "failed": "Failed",
    "undone": "Undone",
}


def source_kinds() -> list[tuple[int, str]]:
    """List the kinds of sources in the reader's language."""
    return [(kind.value, source_kind(kind.value)) for kind in SourceKind]


def source_kind(kind: int) -> str:
    """Name a kind of source in the reader's language."""
    return SOURCES_EN.get(kind, "") if english() else str(SourceKind(kind).label)


GROUPS_EN = {
    "基本信息": "Basics",
    "人员": "People",
    "收入与利润": "Revenue and profit",
    "资产": "Assets",
    "研发": "R&D",
    "知识产权": "IP rights",
    "平台与荣誉": "Platforms and honours",
    "股权融资": "Equity financing",
    "资质证书": "Certificates",
    "合规": "Compliance",
    "专家与平台评分": "Expert and platform scores",
    "税务": "Tax",
}


#: Words that rule files use for classes and stages; data stay Chinese, pages translate them.
CLASSES = (
    gettext_noop("大型"),
    gettext_noop("中型"),
    gettext_noop("小型"),
    gettext_noop("微型"),
    gettext_noop("初创期"),
    gettext_noop("成长期"),
    gettext_noop("稳定期"),
)


def said(word: str) -> str:
    """Give a word of the data in the reader's language, as it stands where it has no translation."""
    return gettext(word) if word else ""
