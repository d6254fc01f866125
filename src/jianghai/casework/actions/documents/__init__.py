"""What is done with the documents of a case."""

from __future__ import annotations

from jianghai.casework.actions.documents.differences import changes, lines
from jianghai.casework.actions.documents.keeping import opened, sweep_files
from jianghai.casework.actions.documents.limits import Limits, limits, personal
from jianghai.casework.actions.documents.reading import noted, read
from jianghai.casework.actions.documents.remarks import (
    Place,
    accept_remark,
    allowed,
    answer_remark,
    close_remark,
    reject_remark,
    remark,
    reopen_remark,
)
from jianghai.casework.actions.documents.texts import text_of
from jianghai.casework.actions.documents.versions import Sent, add_version, issue

__all__ = [
    "Limits",
    "Place",
    "Sent",
    "accept_remark",
    "add_version",
    "allowed",
    "answer_remark",
    "changes",
    "close_remark",
    "issue",
    "limits",
    "lines",
    "noted",
    "opened",
    "personal",
    "read",
    "reject_remark",
    "remark",
    "reopen_remark",
    "sweep_files",
    "text_of",
]
