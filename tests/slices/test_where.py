"""--where: the grammar, and which rows fit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.errors import CsmetricsError, Exit
from csmetrics.slices import where
from csmetrics.slices.where import Condition

LABELS = ["email", "chat", None, "live chat", "Email", "não"]
LABEL_COLUMN = pd.Series(pd.Categorical(LABELS))
NUMBERS = pd.Series([1.0, 4.5, np.nan, 9.0])
TIMES = pd.Series(
    np.array(
        ["2026-01-31 23:30", "2026-02-01 00:00", "NaT", "2026-02-28 14:30:59"],
        dtype="datetime64[us]",
    )
).dt.tz_localize("America/Sao_Paulo")
OPERATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~"])
WORDS = st.text(min_size=1, max_size=12).map(where._normalised).filter(bool)


@pytest.mark.parametrize(
    ("text", "column", "op", "values"),
    [
        ("channel = email", "channel", "=", ("email",)),
        ("channel=email", "channel", "=", ("email",)),
        (" channel  !=  live chat ", "channel", "!=", ("live chat",)),
        ('"first reply time" <= 4,5', "first reply time", "<=", ("4,5",)),
        ('"say ""hi""" = "a ""b"" c"', 'say "hi"', "=", ('a "b" c',)),
        ("channel = 'live and well'", "channel", "=", ("live and well",)),
        ("channel in (email, chat)", "channel", "in", ("email", "chat")),
        ('channel IN ("a, b",c)', "channel", "in", ("a, b", "c")),
        ('channel in ("", email, email)', "channel", "in", ("", "email")),
        ("margin > 5", "margin", ">", ("5",)),
        ("in in (in)", "in", "in", ("in",)),
        ('channel = ""', "channel", "=", ("",)),
        ("tags ~ vip", "tags", "~", ("vip",)),
        ("Região = São Paulo", "Região", "=", ("São Paulo",)),
        ("name = O'Brien (South)", "name", "=", ("O'Brien (South)",)),
        ("brand = Research and", "brand", "=", ("Research and",)),
        ("id = 00123", "id", "=", ("00123",)),
        ("score >= -1", "score", ">=", ("-1",)),
        ("name = __import__('os')", "name", "=", ("__import__('os')",)),
    ],
)
def test_parse(text: str, column: str, op: str, values: tuple[str, ...]) -> None:
    assert where.parse(text) == Condition(column, op, values)


@pytest.mark.parametrize(
    "text",
    [
        *("", "channel", "= email", "channel =", "channel email", "channel == email", "a => 5"),
        *("a <> b", '"" = x', "a = b and c = d", "a = x and y", "a = b, c = d", 'a = "b'),
        *('a = b"', "a in email", "a in ()", "a in (", "a in (b", "a in (b,)", "ain (b)"),
        *("a in (b) and c = d", 'a ~ ""', 'a < ""', "first reply <= 4", "a = (b, c)"),
        *("a = 'b' or 'c'", "a in (b c(d))", "a = 1 || b", "a not in (b)", "margin (5)"),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        where.parse(text)
    assert caught.value.exit == Exit.USAGE
    assert caught.value.text.startswith("--where: ")
    assert caught.value.hint


def test_a_name_with_spaces_is_said_to_need_quotes() -> None:
    with pytest.raises(CsmetricsError) as caught:
        where.parse("first reply <= 4")
    assert "quoted" in caught.value.hint


@given(WORDS, OPERATORS, WORDS)
def test_round_trip(column: str, op: str, value: str) -> None:
    condition = Condition(column, op, (value,))
    assert where.parse(str(condition)) == condition


@given(WORDS, st.lists(WORDS | st.just(""), min_size=1, max_size=4, unique=True))
def test_round_trip_of_lists(column: str, values: list[str]) -> None:
    condition = Condition(column, "in", tuple(values))
    assert where.parse(str(condition)) == condition


@given(
    st.text()
    | st.text(alphabet="ab \"'=!<>~(),in", max_size=24)
    | st.builds("{} {} {}".format, st.just("a"), OPERATORS | st.just("in"), st.text())
)
def test_arbitrary_text_is_a_test_or_an_error_with_a_cure(text: str) -> None:
    for column in (LABEL_COLUMN, NUMBERS, TIMES):
        error: CsmetricsError | None = None
        try:
            assert len(where.mask(where.parse(text), column)) == len(column)
        except CsmetricsError as caught:
            error = caught
        assert error is None or (error.exit == Exit.USAGE and error.text and error.hint)


def fits(text: str, column: pd.Series) -> list[int]:
    return np.flatnonzero(where.mask(where.parse(text), column, "America/Sao_Paulo")).tolist()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("c = email", [0]),
        ("c != email", [1, 2, 3, 4, 5]),
        ('c = ""', [2]),
        ('c != ""', [0, 1, 3, 4, 5]),
        ("c in (email, chat)", [0, 1]),
        ('c in ("", chat)', [1, 2]),
        ("c ~ CHAT", [1, 3]),
        ("c ~ email", [0, 4]),
        ("c ~ nao", []),
        ("c = na\u0303o", [5]),
        ("c ~ NA\u0303O", [5]),
        ("c = nowhere", []),
    ],
)
def test_labels(text: str, rows: list[int]) -> None:
    assert fits(text, LABEL_COLUMN) == rows


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
def test_text_has_no_order(op: str) -> None:
    with pytest.raises(CsmetricsError, match=f"c holds text, which {op} cannot order"):
        fits(f"c {op} b", LABEL_COLUMN)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("n = 4.5", [1]),
        ("n = 4,5", [1]),
        ("n = 9,0", [3]),
        ("n != 9", [0, 1, 2]),
        ("n < 4.5", [0]),
        ("n <= 4.5", [0, 1]),
        ("n > 4.5", [3]),
        ("n >= 4.5", [1, 3]),
        ('n = ""', [2]),
        ('n != ""', [0, 1, 3]),
        ('n in (1, "4,5", "")', [0, 1, 2]),
        ("n > -1", [0, 1, 3]),
    ],
)
def test_numbers(text: str, rows: list[int]) -> None:
    assert fits(text, NUMBERS) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("d = 2026-01-31", [0]),
        ("d = 2026-02", [1, 3]),
        ("d != 2026-02", [0, 2]),
        ("d > 2026-01-31", [1, 3]),
        ("d >= 2026-01-31", [0, 1, 3]),
        ("d < 2026-02", [0]),
        ("d <= 2026-02-28", [0, 1, 3]),
        ("d <= 2026", [0, 1, 3]),
        ("d = 2026-02-28 14:30", [3]),
        ("d > 2026-02-28T14:30:58", [3]),
        ("d > 2026-02-28T14:30:59", []),
        ("d > 0001-01-01", [0, 1, 3]),
        ("d < 9999-12-31", [0, 1, 3]),
        ('d = ""', [2]),
        ("d in (2026-01, 2026-02-01)", [0, 1]),
    ],
)
def test_dates(text: str, rows: list[int]) -> None:
    assert fits(text, TIMES) == rows


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("x = email", NUMBERS, "a number"),
        ("x > 1.234,5", NUMBERS, "a number"),
        ("x > 4h", NUMBERS, "a number"),
        ("x = " + "9" * 400, NUMBERS, "a number"),
        ("x in (1, b)", NUMBERS, "a number"),
        ("x > 31/01/2026", TIMES, "a date"),
        ("x > 2026-02-30", TIMES, "a date"),
        ("x = 5", TIMES, "a date"),
    ],
)
def test_values_that_do_not_fit_the_column(text: str, column: pd.Series, expected: str) -> None:
    with pytest.raises(CsmetricsError, match=f"is not {expected}"):
        fits(text, column)


@pytest.mark.parametrize("column", [NUMBERS, TIMES])
def test_only_text_contains(column: pd.Series) -> None:
    with pytest.raises(CsmetricsError, match="does not hold text"):
        fits("x ~ 1", column)


@given(st.lists(st.sampled_from(["a", "b", "c", None])), st.sampled_from(["a", "z", '""']))
def test_a_test_and_its_opposite_are_the_whole(cells: list[str | None], value: str) -> None:
    column = pd.Series(pd.Categorical(cells, categories=["a", "b", "c"]))
    same = where.mask(where.parse(f"x = {value}"), column)
    assert (same ^ where.mask(where.parse(f"x != {value}"), column)).all()
