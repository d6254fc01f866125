"""An office that is reached over https: it is sent the request's key and facts, and answers in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from jianghai.casework.offices.adapters import Reply
from jianghai.casework.offices.errors import OfficeError

PATIENCE = 10  # seconds
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Remote:
    """Asks `address` with POST; the same key again must give the same answer.

    The answer is `{"done": true, "answer": {…}}`, `{"again_minutes": 5}` or `{"refused": "why"}`.
    """

    address: str

    def ask(self, key: str, asked: Mapping[str, Any]) -> Reply:
        """Ask once; OfficeError where what comes is not an answer."""
        if urlsplit(self.address).scheme != "https":
            raise OfficeError(
                "外部单位地址须以 https 开头。",
                "The address must begin with https.",
                where=self.address,
            )
        body = json.dumps({"key": key, "asked": dict(asked)}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        request = Request(self.address, body, headers)  # noqa: S310 - scheme checked
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - scheme checked
                return reply_of(json.loads(answer.read(LARGEST)))
        except (HTTPError, URLError, ValueError) as trouble:
            raise OfficeError(where=str(trouble)[:200]) from None


def reply_of(told: Any) -> Reply:
    """Read an answer.

    >>> reply_of({"done": True, "answer": {"number": "7"}}).answer["number"]
    '7'
    >>> reply_of({"again_minutes": 5}).again
    datetime.timedelta(seconds=300)
    """
    if not isinstance(told, Mapping):
        raise OfficeError(where=str(told)[:80])
    if told.get("done") is True and isinstance(told.get("answer"), Mapping):
        return Reply(
            done=True, answer={str(key): str(one)[:500] for key, one in told["answer"].items()}
        )
    if isinstance(told.get("refused"), str) and told["refused"].strip():
        return Reply(refused=told["refused"].strip()[:500])
    minutes = told.get("again_minutes")
    if isinstance(minutes, int) and 0 < minutes <= 24 * 60:
        return Reply(again=timedelta(minutes=minutes))
    raise OfficeError(where=str(dict(told))[:80])
