"""`jianghai run`: serve with demonstration data, exactly as `make run` does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError

if TYPE_CHECKING:
    import argparse

SERVE = Path(__file__).resolve().parents[3] / "scripts" / "serve.py"


def command(asked: argparse.Namespace) -> int:
    """Become the server; this returns only where it cannot be started."""
    if not SERVE.is_file():
        raise CommandError(
            f"{SERVE}：没有这个文件；请在源码目录里运行，或按 docs/howto/serve.md 部署",
            f"{SERVE}: not there; run in a checkout, or serve as docs/howto/serve.md says",
        )
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, str(SERVE), "--port", str(asked.port)])  # noqa: S606
