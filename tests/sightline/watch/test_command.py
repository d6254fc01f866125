"""`jianghai watch` says what is wrong in one line and loads neither Django nor what it does not need."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from jianghai.cli.door import main
from jianghai.cli.watching import door
from tests.sightline.conftest import ROOT

SITE = str(ROOT / "examples" / "sites" / "vtest" / "SITE.yaml")
LOADED = """
import sys
from jianghai.cli.door import main
main({arguments!r})
print(sorted(name for name in {names!r} if name in sys.modules))
"""


def loaded(arguments, names):
    """Give which modules are loaded after a command, in a Python of its own."""
    code = LOADED.format(arguments=arguments, names=names)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1].replace("'", '"'))


def test_a_command_of_another_kind_loads_nothing_of_cameras():
    assert loaded(["due", "2025-09-08", "10WD"], ["cv2", "av", "onnxruntime", "django"]) == []


def test_cameras_load_no_django():
    assert loaded(["watch", "check", SITE], ["django", "av", "cv2"]) == ["av", "cv2"]


def test_without_the_extra_one_line_says_what_to_install(capsys, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("jianghai.cli.watching.sites")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jianghai.cli.watching.sites", None)

    def missing(_name):
        raise ModuleNotFoundError("No module named 'cv2'", name="cv2")

    monkeypatch.setattr(door.importlib, "import_module", missing)
    assert main(["watch", "check", SITE]) == 2
    said = capsys.readouterr().err
    assert "pip install '.[sightline]'" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["watch", "gone.mp4", "--site", SITE, "--models", "gone"], "models install"),
        (["watch", "gone.mp4", "--site", "gone.yaml"], "gone.yaml"),
        (["watch", "gone.mp4", "--site", SITE, "--right", "gone.mp4"], "camera.stereo"),
        (["watch", "check", "gone.yaml"], "gone.yaml"),
        (["watch", "verify", "gone"], "gone"),
        (["watch", "dismiss", "gone", "p", "--by", "lin", "--why", "a cone"], "no such evidence"),
        (["watch", "evaluate", "gone.yaml"], "gone.yaml"),
        (["watch", "compare", "gone.ply", "gone.ply"], "gone.ply"),
        (["watch", "calibrate", "gone"], "gone"),
        (["watch", "calibrate", ".", "--board", "9"], "9x6"),
        (["watch", "rebuild", ".", "-o", "x.ply", "--length", "A", "B", "long"], "metres"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_exit_code_two(
    arguments, words, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.startswith("jianghai: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["watch"],
        ["watch", "a.mp4"],
        ["watch", "a.mp4", "--site", SITE, "--speed", "0"],
        ["watch", "a.mp4", "--site", SITE, "--start", "2026-04-01"],
        ["watch", "models"],
    ],
)
def test_wrong_arguments_are_refused(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("jianghai: ")


def test_the_word_run_may_be_left_out_and_a_command_is_no_source():
    assert door.spelled(["watch", "--site", "s", "a.mp4"])[1] == "run"
    assert door.spelled(["watch", "models", "list"]) == ["watch", "models", "list"]
    assert door.spelled(["watch", "./models"])[1] == "run"
    assert door.spelled(["watch", "--help"]) == ["watch", "--help"]


def test_each_source_wants_its_site(capsys, models):
    assert main(["watch", "a.mp4", "b.mp4", "--site", SITE]) == 2
    assert "give one for each" in capsys.readouterr().err


def test_a_page_wants_a_port(capsys, models, opencv_doc):
    film = str(opencv_doc / "vtest.avi")
    assert main(["watch", film, "--site", SITE, "--show", "eighty"]) == 2
    assert "8090" in capsys.readouterr().err


def test_a_site_is_checked_with_its_errors_in_centimetres(capsys):
    assert main(["watch", "check", SITE, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert max(told["held_out"].values()) < 3
    assert {"id": "helmet", "kind": "missing"} in told["rules"]


def test_packs_tell_where_their_figures_are_from(capsys):
    assert main(["watch", "packs", "--format", "json"]) == 0
    packs = json.loads(capsys.readouterr().out)
    assert {"power-line", "rail"} <= {pack["pack"] for pack in packs}
    assert all(pack["sources"] for pack in packs)


def test_a_model_that_was_changed_is_a_negative_answer(capsys, models, tmp_path):
    for file in models.iterdir():
        if file.name == "installed.json" or file.stem.startswith("nanodet-int8"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    int8 = next(tmp_path.glob("nanodet-int8*"))
    int8.write_bytes(int8.read_bytes() + b"x")
    assert main(["watch", "models", "verify", "--models", str(tmp_path)]) == 1
    assert "✗ nanodet-int8" in capsys.readouterr().out


def test_a_film_is_watched_into_lines(capsys, models, opencv_doc, tmp_path):
    film = str(opencv_doc / "vtest.avi")
    evidence = str(tmp_path / "evidence")
    asked = ["watch", film, "--site", SITE, "--seconds", "1.5", "--evidence", evidence]
    assert main(asked) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["line"] for line in lines} >= {"event", "evidence", "end"}
    assert lines[-1]["taken"] == 16
    assert main(["watch", "verify", evidence]) == 0
    assert main(["watch", "tally", evidence, "--format", "json"]) == 0
