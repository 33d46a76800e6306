"""Reference numbers for formulas."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def published(shared: Path) -> Callable[[str], Any]:
    """Read the numbers of one subject that others computed or published."""

    def read(name: str) -> Any:
        path = shared / "vectors" / "statistics" / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8"))

    return read
