"""The door of the console script: arguments in, exit code out, errors as one line each."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from jianghai.cli import corpus, due, entitle, evaluate, run, simulate, whatif
from jianghai.cli.errors import CommandError, complain
from jianghai.cli.stored import calendar, export, replay, verify
from jianghai.cli.watching import door as watching
from worktime import windows

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, NEGATIVE, WRONG_INPUT = 0, 1, 2
#: What shells take for Ctrl-C.
INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line; takes -7WD for an amount."""

    def __init__(self, **given: Any) -> None:
        """Take what begins with a minus and a digit as a value, not as an option."""
        super().__init__(**given)
        self._negative_number_matcher = re.compile(r"^-[0-9]+[A-Za-z]*$")

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        complain(
            f"参数有误：{message}。用 {self.prog} --help 查看用法",
            f"wrong arguments: {message}. See --help",
        )
        raise SystemExit(WRONG_INPUT)


def day(written: str) -> date:
    """Read a day given as an argument."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}”不是日期，应写作 2026-04-01") from None


#: Arguments by the name that a command lists them under.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "file": {"metavar": "FILE", "help": "企业年度数据，CSV 或 XLSX / enterprise-years"},
    "--on": {
        "type": day,
        "metavar": "DATE",
        "help": "按哪一天有效的版本，默认今天 / day of the editions",
    },
    "--cohort": {
        "metavar": "FILE",
        "help": "jianghai cohorts 写出的同组参照 / cohorts to rank against",
    },
    "--presume": {"action": "store_true", "help": "用代理数据作下限 / use proxies as lower bounds"},
    "--standard": {
        "action": "append",
        "metavar": "CODE",
        "help": "只评这一标准，可重复 / only this one",
    },
    "--policy": {
        "action": "append",
        "metavar": "ID",
        "help": "只算这一政策，可重复 / only this one",
    },
    "--assume": {
        "action": "append",
        "metavar": "FACT=VALUE",
        "help": "文件未给出的指标按此假定，如 region_code=320612，可重复 / assume where not told",
    },
    "policy": {
        "metavar": "POLICY",
        "help": "政策编号，或草稿文件（YAML） / policy id, or a draft file",
    },
    "--set": {
        "action": "append",
        "metavar": "PATH=VALUE",
        "help": "改一处，如 C5.1/amount/rate=15%%，可重复 / change one value",
    },
    "--on-file": {
        "metavar": "FILE",
        "help": "企业年度数据，默认示例企业 / enterprise-years",
    },
    "--explain": {"action": "store_true", "help": "逐条列出理由 / print the tree of reasons"},
    "--firm": {
        "required": True,
        "metavar": "ID",
        "help": "记录号、信用代码或名称 / record, code or name",
    },
    "--one": {
        "dest": "firm",
        "metavar": "ID",
        "help": "只看这家企业，逐条列出 / only this firm",
    },
    "--goal": {
        "metavar": "CODE",
        "help": "目标：标准，或 政策#条款；默认全部未达到的标准 / a title, or policy#clause",
    },
    "--output": {"required": True, "metavar": "FILE", "help": "写到哪里 / where to write"},
    "start": {
        "metavar": "START",
        "help": "起算日 2025-09-08，或时刻 2025-09-08T09:30 / the day or moment it starts",
    },
    "amount": {
        "metavar": "AMOUNT",
        "help": "时限：10WD 30CD 2WH 10WMIN 3M 5Y，可为负 / the term, may be negative",
    },
    "year": {"metavar": "FILE", "help": "某一年的放假安排，YAML / the days off of a year"},
    "--play": {"action": "store_true", "help": "并演练各事项的案例 / play the services' plays too"},
    "--dry-run": {"action": "store_true", "help": "只试算，不写入 / tell only, write nothing"},
    "--calendar": {"default": "cn", "metavar": "KEY", "help": "日历，默认 cn / the calendar"},
    "--include-start": {"action": "store_true", "help": "起算日计入 / count the start day"},
    "--roll": {
        "action": "store_true",
        "help": "末日不上班则顺延 / move on to a working day",
    },
    "--window": {
        "default": windows.ORDINARY,
        "metavar": "HOURS",
        "help": f"窗口时间，默认 {windows.ORDINARY} / hours of the window",
    },
    "--service": {"metavar": "CODE", "help": "只要这一事项 / cases of this service only"},
    "--since": {
        "type": day,
        "metavar": "DATE",
        "help": "只要这一天起的事件 / events from this day on",
    },
    "casefile": {"metavar": "CASEFILE", "help": "办件文件（YAML） / a case file"},
    "--port": {"type": int, "default": 8000, "help": "端口 / port"},
}
SHORT = {"--output": ["-o", "--output"], "--one": ["--firm"]}
GROUPS = {
    "corpus": "规则文件 / the rule files",
    "journal": "日志 / the journal",
    "calendar": "工作日历 / the working calendar",
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does, its arguments, the shapes that it answers in."""

    does: Callable[[argparse.Namespace], int]
    help: str
    takes: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()


READING = ("file", "--on", "--cohort", "--presume")
COMMANDS: dict[tuple[str, ...], Command] = {
    ("evaluate",): Command(
        evaluate.command,
        "按各项标准评价文件中的企业 / evaluate the firms of a file",
        (*READING, "--standard", "--explain"),
        ("table", "json", "csv"),
    ),
    ("entitle",): Command(
        entitle.command,
        "企业按政策应享什么、多少、谁承担 / what firms are owed by policies",
        ("file", "--on", "--policy", "--one", "--assume", "--explain"),
        ("table", "json"),
    ),
    ("whatif",): Command(
        whatif.command,
        "最小改动：差哪一步 / the smallest changes that reach a title",
        (*READING, "--firm", "--goal", "--assume"),
        ("table", "json"),
    ),
    ("simulate",): Command(
        simulate.command,
        "改一改政策：谁得谁失，要花多少 / who gains, who loses, what it costs",
        ("policy", "--set", "--on-file", "--on", "--assume"),
        ("table", "json"),
    ),
    ("due",): Command(
        due.command,
        "时限哪天届满 / the last day of a term",
        ("start", "amount", "--calendar", "--include-start", "--roll", "--window"),
        ("table", "json"),
    ),
    ("cohorts",): Command(
        evaluate.cohorts_command,
        "由文件生成积分同组参照 / write the cohorts of a file",
        ("file", "--on", "--output"),
    ),
    ("replay",): Command(
        replay.command,
        "重放一个办件文件：时间线、时限与结果 / play a case file, print its timeline and clocks",
        ("casefile",),
        ("table", "json"),
    ),
    ("corpus", "check"): Command(
        corpus.command,
        "检查格式、单位、出处和案例 / check schemas, units, citations and cases",
        ("--play",),
        shapes=("table", "json"),
    ),
    ("calendar", "add"): Command(
        calendar.command,
        "录入或更正一年的放假安排，并重算期限 / add or correct a year, and move deadlines",
        ("year", "--dry-run"),
        ("table", "json"),
    ),
    ("journal", "verify"): Command(
        verify.command,
        "核对日志链是否完整 / prove that no line of the journal was touched",
        shapes=("table", "json"),
    ),
    ("journal", "export"): Command(
        export.command,
        "导出办件事件日志，用于流程挖掘 / the event log of cases for process mining",
        ("--service", "--since", "--output"),
        ("xes", "ocel"),
    ),
    ("run",): Command(run.command, "启动服务（同 make run）/ serve, as make run does", ("--port",)),
}


Groups = dict[str, "argparse._SubParsersAction[Parser]"]


def _group(groups: Groups, word: str) -> argparse._SubParsersAction[Parser]:
    """Give the commands under a word, such as `corpus`."""
    if word not in groups:
        under = groups[""].add_parser(word, help=GROUPS[word])
        groups[word] = under.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    return groups[word]


def parser() -> Parser:
    """Build the reader of the arguments."""
    top = Parser(
        prog="jianghai",
        description="江海：每家企业是什么、差什么、为什么 / every standard, with reasons",
    )
    groups = {"": top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)}
    for (*above, name), command in COMMANDS.items():
        one = _group(groups, "".join(above)).add_parser(name, help=command.help)
        for argument in command.takes:
            one.add_argument(*SHORT.get(argument, [argument]), **ARGUMENTS[argument])
        if command.shapes:
            first = command.shapes[0]
            one.add_argument(
                "--format", choices=command.shapes, default=first, help="输出格式 / shape"
            )
        one.set_defaults(does=command.does)
    watching.add(groups[""])
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; give the exit code."""
    told = sys.argv[1:] if arguments is None else arguments
    asked = parser().parse_args(watching.spelled(told))
    try:
        code: int = asked.does(asked)
        sys.stdout.flush()
    except CommandError as refused:
        complain(refused.what.zh, refused.what.en)
        return WRONG_INPUT
    except BrokenPipeError:
        # The reader (head, less) has gone: the rest is nobody's, and that is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("已中断", "interrupted")
        return INTERRUPTED
    return code
