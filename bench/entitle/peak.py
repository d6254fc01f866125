"""Peak memory of streaming enterprises through two hundred policies, for a process of its own."""

from __future__ import annotations

import json
import sys

from bench.entitle import holding
from bench.timing import peak_bytes


def main(rows: int, of: int) -> None:
    """Stream, and tell the highest resident memory."""
    taken = holding.seconds(rows, of)
    print(json.dumps({"peak": peak_bytes(), "seconds": taken}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
