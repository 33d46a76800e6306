"""What the tests of the flow share: small files written line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Write a table line by line, and give its path."""

    def write(*lines: str, name: str = "r.csv") -> str:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)

    return write
