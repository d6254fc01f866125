"""The words of each kind of paper: data with named blanks, which a service may replace by its own.

A blank is written {name} and is replaced by what was filled in, once: nothing in a filling is read
again, and nothing but a name may stand between the braces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import jsonschema
import yaml

from jianghai.casework.papers.errors import WordsError
from jianghai.casework.papers.values import Language, Look

HERE = Path(__file__).parent
TEXTS = HERE / "texts"
#: Every kind of paper whose words are shipped.
KINDS = tuple(sorted(path.stem for path in TEXTS.glob("*.yaml")))
#: What every paper's words may use without asking for it: it stands in the letterhead.
OF_THE_HEAD = ("issuer", "number", "addressee", "contact", "day")
BRACES = re.compile(r"\{([^{}]*)\}|[{}]")

PLAIN, EVERY = ("text", "day"), ("text", "day", "list", "rows")
#: Keys of a part that name a blank, and the shapes that may stand there.
NAMING = {"when": EVERY, "unless": EVERY, "items": ("list",), "table": ("rows",)}

Shape = Literal["text", "day", "list", "rows"]
Told = dict[Language, str]


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing that the words leave open."""

    name: str
    zh: str
    shape: Shape = "text"
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule of law that the paper rests on, and how surely it is known."""

    cite: str
    says: str
    provenance: Literal["found", "recalled", "local-draft"]
    #: Cited only where this blank is filled, or only where it is open.
    when: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one kind of paper, checked."""

    kind: str
    title: Told
    look: Look
    legal: tuple[Basis, ...]
    blanks: tuple[Blank, ...]
    #: Parts as they stand in the file: text, heading, items, table or form, each with when/unless.
    body: tuple[Mapping[str, Any], ...]


def words(kind: str, override: Mapping[str, Any] | None = None) -> Words:
    """Give the words of a kind, with a service's own in their place; WordsError where they do not hold.

    >>> words("acceptance").title["zh"]
    '受理通知书'
    """
    if kind not in KINDS:
        raise WordsError(
            f"没有“{kind}”这种文书，可用的有：{'、'.join(KINDS)}。",
            f"No paper is called {kind!r}; use one of {', '.join(KINDS)}.",
        )
    return _shipped(kind) if override is None else whole(kind, resolved(kind, override))


def resolved(kind: str, override: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give all the words of a kind as they stand now, to be kept with a paper that is issued."""
    shipped, own = _read(kind), dict(override or {})
    own["blanks"] = [*shipped["blanks"], *own.get("blanks", [])]
    return {**shipped, **own}


def whole(kind: str, told: Mapping[str, Any]) -> Words:
    """Give back words that were kept whole, whatever is shipped now.

    >>> whole("acceptance", resolved("acceptance")) == words("acceptance")
    True
    """
    return _checked(kind, told)


def blanks(kind: str, override: Mapping[str, Any] | None = None) -> tuple[Blank, ...]:
    """Tell what a kind of paper asks for."""
    return words(kind, override).blanks


@cache
def _shipped(kind: str) -> Words:
    return _checked(kind, _read(kind))


@cache
def _read(kind: str) -> dict[str, Any]:
    read = yaml.safe_load((TEXTS / f"{kind}.yaml").read_text(encoding="utf-8"))
    return cast("dict[str, Any]", read)


@cache
def _schema() -> jsonschema.Draft202012Validator:
    schema = json.loads((HERE / "words.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _checked(kind: str, read: Mapping[str, Any]) -> Words:
    wrong = jsonschema.exceptions.best_match(_schema().iter_errors(read))
    if wrong is not None:
        where = "/".join(str(step) for step in wrong.absolute_path) or "."
        raise WordsError(
            f"此处内容不符合文书范本的格式：{wrong.message}",
            f"This does not have the shape of a paper's words: {wrong.message}",
            where=f"{kind}: {where}",
        )
    made = Words(
        kind=kind,
        title=read["title"],
        look=read["look"],
        legal=tuple(Basis(**basis) for basis in read["legal"]),
        blanks=tuple(Blank(**blank) for blank in read["blanks"]),
        body=tuple(read["body"]),
    )
    _names_fit(made)
    return made


def _names_fit(made: Words) -> None:
    shapes = {blank.name: blank.shape for blank in made.blanks}
    if len(shapes) < len(made.blanks):
        raise WordsError("同一空白写了两次。", "A blank is declared twice.", where=made.kind)
    known = {**dict.fromkeys(OF_THE_HEAD, "text"), **shapes}
    for place, name, allowed in _asked(made):
        if known.get(name) not in allowed:
            raise WordsError(
                f"“{{{name}}}”不是此处可用的空白。",
                f"{{{name}}} is no blank that can stand here; declare it with the right shape.",
                where=f"{made.kind}: {place}",
            )
    if any(BRACES.search(told) for told in made.title.values()):
        raise WordsError("标题中不能有空白。", "A title holds no blanks.", where=made.kind)


def _asked(made: Words) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give every blank that is named, where it is named, and the shapes that may stand there."""
    for number, basis in enumerate(made.legal, start=1):
        for name in filter(None, (basis.when, basis.unless)):
            yield f"legal/{number}", name, EVERY
    for number, part in enumerate(made.body, start=1):
        for key, allowed in NAMING.items():
            if key in part:
                yield f"body/{number}", part[key], allowed
        for text in texts(part):
            for found in BRACES.finditer(text):
                yield f"body/{number}", found[1] or "", PLAIN


def texts(part: Mapping[str, Any]) -> Iterator[str]:
    """Give every sentence of a part, in both languages."""
    for key in ("text", "heading"):
        yield from part.get(key, {}).values()
    yield from (row["text"] for row in part.get("form", ()))
    yield from (cell for cells in part.get("head", {}).values() for cell in cells)
    yield from (told for row in part.get("form", ()) for told in row["label"].values())
