"""Personal identifiers in forms: sealed as soon as typed, checked by the system, read only with a journal line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jianghai.base import journal, personal, sealing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jianghai.casework.models import Case
    from jianghai.people.models import Person


def hide(
    values: Mapping[str, Any], names: Collection[str], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Seal the personal ones among the values that were typed; one that comes back masked is kept as it was."""
    return {
        name: _hidden(value, before.get(name)) if name in names else value
        for name, value in values.items()
    }


def _hidden(value: Any, before: Any) -> Any:
    if _sealed(before) and value in {before["shown"], ""}:
        return before if value else value
    return _kept(value) if isinstance(value, str) and value else value


def _kept(text: str) -> dict[str, str]:
    made = personal.kept(text)
    return {"sealed": made.sealed, "lookup": made.lookup, "shown": made.shown}


def bare(values: Mapping[str, Any]) -> dict[str, Any]:
    """Open sealed values for the system's own checks; nobody is shown them."""
    return {
        name: sealing.unseal(value["sealed"]) if _sealed(value) else value
        for name, value in values.items()
    }


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values as pages show them: personal ones masked."""
    return {name: value["shown"] if _sealed(value) else value for name, value in values.items()}


def read(case: Case, name: str, by: Person, why: str = "") -> str:
    """Show a personal identifier to somebody who may see the case; the journal says who read it."""
    journal.read(by, case, fields=[name], why=why)
    value = case.form.get(name, "")
    return sealing.unseal(value["sealed"]) if _sealed(value) else str(value)


def _sealed(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"sealed", "lookup", "shown"}
