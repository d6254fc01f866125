"""Scripted scenes with exact truth: who walks where in metres, and what a camera makes of it."""

from __future__ import annotations

from sightline.scenes.filming import film
from sightline.scenes.lens import Camera
from sightline.scenes.reading import parse, read, walked
from sightline.scenes.script import Actor, Noise, Scene, Stop, Trouble, Turn, Wall
from sightline.scenes.shots import Shot, Truth
from sightline.scenes.sites import site_of, write_site

__all__ = [
    "Actor",
    "Camera",
    "Noise",
    "Scene",
    "Shot",
    "Stop",
    "Trouble",
    "Truth",
    "Turn",
    "Wall",
    "film",
    "parse",
    "read",
    "site_of",
    "walked",
    "write_site",
]
