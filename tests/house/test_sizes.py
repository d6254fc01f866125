"""Nothing grows past what a reader can hold."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from pathlib import Path

from tests.house.tree import files, having, python, read

FILE_LINES = 300
SETTINGS_LINES = 250
FUNCTION_LINES = 40
TEMPLATE_LINES = 150
FOLDER_FILES = 12
EMPTY = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENDMARKER, tokenize.ENCODING,
}  # fmt: skip


def lines(path: Path) -> int:
    """Count all lines of a file."""
    return len(read(path).splitlines())


def code_lines(source: str) -> set[int]:
    """Give the numbers of the lines that hold code: no comment, no docstring, not empty."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    held: set[int] = set()
    for token in tokens:
        if token.type not in EMPTY:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            held -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return held


def functions(path: Path) -> list[tuple[str, int]]:
    """Give every function of a file with its number of code lines."""
    source = read(path)
    held = code_lines(source)
    return [
        (f"{path}:{node.lineno} {node.name}", len(held & set(range(node.lineno, end + 1))))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for end in [node.end_lineno or node.lineno]
    ]


def test_a_docstring_is_no_code():
    source = 'def told():\n    """Tell.\n\n    More.\n    """\n    # why\n    return 1\n'
    assert code_lines(source) == {1, 7}


def test_no_file_is_longer_than_a_reader_can_hold():
    ours = [*python(), *having(".js", ".css", under=("src", "miniprogram"))]
    assert not {str(path): lines(path) for path in ours if lines(path) > FILE_LINES}


def test_settings_fit_on_a_few_screens():
    assert lines(Path("src/jianghai/settings.py")) <= SETTINGS_LINES


def test_no_function_is_longer_than_a_screen():
    counted = [found for path in python() for found in functions(path)]
    assert not [found for found in counted if found[1] > FUNCTION_LINES]


def test_no_template_is_longer_than_three_screens():
    pages = [path for path in files() if "templates" in path.parts]
    assert not {str(path): lines(path) for path in pages if lines(path) > TEMPLATE_LINES}


def test_no_folder_holds_more_files_than_one_remembers():
    counted = Counter(path.parent for path in python() if path.name != "__init__.py")
    assert not {str(folder): n for folder, n in counted.items() if n > FOLDER_FILES}
