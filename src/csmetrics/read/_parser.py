"""Arrow's CSV parser over one verified chunk, and what the columns it makes show of whole rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics.read._dialect import Dialect
from csmetrics.read._totals import MAYBE_WORD, is_word

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from csmetrics.read._chunks import Chunk


class Parser:
    """Arrow's parser, set to take cells as they are and to report records of the wrong width."""

    def __init__(
        self, dialect: Dialect, wanted: Mapping[int, bool], times: Collection[int] = ()
    ) -> None:
        import pyarrow.csv

        self._csv = pyarrow.csv
        self._delimiter = dialect.delimiter
        # by position, so that two columns of one name stay apart; a parser needs at least one
        self._included = {place: bool(wanted.get(place)) for place in sorted(wanted) or [0]}
        self._names = [str(place) for place in range(len(dialect.header))]
        self._converting = self._options(times)
        self._may_be_times = bool(times)

    def _options(self, times: Collection[int]) -> pyarrow.csv.ConvertOptions:  # type: ignore[name-defined] # noqa: F821
        import pyarrow as pa

        coded = pa.dictionary(pa.int32(), pa.string())
        types = {place: coded if code else pa.string() for place, code in self._included.items()}
        types |= dict.fromkeys(times, pa.timestamp("ms"))
        return self._csv.ConvertOptions(
            include_columns=[self._names[place] for place in types],
            column_types={self._names[place]: kind for place, kind in types.items()},
            null_values=[""],  # of times; the next line keeps empty texts
            strings_can_be_null=False,
            quoted_strings_can_be_null=True,
            check_utf8=False,  # the chunk is verified whole
        )

    def __call__(self, chunk: Chunk) -> tuple[pa.Table, list[tuple[int, int]]]:
        """The table of a chunk, and (place among its records, number of fields) of those of the wrong width."""
        import pyarrow as pa

        bad: list[tuple[int, int]] = []

        def note(row: pyarrow.csv.InvalidRow) -> str:  # type: ignore[name-defined] # noqa: F821
            bad.append((row.number - 1, row.actual_columns))
            return "skip"

        parsing = self._csv.ParseOptions(
            delimiter=self._delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=note,
        )
        reading = self._csv.ReadOptions(
            use_threads=False,  # with threads a bad row does not know its number
            block_size=len(chunk.data) + 1,
            column_names=self._names,
        )

        def read() -> pa.Table:
            data = pa.BufferReader(chunk.data)
            return self._csv.read_csv(data, reading, parsing, self._converting)

        if not chunk.data:  # all that stood there was no data
            types = self._converting.column_types
            return pa.table({name: pa.array([], kind) for name, kind in types.items()}), bad
        try:
            return read(), bad
        except pa.ArrowInvalid:
            if not self._may_be_times:
                raise
        bad.clear()
        self._converting = self._options(
            ()
        )  # some cell is no time as Arrow writes them: our own parser says
        return read(), bad


def may_be_blank(columns: Mapping[int, pa.Array]) -> bool:
    """Whether some row holds nothing in any of the columns; where none does, no record is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not columns:
        return True
    empty: pa.Array | None = None
    for column in columns.values():
        if pa.types.is_dictionary(column.type):
            coded = pc.index(column.dictionary, "").as_py()
            found = pc.equal(column.indices, coded)
        elif pa.types.is_timestamp(column.type):
            found = column.is_null()
        else:
            found = pc.equal(pc.binary_length(column), 0)
        empty = found if empty is None else pc.and_(empty, found)
        if not pc.any(empty).as_py():
            return False
    return True


def like_header(
    columns: Mapping[int, pa.Array], cells: Sequence[str], *, own: bool = True
) -> NDArray[np.intp]:
    """The rows of which every column holds its ``own`` name, or one of any; ``cells`` are they as written."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    none = np.array([], dtype=np.intp)
    named = [(place, column) for place, column in columns.items() if cells[place].strip()]
    if any(pa.types.is_timestamp(column.type) for _, column in named):
        return none  # a name is no time
    rows: pa.Array | None = None
    every = pa.array([*cells, *("\ufeff" + name for name in cells)])
    # the few distinct texts of a coded column mostly settle it
    for place, column in sorted(named, key=lambda each: not pa.types.is_dictionary(each[1].type)):
        name = cells[place]
        # the mark of another file stands before its first name
        names = pa.array([name, "\ufeff" + name] if place == 0 else [name]) if own else every
        if pa.types.is_dictionary(column.type):
            codes = pc.indices_nonzero(pc.is_in(column.dictionary, value_set=names))
            if not len(codes):
                return none
            found = pc.is_in(column.indices, value_set=codes.cast(pa.int32()))
        else:
            found = pc.equal(column, name) if own and place else pc.is_in(column, value_set=names)
        rows = found if rows is None else pc.and_(rows, found)
        if not pc.any(rows).as_py():
            return none
    return none if rows is None else np.flatnonzero(rows.to_numpy(zero_copy_only=False))


def begin_with_totals(column: pa.Array) -> NDArray[np.intp]:
    """The rows of a coded column whose text is a word for totals; only the distinct texts are looked at."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    none = np.array([], dtype=np.intp)
    if not pa.types.is_dictionary(column.type):
        return none
    texts = column.dictionary
    maybe = pc.indices_nonzero(pc.match_substring_regex(texts, MAYBE_WORD, ignore_case=True))
    codes = [code for code in maybe.to_pylist() if is_word(texts[code].as_py(), weak=False)]
    if not codes:
        return none
    found = pc.is_in(column.indices, value_set=pa.array(codes, pa.int32()))
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))
