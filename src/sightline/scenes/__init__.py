"""Scripted scenes with exact truth: who walks where in metres, and what a camera makes of it."""

from __future__ import annotations

from sightline.scenes.filming import film
from sightline.scenes.lens import Camera
from sightline.scenes.script import Actor, Noise, Scene, Stop, Trouble, Wall
from sightline.scenes.shots import Shot, Truth

__all__ = ["Actor", "Camera", "Noise", "Scene", "Shot", "Stop", "Trouble", "Truth", "Wall", "film"]
