#!/usr/bin/env python
"""Django's own commands for this checkout: `python manage.py help`."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one management command."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianghai.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the path comes first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
