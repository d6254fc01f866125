"""`manage.py evaluate_policies`: judge every enterprise by the policies of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jianghai.enterprises.models import Enterprise
from jianghai.policies import actions
from jianghai.policies.models import Column, ZoneState


class Command(BaseCommand):
    """Judge everybody and store it by column."""

    help = "按政策测算全部企业 / judge every enterprise by the policies"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a day."""
        parser.add_argument(
            "--on", type=date.fromisoformat, help="按哪一天有效的政策 / day of the policies"
        )

    def handle(self, *_args: Any, on: date | None, **_options: Any) -> None:
        """Tell how many were judged by how many clauses, and what changed."""
        firms = Enterprise.objects.count()
        self.stdout.write(
            f"正在读取并测算 {firms} 家企业…… / reading and judging {firms} enterprises"
        )
        change = actions.evaluate_zone(on)
        count, clauses = ZoneState.objects.get(pk=1).count, Column.objects.count()
        told = f"已测算 {count} 家企业 × {clauses} 条 / judged {count} enterprises by {clauses} clauses"
        if change is not None:
            told += f"；{change.gained} 家受益、{change.lost} 家减少 / {change.gained} gained, {change.lost} lost"
        self.stdout.write(told)
