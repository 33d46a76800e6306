"""Which preset a file fits: by its header, by what the user said, or none. What is taken is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import presets, zones
from csmetrics.intake.preset import Preset, word
from csmetrics.language import Said
from csmetrics.read._raw import RawTable
from csmetrics.report import Diagnostic, PresetUsed

NONE = "none"
_SUFFIX = re.compile(r"(.*\S)\s*\[\w+\]")
"""A field that a team has added, by the kind that some exports put after its name: ``Reason [list]``."""


@dataclass(frozen=True)
class Fit:
    """A preset and the headers by which it is recognised: which a file has, and which it lacks."""

    preset: Preset
    found: tuple[str, ...]
    missing: tuple[str, ...]
    named: bool = False

    @property
    def enough(self) -> bool:
        """Whether the file is recognised."""
        return len(self.found) >= self.preset.least

    def used(self) -> PresetUsed:
        """The same for the report."""
        preset, found = self.preset, len(self.found)
        return PresetUsed(preset.name, preset.title, found, found + len(self.missing), self.named)

    def told(self, file: str) -> list[Diagnostic]:
        """What is to be said of the choice, and of every export of this kind."""
        preset = self.preset
        words = (("title", preset.title), ("found", len(self.found)))
        notes = [
            Diagnostic(errors.PRESET_USED, (("file", file), *words, ("all", len(preset.recognise))))
        ]
        if self.named and not self.enough:
            lacks = (("preset", preset.name), ("headers", ", ".join(self.missing)))
            notes = [Diagnostic(errors.PRESET_PARTLY, (("file", file), *lacks))]
        for note in preset.notes:
            notes.append(Diagnostic(errors.PRESET_NOTE, (("title", preset.title), ("note", note))))
        return notes


def expected(option: str | None) -> frozenset[str]:
    """Names by which a header is told from what stands above it; refuses an option that names no preset."""
    if option == NONE:
        return frozenset()
    if option is not None:
        return named(option).headers
    return _recognising()


def fit_of(
    raw: RawTable, option: str | None, table: str = ""
) -> tuple[Fit | None, list[Diagnostic]]:
    """The preset by which to read a file, and what is to be said of it; of two as likely that of ``table``."""
    if option == NONE:
        return None, []
    headers = {name for header in raw.header for name in called(header)}
    if option is not None:
        fit = _fit(named(option), headers, named=True)
        if not (fit.preset.headers & headers):
            refuse_misses(raw, fit.preset, fit.missing)
        return fit, fit.told(raw.name)
    likely = [name for name, (own, least) in presets.signs().items() if len(own & headers) >= least]
    fits = [_fit(presets.preset(name), headers) for name in likely]
    best = _best(fits, table)
    if len(best) == 1:
        return best[0], best[0].told(raw.name)
    if not best:
        return None, []
    names = [fit.preset.name for fit in best]
    words = (("file", raw.name), ("presets", ", ".join(names)), ("first", names[0]))
    return None, [Diagnostic(errors.PRESETS_TIE, words)]


def called(header: str, custom: Sequence[str] = ()) -> tuple[str, ...]:
    """What a header may be called: as it is, without the zone it states, by the name of the field in it."""
    names = [header, zones.without_zone(header), *custom_name(header, custom)]
    return tuple(dict.fromkeys(map(word, names)))


def custom_name(header: str, custom: Sequence[str] = ()) -> tuple[str, ...]:
    """The name of a field that a team has added: ``Reason`` of ``Reason [list]``, by the forms of a preset."""
    found = [match[1] for match in [_SUFFIX.fullmatch(header), *_matches(header, custom)] if match]
    return tuple(name for name in found if name.strip())


def refuse_misses(raw: RawTable, preset: Preset, headers: Sequence[str]) -> NoReturn:
    """Refuse a file that lacks what the preset that the user named takes for granted."""
    raise CsmetricsError(
        errors.PRESET_MISSES,
        file=raw.name,
        preset=preset.name,
        headers=", ".join(headers),
        columns=", ".join(raw.header),
    )


def _fit(preset: Preset, headers: set[str], *, named: bool = False) -> Fit:
    there = {header: word(header) in headers for header in preset.recognise}
    return Fit(
        preset,
        tuple(header for header in preset.recognise if there[header]),
        tuple(header for header in preset.recognise if not there[header]),
        named,
    )


def _best(fits: Sequence[Fit], table: str) -> list[Fit]:
    """Those of which the most headers are there; of several, those of the table, then those that lack least."""
    for rank in (
        lambda fit: len(fit.found),
        lambda fit: fit.preset.table == table,
        lambda fit: -len(fit.missing),
    ):
        most = max(map(rank, fits), default=0)
        fits = [fit for fit in fits if rank(fit) == most]
    return list(fits)


def named(option: str) -> Preset:
    """The preset of this name, or in this file; an error of usage where there is none."""
    known = presets.signs()
    if option in known:
        return presets.preset(option)
    if option.endswith(".toml") or "/" in option or "\\" in option:
        return presets.load(option)
    from difflib import get_close_matches

    close = get_close_matches(option.lower(), known, n=1, cutoff=0.5)
    hint = (
        Said("did you mean {close}?", close=close[0]) if close else "csmetrics presets lists them"
    )
    raise CsmetricsError(
        errors.BAD_VALUE,
        option="--preset",
        value=option,
        expected="a preset, a file of one (.toml), or none",
        suggestion=hint,
    )


@cache
def _recognising() -> frozenset[str]:
    return frozenset(name for own, _ in presets.signs().values() for name in own)


def _matches(header: str, custom: Sequence[str]) -> list[re.Match[str] | None]:
    return [_form(form).fullmatch(header.strip()) for form in custom]


@cache
def _form(form: str) -> re.Pattern[str]:
    before, _, after = form.partition("*")
    return re.compile(rf"{re.escape(before)}(.+){re.escape(after)}", re.IGNORECASE)


def columns_of(preset: Preset, header: Sequence[str]) -> Mapping[str, list[int]]:
    """Role → the places of the first of its spellings that a header has; several where the name repeats.

    What a column is called counts before what is left of its name: a field ``Status [list]`` is no second status.
    """
    whole: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        own, *others = called(name, preset.custom)
        whole.setdefault(own, []).append(place)
        for other in others:
            parts.setdefault(other, []).append(place)
    found = {}
    for role, told in preset.columns.items():
        places = (whole.get(name) or parts.get(name) for name in map(word, told.spellings))
        if known := next(filter(None, places), None):
            found[role] = known
    return found
