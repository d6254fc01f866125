"""The commands under `jianghai watch`: their names, their arguments, and what does them."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghai.cli.errors import CommandError
from sightline.errors import SightlineError

if TYPE_CHECKING:
    from types import ModuleType

WORD = "watch"
#: `jianghai watch SOURCE` is short for `jianghai watch run SOURCE`.
PLAIN = "run"


def moment(written: str) -> datetime:
    """Read a moment with its offset."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise argparse.ArgumentTypeError(
            f"“{written}”不是带时区的时刻，应写作 2026-04-01T09:00:00+08:00"
        )
    return found


def above(written: str) -> float:
    """Read a number above zero."""
    try:
        number = float(written)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"“{written}”应是大于 0 的数 / a number above 0")
    return number


SHOWN = ("table", "json")
ARGUMENTS: dict[str, dict[str, Any]] = {
    "source": {
        "nargs": "+",
        "metavar": "SOURCE",
        "help": "视频文件、图片文件夹或 rtsp:// 地址 / film, folder of pictures, or address",
    },
    "--site": {
        "action": "append",
        "required": True,
        "type": Path,
        "metavar": "SITE.yaml",
        "help": "站点文件，每个信号源一个，按同样的顺序 / a site file for each source, in order",
    },
    "--show": {
        "metavar": "[HOST:]PORT",
        "help": "在本机打开监看页面 / serve the page at 127.0.0.1",
    },
    "--speed": {
        "type": above,
        "metavar": "K",
        "help": "按录制速度的 K 倍重放，默认能多快就多快 / replay at K times the pace",
    },
    "--evidence": {
        "type": Path,
        "metavar": "DIR",
        "help": "证据（录像、快照、记录）存到哪里 / folder for sealed evidence",
    },
    "--seconds": {
        "type": above,
        "metavar": "N",
        "help": "只看前 N 秒 / watch so many seconds of the source",
    },
    "--start": {
        "type": moment,
        "metavar": "MOMENT",
        "help": "录像第一帧的时刻 / when a recording began, 2026-04-01T09:00:00+08:00",
    },
    "--state": {
        "type": Path,
        "metavar": "FILE",
        "help": "未结束的事件存到这里，重启后接着判断 / keep open incidents across restarts",
    },
    "--models": {
        "type": Path,
        "metavar": "DIR",
        "help": "模型文件夹 / folder of the models",
    },
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: the module of this folder and the function that do it, its help, its arguments."""

    does: str
    help: str
    takes: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()


COMMANDS: dict[tuple[str, ...], Command] = {
    (PLAIN,): Command(
        "running:command",
        "监看；run 可以省略 / watch; the word run may be left out",
        ("source", "--site", "--show", "--speed", "--evidence", "--seconds", "--start", "--state", "--models"),
    ),
}  # fmt: skip
GROUPS: dict[str, str] = {}


def words() -> frozenset[str]:
    """Give the first words of the commands: a source of such a name is written ./models."""
    return frozenset(names[0] for names in COMMANDS)


def spelled(arguments: Sequence[str]) -> list[str]:
    """Write `watch SOURCE …` out as `watch run SOURCE …`.

    >>> spelled(["watch", "yard.mp4"]), spelled(["watch", "run", "a"]), spelled(["due", "x"])
    (['watch', 'run', 'yard.mp4'], ['watch', 'run', 'a'], ['due', 'x'])
    """
    told = list(arguments)
    if told[:1] == [WORD] and len(told) > 1 and told[1] not in {*words(), "-h", "--help"}:
        told.insert(1, PLAIN)
    return told


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the word `watch` with all that stands under it."""
    top = commands.add_parser(
        WORD, help="看摄像机：识别、测距、判断险情 / cameras: see, measure, judge"
    )
    under = {"": top.add_subparsers(required=True, metavar="COMMAND")}
    for (*above_, name), command in COMMANDS.items():
        group = "".join(above_)
        if group not in under:
            word = under[""].add_parser(group, help=GROUPS[group])
            under[group] = word.add_subparsers(required=True, metavar="COMMAND")
        one = under[group].add_parser(name, help=command.help)
        for argument in command.takes:
            one.add_argument(argument, **ARGUMENTS[argument])
        if command.shapes:
            one.add_argument(
                "--format",
                choices=command.shapes,
                default=command.shapes[0],
                help="输出格式 / shape",
            )
        one.set_defaults(does=doing(command.does))


def doing(named: str) -> Callable[[argparse.Namespace], int]:
    """Give what does a command; it is loaded when it is asked, since what it needs is an extra."""
    module, _, function = named.partition(":")

    def does(asked: argparse.Namespace) -> int:
        done: Callable[[argparse.Namespace], int] = getattr(_loaded(module), function)
        try:
            return done(asked)
        except SightlineError as wrong:
            where = f"{wrong.where}: " if wrong.where else ""
            raise CommandError(where + wrong.what.zh, wrong.what.en) from wrong

    return does


def _loaded(module: str) -> ModuleType:
    """Load one of the modules beside this; say what to install where the extra is missing."""
    try:
        return importlib.import_module(f"jianghai.cli.watching.{module}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in {"jianghai", "sightline"}:
            raise
        raise CommandError(
            f"摄像机功能没有安装（缺少 {missing.name}），请运行 pip install '.[sightline]'",
            f"cameras need an extra ({missing.name} is missing): run pip install '.[sightline]'",
        ) from missing
