"""What the console script refuses, told on stderr in one line: what, where, what to do."""

from __future__ import annotations

import sys

from rulebook.errors import Text


class CommandError(Exception):
    """The command cannot be done with what was given."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep the line in both languages."""
        self.what = Text(zh, en)
        super().__init__(str(self.what))


def complain(zh: str, en: str) -> None:
    """Write one line on stderr, whatever line breaks the message holds."""
    print("jianghai:", " ".join(f"{zh} / {en}".split()), file=sys.stderr)
