"""The door of the console script: arguments in, exit code out, errors as one line each."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from jianghai.cli import corpus, evaluate, run, whatif
from jianghai.cli.errors import CommandError, complain

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, NEGATIVE, WRONG_INPUT = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

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


def _reading(parser: argparse.ArgumentParser, shapes: tuple[str, ...] = ("table", "json")) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="企业年度数据，CSV 或 XLSX / enterprise-years, CSV or XLSX"
    )
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="按哪一天有效的版本，默认今天 / day of the editions"
    )
    parser.add_argument(
        "--cohort", metavar="FILE", help="jianghai cohorts 写出的同组参照 / cohorts to rank against"
    )
    parser.add_argument(
        "--presume",
        action="store_true",
        help="用代理数据作下限（如研发人员代科技人员）/ use proxies",
    )
    parser.add_argument(
        "--format", choices=shapes, default="table", help="输出格式 / shape of the answer"
    )


def parser() -> Parser:
    """Build the reader of the arguments."""
    top = Parser(
        prog="jianghai",
        description="江海：每家企业是什么、差什么、为什么 / every standard, with reasons",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    one = commands.add_parser(
        "evaluate", help="按各项标准评价文件中的企业 / evaluate the firms of a file"
    )
    _reading(one, ("table", "json", "csv"))
    one.add_argument(
        "--standard",
        action="append",
        metavar="CODE",
        help="只评这一标准，可重复 / only this standard",
    )
    one.add_argument(
        "--explain", action="store_true", help="逐条列出理由 / print the tree of reasons"
    )
    one.set_defaults(does=evaluate.command)

    one = commands.add_parser(
        "whatif", help="最小改动：差哪一步 / the smallest changes that reach a title"
    )
    _reading(one)
    one.add_argument(
        "--firm",
        required=True,
        metavar="ID",
        help="记录号、统一社会信用代码或名称 / record, code or name",
    )
    one.add_argument(
        "--goal", metavar="CODE", help="目标标准，默认全部未达到的 / the title to reach"
    )
    one.set_defaults(does=whatif.command)

    one = commands.add_parser(
        "cohorts", help="由文件生成积分同组参照 / write the cohorts of a file"
    )
    one.add_argument("file", metavar="FILE")
    one.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="写到哪里 / where to write"
    )
    one.add_argument("--on", type=day, metavar="DATE")
    one.set_defaults(does=evaluate.cohorts_command)

    group = commands.add_parser("corpus", help="规则文件 / the rule files")
    one = group.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser).add_parser(
        "check", help="检查格式、单位、出处和案例 / schemas, units, citations and cases"
    )
    one.add_argument("--format", choices=("table", "json"), default="table")
    one.set_defaults(does=corpus.command)

    one = commands.add_parser("run", help="启动服务（同 make run）/ serve, as make run does")
    one.add_argument("--port", type=int, default=8000)
    one.set_defaults(does=run.command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; give the exit code."""
    asked = parser().parse_args(arguments)
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
    return code
