"""Write the drawing into process diagrams: `python scripts/layout_bpmn.py FILE …`."""

from __future__ import annotations

import sys
from pathlib import Path

from jianghai.casework.process import laid_out
from jianghai.casework.process.errors import DiagramError


def main(names: list[str]) -> int:
    """Lay out each file in place; a diagram that is refused is left as it is."""
    refused = 0
    for name in names:
        path = Path(name)
        try:
            path.write_bytes(laid_out(path.read_bytes(), where=name))
        except DiagramError as error:
            print(error, file=sys.stderr)
            refused = 2
    if not names:
        print("Name one or more .bpmn files.", file=sys.stderr)
        refused = 2
    return refused


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
