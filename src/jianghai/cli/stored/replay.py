"""`jianghai replay`: plays a case file through casework on a database of its own, in memory."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghai.cli.errors import CommandError
from jianghai.cli.tables import table

if TYPE_CHECKING:
    import argparse

NEGATIVE = 1


def command(asked: argparse.Namespace) -> int:
    """Play the file; 0 where all was done as expected, 1 where a step was refused or it came out otherwise."""
    path = Path(asked.casefile)
    if not path.is_file():
        raise CommandError(f"找不到文件 {path}", f"no such file: {path}")
    with tempfile.TemporaryDirectory(prefix="jianghai-replay-") as room:
        prepare(Path(room))
        from jianghai.base.errors import ApplicationError
        from jianghai.casework.plays import play, read_all
        from jianghai.casework.plays.telling import told

        try:
            plays = read_all(path)
            done = [told(one, play(one, key=f"replay{place}")) for place, one in enumerate(plays)]
        except ApplicationError as refused:
            raise CommandError(
                f"{refused.where}: {refused.zh}" if refused.where else refused.zh, refused.en
            ) from None
    if asked.format == "json":
        print(json.dumps(done, ensure_ascii=False, indent=2))
    else:
        for one in done:
            show(one)
    return NEGATIVE if any(one["departures"] for one in done) else 0


def prepare(room: Path) -> None:
    """Load Django, and make an empty database in memory."""
    load(room)
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = dict.fromkeys(
        name.rpartition(".")[2] for name in settings.INSTALLED_APPS
    )
    call_command("migrate", run_syncdb=True, verbosity=0)


def load(room: Path) -> None:
    """Load Django with a database in memory and a folder of its own; nothing of the site is touched."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "jianghai.settings"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ.setdefault("SECRET_KEY", "replay-in-memory-only-" + "x" * 40)
    os.environ["VAR_DIR"] = str(room)
    import django

    django.setup()


def show(done: dict[str, Any]) -> None:
    """Print a play for people."""
    case = done["case"] or {}
    print(f"{done['play']}")
    if case:
        print(
            f"{case['number']}  {case['title']}  {case['enterprise']}  {case['edition']}  {case['department']}"
        )
    rows = [(one["at"], one["zh"], one["about"], one["who"]) for one in done["timeline"]]
    print(table(("时间", "事项", "内容", "办理人"), rows))
    notices = [
        (one["zh"], one["posted"], one["first"], one["last"] or "—") for one in done["notices"]
    ]
    if notices:
        print(table(("公示", "发布", "起", "止"), notices))
    clocks = [
        (
            one["zh"],
            one["due"] + ("（暂定）" if one["provisional"] else ""),
            _used(one),
            "超期" if one["late"] else "",
        )
        for one in done["clocks"]
    ]
    print(table(("时限", "到期日", "已用", ""), clocks))
    if done["refused"]:
        refused = done["refused"]
        print(
            f"✗ {refused['at']} {refused['does']}（第 {refused['line']} 行）被拒绝：{refused['zh']} / {refused['en']}"
        )
    if case:
        print(
            f"结果：{case['status']} {case['status_zh']} {case['decision']} {case['decided_on']}".rstrip()
        )
    for departure in done["departures"]:
        print(f"✗ 与预期不符：{departure}")


def _used(one: dict[str, Any]) -> str:
    """Tell what is used of a budget: days as days, working time in minutes."""
    if one["unit"] in {"WH", "WMIN"}:
        return f"{one['used'] // 60}/{one['budget'] // 60} min"
    return f"{one['used']}/{one['budget']} {one['unit']}"
