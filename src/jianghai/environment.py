"""Typed readers for settings: a wrong value stops the start and says what would be right."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

YES = frozenset({"1", "true", "yes", "on", "是"})
NO = frozenset({"0", "false", "no", "off", "否"})
SHORTEST_SECRET = 32


class SettingError(SystemExit):
    """A setting is missing or wrong; the program does not start."""


def _refuse(name: str, zh: str, en: str) -> NoReturn:
    raise SettingError(f"{name}: {zh}\n{name}: {en}")


def text(name: str, default: str) -> str:
    """Read a line of text; an empty variable counts as not set."""
    return os.environ.get(name, "").strip() or default


def whole(name: str, default: int, *, least: int = 0) -> int:
    """Read a whole number that is not below `least`."""
    given = text(name, str(default))
    if not given.isascii() or not given.lstrip("-").isdigit() or int(given) < least:
        _refuse(
            name,
            f"“{given}”应为不小于 {least} 的整数，例如 {name}={default}",
            f"'{given}' is not a whole number of at least {least}; write for example {name}={default}",
        )
    return int(given)


def flag(name: str, *, default: bool) -> bool:
    """Read yes or no."""
    given = text(name, "yes" if default else "no").lower()
    if given not in YES | NO:
        _refuse(name, f"“{given}”应为 1 或 0", f"'{given}' is neither yes nor no; write 1 or 0")
    return given in YES


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """Read one of a few words."""
    given = text(name, default)
    if given not in among:
        _refuse(
            name,
            f"“{given}”应为 {'、'.join(among)} 之一",
            f"'{given}' is not one of {', '.join(among)}",
        )
    return given


def address(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """Read a URL with one of the schemes; the value itself is not repeated in the error, it may hold a password."""
    given = text(name, default)
    if urlsplit(given).scheme not in schemes:
        _refuse(
            name,
            f"应为以 {'、'.join(scheme + '://' for scheme in schemes)} 开头的地址",
            f"must be an address that begins with {' or '.join(scheme + '://' for scheme in schemes)}",
        )
    return given


def secret(name: str, *, keep_in: Path | None) -> str:
    """Read a secret of at least 32 characters; where `keep_in` is given, make one there on the first start."""
    given = text(name, "")
    if not given and keep_in is not None:
        given = _kept(keep_in)
    if len(given) < SHORTEST_SECRET:
        _refuse(
            name,
            f"正式环境必须设置，且不少于 {SHORTEST_SECRET} 个字符；可用 python -c 'import secrets; "
            "print(secrets.token_urlsafe(50))' 生成",
            f"must be set in production, with at least {SHORTEST_SECRET} characters; make one with python -c "
            "'import secrets; print(secrets.token_urlsafe(50))'",
        )
    return given


def _kept(place: Path) -> str:
    """Give the secret in a file that only its owner reads, made when it is not there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text().strip()
    with os.fdopen(handle, "w") as file:
        made = secrets.token_urlsafe(50)
        file.write(made)
    return made
