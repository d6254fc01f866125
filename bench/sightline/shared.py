"""Where the data lie that cameras are measured on: they are not part of the product, and may be absent."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def vision() -> Path:
    """Give the folder of benchmark data: under JIANGHAI_SHARED, else beside the repository."""
    return Path(os.environ.get("JIANGHAI_SHARED") or ROOT.parent / "shared") / "data" / "vision"
