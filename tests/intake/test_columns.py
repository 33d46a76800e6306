"""The columns of a run: raw parts in, typed tables out, decisions from what all rows prove."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.columns import Columns, Decisions, coded, sample_part
from csmetrics.intake.wanted import Wanted
from csmetrics.options import InputOptions
from csmetrics.read._raw import RawPart

WANTED = [
    Wanted("score", "score", "Nota", (0, 2)),
    Wanted("answered", "date", "Data", (1, 1)),
    Wanted("amount", "number", "Valor", (2, 0)),
    Wanted("team", "label", "Equipe", (3, 3)),
]
RECORDS = [("9", "01/02/2024", "1.234,5", "A"), ("x", "13/02/2024", "", ""), ("", "", "2", " A ")]


def columns(decisions: Decisions | None = None, **options: str) -> Columns:
    return Columns(WANTED, InputOptions(**options), decisions or {})  # type: ignore[arg-type]


def part(records: Sequence[tuple[str, ...]]) -> RawPart:
    return sample_part(records, dict.fromkeys(range(4), True))


def test_each_kind_has_its_parser() -> None:
    run = columns({"amount": "comma"})
    typed = run.typed(part(RECORDS), 0)
    assert typed.frame["score"].tolist()[0] == 9
    assert [str(time)[:10] for time in typed.frame["answered"]] == [
        "2024-02-01",
        "2024-02-13",
        "NaT",
    ]
    assert typed.frame["amount"].tolist()[::2] == [1234.5, 2]
    assert typed.frame["team"].astype(object).tolist()[::2] == ["A", "A"]
    assert typed.faults["score"].codes.tolist() == [0, 3, 1]
    assert typed.numbers.tolist() == [1, 2, 3]
    assert run.evidence("score").unreadable == 1


def test_places_differ_from_file_to_file() -> None:
    assert columns().places(0) == {0: True, 1: False, 2: True, 3: True}
    assert columns().places(1) == {2: True, 1: False, 0: True, 3: True}


def test_a_column_of_two_roles_is_read_plain_where_one_is_a_date() -> None:
    run = Columns([WANTED[1], Wanted("by", "label", "Data", (1,))], InputOptions(), {})
    assert run.places(0) == {1: False}


def test_what_the_rows_prove() -> None:
    run = columns()
    run.typed(part(RECORDS), 0)
    decisions, notes = run.settle()
    assert decisions == {"answered": "dmy", "amount": "comma"}
    assert notes == []


def test_the_same_is_proven_under_any_assumption() -> None:
    for order in ("dmy", "mdy"):
        for decimal in ("comma", "point"):
            run = columns({"answered": order, "amount": decimal})
            run.typed(part(RECORDS), 0)
            assert run.settle()[0] == {"answered": "dmy", "amount": "comma"}


def test_what_is_declared_is_kept() -> None:
    run = columns(decimal="point", dates="mdy")
    run.typed(part(RECORDS), 0)
    assert run.settle()[0] == {"answered": "mdy", "amount": "point"}


def test_a_contradiction_is_refused() -> None:
    run = columns()
    run.typed(part([("9", "13/02/2024", "", ""), ("9", "02/13/2024", "", "")]), 0)
    with pytest.raises(CsmetricsError) as caught:
        run.settle()
    assert caught.value.kind is errors.DATE_ORDER_CONFLICT


def test_coded_leaves_what_is_coded() -> None:
    plain = pa.array(["a", "b", "a"])
    assert coded(plain).dictionary.to_pylist() == ["a", "b"]
    assert coded(coded(plain)).indices.to_pylist() == [0, 1, 0]


def test_a_sample_may_be_ragged() -> None:
    assert part([("9",), ("8", "x")]).columns[1].to_pylist() == ["", "x"]
