"""A preset from its TOML, checked whole: every slip is an error with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.preset import LeftOut, Preset, Told, key_of, word
from csmetrics.intake.schema import KINDS, TABLES, names
from csmetrics.intake.units import unit_of
from csmetrics.language import Said

Entry = dict[str, Any]


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
        optional = ("least", "zone", "limit", "notes", "custom", "repeated", "no_role", "leave_out")
        self._keys("", entry, needed, optional)
        name = self._text("name", entry["name"])
        stem = Path(self.file).name.rpartition(".")[0]
        if name != stem:
            self._refuse("name", Said("it is {name}, the file is {stem}", name=name, stem=stem))
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
            no_role=self._texts("no_role", entry.get("no_role", []), some=False),
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
                    self._refuse(
                        where, Said("a header of it is one of {taken}, too", taken=taken[header])
                    )
        return columns

    def _told(self, where: str, role: str, entry: Any) -> Told:
        self._is(dict, where, entry, "a table such as { from = […] }")
        self._keys(f"{where}.", entry, ("from",), ("unit", "values", "of"))
        unit = None
        if "unit" in entry:
            if KINDS.get(role) != "duration":
                self._refuse(f"{where}.unit", Said("{role} is no duration", role=role))
            unit = unit_of(self._text(f"{where}.unit", entry["unit"]))
            if unit is None:
                self._refuse(f"{where}.unit", Said("{unit} is no unit of time", unit=entry["unit"]))
        values = None
        if "values" in entry:
            self._is(dict, f"{where}.values", entry["values"], "a table of texts")
            values = {
                key_of(cell): self._cell(f"{where}.values", text)
                for cell, text in entry["values"].items()
            }
        of = self._texts(f"{where}.of", entry.get("of", []), some=False)
        return Told(self._texts(f"{where}.from", entry["from"]), unit, values, of)

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
                self._refuse("custom", Said("{form} holds no *, or several", form=form))
        return forms

    def _role(self, where: str, role: str) -> None:
        known = [each for table in TABLES for each in names(table)]
        if role not in known:
            from difflib import get_close_matches

            close = get_close_matches(role, known, n=1)
            self._refuse(
                where,
                Said("no role {role}", role=role)
                + (Said("; did you mean {close}?", close=close[0]) if close else ""),
            )

    def _zone(self, value: Any) -> str:
        try:
            return ZoneInfo(self._text("zone", value)).key
        except (KeyError, ValueError, OSError):
            self._refuse("zone", Said("no time zone {value}", value=value))

    def _keys(
        self, within: str, entry: Entry, needed: tuple[str, ...], optional: tuple[str, ...]
    ) -> None:
        for key in entry:
            if key not in (*needed, *optional):
                known = ", ".join((*needed, *optional))
                self._refuse(f"{within}{key}", Said("no such key; there are {known}", known=known))
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
            self._refuse(
                where,
                Said("{value} is not from 1", value=value)
                if most is None
                else Said("{value} is not from 1 to {most}", value=value, most=most),
            )
        return int(value)

    def _one_of(self, where: str, value: Any, known: tuple[str, ...]) -> str:
        if value not in known:
            self._refuse(
                where, Said("{value} is not {known}", value=value, known=" or ".join(known))
            )
        return str(value)

    def _is(self, kind: type, where: str, value: Any, wanted: str) -> None:
        if not isinstance(value, kind) or isinstance(value, bool):
            self._refuse(where, Said("it is not {wanted}", wanted=wanted))

    def _refuse(self, where: str, why: str) -> NoReturn:
        raise CsmetricsError(errors.BAD_PRESET, file=self.file, where=where, why=why)
