"""Answer the bench one JSON line at a time: follow the boxes of one file by BoT-SORT, and say how long it took.

Run by the interpreter of `bench/.venv-trackers`; knows nothing of the code it is compared with.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

import numpy as np
import supervision as sv
from trackers import BoTSORTTracker


def recordings(file: str) -> dict[str, list[sv.Detections]]:
    """Give the boxes of each recording, picture by picture: rows of frame, x1, y1, x2, y2, score, label."""
    found = {}
    with np.load(file) as held:
        for name in held.files:
            rows = held[name]
            last = int(rows[:, 0].max())
            pictures = [rows[rows[:, 0] == frame] for frame in range(1, last + 1)]
            found[name] = [
                sv.Detections(
                    xyxy=picture[:, 1:5],
                    confidence=picture[:, 5],
                    class_id=picture[:, 6].astype(int),
                )
                for picture in pictures
            ]
    return found


def follow(file: str, out: str) -> float:
    """Follow every recording, keep rows of frame, id, x1, y1, x2, y2, and give the seconds of the tracker alone."""
    seconds, kept = 0.0, {}
    for name, pictures in recordings(file).items():
        tracker = BoTSORTTracker(enable_cmc=False)
        gc.collect()
        start = time.perf_counter()
        said = [tracker.update(picture) for picture in pictures]
        seconds += time.perf_counter() - start
        rows = [
            [frame, number, *box]
            for frame, tracks in enumerate(said, 1)
            for box, number in zip(tracks.xyxy, tracks.tracker_id, strict=True)
            if number >= 0
        ]
        kept[name] = np.array(rows, np.float64).reshape(-1, 6)
    np.savez(Path(out), **kept)
    return seconds


def main() -> None:
    """Answer until the bench hangs up."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps({"seconds": follow(asked["file"], asked["out"])}), flush=True)


if __name__ == "__main__":
    main()
