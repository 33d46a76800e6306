"""Which column is what: by what the user said, by whole names, by words within a header; else refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import NoReturn

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.schema import KINDS, WORDS, names
from csmetrics.intake.scores import read_score
from csmetrics.intake.times import read_time
from csmetrics.intake.units import unit_of
from csmetrics.intake.zones import without_zone
from csmetrics.read._header import folded
from csmetrics.read._raw import RawTable
from csmetrics.report import Mapped

CANDIDATES_NAMED = 12
FALLBACK = "by the name of another date"


def declared(columns: Sequence[str], table: str) -> dict[str, str]:
    """``ROLE=HEADER`` pairs of ``--column``; an unknown role is a usage error with the known ones."""
    known = names(table)
    pairs = {}
    for text in columns:
        role, sign, header = text.partition("=")
        role, header = role.strip(), header.strip()
        if not sign or not header:
            _refuse_option(text, "ROLE=HEADER", f"such as score=Rating; roles: {', '.join(known)}")
        if role not in known:
            close = get_close_matches(role, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"roles: {', '.join(known)}"
            _refuse_option(text, f"a role of {table}", hint)
        pairs[role] = header
    return pairs


@dataclass(frozen=True)
class Place:
    """A column of one file: its place in the header, its name, why it was taken, and a unit the user named."""

    index: int
    header: str
    why: str
    unit: str | None = None

    def mapped(self, role: str) -> Mapped:
        """The same for the report."""
        return Mapped(role, self.header, self.why)


@dataclass(frozen=True)
class Mapping:
    """Finds the columns of one file."""

    raw: RawTable
    table: str
    declared: dict[str, str]

    def role(self, role: str, metric: str = "") -> Place | None:
        """The column that plays a role, or None. Refuses when several could."""
        if role in self.declared:
            return self._declared(role)
        spelling = names(self.table)[role]
        special = spelling.of.get(metric)
        for these in filter(None, (special, spelling)):
            place = self._by_whole_name(role, these.whole)
            if place and (
                folded(place.header) not in spelling.either or self._is_kind(role, place)
            ):
                return place
        if role != "score":
            return self._by_whole_name(role, spelling.fallback, FALLBACK)
        if special and (place := self._by_words(role, special.within)):
            return place
        others = [word for name, of in spelling.of.items() if name != metric for word in of.within]
        return self._by_words(role, spelling.within, but=others)

    def _declared(self, role: str) -> Place:
        """The column that --column names for a role; the unit of a duration may stand behind a colon."""
        name = self.declared[role]
        try:
            return self.named(name, "--column")
        except CsmetricsError:
            header, sign, word = name.rpartition(":")
            unit = unit_of(word) if sign and KINDS.get(role) == "duration" else None
            if unit is None:
                raise
        return replace(self.named(header, "--column"), unit=unit)

    def _is_kind(self, role: str, place: Place) -> bool:
        """Whether a column whose name may be that of a time or of a duration can hold what the role is."""
        blank = not any(_cell(record, place.index) for record in self.raw.sample)
        return blank or holds_dates(self.raw, place.index) is (KINDS.get(role) == "date")

    def needed(self, role: str, metric: str = "") -> Place:
        """Like :meth:`role`, but refused when there is none."""
        if place := self.role(role, metric):
            return place
        raise CsmetricsError(
            errors.NO_COLUMN,
            what=WORDS.get(role, role),
            role=role,
            file=self.raw.name,
            columns=_listed(self.raw.header),
            row=self.raw.header_row,
        )

    def named(self, name: str, option: str) -> Place:
        """The column a user named: by role, exact header, or header without case and accents."""
        if option != "--column" and name not in self.raw.header and name in names(self.table):
            place = self.role(name)
            if place is not None:
                return place
        exact = self._places(lambda header: header == name)
        found = exact or self._places(lambda header: folded(header) == folded(name) != "")
        plain = folded(without_zone(name))
        found = found or self._places(lambda header: folded(without_zone(header)) == plain != "")
        if not found:
            close = get_close_matches(name, [*self.raw.header, *names(self.table)], n=1, cutoff=0.5)
            raise CsmetricsError(
                errors.UNKNOWN_COLUMN,
                option=option,
                name=name,
                columns=_listed(self.raw.header),
                suggestion=f"did you mean {close[0]}?" if close else "csmetrics inspect shows them",
            )
        if len(found) > 1:
            if len({self.raw.header[place] for place in found}) == 1:
                self._refuse_twins(found)
            raise CsmetricsError(
                errors.AMBIGUOUS_COLUMN,
                option=option,
                name=name,
                count=len(found),
                columns=_listed([self.raw.header[place] for place in found]),
            )
        return Place(found[0], self.raw.header[found[0]], f"named by {option}")

    def _by_whole_name(
        self, role: str, names: Sequence[str], why: str = "by its name"
    ) -> Place | None:
        """By a whole header. Of several dates the best name is taken; of several scores none."""
        headers = list(map(folded, self.raw.header))
        plain = [folded(without_zone(header)) for header in self.raw.header]
        matches = [_of(name, headers) or _of(name, plain) for name in names]
        named = [places for places in matches if places]
        if not named:
            return None
        found = [place for places in named for place in places] if role == "score" else named[0]
        if len(found) > 1:
            if len({self.raw.header[place] for place in found}) == 1:
                self._refuse_twins(found)
            self._refuse_many(role, found)
        return Place(found[0], self.raw.header[found[0]], why)

    def _by_words(self, role: str, words: Sequence[str], but: Sequence[str] = ()) -> Place | None:
        """By words in a header, without those that hold the words of another metric's question."""
        found = [
            place
            for place in self._places(lambda header: _holds(folded(header), words))
            if not _holds(folded(self.raw.header[place]), but) and self._holds_scores(place)
        ]
        if len(found) > 1:
            self._refuse_many(role, found)
        if not found:
            return None
        return Place(found[0], self.raw.header[found[0]], "by words in its name, and its cells")

    def _holds_scores(self, place: int) -> bool:
        """Whether most cells of the sample are scores: a question of that name may also ask for a text."""
        cells = [record[place] for record in self.raw.sample if place < len(record)]
        readings = [read_score(cell) for cell in cells if cell.strip()]
        return 2 * sum(1 for reading in readings if not reading.fault) > len(readings)

    def _places(self, fits: Callable[[str], bool]) -> list[int]:
        return [place for place, header in enumerate(self.raw.header) if header and fits(header)]

    def _refuse_twins(self, found: Sequence[int]) -> NoReturn:
        raise CsmetricsError(
            errors.TWO_COLUMNS,
            file=self.raw.name,
            name=self.raw.header[found[0]],
            letters=" and ".join(map(letters, found)),
        )

    def _refuse_many(self, role: str, found: Sequence[int]) -> NoReturn:
        headers = [self.raw.header[place] for place in found]
        raise CsmetricsError(
            errors.MANY_COLUMNS,
            count=len(found),
            file=self.raw.name,
            role=role,
            columns=tuple(headers[:CANDIDATES_NAMED]),
            first=_quoted(headers[0]),
        )


def holds_dates(raw: RawTable, place: int) -> bool:
    """Whether most cells of the first rows of a column are dates."""
    cells = [cell for record in raw.sample if (cell := _cell(record, place))]
    return bool(cells) and 2 * sum(read_time(cell, "dmy") is not None for cell in cells) > len(
        cells
    )


def _cell(record: Sequence[str], place: int) -> str:
    return record[place].strip() if place < len(record) else ""


def _of(name: str, headers: Sequence[str]) -> list[int]:
    return [place for place, header in enumerate(headers) if header == name]


def letters(place: int) -> str:
    """The letters a spreadsheet gives a column: 0 → A, 26 → AA."""
    text = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def _holds(header: str, words: Sequence[str]) -> bool:
    return any(f" {word}" in f" {header}" for word in words)


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(header or "(no name)" for header in headers[:CANDIDATES_NAMED])
    more = len(headers) - CANDIDATES_NAMED
    count = "1 column" if len(headers) == 1 else f"{len(headers)} columns"
    return f"{shown}{', …' if more > 0 else ''} ({count})"


def _quoted(text: str) -> str:
    """As a shell takes it."""
    import shlex

    return shlex.quote(text)


def _refuse_option(value: str, wanted: str, hint: str) -> NoReturn:
    raise CsmetricsError(
        errors.BAD_VALUE, option="--column", value=value, expected=wanted, suggestion=hint
    )
