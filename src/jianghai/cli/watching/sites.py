"""`jianghai watch check` and `packs`: what a site file says, and which rules ship."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jianghai.cli.watching.told import as_json, tabled
from sightline.errors import SightlineError
from sightline.judge import packs as shipped
from sightline.recognise.settings import DetectSettings
from sightline.site import Site, read
from sightline.site.reading import lined
from sightline.track import TrackSettings
from sightline.watch.keeping import settings_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def check(asked: argparse.Namespace) -> int:
    """Read a site file with every part of it, and tell how well its camera measures."""
    site = whole(asked.site)
    ground = site.camera.ground
    told = {
        "site": site.id,
        "camera": site.camera.id,
        "calibrated": ground is not None,
        "marks": {} if ground is None else _centimetres(ground.residuals),
        "held_out": {} if ground is None else _centimetres(ground.held_out),
        "zones": list(site.layout.zones),
        "lines": list(site.layout.lines),
        "parts": list(site.layout.parts),
        "rules": [{"id": rule.id, "kind": rule.kind} for rule in site.rules],
    }
    print(as_json(told) if asked.format == "json" else _plain(site, told))
    return 0


def whole(path: Path) -> Site:
    """Read a site file and each of its parts; what is wrong is named with its line."""
    site = read(path)
    file = site.document.file
    try:
        DetectSettings.read(site.detect, f"{file}: detect")
        TrackSettings.read(site.track, f"{file}: track")
        settings_of(site.evidence, f"{file}: evidence")
    except SightlineError as wrong:
        where = lined(wrong.where, site.document)
        raise type(wrong)(wrong.what.zh, wrong.what.en, where) from wrong
    return site


def _centimetres(errors: Mapping[str, float]) -> dict[str, float]:
    return {mark: round(100 * error, 1) for mark, error in errors.items()}


def _plain(site: Site, told: dict[str, object]) -> str:
    ground = site.camera.ground
    lines = [f"{site.name.zh}（{site.id}）· {site.camera.name.zh}（{site.camera.id}）"]
    if ground is None:
        lines.append("未标定：不测量米 / not calibrated: nothing is measured in metres")
    else:
        worst = max(ground.residuals.values())
        held = max(ground.held_out.values(), default=None)
        lines.append(f"标志点最大误差 / largest error of the marks: {worst * 100:.1f} cm")
        if held is not None:
            lines.append(f"留出点最大误差 / largest error of held-out marks: {held * 100:.1f} cm")
    rows = [(rule.id, rule.kind, rule.severity) for rule in site.rules]
    return "\n".join([*lines, tabled(rows, ("规则 / rule", "种类 / kind", "严重程度 / severity"))])


def packs(asked: argparse.Namespace) -> int:
    """Tell the packs of rules that ship, each with where its figures are from."""
    told = [
        {
            "pack": pack.id,
            "name": pack.name.as_dict(),
            "note": pack.note.as_dict(),
            "rules": [
                {"id": row["id"], "kind": row["kind"]} for row in pack.document.data["rules"]
            ],
            "kinds": [
                {"kind": kind, "of": of, "name": name.as_dict()} for kind, of, name in pack.kinds
            ],
            "sources": {name: str(source) for name, source in pack.sources},
        }
        for pack in shipped()
    ]
    if asked.format == "json":
        print(as_json(told))
        return 0
    rows = (
        (pack.id, pack.name.zh, len(pack.document.data["rules"]), pack.note.zh)
        for pack in shipped()
    )
    print(tabled(rows, ("规则包 / pack", "名称 / name", "规则数 / rules", "说明 / note"), fold=80))
    return 0
