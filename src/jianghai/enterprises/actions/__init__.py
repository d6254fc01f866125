"""What may be done to the registry: each verb one transaction and one line in the journal."""

from __future__ import annotations

from jianghai.enterprises.actions.exports import as_csv, as_xlsx, registry_table, template
from jianghai.enterprises.actions.facts import set_fact, set_list
from jianghai.enterprises.actions.imports import (
    apply_import,
    bring_import,
    give_up_stuck_imports,
    queue_import,
)
from jianghai.enterprises.actions.undoing import undo_import

__all__ = [
    "apply_import",
    "as_csv",
    "as_xlsx",
    "bring_import",
    "give_up_stuck_imports",
    "queue_import",
    "registry_table",
    "set_fact",
    "set_list",
    "template",
    "undo_import",
]
