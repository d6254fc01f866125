"""Open what FFmpeg can read and give its pictures, never trusting what is inside.

Only known containers are opened and only the protocol asked for, so that a playlist cannot fetch other files or
addresses; the picture's size is limited before memory is taken for it. FFmpeg's own messages repeat the address with
its password, so they are never passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from sightline.errors import SourceError

if TYPE_CHECKING:
    from sightline.ingest.options import Limits, Patience
    from sightline.values import Picture

BROKEN = (av.FFmpegError, OSError, EOFError)
VIDEO = "avi,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mpegts,mpeg,flv,asf,ogg,h264,hevc,mjpeg"
PICTURES = "png_pipe,jpeg_pipe,bmp_pipe,webp_pipe,tiff_pipe"
_PICTURE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture not yet unpacked: its time in seconds, if it has one, and how to get its pixels.

    ``read`` is None where the picture is damaged.

    >>> Shot(0.1, (8, 6), lambda: np.zeros((6, 8, 3), np.uint8)).size
    (8, 6)
    """

    seconds: float | None
    size: tuple[int, int]
    read: Callable[[], Picture] | None


@dataclass(frozen=True, slots=True)
class Reel:
    """An opened video: its pictures, and how many seconds it says it has (0: it does not say).

    >>> Reel(iter(()), 3.0, 10.0, {}).seconds
    3.0
    """

    shots: Iterator[Shot]
    seconds: float
    rate: float
    about: dict[str, str]


def reason(error: BaseException) -> str:
    """Say in words what FFmpeg did not like, without the address it was about.

    >>> reason(OSError(111, "Connection refused", "rtsp://lin:secret@camera/1"))
    'Connection refused'
    """
    text = getattr(error, "strerror", None)
    return str(text) if text else type(error).__name__


@contextmanager
def file_reel(path: Path, limits: Limits) -> Iterator[Reel]:
    """Open a video file."""
    with path.open("rb") as handle, _opened(handle, str(path), {"format_whitelist": VIDEO}) as film:
        yield _reel(film, str(path), limits)


@contextmanager
def address_reel(address: str, shown: str, patience: Patience, limits: Limits) -> Iterator[Reel]:
    """Open an RTSP address over TCP; errors show ``shown`` in its place.

    Half a second of looking at the stream is enough to know a video: FFmpeg's own five would
    delay every reconnection by as much.
    """
    options = {
        "rtsp_transport": "tcp",
        "protocol_whitelist": "rtsp,rtsps,rtp,tcp,tls,udp,crypto",
        "format_whitelist": "rtsp,rtp,sdp",
        "analyzeduration": "300000",
        "probesize": "100000",
        "fflags": "nobuffer",
        "max_delay": "300000",
    }
    waits = (patience.connect, patience.silent)
    with _opened(address, shown, options, timeout=waits) as film:
        yield _reel(film, shown, limits)


def picture(path: Path, limits: Limits) -> Picture:
    """Read one picture file as blue, green, red.

    Its bytes are handed over without its name: FFmpeg would take a name for a pattern of many files.
    """
    if path.stat().st_size > _PICTURE_BYTES:
        raise _unreadable(str(path), "over 64 MiB")
    options = {"format_whitelist": PICTURES}
    with _opened(BytesIO(path.read_bytes()), str(path), options) as film:
        for shot in _reel(film, str(path), limits).shots:
            if shot.read is not None:
                return shot.read()
    raise _unreadable(str(path), "no picture inside")


@contextmanager
def _opened(what: object, shown: str, options: dict[str, str], **more: object) -> Iterator[Any]:
    try:
        film = av.open(what, options=options, metadata_errors="replace", **more)
    except (*BROKEN, ValueError) as error:
        raise _unreadable(shown, reason(error)) from None
    try:
        yield film
    finally:
        film.close()


def _reel(film: Any, shown: str, limits: Limits) -> Reel:
    if not film.streams.video:
        raise _unreadable(shown, "no video inside")
    stream = film.streams.video[0]
    if stream.codec_context is None:
        raise _unreadable(shown, "unknown codec")
    _refuse_large((stream.codec_context.width, stream.codec_context.height), shown, limits)
    stream.codec_context.options = {"max_pixels": str(limits.side**2)}
    seconds = film.duration / 1e6 if film.duration else 0.0
    shots = _shots(film, stream, shown, limits)
    return Reel(shots, seconds, float(stream.average_rate or 0), dict(film.metadata))


def _shots(film: Any, stream: Any, shown: str, limits: Limits) -> Iterator[Shot]:
    damaged = Shot(None, (0, 0), None)
    for packet in film.demux(stream):
        try:
            frames = packet.decode()
        except BROKEN:
            yield damaged
            continue
        for frame in frames:
            size = (frame.width, frame.height)
            _refuse_large(size, shown, limits)
            yield Shot(frame.time, size, None if frame.is_corrupt else _reader(frame))


def _reader(frame: Any) -> Callable[[], Picture]:
    return lambda: np.ascontiguousarray(frame.to_ndarray(format="bgr24"), np.uint8)


def _refuse_large(size: tuple[int, int], shown: str, limits: Limits) -> None:
    if max(size) > limits.side:
        raise SourceError(
            f"画面为 {size[0]}×{size[1]}，超过 {limits.side} 像素；请降低分辨率",
            f"pictures are {size[0]}×{size[1]}, over {limits.side} pixels; use a lower resolution",
            shown,
        )


def _unreadable(shown: str, why: str) -> SourceError:
    """Say that nothing can be read; the reason alone is the error's note."""
    error = SourceError(
        f"读不出画面（{why}）；请核对文件是否完整、地址和密码是否正确",
        f"no picture can be read ({why}); check that the file is whole, the address and password",
        shown,
    )
    error.add_note(why)
    return error
