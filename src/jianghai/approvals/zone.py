"""What one can come to the windows for, as the zone's file of windows says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from jianghai.approvals.errors import WindowDataError
from rulebook.errors import Text


def place() -> Path:
    """Give the file of the zone's windows."""
    return Path(settings.CORPUS) / "zones" / settings.ZONE / "windows.yaml"


def read(path: Path) -> dict[str, Any]:
    """Read a file of windows; its entries are checked when they are loaded."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise WindowDataError(
            "无法读取窗口文件，请检查路径和 YAML 格式。",
            "The file cannot be read; look at its path and whether it is YAML.",
            where=path.name,
        ) from error
    wanted = {"services": Mapping, "windows": Sequence}
    for key, kind in wanted.items():
        if not isinstance(told, dict) or not isinstance(told.get(key), kind):
            raise WindowDataError(
                "文件应有 services（对照表）和 windows（列表）两部分。",
                "The file has two parts: services, a table, and windows, a list.",
                where=f"{path.name}: {key}",
            )
    return dict(told)


@lru_cache(maxsize=1)
def services() -> Mapping[str, Text]:
    """Give what one can come for, by code; nothing where the zone has no such file."""
    if not place().exists():
        return {}
    told = read(place())["services"]
    return {code: Text(name["zh"], name["en"]) for code, name in told.items()}
