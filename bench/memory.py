"""Peak memory of one evaluation of a million firms, measured in a process of its own.

Prints the bytes of the input as it lies in memory, the highest resident memory of the whole process
and the resident memory before anything was loaded, so that libraries can be told from data.
"""

from __future__ import annotations

import json
import subprocess
import sys

from bench.timing import peak_bytes, resident_bytes, untuned


def measured(rows: int) -> dict[str, int]:
    """Run this module in a process of its own and give what it saw."""
    command = [sys.executable, "-m", "bench.memory", str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=untuned())
    answer: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main(rows: int) -> None:
    """Load the Parquet, evaluate everything, keep every column, and tell."""
    from bench import ours

    editions = ours.every_edition()
    ours.evaluated(ours.frame(1000, editions, of=1000), editions)
    empty = resident_bytes()
    whole = ours.frame(rows, editions, of=rows)
    table = ours.evaluated(whole, editions)
    seen = {"input": ours.frame_bytes(whole), "empty": empty, "peak": peak_bytes()}
    print(json.dumps({**seen, "standards": len(table.editions)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
