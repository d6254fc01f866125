"""`manage.py evaluate_zone`: build the cohorts anew and evaluate every enterprise."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jianghai.standards import actions


class Command(BaseCommand):
    """Evaluate everybody by the rules of a day."""

    help = "重建同组参照并评价全部企业 / build the cohorts anew and evaluate every enterprise"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a day and a year."""
        parser.add_argument(
            "--on", type=date.fromisoformat, help="按哪一天有效的版本 / day of the editions"
        )
        parser.add_argument(
            "--year", type=int, help="只评这一年度 / this year instead of each firm's latest"
        )

    def handle(self, *_args: Any, on: date | None, year: int | None, **_options: Any) -> None:
        """Tell how many were evaluated."""
        actions.build_cohorts(on)
        count = actions.evaluate_zone(year, on)
        self.stdout.write(f"已评价 {count} 家企业 / evaluated {count} enterprises")
