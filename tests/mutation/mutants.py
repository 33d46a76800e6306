"""What can happen to a file on its way: one mark dropped, added or swapped, one cut, at every place there is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from seeds import Seed

DELIMITERS = ",;\t|"
BOM = "\ufeff"
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "cp1252": b"",
    "cp850": b"",
    "mac_roman": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


@dataclass(frozen=True)
class Mutant:
    """A file that differs from its seed by one act. ``encoding`` is the one in which it was written.

    ``inside`` says that the act fell inside a cell that the metric computes from: no reader can know.
    """

    seed: Seed
    act: str
    place: int
    data: bytes
    encoding: str
    inside: bool = False


@cache
def mutants(seed: Seed) -> tuple[Mutant, ...]:
    """All mutants of a seed, no two of them the same file."""
    files = {seed.data}
    found = []
    for each in (*_in_text(seed), *_cuts(seed), *_in_encoding(seed)):
        if each.data not in files:
            files.add(each.data)
            found.append(each)
    return tuple(found)


def _in_text(seed: Seed) -> Iterator[Mutant]:
    """Delimiters, quotes, line ends and BOMs: added everywhere; dropped or swapped where they are."""
    marks = [*DELIMITERS, '"', "\n", "\r\n", "\r", BOM]
    added = [mark for mark in marks if mark not in {"\n", "\r\n"} - {seed.newline}]
    inside = {place for cell in seed.measured_cells() for place in cell[1:]}
    text = seed.text

    def mutant(act: str, place: int, changed: str) -> Mutant:
        data = seed.mark + _encoded(changed, seed.encoding)
        return Mutant(seed, act, place, data, seed.encoding, place in inside)

    for place in range(len(text) + 1):
        for mark in added:
            yield mutant(f"add {mark!r}", place, text[:place] + mark + text[place:])
        for old in ("\r\n", *DELIMITERS, '"', "\n", "\r"):
            if text.startswith(old, place):
                rest = text[place + len(old) :]
                yield mutant(f"drop {old!r}", place, text[:place] + rest)
                for mark in marks:
                    yield mutant(f"swap {old!r} for {mark!r}", place, text[:place] + mark + rest)


def _cuts(seed: Seed) -> Iterator[Mutant]:
    """The file as far as it had been written, or copied, byte by byte."""
    inside: set[int] = set()
    for cell in seed.measured_cells():
        start, stop = (
            len(seed.mark) + len(seed.text[:end].encode(seed.encoding))
            for end in (cell.start, cell.stop)
        )
        inside.update(range(start + 1, stop))
    for place in range(len(seed.data)):
        yield Mutant(seed, "cut", place, seed.data[:place], seed.encoding, place in inside)


def _in_encoding(seed: Seed) -> Iterator[Mutant]:
    """Another encoding for all, for all after some line, or for one letter; a byte lost; another BOM."""
    text, data = seed.text, seed.data
    lines = text.splitlines(keepends=True)
    for encoding, mark in ENCODINGS.items():
        name = "utf-8" if encoding == "utf-8-sig" else encoding
        for bom in (mark, b""):
            yield Mutant(seed, f"all {encoding}", 0, bom + text.encode(encoding), name)
        for number in range(1, len(lines)):
            head, tail = "".join(lines[:number]), "".join(lines[number:])
            mixed = seed.mark + head.encode(seed.encoding) + tail.encode(encoding)
            yield Mutant(seed, f"rest {encoding}", len(head), mixed, seed.encoding)
        for place, letter in enumerate(text):
            if not letter.isascii():
                around = (
                    text[:place].encode(seed.encoding),
                    text[place + 1 :].encode(seed.encoding),
                )
                mixed = seed.mark + letter.encode(encoding).join(around)
                yield Mutant(seed, f"letter {encoding}", place, mixed, seed.encoding)
    for mark in (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield Mutant(seed, f"BOM {mark!r}", 0, mark + text.encode(seed.encoding), seed.encoding)
        yield Mutant(seed, f"BOM {mark!r} twice", 0, mark + data, seed.encoding)
    if seed.encoding.startswith("utf-16"):
        for place in range(len(data)):
            yield Mutant(
                seed, "lose a byte", place, data[:place] + data[place + 1 :], seed.encoding
            )


def _encoded(text: str, encoding: str) -> bytes:
    """A BOM goes into an encoding that has none as the bytes of UTF-8, as joined files have it."""
    mark = BOM.encode(encoding if encoding.startswith("utf") else "utf-8")
    return mark.join(part.encode(encoding) for part in text.split(BOM))
