"""``csmetrics.toml``: where it is, what it says, and on which line.

This room finds and reads the file. What its keys mean is known by the options they stand for: see
``cli/configured.py``.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csmetrics import errors
from csmetrics.config._lines import key_at, line_of
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined, ours

NAME = "csmetrics.toml"
VARIABLE = "CSMETRICS_CONFIG"
_TWICE = re.compile(r"Cannot (?:overwrite a value|declare .* twice) \(at line (\d+)")
NEAREST, OWN = "the nearest upward", "in your own settings folder"


@dataclass(frozen=True)
class Problem:
    """Something wrong in the file: on which line (0: in no single one), what, and how to mend it."""

    line: int
    text: str
    cure: str = ""

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> Said:
        """All of it in one line."""
        told = joined("; ", (ours(each) for each in (self.text, self.cure) if each))
        return Said("line {line}: {told}", line=self.line, told=told) if self.line else told


@dataclass(frozen=True)
class Config:
    """A file that is TOML: its tables and keys, and its text to find their lines in."""

    path: Path
    data: Mapping[str, Any]
    text: str

    def line(self, *keys: str | int) -> int:
        """The line of a key, such as ``("inputs", 0, "tz")``; of what stands around it where it has none."""
        return line_of(self.text, keys)

    def refused(self, problems: list[Problem]) -> CsmetricsError:
        """One error of all problems, in the order of their lines."""
        told = tuple(each.said for each in sorted(problems, key=lambda each: each.line))
        noun = Said("{n} {n:problem|problems}", n=len(told))
        return CsmetricsError(errors.BAD_CONFIG, file=str(self.path), noun=noun, problems=told)


@dataclass(frozen=True)
class Found:
    """The file in force, or None; ``by`` says how it was found, ``looked`` where one was looked for."""

    path: Path | None
    by: str
    looked: tuple[Path, ...] = ()


def find(named: str | None, environ: Mapping[str, str], start: Path, home: Path | None) -> Found:
    """The file in force: named on the command line, by the environment, the nearest upward, the user's own.

    A file that is named has to be there; the others may not be. ``home`` is the user's configuration folder.
    """
    for name, origin in ((named, "--config"), (environ.get(VARIABLE), VARIABLE)):
        if name:
            path = Path(name).expanduser()
            if not _is_file(path):
                raise CsmetricsError(errors.NO_CONFIG, origin=origin, file=name, why=_why(path))
            return Found(path, f"named by {'$' if origin == VARIABLE else ''}{origin}", (path,))
    places = [(folder / NAME, NEAREST) for folder in (start, *start.parents)]
    places += [(home / NAME, OWN)] if home is not None else []
    looked = tuple(path for path, _ in places)
    for path, by in places:
        if _is_file(path):
            return Found(path, by, looked)
    return Found(None, "no settings file", looked)


def load(path: Path) -> Config:
    """Read a file; one that is no TOML is refused with the place."""
    import tomllib

    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or Said("it is not UTF-8")
        raise CsmetricsError(errors.UNREADABLE, file=str(path), why=why) from fault
    cause: Exception
    try:
        return Config(path, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as fault:
        why, cause = _broken(text, str(fault)), fault
    except RecursionError as fault:
        why, cause = Said("its brackets are nested too deep"), fault
    problem = Said("it is not TOML: {why}", why=why)
    noun = Said("{n} {n:problem|problems}", n=1)
    raise CsmetricsError(
        errors.BAD_CONFIG, file=str(path), noun=noun, problems=(problem,)
    ) from cause


def _broken(text: str, fault: str) -> str:
    """What the parser says; of a key that comes twice, which one."""
    twice = _TWICE.match(fault)
    key = key_at(text, int(twice[1])) if twice else ""
    if twice and key:
        return Said("line {line}: {key} is there twice", line=twice[1], key=key)
    return fault[:1].lower() + fault[1:]


def _why(path: Path) -> str:
    """What a path is that is no file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, ValueError):
        return "no such file"
    except (OSError, RuntimeError) as fault:
        return str(getattr(fault, "strerror", None) or fault)
    return "it is a folder" if stat.S_ISDIR(mode) else "it is no plain file"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False
