"""Parquet columns arrive as the text that a CSV of the same table would hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading import read

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake.inspection import inspect
from csmetrics.options import InputOptions
from csmetrics.read import open_table
from csmetrics.read._raw import Findings

moment = datetime.fromisoformat


def written(folder: Path, name: str = "t.parquet", **columns: pa.Array) -> Path:
    file = folder / name
    pq.write_table(pa.table(columns), file)
    return file


def texts(folder: Path, cells: pa.Array) -> list[str]:
    return [row[0] for row in read(written(folder, h=cells)).cells]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (pa.array(["a", None, "", " 007 "]), "a||| 007 "),
        (pa.array(["a", None, "a"]).dictionary_encode(), "a||a"),
        (pa.array(["a", None], pa.large_string()), "a|"),
        (pa.array([b"caf\xc3\xa9", None], pa.binary()), "café|"),
        (pa.array([9, None, -3, 1234567890123456789]), "9||-3|1234567890123456789"),
        (pa.array([255, 0], pa.uint8()), "255|0"),
        (
            pa.array([9.0, 0.1, -0.0, 1e-7, 1e20, float("nan"), None]),
            "9|0.1|0|0.0000001|100000000000000000000||",
        ),
        (pa.array([0.1, 9], pa.float32()), "0.1|9"),
        (pa.array(np.array([0.5, 9], np.float16)), "0.5|9"),
        (pa.array([Decimal("9.50"), None, Decimal("0.00000001")]), "9.50000000||0.00000001"),
        (pa.array([True, False, None]), "true|false|"),
        (pa.array([date(2024, 2, 29), None]), "2024-02-29|"),
        (pa.array([date(2024, 2, 29)], pa.date64()), "2024-02-29"),
        (pa.array([time(1, 2, 3)], pa.time64("us")), "01:02:03"),
        (pa.array([time(1, 2, 3, 500)], pa.time64("us")), "01:02:03.000500"),
        (pa.array([timedelta(hours=26, minutes=15), None]), "26:15:00|"),
        (pa.array([moment("2024-02-29 10:30"), None]), "2024-02-29 10:30:00|"),
        (pa.array([moment("2024-02-29 10:30:00.123")]), "2024-02-29 10:30:00.123"),
        (pa.array([1709202600000000001], pa.timestamp("ns")), "2024-02-29 10:30:00.000000001"),
        (
            pa.array([moment("2024-02-29 10:30")], pa.timestamp("us", "America/Sao_Paulo")),
            "2024-02-29 10:30:00Z",
        ),
        (pa.nulls(2), "|"),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_every_type_is_its_text(tmp_path: Path, cells: pa.Array, expected: str) -> None:
    assert "|".join(texts(tmp_path, cells)) == expected


def test_records_are_numbered_as_in_a_csv(tmp_path: Path) -> None:
    seen = read(written(tmp_path, **{" id ": pa.array([1, 2]), "score": pa.array([9, None])}))
    assert seen.header == ("id", "score")
    assert seen.rows == {2: ("1", "9"), 3: ("2", "")}
    assert seen.table.sample == [("1", "9"), ("2", "")]
    assert dict(seen.table.dialect)["format"] == "parquet"
    assert seen.notes == []


def test_row_groups_and_parts_join_without_a_seam(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csmetrics.read.parquet.PART_ROWS", 4)
    table = pa.table({"n": range(20), "x": [None, "a", "b", "a"] * 5})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=7)
    raw = open_table(str(tmp_path / "t.parquet"), InputOptions())
    parts = list(raw.parts({1: True, 0: False}, Findings()))
    assert len(parts) > 3
    assert [n for part in parts for n in part.numbers.tolist()] == list(range(2, 22))
    assert all(pa.types.is_dictionary(part.columns[1].type) for part in parts)
    assert [cell for part in parts for cell in part.columns[1].to_pylist()] == [
        "",
        "a",
        "b",
        "a",
    ] * 5
    assert [cell for part in parts for cell in part.columns[0].to_pylist()] == [
        str(n) for n in range(20)
    ]


def test_coded_columns_hold_each_text_once(tmp_path: Path) -> None:
    file = written(tmp_path, h=pa.array([0.0, -0.0, None, 1.0]), s=pa.array(["", None, "a", ""]))
    (part,) = open_table(str(file), InputOptions()).parts({0: True, 1: True}, Findings())
    for column in part.columns.values():
        words = column.dictionary.to_pylist()
        assert len(set(words)) == len(words)
        assert column.null_count == 0


def test_moments_without_a_zone_are_handed_over_as_such(tmp_path: Path) -> None:
    when = [moment("2024-02-29 10:30"), None]
    file = written(
        tmp_path,
        naive=pa.array(when, pa.timestamp("ns")),
        aware=pa.array(when, pa.timestamp("us", "UTC")),
        fine=pa.array([1, None], pa.timestamp("us")),
        text=pa.array(["2024-02-29", None]),
    )
    wanted = dict.fromkeys(range(4), False)
    (part,) = open_table(str(file), InputOptions()).parts(wanted, Findings(), times=range(4))
    kinds = [str(part.columns[place].type) for place in range(4)]
    assert kinds == ["timestamp[ms]", "string", "string", "string"]
    assert part.columns[0].to_pylist() == when


def test_two_columns_of_one_name_stay_apart(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], ["a", "b", "a"])
    pq.write_table(table, tmp_path / "t.parquet")
    raw = open_table(str(tmp_path / "t.parquet"), InputOptions())
    (part,) = raw.parts({2: False}, Findings())
    assert part.columns[2].to_pylist() == ["3"]


def test_a_column_of_lists_is_refused_only_where_it_is_asked_for(tmp_path: Path) -> None:
    file = written(
        tmp_path, score=pa.array([9]), tags=pa.array([["a", "b"]]), raw=pa.array([b"\xff"])
    )
    raw = open_table(str(file), InputOptions())
    assert raw.header == ("score", "tags", "raw")
    assert [part.columns[0].to_pylist() for part in raw.parts({0: False}, Findings())] == [["9"]]
    for place, kind in ((1, "list"), (2, "bytes")):
        with pytest.raises(CsmetricsError) as caught:
            list(raw.parts({place: False}, Findings()))
        assert caught.value.kind is errors.NO_TEXT
        assert kind in caught.value.text


def test_inspect_shows_the_columns_that_can_be_read(tmp_path: Path) -> None:
    file = written(tmp_path, tags=pa.array([["a"]]), score=pa.array([9]))
    (seen,) = inspect([str(file)], InputOptions()).files
    assert [column.header for column in seen.columns] == ["score"]


def test_a_table_without_rows(tmp_path: Path) -> None:
    seen = read(written(tmp_path, score=pa.array([], pa.int64())))
    assert (seen.header, seen.rows, seen.table.sample) == (("score",), {}, [])


def refused(file: Path, kind: Kind) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        read(file)
    assert caught.value.kind is kind, caught.value
    return caught.value


def test_what_is_cut_off_encrypted_or_damaged_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, score=pa.array(["secret"] * 99), n=pa.array(range(99)))
    data = file.read_bytes()
    for end in (len(data) - 1, len(data) // 2, 8):
        file.write_bytes(data[:end])
        refused(file, errors.INCOMPLETE)
    file.write_bytes(b"PARE" + data[4:-4] + b"PARE")
    refused(file, errors.ENCRYPTED)
    file.write_bytes(data[:4] + b"\xff" * 200 + data[204:])
    assert "secret" not in refused(file, errors.UNREADABLE).text
    file.write_bytes(data[:-8] + b"\xff\xff\xff\x7fPAR1")
    refused(file, errors.UNREADABLE)


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    file = written(tmp_path, "t.csv", score=pa.array([9]))
    assert read(file).cells == [("9",)]
    text = tmp_path / "t.parquet"
    text.write_text("score\n9\n", encoding="utf-8")
    assert dict(read(text).table.dialect)["format"] == "delimited text"


def test_zoned_moments_are_the_same_instants(tmp_path: Path) -> None:
    aware = datetime(2024, 2, 29, 7, 30, tzinfo=timezone(timedelta(hours=-3)))
    (text,) = texts(tmp_path, pa.array([aware], pa.timestamp("ms", "America/Sao_Paulo")))
    assert datetime.fromisoformat(text) == aware.astimezone(UTC)


def test_random_damage_is_read_or_refused(tmp_path: Path) -> None:
    file = written(tmp_path, s=pa.array(["a", "b", None] * 30), n=pa.array(range(90)))
    data = file.read_bytes()
    source: Any = np.random.default_rng(7)
    for _ in range(200):
        hurt = bytearray(data)
        for at in source.integers(0, len(data), 3):
            hurt[at] = source.integers(0, 256)
        file.write_bytes(bytes(hurt))
        try:
            read(file)
        except CsmetricsError:
            continue
