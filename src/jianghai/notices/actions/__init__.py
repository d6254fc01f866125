"""What may be done with notices: tell, deliver, read, judge, choose."""

from __future__ import annotations

from jianghai.notices.actions.delivering import send_digests, send_letters
from jianghai.notices.actions.reading import mark_read, rate, set_preference
from jianghai.notices.actions.telling import Cause, Message, tell

__all__ = [
    "Cause",
    "Message",
    "mark_read",
    "rate",
    "send_digests",
    "send_letters",
    "set_preference",
    "tell",
]
