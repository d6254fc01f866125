"""Plays: dated case files that are played through casework as people would, for replay, checks, tests and showing."""

from __future__ import annotations

from jianghai.casework.plays.acting import Outcome, play
from jianghai.casework.plays.reading import Play, read, read_all

__all__ = ["Outcome", "Play", "play", "read", "read_all"]
