"""`jianghai watch evaluate` and `scenes`: rules and trackers tried where the truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghai.cli.watching.told import as_json
from sightline.evaluate.run import evaluate, evaluate_tracks
from sightline.scenes import read, write_site
from sightline.scenes.drawing import video

if TYPE_CHECKING:
    import argparse


def evaluated(asked: argparse.Namespace) -> int:
    """Score scenes through the whole chain, or a file of tracks beside its truth."""
    if asked.truth is not None:
        following = evaluate_tracks(asked.scenes, asked.truth)
        print(as_json(following.as_dict()) if asked.format == "json" else following.line)
        return 0
    report = evaluate(asked.scenes, asked.seed)
    print(as_json(report.as_dict()) if asked.format == "json" else report.table)
    return 0


def filmed(asked: argparse.Namespace) -> int:
    """Draw a scene as a film, and write the site file that fits it where asked."""
    scene = read(asked.scene)
    try:
        print(video(scene, asked.output, asked.seed))
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise OSError(refused.errno, why, str(asked.output)) from refused
    if asked.site_output is not None:
        write_site(scene, asked.site_output)
        print(asked.site_output)
    return 0
