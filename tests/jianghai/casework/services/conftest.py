from __future__ import annotations

import pytest

from tests.jianghai.casework.services.shop import Shop


@pytest.fixture
def shop(tmp_path):
    """A corpus of one service that may be spoilt."""
    return Shop(tmp_path)
