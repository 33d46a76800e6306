"""The presets there are: those that come with csmetrics, as data, and those in files of a user.

A preset is one file of ``csmetrics/presets``, or one of the user's. It is read whole and checked whole, so that a
slip in it is an error with its place, and never a column that is not found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.preset import Preset, word
from csmetrics.intake.preset_files import read_preset

GENERIC = "plain"
"""Files of this name, and those that begin with it and a hyphen, hold generic names: they are no presets."""


@cache
def _shipped_files() -> Mapping[str, bytes]:
    found = {}
    for file in files("csmetrics.presets").iterdir():
        stem, dot, kind = file.name.rpartition(".")
        if dot and kind == "toml" and stem.split("-")[0] != GENERIC:
            found[stem] = file.read_bytes()
    return dict(sorted(found.items()))


@cache
def preset(name: str) -> Preset:
    """The preset of that name that comes with csmetrics."""
    return read_preset(_shipped_files()[name], f"{name}.toml")


def shipped() -> Mapping[str, Preset]:
    """All presets that come with csmetrics, by name."""
    return {name: preset(name) for name in _shipped_files()}


@cache
def signs() -> Mapping[str, tuple[frozenset[str], int]]:
    """By name, the headers that each is recognised by, as :func:`word` gives them, and how many must be there.

    Only what stands above the tables of a file is read: most runs need no preset, and all of each would cost
    them a tenth of a second.
    """
    found = {}
    for name, data in _shipped_files().items():
        head = tomllib.loads(re.split(rb"^\[", data, maxsplit=1, flags=re.MULTILINE)[0].decode())
        headers = frozenset(map(word, head["recognise"]))
        found[name] = (headers, head.get("least", len(headers)))
    return found


def load(path: str) -> Preset:
    """The preset in a file of the user; a file that cannot be used is an error of usage."""
    try:
        data = Path(path).read_bytes()
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise CsmetricsError(errors.BAD_PRESET, file=path, where="the file", why=why) from None
    return read_preset(data, path)
