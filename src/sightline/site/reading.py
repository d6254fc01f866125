"""Read a site file: every part by the reader of its own package, every fault with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sightline.errors import SightlineError, SiteFileError, Text
from sightline.judge import Document, Layout, Rule, layout_of, read_yaml, rules_of
from sightline.measure import Camera, camera_of
from sightline.rebuild.model import SiteModel
from sightline.rebuild.ply import read_ply

#: What a site file may say, and what each must be; the parts' own readers look inside.
KEYS: dict[str, type] = {
    "site": dict, "camera": dict, "detect": dict, "track": dict, "zones": list, "lines": list, "parts": list,
    "model": str, "packs": list, "tables": list, "rules": list, "evidence": dict,
}  # fmt: skip
NEEDED = ("site", "camera")
SAYS = {"id": "编号 / id", "name": "名称 / name", "timezone": "时区 / time zone"}
SHAPES: dict[type, Text] = {
    dict: Text("一组键值", "a group of keys"),
    list: Text("列表", "a list"),
    str: Text("文字", "words"),
}
ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Site:
    """What a site file says, read and checked: metres, seconds and SI from here on.

    ``detect``, ``track`` and ``evidence`` are for the readers of those parts; ``model`` is the site's 3-D model; what
    the file names besides lies in ``folder``.
    """

    id: str
    name: Text
    timezone: ZoneInfo
    camera: Camera
    layout: Layout
    rules: tuple[Rule, ...]
    detect: Mapping[str, Any]
    track: Mapping[str, Any]
    evidence: Mapping[str, Any]
    model: Path | None
    document: Document
    folder: Path


def read(path: Path) -> Site:
    """Read a site file; raise SiteFileError, CalibrationError or RuleError with file and line."""
    return _site(read_yaml(path), path.parent)


def site_of(said: Mapping[str, Any], name: str = "site.yaml", folder: Path = Path()) -> Site:
    """Make a site of what a site file would say; files that it names lie below the folder."""
    return _site(Document(name, dict(said), {}), folder)


def _site(document: Document, folder: Path) -> Site:
    said = _checked(document)
    head = said["site"]
    try:
        camera = camera_of(said["camera"], f"{document.file}: camera", folder=folder)
        model = _beside(document, folder)
        seen = None if model is None else SiteModel(read_ply(model))
        layout = layout_of(said, document.where, seen)
        rules = rules_of(said, layout, document.where)
    except SightlineError as wrong:
        where = lined(wrong.where, document)
        raise type(wrong)(wrong.what.zh, wrong.what.en, where) from wrong
    parts = {key: dict(said.get(key, {})) for key in ("detect", "track", "evidence")}
    return Site(
        id=head["id"],
        name=Text(**head["name"]),
        timezone=ZoneInfo(head.get("timezone", DEFAULT_ZONE)),
        camera=camera,
        layout=layout,
        rules=rules,
        model=model,
        document=document,
        folder=folder,
        **parts,
    )


def lined(where: str, document: Document) -> str:
    r"""Turn `site.yaml: camera.ground.marks[2]` into the file and line of that entry.

    >>> from sightline.judge import parse_yaml
    >>> lined("s.yaml: camera.ground", parse_yaml("camera:\n  id: a\n  ground: {}", "s.yaml"))
    's.yaml:3'
    >>> lined("s.yaml:8", parse_yaml("a: 1", "s.yaml"))
    's.yaml:8'
    """
    file, between, rest = where.partition(": ")
    if not between or file != document.file:
        return where
    path = tuple(int(number) if number else word for word, number in STEP.findall(rest))
    return document.where(path) if document.lines else where


def _checked(document: Document) -> dict[str, Any]:
    """Give what is written if the file has its parts and they are of the right kind."""
    said = document.data
    if not isinstance(said, dict):
        raise SiteFileError(
            "应写 site、camera 和规则", "write site, camera and rules", document.file
        )
    _known(said, tuple(KEYS), document, ())
    for key in NEEDED:
        if key not in said:
            raise SiteFileError(f"缺少 {key}，请补上", f"{key} is missing; add it", document.file)
    for key, kind in KEYS.items():
        if key in said and not isinstance(said[key], kind):
            shape = SHAPES[kind]
            raise SiteFileError(
                f"{key} 应是{shape.zh}", f"{key} must be {shape.en}", document.where((key,))
            )
    _head(said["site"], document)
    return said


def _head(head: dict[str, Any], document: Document) -> None:
    """Check the site's id, its name in both languages, and its time zone."""
    _known(head, tuple(SAYS), document, ("site",))
    _id(document, "site")
    _id(document, "camera")
    name = head.get("name")
    if not _bilingual(name):
        raise SiteFileError(
            "site.name 要写两种语言：{zh: …, en: …}",
            "site.name is written in both languages: {zh: …, en: …}",
            document.where(("site", "name")),
        )
    try:
        ZoneInfo(str(head.get("timezone", DEFAULT_ZONE)))
    except (KeyError, ValueError):
        raise SiteFileError(
            f"没有时区 {head['timezone']}，应如 {DEFAULT_ZONE}",
            f"there is no time zone {head['timezone']}; write such as {DEFAULT_ZONE}",
            document.where(("site", "timezone")),
        ) from None


def _id(document: Document, part: str) -> None:
    """Check an id, which also stands in addresses of the page and in names of files."""
    if not ID.fullmatch(str(document.data[part].get("id", ""))):
        raise SiteFileError(
            f"{part}.id 用小写字母、数字和 - _ . 书写，以字母或数字开头",
            f"write {part}.id in small letters, digits and - _ . beginning with a letter or digit",
            document.where((part, "id")),
        )


def _bilingual(name: object) -> bool:
    return (
        isinstance(name, dict)
        and set(name) == {"zh", "en"}
        and all(isinstance(words, str) and words for words in name.values())
    )


def _known(
    said: dict[str, Any], keys: tuple[str, ...], document: Document, path: tuple[str, ...]
) -> None:
    """Refuse a key that nobody would read, and offer the nearest that is known."""
    for key in said:
        if key not in keys:
            meant = difflib.get_close_matches(key, keys, 1) or list(keys)
            raise SiteFileError(
                f"不认识 {key}，可用：{'、'.join(meant)}",
                f"{key} is not known; use {', '.join(meant)}",
                document.where((*path, key)),
            )


def _beside(document: Document, folder: Path) -> Path | None:
    """Find the 3-D model that the file names, which lies beside it."""
    named = document.data.get("model")
    if named is None:
        return None
    path: Path = folder / named
    if not path.is_file():
        raise SiteFileError(
            f"没有三维模型文件 {named}，请放在站点文件旁边",
            f"there is no 3-D model {named}; put it beside the site file",
            document.where(("model",)),
        )
    return path
