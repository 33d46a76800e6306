"""The script that runs the README's commands finds them, and says so when it cannot."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"


def run(tmp_path: Path, readme: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / ".ci").mkdir()
    script = shutil.copy(SCRIPT, tmp_path / ".ci" / "run")
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    return subprocess.run([script, *arguments], capture_output=True, text=True, check=False)


def test_runs_the_command_as_written(tmp_path: Path) -> None:
    setup = "<!-- setup -->\n```sh\necho no\n```\n"
    readme = f"# X\n\n{setup}\n<!-- test -->\n\n```sh\npwd; echo 'a  b'\n```\n"
    done = run(tmp_path, readme)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}\na  b\n")


def test_runs_the_setup_when_asked(tmp_path: Path) -> None:
    readme = "<!-- setup -->\n```sh\necho set up\n```\n<!-- test -->\n```sh\nfalse\n```\n"
    assert run(tmp_path, readme, "setup").stdout == "set up\n"


def test_fails_with_the_command(tmp_path: Path) -> None:
    assert run(tmp_path, "<!-- test -->\n```sh\nexit 7\n```\n").returncode == 7


def test_stops_at_the_first_failing_line(tmp_path: Path) -> None:
    done = run(tmp_path, "<!-- test -->\n```sh\nfalse | cat\necho reached\n```\n")
    assert done.returncode != 0
    assert "reached" not in done.stdout


@pytest.mark.parametrize(
    "readme",
    [
        "",
        "no marker\n```sh\ntrue\n```\n",
        "<!-- test -->\nwords instead\n```sh\ntrue\n```\n",
        "<!-- test -->\n```sh\n```\n",
        "<!-- test -->\n```sh\ntrue\n",
        "<!-- test -->\n```sh\ntrue\n```\n<!-- test -->\n```sh\ntrue\n```\n",
    ],
    ids=["empty", "no marker", "no block", "empty block", "open block", "two markers"],
)
def test_fails_when_it_cannot_find_the_command(tmp_path: Path, readme: str) -> None:
    done = run(tmp_path, readme)
    assert done.returncode == 1
    assert "README.md" in done.stderr
