"""An office that is made up, for showing and for tests: it can be slow, fail, and answer twice.

It knows nothing but the request's key and how often it was asked, so it always behaves the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jianghai.casework.offices.adapters import Reply
from jianghai.casework.offices.errors import OfficeError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True)
class Simulated:
    """How an office behaves: it fails so often, then is busy so often, and then gives a number of its own."""

    name: str
    fails: int = 0
    busy: int = 0
    minutes: int = 5
    refuses: str = ""
    asked: dict[str, int] = field(default_factory=dict)  # how often, by request

    def ask(self, key: str, _asked: Mapping[str, Any]) -> Reply:
        """Answer as it was made to."""
        times = self.asked[key] = self.asked.get(key, 0) + 1
        if times <= self.fails:
            raise OfficeError(
                f"{self.name}暂时无法连接（模拟）。",
                f"{self.name} cannot be reached (simulated).",
                where=key,
            )
        if times <= self.fails + self.busy:
            return Reply(again=timedelta(minutes=self.minutes))
        if self.refuses:
            return Reply(refused=self.refuses)
        number = hashlib.sha256(f"{self.name}:{key}".encode()).hexdigest()[:8].upper()
        return Reply(done=True, answer={"number": f"示例{number}", "office": self.name})
