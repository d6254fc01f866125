"""The shipped corpus with the made-up policies in place of its own, as a folder that the site reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from bench import ours
from bench.entitle.made import OPENS
from bench.entitle.shelf import exclusions, made_up


def written(folder: Path) -> Path:
    """Write it and give the folder."""
    shipped = ours.ROOT / "corpus"
    shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("policies", "published*"))
    policies = folder / "policies"
    for data in made_up().policies:
        _write(policies / data["policy"] / f"{OPENS}.yaml", data)
    _write(policies / "exclusions.yaml", {"schema": "exclusions/1", "exclusions": exclusions()})
    _write(policies / "stacking.yaml", {"schema": "stacking/1", "stacking": made_up().groups})
    return folder


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(data))
    path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), "utf-8")
