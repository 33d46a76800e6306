"""Presets: what the export of a known tool calls its columns, and what must be known to read them right.

A preset is data: one file of ``csmetrics/presets``, or one of the user's. It is read whole and checked whole,
so that a slip in it is an error with its place, and never a column that is not found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.schema import KINDS, names
from csmetrics.intake.units import unit_of
from csmetrics.read._header import folded

TABLES = ("tickets", "responses")
GENERIC = "plain"
"""Files of this name, and those that begin with it and a hyphen, hold generic names: they are no presets."""

Entry = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a preset says of the column of one role.

    ``spellings`` are its headers, the first that a file has is taken. ``unit`` is what plain numbers count.
    ``values`` says what is read instead of a cell: its key (:func:`key_for`) → another text.
    """

    spellings: tuple[str, ...]
    unit: str | None = None
    values: Mapping[str, str] | None = None


@dataclass(frozen=True)
class LeftOut:
    """Rows to leave out: those whose cells, by header, all fit one of these keys.

    With ``roles`` the rows stay, and only the cells of these roles count as empty.
    """

    reason: str
    when: tuple[tuple[str, frozenset[str]], ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preset:
    """One export of one tool.

    ``recognise`` are headers that only this export has, of which a file must have ``least``. ``zone`` is that of
    times without an offset, ``limit`` the number of rows at which the export stops, ``notes`` are told with
    every result. ``custom`` are forms of the headers of fields that a team has added, ``*`` for their name.
    ``repeated`` are headers that several columns bear, each with one of the labels of a row.
    """

    name: str
    title: str
    table: str
    recognise: tuple[str, ...]
    least: int
    source: str
    columns: Mapping[str, Told]
    zone: str | None = None
    limit: int | None = None
    notes: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    leave_out: tuple[LeftOut, ...] = ()

    @property
    def headers(self) -> frozenset[str]:
        """Every header that it knows, as :func:`word` gives it."""
        spelled = (name for told in self.columns.values() for name in told.spellings)
        return frozenset(map(word, (*self.recognise, *spelled)))


def word(text: str) -> str:
    """A cell as it is compared: folded; a sign that has no letters stays as it is."""
    return folded(text) or text.strip()


def key_of(text: str) -> str:
    """A text of a preset as it is kept: as :func:`word` gives it, or a form such as ``-*`` as it is."""
    return text.strip().casefold() if "*" in text else word(text)


def key_for(cell: str, keys: Collection[str]) -> str | None:
    """Which of these keys a cell fits: the one that it is, else the first of the forms."""
    if (own := word(cell)) in keys:
        return own
    text = cell.strip().casefold()
    return next((key for key in keys if "*" in key and _form(key).fullmatch(text)), None)


@cache
def _form(key: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, key.split("*"))), re.DOTALL)


@cache
def shipped() -> Mapping[str, Preset]:
    """All presets that come with csmetrics, by name."""
    found = {}
    for file in files("csmetrics.presets").iterdir():
        stem, dot, kind = file.name.rpartition(".")
        if dot and kind == "toml" and stem.split("-")[0] != GENERIC:
            found[stem] = read_preset(file.read_bytes(), file.name)
    return dict(sorted(found.items()))


def load(path: str) -> Preset:
    """The preset in a file of the user; a file that cannot be used is an error of usage."""
    try:
        data = Path(path).read_bytes()
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise CsmetricsError(errors.BAD_PRESET, file=path, where="the file", why=why) from None
    return read_preset(data, path)


def read_preset(data: bytes, file: str) -> Preset:
    """A preset from its TOML; ``file`` names it in errors, and its stem is what ``name`` must be."""
    try:
        entry = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CsmetricsError(errors.BAD_PRESET, file=file, where="TOML", why=str(fault)) from None
    return _Reader(file).preset(entry)


@dataclass(frozen=True)
class _Reader:
    """Checks the entries of one file as it takes them."""

    file: str

    def preset(self, entry: Entry) -> Preset:
        needed = ("name", "title", "table", "recognise", "source", "columns")
        optional = ("least", "zone", "limit", "notes", "custom", "repeated", "leave_out")
        self._keys("", entry, needed, optional)
        name = self._text("name", entry["name"])
        stem = Path(self.file).name.rpartition(".")[0]
        if name != stem:
            self._refuse("name", f"it is {name}, the file is {stem}")
        table = self._one_of("table", entry["table"], TABLES)
        recognise = self._texts("recognise", entry["recognise"])
        if len(set(map(word, recognise))) < len(recognise):
            self._refuse("recognise", "two headers are the same but for case and signs")
        return Preset(
            name=name,
            title=self._text("title", entry["title"]),
            table=table,
            recognise=recognise,
            least=self._count("least", entry.get("least", len(recognise)), len(recognise)),
            source=self._text("source", entry["source"]),
            columns=self._columns(entry["columns"]),
            zone=self._zone(entry["zone"]) if "zone" in entry else None,
            limit=self._count("limit", entry["limit"]) if "limit" in entry else None,
            notes=self._texts("notes", entry.get("notes", []), some=False),
            custom=self._custom(entry.get("custom", [])),
            repeated=self._texts("repeated", entry.get("repeated", []), some=False),
            leave_out=self._rules(entry.get("leave_out", [])),
        )

    def _columns(self, entry: Any) -> Mapping[str, Told]:
        self._is(dict, "columns", entry, "a table")
        columns: dict[str, Told] = {}
        taken: dict[str, str] = {}
        for role, told in entry.items():
            where = f"columns.{role}"
            self._role(where, role)
            columns[role] = self._told(where, role, told)
            for header in map(word, columns[role].spellings):
                if taken.setdefault(header, role) != role:
                    self._refuse(where, f"a header of it is one of {taken[header]}, too")
        return columns

    def _told(self, where: str, role: str, entry: Any) -> Told:
        self._is(dict, where, entry, "a table such as { from = […] }")
        self._keys(f"{where}.", entry, ("from",), ("unit", "values"))
        unit = None
        if "unit" in entry:
            if KINDS.get(role) != "duration":
                self._refuse(f"{where}.unit", f"{role} is no duration")
            unit = unit_of(self._text(f"{where}.unit", entry["unit"]))
            if unit is None:
                self._refuse(f"{where}.unit", f"{entry['unit']} is no unit of time")
        values = None
        if "values" in entry:
            self._is(dict, f"{where}.values", entry["values"], "a table of texts")
            values = {
                key_of(cell): self._cell(f"{where}.values", text)
                for cell, text in entry["values"].items()
            }
        return Told(self._texts(f"{where}.from", entry["from"]), unit, values)

    def _rules(self, entries: Any) -> tuple[LeftOut, ...]:
        self._is(list, "leave_out", entries, "a list of tables: [[leave_out]]")
        return tuple(self._rule(f"leave_out[{place}]", each) for place, each in enumerate(entries))

    def _rule(self, where: str, entry: Any) -> LeftOut:
        self._is(dict, where, entry, "a table")
        self._keys(f"{where}.", entry, ("reason", "when"), ("roles",))
        self._is(dict, f"{where}.when", entry["when"], "a table of headers")
        if not entry["when"]:
            self._refuse(f"{where}.when", "it names no column")
        when = []
        for header, texts in entry["when"].items():
            self._is(list, f"{where}.when.{header}", texts, "a list of texts")
            cells = (self._cell(f"{where}.when.{header}", text) for text in texts)
            when.append((header, frozenset(map(key_of, cells))))
        roles = self._texts(f"{where}.roles", entry.get("roles", []), some=False)
        for role in roles:
            self._role(f"{where}.roles", role)
        return LeftOut(self._text(f"{where}.reason", entry["reason"]), tuple(when), roles)

    def _custom(self, value: Any) -> tuple[str, ...]:
        forms = self._texts("custom", value, some=False)
        for form in forms:
            if form.count("*") != 1:
                self._refuse("custom", f"{form} holds no *, or several")
        return forms

    def _role(self, where: str, role: str) -> None:
        known = [each for table in TABLES for each in names(table)]
        if role not in known:
            from difflib import get_close_matches

            close = get_close_matches(role, known, n=1)
            self._refuse(
                where, f"no role {role}" + (f"; did you mean {close[0]}?" if close else "")
            )

    def _zone(self, value: Any) -> str:
        try:
            return ZoneInfo(self._text("zone", value)).key
        except (KeyError, ValueError, OSError):
            self._refuse("zone", f"no time zone {value}")

    def _keys(
        self, within: str, entry: Entry, needed: tuple[str, ...], optional: tuple[str, ...]
    ) -> None:
        for key in entry:
            if key not in (*needed, *optional):
                known = ", ".join((*needed, *optional))
                self._refuse(f"{within}{key}", f"no such key; there are {known}")
        for key in needed:
            if key not in entry:
                self._refuse(f"{within}{key}", "it is missing")

    def _text(self, where: str, value: Any) -> str:
        self._is(str, where, value, "a text")
        if not value.strip():
            self._refuse(where, "it is empty")
        return str(value)

    def _texts(self, where: str, value: Any, *, some: bool = True) -> tuple[str, ...]:
        self._is(list, where, value, "a list of texts")
        if some and not value:
            self._refuse(where, "it is empty")
        return tuple(self._text(where, each) for each in value)

    def _cell(self, where: str, value: Any) -> str:
        """The text of a cell, which may be empty; a number stands for how it is written."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self._refuse(where, "it is not a text")
        return str(value)

    def _count(self, where: str, value: Any, most: int | None = None) -> int:
        self._is(int, where, value, "a number")
        if value < 1 or (most is not None and value > most):
            self._refuse(where, f"{value} is not from 1{'' if most is None else f' to {most}'}")
        return int(value)

    def _one_of(self, where: str, value: Any, known: tuple[str, ...]) -> str:
        if value not in known:
            self._refuse(where, f"{value} is not {' or '.join(known)}")
        return str(value)

    def _is(self, kind: type, where: str, value: Any, wanted: str) -> None:
        if not isinstance(value, kind) or isinstance(value, bool):
            self._refuse(where, f"it is not {wanted}")

    def _refuse(self, where: str, why: str) -> NoReturn:
        raise CsmetricsError(errors.BAD_PRESET, file=self.file, where=where, why=why)
