"""Jianghai's settings for a bench: a throw-away database, and a second one for the bare measure."""

from __future__ import annotations

from pathlib import Path

from jianghai.settings import *  # noqa: F403
from jianghai.settings import DATABASES, VAR

BARE = DATABASES["default"].copy()
if str(BARE["ENGINE"]).endswith("sqlite3"):
    BARE["NAME"] = str(Path(VAR) / "bare.sqlite3")
else:
    BARE["NAME"] = "bare"
DATABASES["bare"] = BARE
