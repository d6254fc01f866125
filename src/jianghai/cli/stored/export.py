"""`jianghai journal export`: the event log of cases for process mining."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.stored.database import opened

if TYPE_CHECKING:
    import argparse


def command(asked: argparse.Namespace) -> int:
    """Write the log; it holds codes and pseudonyms only."""
    place = Path(asked.output)
    with opened():
        from jianghai.casework import eventlog

        try:
            cases, events = eventlog.export(
                place, asked.format, service=asked.service or "", since=asked.since
            )
        except OSError as wrong:
            raise CommandError(
                f"{place}：无法写入（{wrong.strerror}），请换一个位置",
                f"{place}: cannot be written ({wrong.strerror}); choose another place",
            ) from wrong
    print(f"{place}：{cases} 件，{events} 个事件 / {cases} cases, {events} events")
    return 0
