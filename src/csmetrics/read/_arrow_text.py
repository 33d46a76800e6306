"""Typed columns as the text that a CSV of the same table would hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csmetrics.read._cells import duration_text, number_text

if TYPE_CHECKING:
    import pyarrow as pa

_UNITS = ("s", "ms", "us", "ns")


def has_text(kind: pa.DataType) -> bool:
    """Whether a cell of this type is one value: not a list, a structure or a map of them, nor raw bytes."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return not (pa.types.is_nested(kind) or pa.types.is_fixed_size_binary(kind))


def text_of(cells: pa.Array) -> pa.Array:
    """Write an array as strings (dictionary-encoded stays so), an empty one where there is no value.

    Moments are ISO, to the second or as fine as they are, with ``Z`` where they are stored as instants;
    numbers have no more digits than they need. Raises ``ArrowInvalid`` for bytes that are no text.
    """
    import pyarrow as pa

    if pa.types.is_dictionary(cells.type):
        words = cells.dictionary
        if pa.types.is_string(words.type) and not words.null_count:
            return cells.fill_null("") if cells.null_count else cells
        cells = cells.dictionary_decode()
    return _plain(cells).fill_null("")


def moments_of(cells: pa.Array) -> pa.Array | None:
    """Times of no zone as milliseconds, null where there is none; None if they are no such times, or finer."""
    import pyarrow as pa

    naive = pa.types.is_timestamp(cells.type) and cells.type.tz is None
    if not naive and not pa.types.is_date(cells.type):
        return None
    try:
        return cells.cast(pa.timestamp("ms"))
    except pa.ArrowInvalid:
        return None


def _plain(cells: pa.Array) -> pa.Array:
    import pyarrow as pa

    kind = cells.type
    if pa.types.is_floating(kind):
        return _numbers(cells)
    if pa.types.is_decimal(kind):
        return _each(cells, lambda number: f"{number:f}")
    if pa.types.is_duration(kind):
        return _each(cells.cast(pa.duration("us"), safe=False), duration_text)
    if pa.types.is_date(kind):
        return cells.cast(pa.date32()).cast(pa.string())
    if pa.types.is_timestamp(kind):
        zone = None if kind.tz is None else "UTC"
        return _coarsest(cells, [pa.timestamp(unit, zone) for unit in _UNITS])
    if pa.types.is_time(kind):
        return _coarsest(cells, [pa.time32("s"), pa.time32("ms"), pa.time64("us"), pa.time64("ns")])
    return cells.cast(pa.string())


def _coarsest(cells: pa.Array, kinds: list[pa.DataType]) -> pa.Array:
    """Write times without zeros behind the second: in the coarsest of these types that loses nothing."""
    import pyarrow as pa

    for kind in kinds[:-1]:
        try:
            return cells.cast(kind).cast(pa.string())
        except pa.ArrowInvalid:
            continue
    return cells.cast(kinds[-1]).cast(pa.string())


def _numbers(cells: pa.Array) -> pa.Array:
    """Write numbers with the fewest digits that give them back, without an exponent; not-a-number is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_float16(cells.type):
        cells = cells.cast(pa.float32())
    texts = cells.cast(pa.string())
    odd = pc.match_substring_regex(texts, "[en]|^-0$")  # 1e-7, nan, inf
    if not pc.any(odd).as_py():
        return texts
    return pc.replace_with_mask(texts, odd.fill_null(False), _odd(texts.filter(odd)))


def _odd(texts: pa.Array) -> pa.Array:
    import pyarrow as pa

    found = [None if text == "nan" else number_text(float(text)) for text in texts.to_pylist()]
    return pa.array(found, pa.string())


def _each(cells: pa.Array, written: Callable[[Any], str]) -> pa.Array:
    """Write each distinct value once."""
    import pyarrow as pa

    coded = cells.dictionary_encode()
    texts = [written(value) for value in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices)
