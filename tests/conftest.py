"""What all tests may ask for."""

from __future__ import annotations

import compileall
import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package once: where nobody keeps bytecode, each of the processes that tests start would."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(ROOT / "src", quiet=2)


@pytest.fixture(scope="session", autouse=True)
def _collected() -> Iterator[None]:
    """Runs freeze what is in memory, once for their process; one process of thousands would keep all their rubbish."""
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gc, "freeze", lambda: None)
        yield


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
