"""Lines on stdout that wait where the disk behind it is full, and that nobody need read to the end."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: So many bytes of lines wait at most; then the oldest are given up.
MOST = 64 * 1024 * 1024


class Outlet:
    """Writes each line at once; what could not be written is tried again, in its order, with the next."""

    def __init__(self, warn: Callable[[str, str], None]) -> None:
        """Take how to tell whoever watches the terminal."""
        self._warn = warn
        self._waiting: deque[bytes] = deque()
        self._full = self._gone = False

    def __call__(self, line: str) -> None:
        """Write one line, after those that wait."""
        self._waiting.append(f"{line}\n".encode())
        try:
            self._write()
        except BrokenPipeError:
            self._leave()
        except OSError as full:
            self._keep(full)

    def end(self) -> None:
        """Put what still waits where the terminal shows it."""
        if self._waiting:
            sys.stderr.write(b"".join(self._waiting).decode("utf-8", "replace"))
            self._waiting.clear()

    def _write(self) -> None:
        out = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
        while self._waiting and not self._gone:
            done = out.write(self._waiting[0]) or 0
            self._waiting[0] = self._waiting[0][done:]
            if not self._waiting[0]:
                self._waiting.popleft()
        sys.stdout.buffer.flush()
        self._full = False

    def _leave(self) -> None:
        """Nobody reads any more (head has what it wanted): end the watch as Ctrl-C does."""
        self._waiting.clear()
        if not self._gone:
            self._gone = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            os.kill(os.getpid(), signal.SIGINT)

    def _keep(self, full: OSError) -> None:
        if not self._full:
            self._warn(
                f"事件行写不出去（{full.strerror}），暂存于内存，请清理磁盘",
                f"lines cannot be written ({full.strerror}) and wait in memory: make space",
            )
        self._full = True
        while len(self._waiting) > 1 and sum(map(len, self._waiting)) > MOST:
            self._waiting.popleft()
