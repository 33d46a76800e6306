"""One table as CSV, workbook and Parquet gives one result, to the last bit."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csmetrics.metrics import by_name
from csmetrics.options import InputOptions, Options, SliceOptions
from csmetrics.pipeline import measure
from csmetrics.render import json as as_json

Row = Sequence[Any]
START = datetime(2026, 1, 30, 22, 15)  # noqa: DTZ001 - wall clock
ROWS = 500


def surveys() -> list[Row]:
    """Scores with blanks, labels that look like numbers, days, texts that break lines."""
    random = Random(7)  # noqa: S311 - no secret
    return [
        (
            f"{number:05}",
            START + timedelta(seconds=random.randrange(90 * 86_400)),
            random.choice([None, *range(11)]),
            random.choice(["email", "chat", "007", None]),
            random.choice(['said "fine",\nthen left', "Não", None]),
        )
        for number in range(ROWS)
    ]


def tickets() -> list[Row]:
    """Times to the second, some missing, and hours with a fraction."""
    random = Random(7)  # noqa: S311 - no secret
    rows: list[Row] = []
    for number in range(ROWS):
        created = START + timedelta(minutes=7 * number)
        first = created + timedelta(seconds=random.randrange(200_000))
        rows.append(
            (
                f"T{number}",
                created,
                first if random.random() < 0.9 else None,
                random.choice(["open", "closed"]),
                random.choice(["Ana", "Bo", "Núñez"]),
                random.choice([None, 0.1, 2.5, 8.0, 1 / 3]),
                created.date(),
            )
        )
    return rows


SURVEYS = ("respondent", "date", "score", "channel", "comment")
TICKETS = (
    "ticket id",
    "created at",
    "first response at",
    "status",
    "agent",
    "handle time (h)",
    "day",
)


def text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def written(folder: Path, header: Sequence[str], rows: Sequence[Row]) -> dict[str, Path]:
    """The three files of one table; nothing but their format differs."""
    files = {kind: folder / f"t.{kind}" for kind in ("csv", "xlsx", "parquet")}
    with files["csv"].open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *(map(text, r) for r in rows)])
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [header, *rows]:
        book.active.append(row)
    book.save(files["xlsx"])
    columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), files["parquet"], row_group_size=97)
    return files


def results(metric: str, file: Path, options: Options) -> Any:
    """All that the JSON report says of the figures and of the rows, without the name of the file."""
    report = measure(by_name(metric)(), [str(file)], options)
    document = json.loads(as_json.render(report).replace(file.suffix, ""))
    for each in document["inputs"]:
        del each["sha256"], each["dialect"]
    return document


@pytest.mark.parametrize("tz", ["UTC", "America/Sao_Paulo"])
@pytest.mark.parametrize(
    ("metric", "header", "slices"),
    [
        ("nps", SURVEYS, SliceOptions(by=("channel",), every="month")),
        ("frt", TICKETS, SliceOptions(by=("agent",), every="month")),
        ("aht", TICKETS, SliceOptions(by=("agent",), every="month", date="created")),
        ("volume", TICKETS, SliceOptions(by=("day",), every="month")),
    ],
)
def test_the_same_to_the_last_bit(
    tmp_path: Path, metric: str, header: Sequence[str], slices: SliceOptions, tz: str
) -> None:
    rows = surveys() if header is SURVEYS else tickets()
    options = Options(InputOptions(tz=tz), slices=slices)
    files = written(tmp_path, header, rows)
    found = {kind: results(metric, file, options) for kind, file in files.items()}
    assert found["xlsx"] == found["csv"]
    assert found["parquet"] == found["csv"]
    assert len(found["csv"]["results"]) > 6


def test_the_figures_are_there(tmp_path: Path) -> None:
    rows = [("1", START, 10, "a", None), ("2", START, 0, "a", None), ("3", START, 9, "a", None)]
    for file in written(tmp_path, SURVEYS, rows).values():
        row = results("nps", file, Options(InputOptions()))["results"][0]
        assert row["value"] == pytest.approx(100 / 3)
        assert row["n"] == 3


def test_days_are_days_in_every_format(tmp_path: Path) -> None:
    rows = [(str(n), date(2026, 3, n + 1), n, "a", None) for n in range(1, 10)]
    options = Options(InputOptions(), slices=SliceOptions(every="week"))
    files = written(tmp_path, SURVEYS, rows)
    found = [results("nps", file, options) for file in files.values()]
    assert found[0] == found[1] == found[2]
