"""``inspect``: how a file was understood, column by column, over all its rows."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.intake.columns import coded
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.labels import clean
from csmetrics.intake.mapping import Mapping, declared, letters
from csmetrics.intake.numbers import NumberColumn, proves, read_number
from csmetrics.intake.scores import ScoreColumn, read_score
from csmetrics.intake.times import read_time
from csmetrics.read import open_table
from csmetrics.read._raw import Findings
from csmetrics.report import ColumnSeen, Diagnostic, FileSeen, Inspection

if TYPE_CHECKING:
    import pyarrow as pa

    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawTable

TABLE = "responses"
MOST = 0.8
HIGHEST_SCORE = 10
SAMPLES = 3
FEW_LABELS = 50
LONG_TEXT = 40


def inspect(
    files: Sequence[str], options: InputOptions, *, show_values: bool = False
) -> Inspection:
    """Read each file whole and say what each column was taken for, and why.

    Cells of free text and of ids are personal data: their text is shown only with ``show_values``.
    """
    return Inspection(tuple(_inspect(file, options, show_values) for file in files))


def _inspect(file: str, options: InputOptions, show_values: bool) -> FileSeen:
    raw = open_table(file, options, schema.expected(TABLE))
    roles, notes = _roles(raw, options)
    columns = [
        _Column(place, header, *_kind_of(raw, place, roles.get(place)), options)
        for place, header in enumerate(raw.header)
    ]
    findings, rows = Findings(), 0
    for part in raw.parts(dict.fromkeys(range(len(columns)), True), findings):
        rows += len(part.numbers)
        for column in columns:
            column.add(coded(part.columns[column.place]), part.numbers)
    seen = [column.seen(roles.get(column.place), show_values) for column in columns]
    told = [note for column in columns for note in column.notes]
    mapping = tuple(
        f"--column {role}={shlex.quote(raw.header[place])}"
        for place, (role, _) in sorted(roles.items(), key=lambda item: item[1][0] != "score")
        if role in ("score", "answered")
    )
    if "score" not in {role for role, _ in roles.values()}:
        mapping = (*_questions(seen), *mapping)
    return FileSeen(
        name=raw.name,
        sha256=raw.sha256(),
        rows=rows,
        dialect=raw.dialect,
        columns=tuple(seen),
        mapping=mapping,
        diagnostics=(*findings.notes, *notes, *told),
    )


def _questions(columns: Sequence[ColumnSeen]) -> Iterator[str]:
    """Options for the columns that could be questions, where none plays the role by itself."""
    for column in columns:
        if column.kind not in ("score", "number") or column.low is None or column.high is None:
            continue
        if float(column.low) >= 0 and float(column.high) <= HIGHEST_SCORE:
            yield f"--score {shlex.quote(column.header)}"


def _roles(
    raw: RawTable, options: InputOptions
) -> tuple[dict[int, tuple[str, str]], list[Diagnostic]]:
    """Place → (role, why); where several columns could play a role, a diagnostic instead."""
    mapping = Mapping(raw, TABLE, declared(options.column, TABLE))
    found: dict[int, tuple[str, str]] = {}
    notes = []
    for role, names in schema.names(TABLE).items():
        for metric in ("", *names.of):
            try:
                place = mapping.role(role, metric)
            except CsmetricsError as fault:
                if role in mapping.declared:
                    raise
                notes.append(Diagnostic(fault.kind, tuple(fault.params.items())))
                break
            if place is not None:
                found.setdefault(place.index, (role, place.why))
    return found, notes


def _kind_of(raw: RawTable, place: int, role: tuple[str, str] | None) -> tuple[str, str]:
    """What the cells of a column are, by its role or by the first rows; and why."""
    if role is not None:
        kind = schema.KINDS.get(role[0], "label")
        return kind, role[1]
    cells = [record[place].strip() for record in raw.sample if place < len(record)]
    cells = [cell for cell in cells if cell]
    if not cells:
        return "empty", "no cell of the first rows holds anything"
    decimal = "comma" if any(proves(cell) == "comma" for cell in cells) else "point"

    def most(fits: list[bool]) -> bool:
        return sum(fits) >= MOST * len(cells)

    if most([read_time(cell, "dmy") is not None for cell in cells]):
        return "date", "its first cells are dates"
    numbers = [read_number(cell, decimal) is not None for cell in cells]
    if most(numbers):
        codes = any(cell[0] == "0" and cell.isdigit() and len(cell) > 1 for cell in cells)
        whole = all(cell.isdigit() for cell in cells)
        if codes or (
            whole and len(set(cells)) == len(cells) > SAMPLES and _is_id(raw.header[place])
        ):
            return "id", "its first cells are codes"
        return "number", "its first cells are numbers"
    if most([not read_score(cell).fault for cell in cells]):
        return "score", "its first cells are scores or words for them"
    if len(set(cells)) == len(cells) > SAMPLES and _is_id(raw.header[place]):
        return "id", "its first cells are codes, each its own"
    if sum(map(len, cells)) > LONG_TEXT * len(cells):
        return "text", "its first cells are long"
    return "label", "its first cells are neither numbers nor dates"


def _is_id(header: str) -> bool:
    from csmetrics.read._header import folded

    words = folded(header).split()
    return not words or bool(
        {"id", "number", "numero", "codigo", "code", "protocol", "key"} & set(words)
    )


@dataclass
class _Column:
    """Adds up one column."""

    place: int
    header: str
    kind: str
    why: str
    options: InputOptions
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    notes: list[Diagnostic] = field(default_factory=list)

    def add(self, cells: pa.DictionaryArray, numbers: NDArray[np.int64]) -> None:
        """Count the texts of one part, whose records have these numbers."""
        places = cells.indices.to_numpy(zero_copy_only=False)
        texts = cells.dictionary.to_pylist()
        for text, count in zip(
            texts, np.bincount(places, minlength=len(texts)).tolist(), strict=True
        ):
            if count:
                self.counts[clean(text)] += count
        if self.kind == "date":  # what contradicts the others is named by its record
            first = np.full(len(texts), len(places))
            np.minimum.at(first, places, np.arange(len(places)))
            for text, place in zip(texts, first.tolist(), strict=True):
                if place < len(places):
                    self.first.setdefault(clean(text), int(numbers[place]))

    def seen(self, role: tuple[str, str] | None, show_values: bool) -> ColumnSeen:
        """The column as data."""
        blank = self.counts.pop("", 0)
        values, sample = self._values()
        n = sum(values.values()) if values is not None else self.counts.total()
        open_kind = self.kind in ("score", "number", "date") or (
            self.kind == "label" and len(self.counts) <= FEW_LABELS
        )
        if not (open_kind or show_values):
            sample = ()
        numeric = values if self.kind in ("score", "number") else None
        return ColumnSeen(
            letters=letters(self.place),
            header=self.header,
            kind=self.kind,
            why=self.why,
            role=role[0] if role else None,
            n=n,
            blank=blank,
            unread=self.counts.total() - n,
            distinct=len(self.counts),
            mean=sum(value * count for value, count in numeric.items()) / n if numeric else None,
            low=sample[0] if sample and values else None,
            high=sample[-1] if sample and values else None,
            sample=tuple(sample[:SAMPLES]),
        )

    def _values(self) -> tuple[Counter[float] | None, Sequence[str]]:
        """Number → count for scores, numbers and dates, and how values look; None for text."""
        import pyarrow as pa

        texts = list(self.counts)
        counts = np.fromiter(self.counts.values(), dtype=np.int64, count=len(texts))
        cells = pa.array(texts, pa.string())
        if self.kind == "score":
            numbers, _ = ScoreColumn(self.header).typed(cells.dictionary_encode())
        elif self.kind == "number":
            assumed = NumberColumn(self.header)
            assumed.typed(cells.dictionary_encode())
            decimal = self.options.decimal or assumed.settled()
            numbers, _ = NumberColumn(self.header, decimal).typed(cells.dictionary_encode())
        elif self.kind == "date":
            return self._dates(cells, counts)
        else:
            ordered = [text for text, _ in self.counts.most_common(SAMPLES)]
            return None, ordered
        known = ~np.isnan(numbers)
        found: Counter[float] = Counter()
        for number, count in zip(numbers[known].tolist(), counts[known].tolist(), strict=True):
            found[number] += count
        return found, [f"{number:g}" for number in sorted(found)]

    def _dates(
        self, cells: pa.StringArray, counts: NDArray[np.int64]
    ) -> tuple[Counter[float], Sequence[str]]:
        rows = np.array([self.first[text] for text in self.counts], dtype=np.int64)
        trial = DateColumn(self.header, self.options.tz, self.options.dates)
        trial.typed(cells, rows)
        try:
            order, self.notes = trial.settle()
        except CsmetricsError as fault:
            self.notes = [Diagnostic(fault.kind, tuple(fault.params.items()))]
            order = trial.order
        times, _ = DateColumn(self.header, self.options.tz, order).typed(cells, rows)
        known = times.notna().to_numpy()
        ordered = times[known].sort_values().dt.strftime("%Y-%m-%d %H:%M").drop_duplicates()
        return Counter({0.0: int(counts[known].sum())}), ordered.str.removesuffix(" 00:00").tolist()
