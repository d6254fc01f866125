"""`manage.py load_windows`: bring the zone's windows in from its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianghai.approvals import actions, zone
from jianghai.base.errors import ApplicationError


class Command(BaseCommand):
    """Bring windows up to date with a file; a second time changes nothing."""

    help = "载入窗口 / bring in the windows"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a file."""
        parser.add_argument(
            "file", nargs="?", type=Path, help="默认为园区的 windows.yaml / the zone's"
        )

    def handle(self, *_args: Any, file: Path | None, **_options: Any) -> None:
        """Tell how many windows stand in the file."""
        try:
            count = actions.load_windows(file or zone.place())
        except ApplicationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"窗口 / windows: {count}")
