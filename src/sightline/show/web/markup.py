"""Markup that cannot be broken into: every text is escaped where it enters."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


#: What a tag may hold: text is escaped, markup is taken as it is, nothing is left out.
Part = str | float | None

ALONE = frozenset({"input", "img", "link", "meta", "br", "source"})


def tag(name: str, /, *parts: Part, **attributes: Part | bool) -> Markup:
    """Write one tag; `class_` and `for_` lose their tail, `aria_label` becomes `aria-label`.

    >>> tag("p", "a < b", tag("b", 3), class_="told", hidden=True, title=None)
    '<p class="told" hidden>a &lt; b<b>3</b></p>'
    >>> tag("img", src="/x.jpg?a=1&b=2", alt="")
    '<img src="/x.jpg?a=1&amp;b=2" alt="">'
    """
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in ALONE:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{joined(*parts)}</{name}>")


def joined(*parts: Part) -> Markup:
    """Put parts side by side.

    >>> joined("1 < 2", None, tag("br"))
    '1 &lt; 2<br>'
    """
    return Markup("".join(map(_safe, parts)))


def _safe(part: Part) -> str:
    if part is None:
        return ""
    return str.__str__(part) if isinstance(part, Markup) else escape(str(part))


def _attribute(key: str, value: Part | bool) -> str:  # noqa: FBT001 - an attribute may be a flag
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
