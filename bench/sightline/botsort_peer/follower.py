"""The peer: BoT-SORT of the package `trackers`, in an environment of its own, as it comes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.peer import Home, Peer
from sightline.evaluate.motfiles import Rows

SCRIPT = Path(__file__).parent / "serve.py"
TRACKERS = Home("trackers", ("trackers==2.6.1",))

Table = np.ndarray


class Follower(Peer):
    """A running peer that follows the boxes it is given; used in a ``with`` block."""

    def __init__(self, boxes: dict[str, Table], folder: Path) -> None:
        """Start it for recordings of rows frame, x1, y1, x2, y2, score, label."""
        self._file, self._out = folder / "boxes.npz", folder / "rows.npz"
        np.savez(self._file, **boxes)
        super().__init__(SCRIPT, TRACKERS)

    def follow(self) -> float:
        """Follow all recordings anew and give the seconds that its tracker took."""
        return float(self.ask("follow", file=str(self._file), out=str(self._out))["seconds"])

    def rows(self) -> dict[str, Rows]:
        """Give what it followed the last time."""
        with np.load(self._out) as held:
            return {
                name: Rows.of(held[name][:, 0], held[name][:, 1], held[name][:, 2:])
                for name in held.files
            }
