"""`jianghai calendar add`: a year's days off is published or corrected; whose deadlines move from when to when."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.stored.database import opened
from jianghai.cli.tables import table
from worktime import WorktimeError, Year

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from jianghai.casework.actions.calendars import Moved

HEAD = ("办件", "标题", "时限", "原期限", "新期限")


def command(asked: argparse.Namespace) -> int:
    """Keep a year and count every running clock anew, or with --dry-run only tell what would move."""
    try:
        year = Year.read(Path(asked.year))
    except WorktimeError as wrong:
        raise CommandError(f"{wrong.where}: {wrong.what.zh}", wrong.what.en) from wrong
    with opened():
        from jianghai.casework.actions import calendars

        fresh = asked.dry_run or calendars.keep(year, by=getpass.getuser())
        moved = list(calendars.preview(year) if asked.dry_run else calendars.finish())
    if asked.format == "json":
        told = {"year": year.year, "new": fresh, "written": not asked.dry_run}
        clocks = [one.as_dict() for one in moved]
        print(json.dumps({**told, "moved": clocks}, ensure_ascii=False, indent=2))
    else:
        print(_told(year, moved, fresh=fresh, dry=asked.dry_run))
    return 0


def _told(year: Year, moved: Sequence[Moved], *, fresh: bool, dry: bool) -> str:
    """Say what was kept and whose deadlines moved."""
    others = [one for one in moved if not one.only_surer]
    kept = "试算，未写入" if dry else "已录入" if fresh else "与现有内容相同"
    lines = [f"{year.year} 年工作日历（{year.source.document}）：{kept}"]
    if others:
        days = [(one.case, one.title, one.zh, _day(one.before), _day(one.after)) for one in others]
        lines.append(table(HEAD, days))
    lines.append(
        f"期限变动 {len(others)} 项，暂定转为确定 {len(moved) - len(others)} 项 / "
        f"{len(others)} deadlines moved, {len(moved) - len(others)} became sure"
    )
    return "\n".join(lines)


def _day(day: object) -> str:
    return str(day) if day else "—"
