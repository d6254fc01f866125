"""From text to tokens: numbers with their unit, words, quoted words and operators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulebook.errors import ExpressionError, Text
from rulebook.units import SUFFIXES

_SUFFIX = "|".join(sorted((re.escape(s) for s in SUFFIXES if s), key=len, reverse=True))
_NUMBER = r"\d[\d_]*(?:\.\d+)?"
_WORD = r"[^\W\d]\w*"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>{_NUMBER})\s*(?P<suffix>{_SUFFIX})?
    | (?P<word>{_WORD})
    | (?P<quoted>"[^"]*")
    | (?P<op>>=|<=|==|!=|[-+*/()<>,.\[\]])
    )""",
    re.VERBOSE,
)
_PLAIN = re.compile(rf"{_WORD}|{_NUMBER}(?:{_SUFFIX})?")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: number, word, quoted or op, and the character it begins at."""

    kind: str
    text: str
    at: int
    suffix: str = ""


def tokens(text: str) -> list[Token]:
    """Cut an expression into tokens; ExpressionError where a character has no place in it.

    >>> [(token.kind, token.text, token.suffix) for token in tokens("a >= 500 人")]
    [('word', 'a', ''), ('op', '>=', ''), ('number', '500', '人')]
    """
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind = next(name for name in ("number", "word", "quoted", "op") if match[name])
        found.append(Token(kind, match[kind], match.start(kind), match["suffix"] or ""))
        at = match.end()
    return found


def _unreadable(text: str, at: int) -> ExpressionError:
    seen = text[at : at + 10].strip()
    return ExpressionError(
        Text(f"看不懂“{seen}”", f"cannot read {seen!r}"),
        Text("只能用数字、单位、事实名和运算符", "Use numbers, units, fact names and operators"),
        at,
    )


def is_plain(word: str) -> bool:
    """Tell whether a choice may be written without quotes."""
    return _PLAIN.fullmatch(word) is not None
