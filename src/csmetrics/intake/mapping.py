"""Which column is what: by what the user said, by a preset, by whole names, by words within a header; else refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from itertools import zip_longest
from typing import NoReturn

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.places import (
    CANDIDATES_NAMED,
    Place,
    cell_at,
    holds_dates,
    holds_word,
    letters,
    listed,
    names_codes,
    places_of,
    quoted,
)
from csmetrics.intake.preset import Told, word
from csmetrics.intake.recognition import Fit, columns_of, custom_name, refuse_misses
from csmetrics.intake.schema import ID_OF_ANSWER, KINDS, TOLD, WORDS, expected, names
from csmetrics.intake.scores import read_score
from csmetrics.intake.units import unit_of
from csmetrics.intake.zones import without_zone
from csmetrics.language import Said
from csmetrics.read._header import folded
from csmetrics.read._raw import RawTable

FALLBACK = "by the name of another date"
_HUMP = re.compile(r"(?<=[a-zà-ÿ\d])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])")
"""Where a word of ``customerID`` or ``IDCliente`` ends."""
STANDS_IN = {"resolved": ("closed",), "answered": ("created", "resolved", "closed")}
"""Dates for which that of another role may stand in, the best first."""


@dataclass(frozen=True)
class Mapping:
    """Finds the columns of one file."""

    raw: RawTable
    table: str
    declared: dict[str, str]
    fit: Fit | None = None

    @cached_property
    def told(self) -> Pairs[int, tuple[str, Told]]:
        """The columns that a preset knows: place → role, and how it is read."""
        if self.fit is None:
            return {}
        columns = self.fit.preset.columns
        return {
            place: (role, columns[role])
            for role, places in columns_of(self.fit.preset, self.raw.header).items()
            for place in places
        }

    def place(self, index: int, why: str) -> Place:
        """A column with what is known of how it is written, whoever asks for it."""
        _, told = self.told.get(index, ("", Told(())))
        return Place(index, self.raw.header[index], why, told.unit, told.values)

    def role(self, role: str, metric: str = "") -> Place | None:
        """The column that plays a role, or None. Refuses when several could."""
        if role in self.declared:
            return self._declared(role)
        spelling = names(self.table)[role]
        special = spelling.of.get(metric)
        if self._of_others(role, metric) is not None:
            return None
        if place := self._by_preset(role, special.whole if special else ()):
            return place
        for these in filter(None, (special, spelling)):
            place = self._by_whole_name(role, these.whole)
            if place and (
                folded(place.header) not in spelling.either or self._is_kind(role, place)
            ):
                return place
        if role != "score":
            stand_ins = map(self._by_preset, STANDS_IN.get(role, ()))
            if (other := next(filter(None, stand_ins), None)) is not None:
                return replace(other, why=FALLBACK)
            return self._by_whole_name(role, spelling.fallback, FALLBACK)
        if special and (place := self._by_words(role, special.within)):
            return place
        others = [word for name, of in spelling.of.items() if name != metric for word in of.within]
        return self._by_words(role, spelling.within, but=others)

    def _of_others(self, role: str, metric: str) -> int | None:
        """The column that the preset tells for a role, where it answers the question of other metrics only."""
        found = (place for place, (known, _) in self.told.items() if known == role)
        place = next(found, None)
        only = () if place is None else self.told[place][1].of
        return place if metric and only and metric not in only else None

    def _by_preset(self, role: str, own: Sequence[str] = ()) -> Place | None:
        """The column that the preset tells; one with a name that only the metric's ``own`` has goes before it."""
        found = [place for place, (known, _) in self.told.items() if known == role]
        if not found or self.fit is None:
            return None
        if folded(self.raw.header[found[0]]) not in own and self._by_whole_name(role, own):
            return None
        return self._one(found, Said("by the preset {name}", name=self.fit.preset.name))

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
        blank = not any(cell_at(record, place.index) for record in self.raw.sample)
        return blank or holds_dates(self.raw, place.index) is (KINDS.get(role) == "date")

    def needed(self, role: str, metric: str = "") -> Place:
        """Like :meth:`role`, but refused when there is none."""
        if place := self.role(role, metric):
            return place
        if self.fit and (place_of_others := self._of_others(role, metric)) is not None:
            header = self.raw.header[place_of_others]
            words = {"column": header, "preset": self.fit.preset.title, "metric": metric}
            only = " or ".join(self.told[place_of_others][1].of)
            raise CsmetricsError(errors.OTHER_QUESTION, file=self.raw.name, only=only, **words)
        if self.fit and self.fit.named and (told := self.fit.preset.columns.get(role)):
            refuse_misses(self.raw, self.fit.preset, told.spellings)
        raise CsmetricsError(
            errors.NO_COLUMN,
            what=ID_OF_ANSWER
            if (self.table, role) == ("responses", "id")
            else WORDS.get(role, role),
            role=role,
            told=TOLD.get(role, ""),
            file=self.raw.name,
            columns=listed(self.raw.header),
            row=self.raw.header_row,
        )

    def named(self, name: str, option: str) -> Place:
        """The column a user named: by role, exact header, or header without case and accents."""
        if not name.strip():
            message = Said("{option}: the name of the column is empty", option=option)
            raise CsmetricsError(
                errors.USAGE, message=message, suggestion="csmetrics inspect shows them"
            )
        if option != "--column" and name not in self.raw.header and name in names(self.table):
            place = self.role(name)
            if place is not None:
                return place
        exact = self._places(lambda header: header == name)
        found = exact or self._places(lambda header: folded(header) == folded(name) != "")
        found = found or self._places(lambda header: folded(name) in self._field(header))
        plain = folded(without_zone(name))
        found = found or self._places(lambda header: folded(without_zone(header)) == plain != "")
        found = found or places_of(folded(name) or name, [*map(folded, self.raw.aliases)])
        if not found:
            roles = (role for role in names(self.table) if self._known(role))
            close = get_close_matches(name, [*self.raw.header, *roles], n=1, cutoff=0.5)
            raise CsmetricsError(
                errors.UNKNOWN_COLUMN,
                option=option,
                name=name,
                columns=listed(self.raw.header),
                suggestion=Said("did you mean {close}?", close=close[0])
                if close
                else "csmetrics inspect shows them",
            )
        if len({self.raw.header[place] for place in found}) > 1:
            raise CsmetricsError(
                errors.AMBIGUOUS_COLUMN,
                option=option,
                name=name,
                count=len(found),
                columns=listed([self.raw.header[place] for place in found]),
            )
        return self._one(found, Said("named by {option}", option=option))

    def _known(self, role: str) -> bool:
        """Whether some column plays a role, and only one."""
        try:
            return role not in self.declared and self.role(role) is not None
        except CsmetricsError:
            return False

    def _field(self, header: str) -> set[str]:
        """What a field that a team has added is called without what the export puts round its name."""
        custom = self.fit.preset.custom if self.fit else ()
        return set(map(folded, custom_name(header, custom))) - {""}

    def _by_whole_name(
        self, role: str, names: Sequence[str], why: str = "by its name"
    ) -> Place | None:
        """By a whole header. Of several dates the best name is taken; of several scores none.

        A name in camel case is split at its humps where it is nobody's as it is, and no other column has the name.
        """
        free = self.raw.header if why == FALLBACK else self._free(role)
        headers, plain = [*map(folded, free)], [folded(without_zone(header)) for header in free]
        matches = [places_of(name, headers) or places_of(name, plain) for name in names]
        if not any(matches):
            humped = [self._humped(header) for header in free]
            matches = [places_of(name, humped) for name in names]
        named = [places for places in matches if places]
        if not named:
            return None
        found = [place for places in named for place in places] if role == "score" else named[0]
        if len({self.raw.header[place] for place in found}) > 1:
            self._refuse_many(role, found)
        return self._one(found, why)

    def _humped(self, header: str) -> str:
        """A header in camel case with its words apart, folded; empty where it is a known name as it is."""
        known = folded(header) in expected(self.table)
        return "" if known else folded(_HUMP.sub(" ", without_zone(header)))

    def _free(self, role: str) -> list[str]:
        """The headers without those of which the preset says that they are another role of this table, or none."""
        known = names(self.table)
        none = set(map(word, self.fit.preset.no_role)) if self.fit else set()
        others = {place for place, header in enumerate(self.raw.header) if word(header) in none}
        others |= {
            place for place, (told, _) in self.told.items() if told != role and told in known
        }
        return ["" if place in others else name for place, name in enumerate(self.raw.header)]

    def _by_words(self, role: str, words: Sequence[str], but: Sequence[str] = ()) -> Place | None:
        """By words in a header, without those that hold the words of another metric's question."""
        found = [
            place
            for place, text in enumerate(self._texts)
            if holds_word(text, words) and not holds_word(text, but) and self._holds_scores(place)
            if not names_codes(self.raw.header[place], names(self.table)[role].never)
        ]
        if len(found) > 1:
            self._refuse_many(role, found)
        if not found:
            return None
        return self.place(found[0], "by words in its name, and its cells")

    @cached_property
    def _texts(self) -> list[str]:
        """What stands over each column that has a name: the name, and the question whose code it may be."""
        over = zip_longest(self.raw.header, self.raw.aliases, fillvalue="")
        return [folded(f"{header} {alias}") if header else "" for header, alias in over]

    def _holds_scores(self, place: int) -> bool:
        """Whether most cells of the sample are scores: a question of that name may also ask for a text."""
        cells = [record[place] for record in self.raw.sample if place < len(record)]
        readings = [read_score(cell) for cell in cells if cell.strip()]
        return 2 * sum(1 for reading in readings if not reading.fault) > len(readings)

    def _places(self, fits: Callable[[str], bool]) -> list[int]:
        return [place for place, header in enumerate(self.raw.header) if header and fits(header)]

    def _one(self, found: Sequence[int], why: str) -> Place:
        """The column at a place; several of one name only where the preset says that it repeats its labels."""
        first = self.place(found[0], why)
        repeated = self.fit.preset.repeated if self.fit else ()
        if len(found) > 1 and word(first.header) not in map(word, repeated):
            self.refuse_twins(found)
        return replace(first, also=tuple(found[1:]))

    def refuse_twins(self, found: Sequence[int]) -> NoReturn:
        """Refuse columns of one name, of which it is not certain which one is meant."""
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
            first=quoted(headers[0]),
        )
