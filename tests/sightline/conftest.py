"""What cameras are tried on: models that were installed, pictures of a Debian package, measured benchmark data.

Each is somewhere else and may be absent: then the tests that need it are skipped and say what to install.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPENCV_DOC = Path("/usr/share/doc/opencv-doc/examples/data")


def models_folder() -> Path:
    """Give where models are installed: SIGHTLINE_MODELS, else the cache of the user."""
    told = os.environ.get("SIGHTLINE_MODELS")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(told) if told else cache / "jianghai" / "models"


@pytest.fixture(scope="session")
def models() -> Path:
    folder = models_folder()
    if not (folder / "installed.json").exists():
        pytest.skip(
            "no models: run `jianghai watch models install`, or name their folder in SIGHTLINE_MODELS"
        )
    return folder


@pytest.fixture(scope="session")
def opencv_doc() -> Path:
    if not (OPENCV_DOC / "vtest.avi").exists():
        pytest.skip("no pictures: install Debian's opencv-doc")
    return OPENCV_DOC


@pytest.fixture(scope="session")
def shared_vision() -> Path:
    folder = Path(os.environ.get("JIANGHAI_SHARED") or ROOT.parent / "shared") / "data" / "vision"
    if not folder.is_dir():
        pytest.skip("no benchmark data: ../shared/data/vision is absent")
    return folder
