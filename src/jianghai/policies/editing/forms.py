"""A clause as the fields of a form, `amount.rows.0.is`, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jianghai.policies.errors import DraftError

#: Fields that are numbers in the file.
WHOLE = frozenset({"times"})
#: Fields that are yes or no; an empty one is left out.
YES = frozenset({"up_to", "rolling"})
#: Fields that hold several words, parted by commas or lines.
WORDS = frozenset({"topics", "upper", "industries", "codes", "parks", "exclude", "reference"})
#: More rows than this, or deeper fields, no form has.
MOST_ROWS = 50
DEEPEST = 8


def clause_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """Make a clause of form fields; empty fields are left out, rows close up.

    >>> clause_of({"id": "S1", "amount.kind": "fixed", "amount.is": "10万元", "caps.times": "3", "cite": " "})
    {'id': 'S1', 'amount': {'kind': 'fixed', 'is': '10万元'}, 'caps': {'times': 3}}
    >>> clause_of({"shares.3.level": "city", "shares.3.share": "100%"})
    {'shares': [{'level': 'city', 'share': '100%'}]}
    """
    tree: dict[str, Any] = {}
    for name, written in fields.items():
        keys, text = name.split("."), written.strip()
        if not text:
            continue
        if len(keys) > DEEPEST or any(key.isdigit() and int(key) >= MOST_ROWS for key in keys):
            raise DraftError(where=name)
        place = tree
        for key in keys[:-1]:
            place = place.setdefault(key, {})
            if not isinstance(place, dict):
                raise DraftError(where=name)
        place[keys[-1]] = _value(keys[-1], text)
    closed = _closed(tree)
    return closed if isinstance(closed, dict) else {}


def _value(key: str, text: str) -> Any:
    if key in WHOLE:
        return int(text) if text.isdecimal() else text
    if key in YES:
        return text in {"1", "on", "true", "yes", "是"}
    if key in WORDS and any(sign in text for sign in "，,、\n"):
        for sign in "，、\n":
            text = text.replace(sign, ",")
        return [word.strip() for word in text.split(",") if word.strip()]
    if key == "manual" and text == "true":
        return True
    return [text] if key in WORDS else text


def _closed(tree: Any) -> Any:
    """Turn maps whose keys are places into lists without gaps; a box that was not ticked is left out."""
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdigit() for key in tree):
        return [_closed(tree[key]) for key in sorted(tree, key=int)]
    return {key: _closed(value) for key, value in tree.items() if value is not False}


def fields_of(clause: Mapping[str, Any]) -> dict[str, str]:
    """Give a clause as form fields.

    >>> fields_of({"id": "S1", "amount": {"kind": "fixed", "is": "10万元"}, "topics": ["人才", "科技"]})
    {'id': 'S1', 'amount.kind': 'fixed', 'amount.is': '10万元', 'topics': '人才、科技'}
    """
    found: dict[str, str] = {}
    _flat(clause, "", found)
    return found


def _flat(value: Any, name: str, found: dict[str, str]) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _flat(inner, f"{name}.{key}" if name else str(key), found)
    elif isinstance(value, list | tuple) and name.rpartition(".")[2] in WORDS:
        found[name] = "、".join(str(word) for word in value)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _flat(inner, f"{name}.{place}", found)
    else:
        found[name] = (
            {True: "true", False: ""}.get(value, str(value))
            if isinstance(value, bool)
            else str(value)
        )
