"""Follow what was recognised: every thing gets a number that stays."""

from __future__ import annotations

from sightline.track.settings import TrackSettings
from sightline.track.tracker import Tracker

__all__ = ["TrackSettings", "Tracker"]
