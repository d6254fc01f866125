"""Small pieces of rule files turned into values: names, marks, documents, labels, days and fingerprints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rulebook.errors import ExpressionError, Text
from rulebook.results import Mark
from rulebook.rules.editions import Cited


def text_of(data: Mapping[str, str] | None) -> Text | None:
    """Turn ``{zh, en}`` into a Text."""
    return Text(data["zh"], data["en"]) if data else None


def mark_of(data: Mapping[str, Any]) -> Mark:
    """Turn a provenance map into a Mark."""
    sources = tuple(data.get("sources", ()))
    return Mark(data["mark"], data.get("confidence", ""), sources, text_of(data.get("note")))


def cited(data: Mapping[str, str]) -> Cited:
    """Turn a document map into a Cited."""
    return Cited(data["title"], data.get("number", ""), data.get("url", ""))


def labels_of(data: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    """Turn ``{1: 微型}`` into sorted pairs.

    >>> labels_of({"labels": {"2": "小型", "1": "微型"}})
    ((1, '微型'), (2, '小型'))
    """
    return tuple(sorted((int(key), str(word)) for key, word in data.get("labels", {}).items()))


def day_of(text: str) -> date:
    """Read a day; ExpressionError where the calendar has none such."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ExpressionError(
            Text(f"没有 {text} 这一天", f"there is no day {text}"),
            Text("写成 2022-08-01", "Write it as 2022-08-01"),
        ) from error


def digest(data: Any) -> str:
    """Give the fingerprint of a rule's content, whatever its layout.

    >>> digest({"a": 1, "b": Decimal("5.10")}) == digest({"b": Decimal("5.10"), "a": 1})
    True
    """
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, default=_decimal)
    return hashlib.sha256(plain.encode()).hexdigest()


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(value)
