"""The commands under `jianghai watch`: their names, their arguments, and what does them."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from jianghai.cli.errors import CommandError
from jianghai.cli.watching.commands import ARGUMENTS, COMMANDS, GROUPS, PLAIN, SHORT
from sightline.errors import SightlineError

if TYPE_CHECKING:
    from types import ModuleType

WORD = "watch"


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
            one.add_argument(*SHORT.get(argument, [argument]), **ARGUMENTS[argument])
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
        except BrokenPipeError:
            raise
        except OSError as wrong:
            why = wrong.strerror or str(wrong)
            raise CommandError(
                f"{wrong.filename or module}: 读写失败（{why}），请核对路径、权限和磁盘空间",
                f"cannot be read or written ({why}); check the path, its rights and the space",
            ) from wrong

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
    except ImportError as broken:
        raise CommandError(
            f"摄像机功能装得不完整（{broken}），请安装所缺的库，或重新运行 pip install '.[sightline]'",
            f"the extra for cameras cannot be loaded ({broken}): install what is missing, or run "
            "pip install '.[sightline]' again",
        ) from broken
