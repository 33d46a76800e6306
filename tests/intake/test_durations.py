"""Durations: what a text means, what a header and a column say, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake.durations import BLANK, MISSING_WORD, UNREADABLE, DurationColumn
from csmetrics.intake.spelled import LONGEST, parse, read_duration
from csmetrics.intake.times import MISSING
from csmetrics.options import InputOptions
from csmetrics.read import open_table
from csmetrics.read._raw import Findings

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
POINT, COMMA, MINUTES_FIRST = "point h:mm", "comma h:mm", "point m:ss"

OF_THEMSELVES = [
    ("1:30:00", 90 * MINUTE),
    ("26:15:00", 26 * HOUR + 15 * MINUTE),
    ("0126:00:01", 126 * HOUR + SECOND),
    ("00:00:12.5", 12_500),
    ("0:00:12,0625", 12_062),
    ("-00:00:05", -5 * SECOND),
    ("−1:00:00", -HOUR),  # a real minus sign
    ("0:00", 0),
    ("2 days 03:04:05", 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND),
    ("0 days 00:00:05.250000", 5_250),
    ("1 day, 3:04:05", DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND),
    ("2 dias 3:04", 2 * DAY + 3 * HOUR + 4 * MINUTE),
    ("1d 26:00:00", DAY + 26 * HOUR),
    ("-2 days 03:00:00", -2 * DAY - 3 * HOUR),
    ("-1 days +23:59:59", -SECOND),  # pandas
    ("-1 day, 23:59:59", -SECOND),  # Python
    ("1d 4h", 28 * HOUR),
    ("1d 2h 3m", DAY + 2 * HOUR + 3 * MINUTE),
    ("1h 30m", 90 * MINUTE),
    ("1h30m", 90 * MINUTE),
    ("1h30", 90 * MINUTE),
    ("1H05MIN", 65 * MINUTE),
    ("90 min", 90 * MINUTE),
    ("90min.", 90 * MINUTE),
    ("-1h 30m", -90 * MINUTE),
    ("2 hrs, 5 secs", 2 * HOUR + 5 * SECOND),
    ("1 hour and 1 minute", 61 * MINUTE),
    ("1 hora e 30 minutos", 90 * MINUTE),
    ("1 día, 2 horas y 3 segundos", DAY + 2 * HOUR + 3 * SECOND),
    ("3 dias 4 hs 10 seg", 3 * DAY + 4 * HOUR + 10 * SECOND),
    ("2 semanas", 14 * DAY),
    ("1.5 h", 90 * MINUTE),
    ("250 ms", 250),
    ("0h 90m", 90 * MINUTE),
    ("PT1H30M", 90 * MINUTE),
    ("P1W", 7 * DAY),
    ("2.03:04:05", 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND),
    ("1:02:03:04", DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND),
    ("PT90M", 90 * MINUTE),
    ("pt0.25s", 250),
    ("P1DT2H", 26 * HOUR),
    ("P3D", 3 * DAY),
    ("-PT5M", -5 * MINUTE),
    ("876600:00:00", LONGEST),
]
NUMBERS = [
    ("90", "minutes", POINT, 90 * MINUTE),
    ("+90", "seconds", POINT, 90 * SECOND),
    ("-12", "minutes", POINT, -12 * MINUTE),
    ("1.25", "hours", POINT, 75 * MINUTE),
    ("1,25", "hours", COMMA, 75 * MINUTE),
    ("1,25 horas", None, COMMA, 75 * MINUTE),
    ("1.530,75", "minutes", COMMA, 91_845 * SECOND),
    ("1,530.75", "minutes", POINT, 91_845 * SECOND),
    ("1 530", "seconds", POINT, 1_530 * SECOND),
    ("1.09375", "days", POINT, 26 * HOUR + 15 * MINUTE),
    ("0.9993055541666668", "days", POINT, 23 * HOUR + 59 * MINUTE),
    ("1500", "milliseconds", POINT, 1_500),
    ("0.0004", "seconds", POINT, 0),
    ("0", None, POINT, 0),
    ("0,00", None, COMMA, 0),
    ("1:30", None, POINT, 90 * MINUTE),
    ("1:30", None, MINUTES_FIRST, 90 * SECOND),
    ("-0:30", None, POINT, -30 * MINUTE),
    ("26:15", None, POINT, 26 * HOUR + 15 * MINUTE),
    ("26:15", None, MINUTES_FIRST, 26 * MINUTE + 15 * SECOND),
    ("12:30.5", None, MINUTES_FIRST, 750_500),
]
NONE = [
    "", " ", "-", "x", "n/a", "90", "1.5", "1:60", "1:2", "1:00:60", "1:60:00", "1:2:3", "12:30.5", "1:2:3:4",
    "2024-03-05", "2024-03-05 10:00", "05/03/2024", "2:30 PM", "1h 2h", "30m 1h", "1m 1d", "5 apples", "h", "1w 2d",
    "1 month", "2 years", "P1M", "P1Y", "P", "PT", "P1DT", "PT1", "PT1D2", "1h30x", "1h60", "2 hours 03:04:05", "5 %",
    "R$ 5", "inf", "nan", "1e3", "1_000 s", "1..5 h", "--5 h", "1 day 03:04.5", "1 day -03:04:05", "½ h", "²h",
    "876600:00:01", "9" * 400, "9" * 70 + " h", "1" + "0" * 20 + " ms",
]  # fmt: skip


@pytest.mark.parametrize(("text", "milliseconds"), OF_THEMSELVES)
@pytest.mark.parametrize("unit", [None, "seconds", "days"])
def test_a_text_that_says_its_unit(text: str, milliseconds: int, unit: str | None) -> None:
    """It means the same whatever is assumed for the others."""
    assert read_duration(text, unit) == milliseconds
    assert read_duration(f" {text}\u00a0", unit, MINUTES_FIRST) == milliseconds


@pytest.mark.parametrize(("text", "unit", "decided", "milliseconds"), NUMBERS)
def test_a_text_that_needs_its_column(
    text: str, unit: str | None, decided: str, milliseconds: int
) -> None:
    assert read_duration(text, unit, decided) == milliseconds


@pytest.mark.parametrize("text", NONE)
def test_no_duration(text: str) -> None:
    assert read_duration(text, None) is None


@pytest.mark.parametrize(("text", "decided"), [("1,25", POINT), ("1.25", COMMA), ("1.25 h", COMMA)])
def test_the_other_decimal_sign_is_no_number(text: str, decided: str) -> None:
    assert read_duration(text, "hours", decided) is None


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def words(seconds: int, names: str) -> str:
    sizes = zip((86_400, 3_600, 60, 1), names.split("|"), strict=True)
    parts = []
    for size, name in sizes:
        count, seconds = divmod(seconds, size)
        parts += [f"{count}{name}"] if count else []
    return " ".join(parts) or f"0{name}"


@given(seconds=st.integers(0, LONGEST // SECOND), negative=st.booleans())
def test_round_trip(seconds: int, negative: bool) -> None:
    iso = "PT" + words(seconds, "D|H|M|S").replace(" ", "") if seconds < 86_400 else "PT0S"
    texts = [
        clock(seconds),
        f"{seconds // 86_400} days {clock(seconds % 86_400)}",
        words(seconds, "d|h|m|s"),
        words(seconds, " days,| hours,| mins.| secs"),
        words(seconds, " dias| horas| minutos e| segundos").removesuffix(" e"),
        f"{seconds} s",
    ]
    sign = -1 if negative else 1
    for text in texts:
        assert read_duration("-" * negative + text, None) == sign * seconds * SECOND, text
    assert read_duration(str(sign * seconds), "seconds") == sign * seconds * SECOND
    assert read_duration(iso, None) == (seconds * SECOND if seconds < 86_400 else 0)


@given(milliseconds=st.integers(0, 10**10))
def test_round_trip_of_fractions(milliseconds: int) -> None:
    second = f"{milliseconds % MINUTE / SECOND:06.3f}"
    assert read_duration(f"{milliseconds // MINUTE}:{second}", None, MINUTES_FIRST) == milliseconds
    for unit, size in (("seconds", SECOND), ("hours", HOUR), ("days", DAY)):
        text = f"{milliseconds / size:.12f}"
        assert read_duration(text, unit) == milliseconds
        assert read_duration(text.replace(".", ","), unit, COMMA) == milliseconds


ANYTHING = st.text(max_size=12) | st.text("0123456789:.,+-dhms PT\u00a0", max_size=14)


@given(text=ANYTHING, unit=st.sampled_from([None, "minutes", "days"]))
def test_never_raises(text: str, unit: str | None) -> None:
    for decided in (POINT, COMMA, MINUTES_FIRST):
        value = read_duration(text, unit, decided)
        assert value is None or abs(value) <= LONGEST
    parsed = parse(text)
    assert parsed is None or list(parsed.facts())


def column(
    cells: Sequence[str], header: str = "handle_time", **options: str | None
) -> tuple[DurationColumn, list[int], list[int]]:
    """A column that has read these cells from row 2 on: itself, the milliseconds, and the faults."""
    durations = DurationColumn(header, **options)  # type: ignore[arg-type]
    coded = pa.array(cells, pa.string()).dictionary_encode()
    values, faults = durations.typed(coded, np.arange(2, 2 + len(cells)))
    return durations, values.tolist(), faults.codes.tolist()


def refusal(cells: Sequence[str], header: str = "handle_time", **options: str) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        column(cells, header, **options)[0].settle()
    return caught.value


class TestUnit:
    """From the user or preset, else from the header; else plain numbers are refused."""

    def test_of_the_header(self) -> None:
        durations, values, _ = column(["90", "1h", "1:00:00"], "handle_time (min)")
        assert values == [90 * MINUTE, HOUR, HOUR]
        assert durations.settle() == (POINT.replace("h:mm", "m:ss"), [])

    def test_declared_goes_first(self) -> None:
        assert column(["90"], "time (min)", declared_unit="seconds")[1] == [90 * SECOND]

    def test_none(self) -> None:
        refused = refusal(["0", "", "90", "1h"])
        assert refused.kind is errors.NO_UNIT
        assert refused.params["row"] == "4"
        assert "handle_time=handle_time:minutes" in refused.hint

    def test_fractions_of_a_day_are_known_by_their_decimals(self) -> None:
        assert "handle_time:days" in refusal(["0.02083333333333333", "1.09375000", "0"]).hint
        assert "handle_time:minutes" in refusal(["0.02083333333333333", "1.09375"]).hint

    def test_zero_needs_none(self) -> None:
        durations, values, faults = column(["0", "1h"])
        assert (values, faults) == ([0, HOUR], [0, 0])
        assert durations.settle() == (POINT, [])


class TestPair:
    """Hours and minutes, or minutes and seconds."""

    @pytest.mark.parametrize(
        ("header", "form"),
        [("t (HH:mm)", "h:mm"), ("t (mm:ss)", "m:ss"), ("t (in hrs)", "h:mm"), ("t (min)", "m:ss"), ("t (s)", "m:ss")],
    )  # fmt: skip
    def test_said_by_the_header(self, header: str, form: str) -> None:
        durations, values, _ = column(["1:30", "2:00:00"], header)
        assert values[0] == (90 * MINUTE if form == "h:mm" else 90 * SECOND)
        assert durations.settle() == (f"point {form}", [])

    @pytest.mark.parametrize("assumed", [POINT, MINUTES_FIRST])
    @pytest.mark.parametrize(
        ("cells", "settled"),
        [
            (["1:30", "-0:30"], POINT),
            (["1:30", "12:30.5"], MINUTES_FIRST),
            (["1:30", "12:30.5", "1:02:03"], MINUTES_FIRST),
            (["0:00", "1:02:03"], POINT),
        ],
    )
    def test_proven(self, cells: list[str], settled: str, assumed: str) -> None:
        assert column(cells, decided=assumed)[0].settle() == (settled, [])

    @pytest.mark.parametrize("assumed", [POINT, MINUTES_FIRST])
    @pytest.mark.parametrize(
        "long", ["26:15", "61:05"]
    )  # a call of an hour, or two days and a half
    def test_assumed(self, long: str, assumed: str) -> None:
        settled, notes = column(["1:30", long], decided=assumed)[0].settle()
        assert settled == POINT
        assert [note.kind for note in notes] == [errors.ASSUMED_PAIR]

    @pytest.mark.parametrize(
        ("cells", "rows"),
        [(["1:30", "-0:30", "0:30.5"], ("3", "4")), (["1:30:00", "1:30"], ("3", "2"))],
    )
    def test_contradicted(self, cells: list[str], rows: tuple[str, str]) -> None:
        refused = refusal(cells)
        assert refused.kind is errors.PAIR_CONFLICT
        assert (refused.params["one_row"], refused.params["other_row"]) == rows
        assert column(cells, declared_unit="minutes")[0].settle()[0] == MINUTES_FIRST


class TestDecimals:
    """One sign for a column, numbers with words included."""

    @pytest.mark.parametrize("assumed", [POINT, COMMA])
    def test_proven(self, assumed: str) -> None:
        cells = ["1,5", "0,25 h", "1.530"]
        assert column(cells, "t (hours)", decided=assumed)[0].settle() == (COMMA, [])
        assert column(cells, "t (hours)", decided=COMMA)[1] == [
            90 * MINUTE,
            15 * MINUTE,
            1530 * HOUR,
        ]

    def test_mixed(self) -> None:
        assert refusal(["1,5 h", "1.5 h"]).kind is errors.MIXED_DECIMALS
        assert column(["1,5 h", "1.5 h"], decimal="comma")[2] == [0, UNREADABLE]


@pytest.mark.parametrize(
    "cells", [["2024-03-05 10:00", "", "n/a"], ["05.03.2024"], ["2:30 PM", "11:05 am"]]
)
def test_times_of_day_are_refused(cells: list[str]) -> None:
    durations = column(cells, "Response time")[0]
    assert str(durations.facts["moment"]) == "2"
    assert refusal(cells, "Response time").kind is errors.NOT_DURATIONS


def test_a_date_among_durations_is_left_out() -> None:
    durations, _, faults = column(["1h", "2024-03-05 10:00"])
    assert faults == [0, UNREADABLE]
    assert durations.settle() == (POINT, [])


def test_faults() -> None:
    _, values, faults = column(["1h", "", " ", "N/A", "-", "soon", "-1h", "1h"])
    assert faults == [0, BLANK, BLANK, MISSING_WORD, MISSING_WORD, UNREADABLE, 0, 0]
    assert values == [HOUR, *[MISSING] * 5, -HOUR, HOUR]


def test_no_cells() -> None:
    durations, values, faults = column([])
    assert (values, faults, durations.settle()) == ([], [], (POINT, []))


def test_the_file_is_named_where_there_are_several() -> None:
    durations = DurationColumn("t")
    for durations.file in ("a.csv", "b.csv"):
        durations.typed(pa.array(["90"]).dictionary_encode(), np.array([7]))
    with pytest.raises(CsmetricsError, match=r"row 7 of a\.csv"):
        durations.settle()


def test_entries_of_a_dictionary_that_no_cell_uses_prove_nothing() -> None:
    coded = pa.DictionaryArray.from_arrays(pa.array([1, 1]), pa.array(["90", "1h"]))
    durations = DurationColumn("t")
    assert durations.typed(coded, np.array([2, 3]))[0].tolist() == [HOUR, HOUR]
    assert durations.facts.keys() == {"words"}


CELLS = st.lists(st.sampled_from([text for text, _ in OF_THEMSELVES] + NONE) | ANYTHING, max_size=6)


@settings(max_examples=100, deadline=None)
@given(cells=CELLS)
def test_the_facts_do_not_depend_on_what_is_assumed(cells: list[str]) -> None:
    facts = column(cells)[0].facts
    for unit in (None, "minutes", "days"):
        for decided in (COMMA, MINUTES_FIRST):
            assert column(cells, declared_unit=unit, decided=decided)[0].facts == facts


@settings(max_examples=100, deadline=None)
@given(cells=CELLS, cut=st.integers(0, 6))
def test_the_facts_do_not_depend_on_the_parts(cells: list[str], cut: int) -> None:
    parted = DurationColumn("handle_time")
    for start, part in ((2, cells[:cut]), (2 + len(cells[:cut]), cells[cut:])):
        coded = pa.array(part, pa.string()).dictionary_encode()
        parted.typed(coded, np.arange(start, start + len(part)))
    assert parted.facts == column(cells)[0].facts


@pytest.mark.parametrize("name", ["79_durations_text.csv", "x10_durations.xlsx"])
def test_files_that_trap(name: str, shared: Path) -> None:
    folder = shared / "nasty" / "exports"
    expected = json.loads((folder / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    table = open_table(str(folder / "files" / name), InputOptions())
    durations, hours = DurationColumn("handle_time"), []
    for part in table.parts({1: True}, Findings()):
        values, faults = durations.typed(part.columns[1], part.numbers)
        assert not faults.codes.any()
        hours += (values / HOUR).tolist()
    assert durations.settle() == (POINT, [])
    assert hours == pytest.approx([row[1] for row in expected["rows"]], abs=1e-6)
    assert np.mean(hours) == pytest.approx(expected["answer"]["mean"], abs=1e-6)
    assert len(hours) == expected["answer"]["n"]


@pytest.mark.parametrize("kind", [errors.NO_UNIT, errors.NOT_DURATIONS, errors.PAIR_CONFLICT])
def test_a_refusal_says_how_to_mend_it(kind: Kind) -> None:
    assert "--column" in kind.hint
