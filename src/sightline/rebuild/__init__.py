"""Rebuild a place in three dimensions from pictures, keep it as a model in metres, compare it with the last."""

from __future__ import annotations

from sightline.rebuild.asks import Length, Lens, Progress, Request
from sightline.rebuild.building import Placement, Rebuilt, rebuild
from sightline.rebuild.changes import Comparison, compare
from sightline.rebuild.clouds import Cloud, Placing, joined
from sightline.rebuild.depth import DepthView, fuse
from sightline.rebuild.model import Clearance, Nearest, SiteModel
from sightline.rebuild.ply import read_ply, write_ply

__all__ = [
    "Clearance",
    "Cloud",
    "Comparison",
    "DepthView",
    "Length",
    "Lens",
    "Nearest",
    "Placement",
    "Placing",
    "Progress",
    "Rebuilt",
    "Request",
    "SiteModel",
    "compare",
    "fuse",
    "joined",
    "read_ply",
    "rebuild",
    "write_ply",
]
