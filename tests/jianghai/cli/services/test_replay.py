"""Somebody replays the case of the newspaper, and finds that a day earlier is not possible."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

CASES = ROOT / "examples" / "cases"
COMMAND = "import sys; from jianghai.cli import main; sys.exit(main())"


def replay(path):
    away = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    kept = {key: value for key, value in os.environ.items() if key not in away}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "replay", str(path)],
        env={**kept, "PYTHONPATH": str(ROOT / "src")}, cwd=path.parent, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("file", "days"),
    [
        ("feilinke.yaml", ["2025-09-09", "2025-09-15", "2025-09-16", "2025-09-22", "2025-09-23"]),
        ("feilinke-report.yaml", ["2025-09-22", "2025-09-23", "2025-09-28", "2025-09-29"]),
    ],
)
def test_it_comes_out_on_the_day(file, days):
    code, said = replay(CASES / file)
    assert code == 0, said
    assert all(day in said for day in days)
    assert "办结（通过）" in said


@pytest.mark.parametrize(
    ("file", "at", "earlier"),
    [
        ("feilinke.yaml", "2025-09-23 09:00", "2025-09-22 17:00"),
        ("feilinke-report.yaml", "2025-09-29 09:00", "2025-09-28 17:00"),
    ],
)
def test_one_working_day_earlier_is_refused(tmp_path, file, at, earlier):
    text = (CASES / file).read_text(encoding="utf-8")
    assert at in text
    early = tmp_path / file
    early.write_text(text.replace(at, earlier), encoding="utf-8")
    code, said = replay(early)
    assert code == 1, said
    assert "被拒绝" in said
    assert f"最早 {at[:10]}" in said
