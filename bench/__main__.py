"""Run the benchmarks and print one table; `--write` keeps it in docs/reference/benchmarks.md."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.timing import Answer, Line, Skipped, restart_untuned, table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
#: Figures that stand on the page of what they measure, between two marks.
ELSEWHERE = {"sightline": PAGE.with_name("sightline.md")}
MARKS = ("<!-- figures: written by make bench -->", "<!-- end of figures -->")
LIBRARIES = (
    "numpy", "numba", "pyarrow", "django", "pyspark", "onnxruntime", "opencv-python-headless", "av", "pycolmap",
)  # fmt: skip

HEAD = """# Benchmarks

Written by `make bench ARGS=--write`; nobody edits it by hand. Every line is a ratio measured in one
run, with both sides in turn; absolute times only tell about the machine.

"""


def evaluation(*, quick: bool) -> Iterator[Answer]:
    """Many firms."""
    from bench import evaluate

    return evaluate.run(evaluate.SIZES[:3] if quick else evaluate.SIZES)


def single(*, quick: bool) -> Iterator[Answer]:
    """One firm."""
    from bench import one

    del quick
    return one.run()


def cluster(*, quick: bool) -> Iterator[Answer]:
    """Spark."""
    from bench import spark

    return spark.run(100_000 if quick else spark.ROWS)


def site(*, quick: bool) -> Iterator[Answer]:
    """Pages and imports."""
    from bench import pages

    return pages.run(1_000 if quick else pages.FIRMS)


def owed(*, quick: bool) -> Iterator[Answer]:
    """Policies."""
    from bench.entitle import measure

    return measure.run(measure.SIZES[:3] if quick else measure.SIZES)


def cases(*, quick: bool) -> Iterator[Answer]:
    """Casework."""
    from bench.casework import measure

    if quick:
        return measure.run(measure.SIZES[:2], (1_000, 10_000))
    return measure.run()


def cameras(*, quick: bool) -> Iterator[Answer]:
    """Cameras: each figure against its reference."""
    from bench import sightline

    return sightline.run(quick=quick)


PARTS: dict[str, Callable[..., Iterator[Answer]]] = {
    "evaluate": evaluation,
    "one": single,
    "spark": cluster,
    "pages": site,
    "entitle": owed,
    "casework": cases,
    "sightline": cameras,
}


TITLES = {
    "evaluate": "Many firms, standards",
    "one": "One firm, with reasons",
    "spark": "Spark",
    "pages": "Pages and imports",
    "entitle": "Policies",
    "casework": "Casework",
    "sightline": "Cameras",
}


def main(arguments: list[str]) -> int:
    """Run what was asked for; the exit status says only whether it ran."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {' '.join(PARTS)}; all without")
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the rows, no targets meant"
    )
    parser.add_argument("--write", action="store_true", help=f"keep the table in {PAGE.name}")
    asked = parser.parse_args(arguments)
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part is called {' '.join(sorted(unknown))}; there are {' '.join(PARTS)}")
    answers: dict[str, list[Answer]] = {}
    for name in asked.parts or PARTS:
        answers[name] = []
        for answer in PARTS[name](quick=asked.quick):
            answers[name].append(answer)
            _progress(answer)
    every = [answer for some in answers.values() for answer in some]
    print(table(every))
    print(_summary(every))
    if asked.write:
        _write(answers)
    return 0


def _write(answers: dict[str, list[Answer]]) -> None:
    """Keep what was measured; parts that did not run keep what they said before, with its day and machine."""
    kept = dict(_sections(PAGE.read_text("utf-8"))) if PAGE.exists() else {}
    for name, some in answers.items():
        said = f"{_where()}\n\n{table(some)}\n"
        if name in ELSEWHERE:
            _place(ELSEWHERE[name], said)
            said = f"On a page of their own: [{ELSEWHERE[name].stem}]({ELSEWHERE[name].name}#figures).\n"
        kept[name] = said
    parts = [f"## {TITLES[name]}\n\n{kept[name]}" for name in PARTS if name in kept]
    PAGE.write_text(HEAD + "\n".join(parts), "utf-8")


def _place(page: Path, said: str) -> None:
    """Put what was measured between the two marks of a page."""
    before, _, rest = page.read_text("utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n{said}{MARKS[1]}{after}", "utf-8")


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Give what the page holds of each part."""
    names = {title: name for name, title in TITLES.items()}
    for section in text.split("\n## ")[1:]:
        title, _, body = section.partition("\n\n")
        if title in names:
            yield names[title], body.rstrip("\n") + "\n"


def _progress(answer: Answer) -> None:
    said = (
        answer.why
        if isinstance(answer, Skipped)
        else f"{answer.measured} {answer.times} {answer.answer}"
    )
    print(f"{time.strftime('%H:%M:%S')} {answer.what}: {said}", file=sys.stderr, flush=True)


def _summary(answers: list[Answer]) -> str:
    lines = [answer for answer in answers if isinstance(answer, Line)]
    missed = [line.what for line in lines if line.hit is False]
    hits = sum(line.hit is True for line in lines)
    skipped = len(answers) - len(lines)
    ending = "".join(f"\nMISS {what}" for what in missed)
    return f"\n{hits} targets hit, {len(missed)} missed, {skipped} skipped{ending}"


def _where() -> str:
    day = datetime.now(UTC).date().isoformat()
    found = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES if _there(name)]
    machine = f"{os.cpu_count()} CPUs, {_processor()}, Python {platform.python_version()}"
    return f"{day}; {machine}; {', '.join(found)}."


def _there(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    names = [line for line in information.read_text("utf-8").splitlines() if "model name" in line]
    return names[0].partition(":")[2].strip() if names else platform.machine()


if __name__ == "__main__":
    restart_untuned()
    sys.exit(main(sys.argv[1:]))
