"""Run the examples of README.md and of these pages, and write down what they print.

A block marked ``console`` is a session in a copy of ``examples/``: lines that begin with ``$`` are run,
what follows is what they print, stdout before stderr, as in a pipe. A line ``…`` stands for lines that
are left out. The blocks of a page follow one another in the same folder. A test runs them all.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from csmetrics.cli.main import outcome

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "README.pt-BR.md", *sorted((ROOT / "docs").rglob("*.md")))
ELLIPSIS = "…"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHELL = set("|<>&;$*`")


@dataclass
class Session:
    """A shell in a folder. ``csmetrics`` alone runs in this process, which is quicker."""

    folder: Path
    code: int = 0

    def run(self, command: str) -> str:
        """What a command prints: stdout, then stderr."""
        if command == "echo $?":
            return f"{self.code}\n"
        words = _words(command)
        self.code, text = (
            self._here(words[1:]) if words[:1] == ["csmetrics"] else self._bash(command)
        )
        return text

    def _here(self, arguments: list[str]) -> tuple[int, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, COLUMNS="80"),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            _own_process(),
        ):
            code = outcome(arguments)
        return code, "".join(_taken(stream) for stream in (out, err))

    def _bash(self, command: str) -> tuple[int, str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        env = {**os.environ, "PATH": path, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
        shell = shutil.which("bash") or "/bin/sh"
        done = subprocess.run(  # noqa: S603 (commands of our own pages)
            [shell, "-c", command], cwd=self.folder, env=env, capture_output=True, check=False
        )
        return done.returncode, (done.stdout + done.stderr).decode()


@contextlib.contextmanager
def example_folder() -> Iterator[Path]:
    """A temporary copy of the example files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        only_data = shutil.ignore_patterns("*.py", "__pycache__", ".*")
        shutil.copytree(ROOT / "examples", folder, ignore=only_data, dirs_exist_ok=True)
        yield folder


def sessions(text: str) -> Iterator[list[tuple[str, list[str]]]]:
    """The blocks of a page: commands, each with the lines that it should print."""
    for block in _BLOCK.finditer(text):
        steps: list[tuple[str, list[str]]] = []
        for line in block[1].splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif steps:
                steps[-1][1].append(line)
        yield steps


def fits(expected: list[str], printed: list[str]) -> bool:
    """Whether lines are those expected, where ``…`` stands for any number of them."""
    if not expected:
        return not printed
    if expected[0] == ELLIPSIS:
        return any(fits(expected[1:], printed[place:]) for place in range(len(printed) + 1))
    return bool(printed) and printed[0] == expected[0] and fits(expected[1:], printed[1:])


def lines_of(text: str) -> list[str]:
    """Lines without blank ones at the end."""
    return text.rstrip("\n").split("\n") if text.strip("\n") else []


def rewritten(text: str, session: Session) -> str:
    """The page with what its commands print now; what still fits is kept as it is."""

    def block(found: re.Match[str]) -> str:
        written = []
        for command, expected in next(sessions(found[0])):
            printed = lines_of(session.run(command))
            kept = fits(lines_of("\n".join(expected)), printed)
            written += [f"$ {command}", *(expected if kept else [*printed, ""])]
        return "\n".join(["```console", *lines_of("\n".join(written)), "```"])

    return _BLOCK.sub(block, text)


def main() -> None:
    """Run the pages named, or all, and write them again."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        with example_folder() as folder:
            text = page.read_text(encoding="utf-8")
            new = rewritten(text, Session(folder))
        if new != text:
            page.write_text(new, encoding="utf-8")


def _words(command: str) -> list[str]:
    """The words of a command that needs no shell, else none."""
    bare = re.sub(r"'[^']*'|\"[^\"$`]*\"", "", command)
    return [] if _SHELL & set(bare) else shlex.split(command)


def _taken(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)  # noqa: S101 (made above)
    return buffer.getvalue().decode()


@contextlib.contextmanager
def _own_process() -> Iterator[None]:
    """Undo what a process of csmetrics tunes for itself."""
    threshold = gc.get_threshold()
    try:
        with warnings.catch_warnings():
            yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        gc.enable()


if __name__ == "__main__":
    main()
