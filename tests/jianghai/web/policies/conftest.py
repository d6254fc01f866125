from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Speak Chinese, whatever a test before spoke."""
    with translation.override("zh-hans"):
        yield
