"""What may be done with windows and appointments."""

from __future__ import annotations

from jianghai.approvals.actions.booking import book, cancel, move
from jianghai.approvals.actions.closing import close, lift, recheck
from jianghai.approvals.actions.loading import load_windows
from jianghai.approvals.actions.serving import (
    call_next,
    check_in,
    excuse,
    mark_missed,
    mark_no_show,
    serve,
)
from jianghai.approvals.actions.sessions import drop_extra, log_overtime, open_extra

__all__ = [
    "book",
    "call_next",
    "cancel",
    "check_in",
    "close",
    "drop_extra",
    "excuse",
    "lift",
    "load_windows",
    "log_overtime",
    "mark_missed",
    "mark_no_show",
    "move",
    "open_extra",
    "recheck",
    "serve",
]
