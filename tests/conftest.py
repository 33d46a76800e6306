"""What all tests may ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference numbers and data sets that are not part of the repository."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference numbers are kept beside the repository, in ../shared: not here")
    return folder


@pytest.fixture
def published(shared: Path) -> Callable[[str], Any]:
    """Read the numbers of one subject that others computed or published."""

    def read(name: str) -> Any:
        path = shared / "vectors" / "statistics" / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8"))

    return read


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Write a table line by line, and give its path."""

    def write(*lines: str, name: str = "r.csv") -> str:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)

    return write
