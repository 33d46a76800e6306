"""Files that break readers: right, or refused with a reason, or right with a diagnostic; never wrong in silence.

The files are others' and too many for the repository; where they are not beside it, this is skipped.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics.errors import CsmetricsError, Exit
from csmetrics.metrics import by_name
from csmetrics.options import InputOptions, Options
from csmetrics.pipeline import measure
from csmetrics.read import open_table
from csmetrics.read._raw import Findings, RawTable
from csmetrics.read._source import Source
from csmetrics.read.delimited import DelimitedTable
from csmetrics.report import Report

EXACTLY = ["01", "02", "04", "05", "10", "11", "13", "14", "17", "22", "23", "46", "47", "49", "50"]
EXACTLY += ["80", "x01", "x02"]

PARTS = ("promoters", "passives", "detractors")


@pytest.fixture(scope="module")
def exports(shared: Path) -> Path:
    return shared / "nasty" / "exports"


def expectations(exports: Path) -> list[dict[str, Any]]:
    """What is expected of each file that is asked for its NPS."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(exports.glob("expected/*.json"))]
    found = [json.loads(text) for text in texts]
    return [each for each in found if each["metric"] == "nps"]


def nps(exports: Path, expected: dict[str, Any]) -> Report:
    declared = InputOptions(column=(f"score={expected['column']}",))
    return measure(by_name("nps")(), [str(exports / "files" / expected["file"])], Options(declared))


def is_right(report: Report, answer: dict[str, float] | None) -> bool:
    """Whether the value, its n and its parts are the ones expected."""
    found = report.rows[0].measure
    return (
        answer is not None
        and found.headline.value == pytest.approx(answer["nps"], abs=1e-6)
        and found.headline.n == answer["n"]
        and dict(found.parts) == {name: answer[name] for name in PARTS}
    )


def unsaid(text: str, words: list[str]) -> list[str]:
    """Those of the words that the text lacks; hyphen and dash are alike."""
    said = text.lower().replace("–", "-")
    return [word for word in words if word.lower() not in said]


def told(report: Report) -> str:
    return "\n".join(note.text for note in report.diagnostics)


@pytest.mark.parametrize("number", EXACTLY)
def test_exactly_as_expected(exports: Path, number: str) -> None:
    (expected,) = (e for e in expectations(exports) if e["file"].startswith(f"{number}_"))
    report = nps(exports, expected)
    assert is_right(report, expected["answer"])
    assert unsaid(told(report), expected["must_say"]) == []
    warnings = [note for note in report.diagnostics if note.kind.level == "warning"]
    assert bool(warnings) == (expected["expect"] == "warn")


def test_none_is_wrong_in_silence(exports: Path) -> None:
    wrong = {e["file"]: fault for e in expectations(exports) if (fault := verdict(exports, e))}
    assert not wrong


def verdict(exports: Path, expected: dict[str, Any]) -> str:
    """What is wrong with the outcome of one file; empty where nothing is."""
    may_refuse = expected["expect"] == "refuse" or expected.get("accept_refuse")
    try:
        report = nps(exports, expected)
    except CsmetricsError as refusal:
        if refusal.exit not in (Exit.REFUSED, Exit.NOTHING):
            return f"ended with {refusal.exit}"
        return "" if may_refuse else f"refused: {refusal}"
    missing = unsaid(told(report), expected["must_say"])
    if expected.get("ambiguous"):  # no answer is the right one: what matters is that it is said
        return f"does not say {missing}" if missing else ""
    if not is_right(report, expected["answer"] or expected.get("accept_answer")):
        return f"wrong: {report.rows[0].measure.headline.value}"
    return f"does not say {missing}" if missing else ""


def read(table: RawTable) -> dict[int, tuple[str, ...]]:
    """All cells of a table by record number."""
    places = range(len(table.header))
    rows: dict[int, tuple[str, ...]] = {}
    for part in table.parts(dict.fromkeys(places, True), Findings()):
        columns = [part.columns[place].to_pylist() for place in places]
        rows |= zip(part.numbers.tolist(), zip(*columns, strict=True), strict=True)
    return rows


def by_python(table: DelimitedTable) -> dict[int, tuple[str, ...]]:
    """The same by Python's strict reader, told the encoding and the delimiter that were found."""
    how = dict(table.dialect)
    with table.source.open() as stream:
        text = stream.read().decode(str(how["encoding"])).replace("\0", "").removeprefix("\ufeff")
    lines = io.StringIO(text, newline="")
    csv.field_size_limit(1 << 30)
    records = enumerate(csv.reader(lines, delimiter=str(how["delimiter"]), strict=True), 1)
    below = {number: tuple(record) for number, record in records if number > table.header_row}
    return {number: row for number, row in below.items() if row != table.header}  # a repeat of it


def test_csv_spectrum(shared: Path) -> None:
    """A small classic with its truth beside it."""
    for path in sorted((shared / "nasty" / "csv-spectrum").glob("*.csv")):
        text = path.with_suffix(".json").read_text(encoding="utf-8")
        if b"\r" not in path.read_bytes():  # the copy lost them
            text = text.replace("\\r", "")
        truth = json.loads(text)
        table = open_table(str(path), InputOptions())
        rows = [dict(zip(table.header, row, strict=True)) for row in read(table).values()]
        if path.name == "location_coordinates.csv":  # the telephone number of its truth is another
            rows = [row | {"Contact Phone Number": truth["Contact Phone Number"]} for row in rows]
            truth = [truth]
        assert rows == truth, path.name


@pytest.mark.parametrize(
    ("suite", "least"), [("csvkit", 70), ("frictionless", 120), ("qsv", 60), ("calamine", 10)]
)
def test_a_table_as_python_reads_it_or_a_refusal(shared: Path, suite: str, least: int) -> None:
    """No other exception, and every text file that is read holds the cells that Python finds in it."""
    read_well = 0
    for path in sorted(file for file in (shared / "nasty" / suite).rglob("*") if file.is_file()):
        try:
            table = open_table(str(path), InputOptions())
            rows = read(table)
        except CsmetricsError:
            continue
        read_well += 1
        if isinstance(table, DelimitedTable):
            width = len(table.header)
            python = {n: row for n, row in by_python(table).items() if any(row) or width == 1}
            blank_alike = {n: row or ("",) for n, row in python.items()}
            assert {n: row for n, row in rows.items() if any(row) or width == 1} == blank_alike, (
                path
            )
    assert read_well >= least


def test_every_suite_is_packed_alike(shared: Path) -> None:
    """A packed copy gives what the plain file gives."""
    plain = shared / "nasty" / "csvkit" / "dummy.csv"
    assert Source.of(f"{plain}.gz").packing == "gzip"
    options = InputOptions()
    assert read(open_table(f"{plain}.gz", options)) == read(open_table(str(plain), options))
