"""`jianghai watch rebuild` and `compare`: a model of the place in metres, and what came nearer since the last."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

from jianghai.cli.errors import CommandError
from jianghai.cli.watching.told import as_json
from sightline.rebuild import (
    Length,
    Progress,
    Request,
    SiteModel,
    compare,
    read_ply,
    rebuild,
    write_ply,
)

if TYPE_CHECKING:
    import argparse


def rebuilt(asked: argparse.Namespace) -> int:
    """Rebuild a place and write its points; how far it is goes to stderr."""
    if importlib.util.find_spec("pycolmap") is None:
        raise CommandError(
            "三维重建没有安装（缺少 pycolmap），请运行 pip install '.[sightline,rebuild]'",
            "rebuilding needs an extra (pycolmap is missing): run pip install '.[sightline,rebuild]'",
        )
    lengths = tuple(_length(*told) for told in asked.length or ())
    found = rebuild(Request(asked.folder, lengths=lengths, seconds=asked.limit), _tell)
    write_ply(asked.output, found.cloud)
    print(as_json(found.as_dict()) if asked.format == "json" else found.sentence)
    return 0


def _length(first: str, second: str, metres: str) -> Length:
    try:
        return Length(first, second, float(metres))
    except ValueError:
        raise CommandError(
            f"--length 的第三项应是米数，而不是“{metres}”",
            f"--length ends in metres, not in {metres!r}",
        ) from None


def _tell(progress: Progress) -> None:
    print(f"{progress.share:4.0%} {progress.text}", file=sys.stderr, flush=True)


def compared(asked: argparse.Namespace) -> int:
    """Tell what changed between two models; that something came nearer is a negative answer."""
    found = compare(SiteModel(read_ply(asked.old)), SiteModel(read_ply(asked.new)))
    if asked.format == "json":
        print(as_json(found.as_dict()))
    else:
        for sentence in found.sentences:
            print(sentence)
    return 1 if found.nearer else 0
