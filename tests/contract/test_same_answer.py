"""The same table written in another way gives the same results, to the last bit."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmetrics import compute
from csmetrics.errors import CsmetricsError

Table = list[list[str]]
"""The header, and at least a row."""
Way = Callable[[Table, random.Random], dict[str, bytes]]
"""A table as files by their names."""

quick = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

SURVEY = ["respondent", "score", "channel", "comment"]
TICKETS = ["ticket", "created_at", "resolved_at", "channel", "subject"]
START = datetime(2026, 1, 13, 9, 30)  # noqa: DTZ001 - written without a zone, as exports do

scores = st.sampled_from([*map(str, range(11)), *map(str, range(11)), "", "N/A"])
labels = st.sampled_from(["e-mail", "chat", "São Paulo", "", "Não; sei", "a, b | c"])
remarks = st.text(st.sampled_from('abcé ;,\t|"\n'), max_size=12).map(str.strip)
seconds = st.integers(0, 9_000_000)
randoms = st.randoms(use_true_random=False)


@st.composite
def surveys(draw: st.DrawFn) -> Table:
    rows = draw(st.lists(st.tuples(scores, labels, remarks), min_size=3, max_size=25))
    return [SURVEY, *([f"r{number}", *row] for number, row in enumerate(rows))]


@st.composite
def tickets(draw: st.DrawFn) -> Table:
    spans = st.one_of(st.none(), seconds)  # None: still open
    rows = draw(st.lists(st.tuples(seconds, spans, labels, remarks), min_size=3, max_size=25))
    table = [TICKETS]
    for number, (since, span, *rest) in enumerate(rows):
        created = START + timedelta(seconds=since)
        resolved = "" if span is None else str(created + timedelta(seconds=span))
        table.append([f"T-{number}", str(created), resolved, *rest])
    return table


def text(table: Table, **how: Any) -> str:
    """The table as CSV: commas, line feeds, quotes where they are needed, unless told otherwise."""
    stream = io.StringIO(newline="")
    csv.writer(stream, **{"lineterminator": "\n", **how}).writerows(table)
    return stream.getvalue()


def plain(table: Table) -> bytes:
    return text(table).encode()


def encoded(encoding: str) -> Way:
    return lambda table, _: {"t.csv": text(table).encode(encoding)}


def written(**how: Any) -> Way:
    return lambda table, _: {"t.csv": text(table, **how).encode()}


def columns_shuffled(table: Table, chance: random.Random) -> dict[str, bytes]:
    places = list(range(len(table[0])))
    chance.shuffle(places)
    return {"t.csv": plain([[row[place] for place in places] for row in table])}


def rows_shuffled(table: Table, chance: random.Random) -> dict[str, bytes]:
    header, *rows = table
    return {"t.csv": plain([header, *chance.sample(rows, len(rows))])}


def split(table: Table, chance: random.Random) -> dict[str, bytes]:
    """Two or three files given together."""
    header, *rows = table
    cuts = sorted({chance.randrange(1, len(rows)) for _ in range(2)})
    bounds = zip([0, *cuts], [*cuts, len(rows)], strict=True)
    return {f"{end}.csv": plain([header, *rows[start:end]]) for start, end in bounds}


def gzipped(table: Table, _: random.Random) -> dict[str, bytes]:
    return {"t.csv.gz": gzip.compress(plain(table), mtime=0)}


def zipped(table: Table, _: random.Random) -> dict[str, bytes]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", plain(table))
    return {"t.zip": stream.getvalue()}


def blank_lines(table: Table, _: random.Random) -> dict[str, bytes]:
    return {"t.csv": plain(table) + b"\n\n"}


WAYS: dict[str, Way] = {
    "utf-8 with a BOM": encoded("utf-8-sig"),
    "utf-16": encoded("utf-16"),
    "cp1252": encoded("cp1252"),
    "semicolons": written(delimiter=";"),
    "tabs": written(delimiter="\t"),
    "pipes": written(delimiter="|"),
    "CRLF": written(lineterminator="\r\n"),
    # Python's writer leaves a lone line feed in a cell without quotes where rows end with CR
    "CR": written(lineterminator="\r", quoting=csv.QUOTE_ALL),
    "all quoted": written(quoting=csv.QUOTE_ALL),
    "columns shuffled": columns_shuffled,
    "rows shuffled": rows_shuffled,
    "several files": split,
    "gzip": gzipped,
    "zip": zipped,
    "blank lines after it": blank_lines,
}
every_way = pytest.mark.parametrize("way", WAYS)


def answer(folder: Path, files: dict[str, bytes], metric: str, **options: Any) -> object:
    """All that a report says in numbers, or why there is none."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        report = compute(metric, [str(folder / name) for name in files], **options)
    except CsmetricsError as refusal:
        return refusal.kind
    quality = report.quality
    left_out = {(each.reason, each.column): each.count for each in quality.left_out}
    return report.rows, report.span, quality.rows_read, quality.used, left_out


@every_way
@quick
@given(table=surveys(), chance=randoms)
def test_nps(tmp_path: Path, way: str, table: Table, chance: random.Random) -> None:
    asked: dict[str, Any] = {"by": ["channel"], "max_left_out": "100%"}
    as_written = answer(tmp_path, {"plain.csv": plain(table)}, "nps", **asked)
    assert answer(tmp_path, WAYS[way](table, chance), "nps", **asked) == as_written


@every_way
@quick
@given(table=tickets(), chance=randoms)
def test_times(tmp_path: Path, way: str, table: Table, chance: random.Random) -> None:
    """Mean, median and p90 of the resolved; the Kaplan–Meier median of all, in which the open ones wait."""
    asked: dict[str, Any] = {"by": ["channel"]}
    as_written = answer(tmp_path, {"plain.csv": plain(table)}, "art", **asked)
    assert answer(tmp_path, WAYS[way](table, chance), "art", **asked) == as_written


def test_most_tables_have_an_answer(tmp_path: Path) -> None:
    """So that the comparisons above are not of refusals alone."""
    table = [SURVEY, ["r1", "10", "chat", "é"], ["r2", "3", "", 'a "b", c\nd'], ["r3", "9", "", ""]]
    found = answer(tmp_path, {"t.csv": plain(table)}, "nps", by=["channel"])
    assert isinstance(found, tuple)
    rows = found[0]
    assert [row.measure.headline.n for row in rows] == [3, 1, 2]
