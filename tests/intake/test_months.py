"""Dates whose month is a word, in three languages; offsets and clocks behind any date; Unix times; no date."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.dates import BLANK, UNREADABLE, DateColumn
from csmetrics.intake.months import MONTHS
from csmetrics.intake.times import MISSING, read_fast, read_time

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall clock, as all here
NAMES = {
    "en": "January February March April May June July August September October November December",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


def when(text: str, order: str = "dmy") -> tuple[str, bool] | None:
    """The time that a text means, as ISO, and whether it is one in UTC."""
    time = read_time(text, order)
    if time is None:
        return None
    return (EPOCH + dt.timedelta(milliseconds=time.milliseconds)).isoformat(), time.aware


def column(*cells: str) -> tuple[DateColumn, list[str], list[int]]:
    dates = DateColumn("created at", "UTC")
    times, faults = dates.typed(pa.array(cells, pa.string()), np.arange(2, 2 + len(cells)))
    return dates, [str(time) for time in times], faults.codes.tolist()


DAYS = [
    "5 Mar 2026", "05-mar-2026", "5/Mar/26", "Mar 5, 2026", "March 5 2026", "Mar. 5th, 2026", "5 mar. 2026",
    "5.Mar.2026",
    "2026-Mar-05", "2026 March 5", "5 de março de 2026", "5 de Março 2026", "5 DE MARCO DE 2026", "5 de marzo del 2026",
    "Thu, 5 Mar 2026", "quinta-feira, 5 de março de 2026", "jueves, 5 de marzo de 2026", "mar, 5 mar 2026",
    "Thursday March 5, 2026", "qui., 5 mar 2026",
]  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_a_day(text: str) -> None:
    assert when(text) == when(text, "mdy") == ("2026-03-05T00:00:00", False)


TIMES = [
    "19/Jan/26 12:47 PM", "19/ene/26 12:47 PM", "19/jan/26 12:47", "19 Jan 2026 12:47 p.m.",
    "Jan 19, 2026, 12:47 p. m.",
    "19 Jan 2026T12:47", "19/01/2026 12h47", "19 de janeiro de 2026 às 12:47", "19 de enero de 2026 a las 12:47",
    "January 19, 2026 at 12:47 PM", "2026-01-19 12:47", "19/01/2026, 12:47 pm", "19 Jan 2026 - 12:47",
    "19/01/2026 12:47h",
]  # fmt: skip


@pytest.mark.parametrize("text", TIMES)
def test_a_time_of_day(text: str) -> None:
    assert when(text) == ("2026-01-19T12:47:00", False)


AWARE = [
    "Mon, 19 Jan 2026 12:47:00 +0000", "2026-01-19 12:47:00 UTC", "2026-01-19T12:47:00Z", "2026-01-19 09:47 -0300",
    "2026-01-19 09:47-03", "19/Jan/26 9:47 AM GMT-3", "2026-01-19 18:17 UTC+5:30", "2026-01-19 12:47:00 +0000 UTC",
    "Mon Jan 19 2026 09:47:00 GMT-0300 (Brasilia Standard Time)", "2026-01-19 12:47 +00:00", "2026-01-19 12:47 gmt",
]  # fmt: skip


@pytest.mark.parametrize("text", AWARE)
def test_an_offset(text: str) -> None:
    assert when(text) == ("2026-01-19T12:47:00", True)


NONE = [
    "5 Foo 2026", "May 26", "Mar 26, 14:30", "5 Mar", "31 Feb 2026", "0 Mar 2026", "5 Mar 202", "5 Mar 20266",
    "Mar 2026",    "5 Mar 2026 25:00", "5 Mar 2026 13:00 PM", "5 Mar 2026 12:60", "5 Mar 2026 12:00 EST", "5 Marc 2026",
    "5 Mar 2026 x",
    "5 Mar 2026 12:00 -3", "Mai 5 vielleicht", "55 Mar 2026", "2026-01-19 09:47 -3",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_date(text: str) -> None:
    assert read_time(text, "dmy") is None


def test_years_first_by_word_of_the_user() -> None:
    assert when("26/Jan/19", "ymd") == ("2026-01-19T00:00:00", False)
    assert when("26/Jan/19") == ("2019-01-26T00:00:00", False)


def test_no_word_is_two_months() -> None:
    for names in NAMES.values():
        for month, name in enumerate(names.split(), start=1):
            for spelled in (name, name[:3]):
                assert MONTHS[spelled.casefold().replace("ç", "c")] == month


LAST = EPOCH.replace(year=2069, month=12, day=31)
FORMS = [
    "{d}/{short}/{y:02} {h12}:{mi:02} {half}", "{d} {short} {Y}", "{d} de {name} de {Y}, {h}:{mi:02}:{s:02}",
    "{name} {d}, {Y} {h12}:{mi:02}:{s:02} {half}", "{d:02}-{short}-{Y} {h:02}:{mi:02}",
    "{Y}-{short}-{d:02}T{h:02}:{mi:02}",
    "{short}. {d}, {Y}", "{d} {name} {Y} {h:02}:{mi:02}:{s:02},{ms:03}", "{d}.{name}.{Y} {h12}:{mi:02} {half}",
]  # fmt: skip


def written(form: str, time: dt.datetime, language: str, shout: bool) -> str:
    name = NAMES[language].split()[time.month - 1]
    text = form.format(
        d=time.day, name=name, short=name[:3], Y=time.year, y=time.year % 100, h=time.hour, h12=time.hour % 12 or 12,
        mi=time.minute, s=time.second, ms=time.microsecond // 1000, half="AM" if time.hour < 12 else "PM",
    )  # fmt: skip
    return text.upper() if shout else text


def cut(time: dt.datetime, form: str) -> dt.datetime:
    """A time as exactly as a form writes it."""
    exact = time.replace(microsecond=time.microsecond // 1000 * 1000 if "{ms" in form else 0)
    exact = exact if "{s:" in form else exact.replace(second=0)
    return exact if "{h" in form else exact.replace(hour=0, minute=0)


@settings(max_examples=300, deadline=None)
@given(
    times=st.lists(st.datetimes(EPOCH, LAST), min_size=1, max_size=3),
    form=st.sampled_from(FORMS),
    language=st.sampled_from([*NAMES]),
    shout=st.booleans(),
)
def test_what_was_written_is_read(
    times: list[dt.datetime], form: str, language: str, shout: bool
) -> None:
    texts = [written(form, time, language, shout) for time in times]
    expected = [(cut(time, form) - EPOCH) // dt.timedelta(milliseconds=1) for time in times]
    read = [read_time(text, "dmy") for text in texts]
    assert [each and each.milliseconds for each in read] == expected
    fast = read_fast(pa.array(texts), texts[0], "dmy")
    assert fast is not None
    assert fast.milliseconds.tolist() == expected


@settings(max_examples=300, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    language=st.sampled_from([*NAMES]),
    numbers=st.lists(st.integers(0, 61), min_size=6, max_size=6),
    around=st.sampled_from(["{}", " {} ", "{}x", "Mon, {}", "mar {}", "{} UTC", "{}1"]),
)
def test_the_fast_way_is_the_exact_way(
    form: str, language: str, numbers: list[int], around: str
) -> None:
    day, hour, minute, second, year, month = numbers
    name = NAMES[language].split()[month % 12]
    text = around.format(form.format(
        d=day, name=name, short=name[:3], Y=2000 + year, y=year, h=hour, h12=hour, mi=minute, s=second, ms=5, half="pm",
    ))  # fmt: skip
    for order in ("dmy", "ymd"):
        for example in ("5 Mar 2026", written(form, LAST, language, False), text):
            fast = read_fast(pa.array([text]), example, order)
            if fast is not None and (found := int(fast.milliseconds[0])) != MISSING:
                time = read_time(text, order)
                assert time is not None
                assert time[:3] == (found, fast.aware, fast.spelling)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_any_text_is_read_or_not(text: str, order: str) -> None:
    read_time(text, order)
    column(text)


def test_a_day_by_name_is_a_day_in_every_zone() -> None:
    dates = DateColumn("d", "America/Sao_Paulo", written="UTC")
    times, _ = dates.typed(pa.array(["5 Mar 2026", "5 de março de 2026 00:00"]), np.arange(2))
    assert list(map(str, times)) == ["2026-03-05 00:00:00-03:00", "2026-03-04 21:00:00-03:00"]


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("1772719200", "seconds"), ("1772719200.5", "seconds"), ("1772719200000", "milliseconds")],
)
def test_unix_times_are_read_and_said(cell: str, unit: str) -> None:
    dates, times, faults = column(
        cell, "", " 1772719200".ljust(len(cell) + 1, "0") if "." not in cell else cell
    )
    assert times[0].startswith("2026-03-05 14:00:00")
    assert faults == [0, BLANK, 0]
    _, (note,) = dates.settle()
    assert (note.kind, dict(note.params)["unit"], note.count) == (errors.UNIX_TIMES, unit, 2)


@pytest.mark.parametrize(
    "cell", ["999999999", "4102444800", "20260305", "177271920000", "1772719200,5"]
)
def test_other_numbers_are_no_unix_times(cell: str) -> None:
    assert column(cell, "1772719200")[2] == [UNREADABLE, 0]


@pytest.mark.parametrize("other", ["1772719200000", "2026-03-05T14:00:00Z"])
def test_unix_times_among_others_are_refused(other: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        column("1772719200", other)[0].settle()
    assert caught.value.kind is errors.MIXED_UNIX


@pytest.mark.parametrize(
    "cell",
    ["0000-00-00", "0000-00-00 00:00:00", "0001-01-01", "0001-01-01T00:00:00Z", "00/00/0000", r"\N", "NaN", "N/D",
     "(vazio)", "(blank)", "not set", "#N/A", "s/d"],
)  # fmt: skip
def test_no_date_is_blank(cell: str) -> None:
    assert column(cell, "2026-03-05 10:00", "2026-03-05T10:00:00Z")[2][0] == BLANK
