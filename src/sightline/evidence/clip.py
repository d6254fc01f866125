"""Make a clip that any player shows, with the recorded clock inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from sightline.values import Picture

_QUALITY = {"crf": "23", "preset": "veryfast"}
_TICK = Fraction(1, 1000)


def film(pictures: Iterable[Picture], moments: Sequence[datetime], size: tuple[int, int]) -> bytes:
    """Give an H.264 MP4 of pictures of this size (width, height) at these moments; odd sides lose their last line.

    >>> from datetime import UTC
    >>> two = [np.zeros((16, 16, 3), np.uint8)] * 2
    >>> film(two, [datetime(2026, 4, 1, 12, 0, s, tzinfo=UTC) for s in (0, 1)], (16, 16))[4:8]
    b'ftyp'
    """
    kept = BytesIO()
    width, height = (side - side % 2 for side in size)
    with av.open(kept, "w", format="mp4") as out:
        out.metadata["creation_time"] = moments[0].isoformat()
        stream = out.add_stream("libx264", rate=25, options=_QUALITY)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = stream.time_base = _TICK
        stream.codec_context.thread_count = 1
        last = -1
        for image, moment in zip(pictures, moments, strict=True):
            part = np.ascontiguousarray(image[:height, :width])
            frame = av.VideoFrame.from_ndarray(part, format="bgr24")
            last = max(last + 1, round((moment - moments[0]).total_seconds() * 1000))
            frame.pts, frame.time_base = last, _TICK
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return kept.getvalue()
