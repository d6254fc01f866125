"""`manage.py demo`: the made-up zone, accounts to look at it, and a made-up policy at work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianghai.approvals.demo import show_windows
from jianghai.approvals.payouts.demo import show_applications
from jianghai.casework.demo import show_cases
from jianghai.enterprises.demo import load_demo
from jianghai.jobs.demonstration import join, remove, show_policies
from jianghai.people import actions


class Command(BaseCommand):
    """Load the demonstration data; running it again changes nothing."""

    help = "载入示例园区与示例账号 / load the made-up zone and accounts"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--remove`."""
        parser.add_argument(
            "--remove", action="store_true", help="移除示例数据 / take the made-up zone out again"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load what is not there yet, or take it out."""
        if options["remove"]:
            self.stdout.write(f"已移除 / removed: {remove()} 家企业 / enterprises")
            return
        if not settings.DEMO:
            raise CommandError(
                "示例账号的密码是公开的，正式环境不载入；确需载入请设置 DEMO=1 / "
                "demonstration passwords are public; set DEMO=1 to load them on a server"
            )
        batch, new = load_demo()
        accounts = actions.make_demo_accounts()
        agents = join(batch, accounts["enterprise"])
        show_policies(accounts, agents)
        show_applications(accounts)
        show_windows(accounts, agents)
        show_cases(accounts, agents)
        told = "已载入 / loaded" if new else "已存在 / already there"
        self.stdout.write(
            f"{told}: {batch.counts['firms']} 家企业 / enterprises, {batch.counts['values']} 个数据 / values"
        )
