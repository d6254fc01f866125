"""Two cameras side by side watched as one: pictures paired by their time, rectified, and asked for places."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sightline.errors import SiteFileError, Text
from sightline.measure.stereo import placed
from sightline.values import CameraState, Floats, Frame, Picture
from sightline.watch.lines import Trouble
from sightline.watch.states import States

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sightline.ingest import Incident, Source
    from sightline.measure import Camera, Placed

#: Seconds between two pictures before the source has shown its pace.
PACE = 0.2
#: The pace is that of the nearest two of so many pictures: a live source drops some.
GAPS = 25
#: So many seconds without a pair, and rules in metres say that they cannot judge.
LONG = 1.0
METRES = frozenset({"metres"})
APART = Text(
    "右摄像机没有同一时刻的画面，暂不测量米；请检查右摄像机和两台的时钟，录像请用 --start 给出同一起始时刻",
    "the right camera has no picture of this moment and nothing is measured in metres; check it and both clocks, and "
    "give recordings one --start",
)
NEEDLESS = Text(
    "--right 只用于有 camera.stereo、没有 camera.ground 的站点文件；请改站点文件，或去掉 --right",
    "--right is for a site file with camera.stereo and without camera.ground; change the file, or leave --right out",
)


@dataclass(frozen=True, slots=True)
class Both(Frame):
    """A picture of the left camera, rectified, and the right one's of the same moment, or None."""

    right: Picture | None = None


class Pairing:
    """The left camera's source, each picture of which brings the right camera's of the same moment along."""

    def __init__(self, left: Source, right: Source, camera: Camera) -> None:
        """Take both sources, opened; SiteFileError where the camera's places do not come of a pair."""
        if camera.stereo is None or camera.ground is not None:
            raise SiteFileError(NEEDLESS.zh, NEEDLESS.en, camera.id)
        self.where = left.where
        self._left, self._right, self._camera = left, right, camera
        self._states = States()
        self._near: deque[Frame] = deque(maxlen=2)
        self._gaps: deque[float] = deque(maxlen=GAPS)
        self._last: datetime | None = None
        self._waiting: deque[Both | Incident] = deque()

    def take(self, seconds: float | None = None) -> Frame | Incident | None:
        """Give the next pair, or what happened to either source; None as a source does."""
        if not self._waiting:
            item = self._left.take(seconds)
            if not isinstance(item, Frame):
                return item
            self._waiting.append(self._joined(item, self._beside(item)))
        return self._waiting.popleft()

    def __iter__(self) -> Iterator[Frame | Incident]:
        """Give all."""
        while (item := self.take()) is not None:
            yield item

    @property
    def ended(self) -> bool:
        """Tell whether the left camera will bring nothing new."""
        return self._left.ended and not self._waiting

    @property
    def flowing(self) -> bool:
        """Tell whether the left camera may drop pictures."""
        return self._left.flowing

    @property
    def dropped(self) -> int:
        """Count the left camera's pictures that nobody took in time."""
        return self._left.dropped

    def close(self) -> None:
        """Stop reading both."""
        self._left.close()
        self._right.close()

    def _beside(self, frame: Frame) -> Frame | None:
        """Give the right camera's picture within half the time between two pictures."""
        if self._last is not None and frame.at > self._last:
            self._gaps.append((frame.at - self._last).total_seconds())
        self._last = frame.at
        most = min(self._gaps, default=PACE) / 2
        while not self._near or self._near[-1].at < frame.at:
            item = self._right.take(most)
            if item is None:
                break
            if isinstance(item, Frame):
                self._near.append(item)
            else:
                self._states.hear(item.kind)
                self._waiting.append(item)
        away = {abs((one.at - frame.at).total_seconds()): one for one in self._near}
        if not away or min(away) > most or self._states.now is not CameraState.SEEING:
            return None
        return away[min(away)]

    def _joined(self, frame: Frame, beside: Frame | None) -> Both:
        """Rectify both; of a right picture of another size nothing is made."""
        left = frame.image
        right = None if beside is None or beside.size != frame.size else beside.image
        mount = self._camera.mount
        if mount is not None and frame.size == mount.size:
            left, other = mount.rectify(left, left if right is None else right)
            right = None if right is None else other
        return Both(left, frame.at, frame.number, frame.source, right)


class Depth:
    """Gives what places boxes by the pair of pictures, and tells where there is none."""

    def __init__(self, camera: Camera, tell: Callable[[Trouble], None]) -> None:
        """Take the camera, and whom to tell."""
        self._camera = camera
        self._tell = tell
        self._last: datetime | None = None
        self._apart = False

    def stand(self, frame: Frame) -> Callable[[Floats], Placed] | None:
        """Give what places boxes [n, 4] of this picture; None where the right one is missing."""
        rig = self._camera.stereo
        if rig is None or not isinstance(frame, Both) or frame.size != self._camera.size:
            return None
        if frame.right is None:
            if not self._apart:
                self._tell(Trouble("pair", frame.at, self._camera.id, APART))
            self._apart = True
            return None
        self._last, self._apart = frame.at, False
        return partial(placed, rig, frame.image, frame.right)

    def absent(self, at: datetime) -> frozenset[str]:
        """Name the metres where no pair has been seen for long and nothing else gives them."""
        if self._camera.stereo is None or self._camera.ground is not None:
            return frozenset()
        seen = self._last is not None and (at - self._last).total_seconds() <= LONG
        return frozenset() if seen else METRES
