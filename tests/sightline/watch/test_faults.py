"""Somebody watches cameras with what cannot work: one line on stderr, an exit code, nothing lost."""

from __future__ import annotations

import builtins
import io
import signal
import sys

import pytest

from jianghai.cli import main
from jianghai.cli.watching import door, sites
from jianghai.cli.watching.outlet import Outlet
from tests.sightline.conftest import ROOT

SITE = """\
site: {id: yard, name: {zh: 料场, en: Yard}}
camera: {id: cam-1, size: [640, 480]}
"""


def refused(capsys, *arguments: str) -> tuple[int, str]:
    """Run a command; give its exit code and its one line on stderr."""
    code = main(("watch", *arguments))
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert " / " in line
    return code, line


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("evidence:\n  quality: 500\n", "yard.yaml:4"),
        ("evidence:\n  blur_faces: no\n", "yard.yaml:4"),
        ("detect:\n  every: 0\n", "yard.yaml:4"),
        ("track:\n  high: 3\n", "yard.yaml:4"),
    ],
)
def test_a_section_that_cannot_be_meant_is_refused_with_its_line(capsys, tmp_path, more, what):
    (tmp_path / "yard.yaml").write_text(SITE + more, encoding="utf-8")
    code, line = refused(capsys, "check", str(tmp_path / "yard.yaml"))
    assert code == 2
    assert what in line


@pytest.mark.parametrize(
    ("missing", "what"),
    [
        (ModuleNotFoundError("No module named 'cv2'", name="cv2"), "cv2"),
        (ImportError("libGL.so.1: cannot open shared object file", name="cv2"), "libGL.so.1"),
    ],
)
def test_without_the_extra_it_is_said_what_to_install(capsys, monkeypatch, missing, what):
    def fails(_name):
        raise missing

    monkeypatch.setattr(door.importlib, "import_module", fails)
    code, line = refused(capsys, "packs")
    assert code == 2
    assert what in line
    assert "pip install" in line


def test_without_pycolmap_rebuilding_says_what_to_install(capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pycolmap", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    code, line = refused(capsys, "rebuild", str(tmp_path), "-o", str(tmp_path / "x.ply"))
    assert code == 2
    assert "[sightline,rebuild]" in line


@pytest.mark.parametrize("asked", ["verify", "tally"])
def test_a_folder_without_evidence_is_never_called_whole(capsys, tmp_path, asked):
    assert refused(capsys, asked, str(tmp_path))[0] == 2


def test_no_models_at_all_are_no_proof_that_models_are_right(capsys, tmp_path):
    code, line = refused(capsys, "models", "verify", "--models", str(tmp_path))
    assert code == 2
    assert "models install" in line


def test_a_place_that_cannot_be_written_to_is_named(capsys, monkeypatch, tmp_path):
    def full():
        raise PermissionError(13, "Permission denied", "/nowhere/x.mp4")

    monkeypatch.setattr(sites, "shipped", full)
    code, line = refused(capsys, "packs")
    assert code == 2
    assert "/nowhere/x.mp4" in line


def test_a_film_that_cannot_be_written_is_named(capsys, tmp_path):
    film = tmp_path / "nowhere" / "fall.mp4"
    scene = str(ROOT / "examples/scenes/fall.yaml")
    code, line = refused(capsys, "scenes", scene, "-o", str(film))
    assert code == 2
    assert str(film) in line


def test_ctrl_c_before_anything_is_watched_is_one_line(capsys, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(sites, "shipped", interrupted)
    assert refused(capsys, "packs")[0] == 130


class Disk(io.RawIOBase):
    """Takes so many bytes, then none until there is room."""

    def __init__(self, room: int, error: OSError) -> None:
        self.room = room
        self.error = error
        self.taken = b""

    def write(self, content: bytes) -> int:
        """Take what fits."""
        fits = content[: max(0, self.room - len(self.taken))]
        if content and not fits:
            raise self.error
        self.taken += fits
        return len(fits)


class Out:
    """Stands for stdout upon such a disk."""

    def __init__(self, disk: Disk) -> None:
        self.buffer = disk


def test_lines_wait_for_a_full_disk_and_none_is_lost_or_cut(monkeypatch):
    disk = Disk(10, OSError(28, "No space left on device"))
    said = []
    outlet = Outlet(lambda zh, en: said.append((zh, en)))
    monkeypatch.setattr(builtins, "print", said.append)
    monkeypatch.setattr(sys, "stdout", Out(disk))
    outlet('{"n": 1}')
    outlet('{"n": 2}')
    outlet('{"n": 3}')
    assert len(said) == 1
    disk.room = 1000
    outlet('{"n": 4}')
    assert disk.taken == b'{"n": 1}\n{"n": 2}\n{"n": 3}\n{"n": 4}\n'


def test_what_still_waits_at_the_end_stands_on_the_terminal(monkeypatch, capsys):
    outlet = Outlet(lambda _zh, _en: None)
    monkeypatch.setattr(sys, "stdout", Out(Disk(0, OSError(28, "No space left on device"))))
    outlet("{}")
    outlet.end()
    assert capsys.readouterr().err == "{}\n"


def test_a_reader_that_has_gone_ends_the_watch_as_ctrl_c_does(monkeypatch):
    out = Out(Disk(0, BrokenPipeError(32, "Broken pipe")))
    out.fileno = lambda: 99
    heard = []
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr("os.dup2", lambda *_ends: None)
    monkeypatch.setattr("os.kill", lambda _process, kind: heard.append(kind))
    outlet = Outlet(lambda _zh, _en: None)
    outlet("{}")
    outlet("{}")
    assert heard == [signal.SIGINT]
