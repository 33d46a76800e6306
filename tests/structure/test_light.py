"""Help, version and import answer at once: none of them loads a heavy library."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "pandas",
    "numpy",
    "pyarrow",
    "openpyxl",
    "python_calamine",
    "rich.table",
    "jinja2",
    "vl_convert",
)
REPORT = f"import json, sys; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
RUN = """
import sys
sys.argv = ["csmetrics", *{arguments!r}]
from csmetrics.cli.main import outcome  # main() leaves the process at once
code = outcome(sys.argv[1:])
assert not code, code
"""


def loaded_by(code: str) -> list[str]:
    """The heavy modules that are there after the code has run in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{REPORT}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    heavy: list[str] = json.loads(done.stdout.splitlines()[-1])
    return heavy


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nps", "--help"]])
def test_command(arguments: list[str]) -> None:
    assert loaded_by(RUN.format(arguments=arguments)) == []


def test_import() -> None:
    assert loaded_by("import csmetrics") == []


def test_a_heavy_import_is_seen() -> None:
    assert "numpy" in loaded_by("import numpy")
