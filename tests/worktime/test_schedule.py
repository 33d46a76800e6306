from __future__ import annotations

import pytest
from hours import OFFICE, schedules
from hypothesis import given

from csmetrics.errors import CsmetricsError
from csmetrics.worktime import ALWAYS, Schedule, Span, parse_hours

NINE_TO_SIX = Span(540, 1080)


def days(schedule: Schedule) -> dict[int, tuple[tuple[int, int], ...]]:
    return {
        day: tuple((span.start, span.end) for span in spans)
        for day, spans in enumerate(schedule.days)
        if spans
    }


def test_a_week_as_it_is_usually_written() -> None:
    schedule = parse_hours("mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00")
    lunch = ((540, 720), (780, 1080))
    assert days(schedule) == {**dict.fromkeys(range(5), lunch), 5: ((540, 780),)}
    assert schedule.minutes == 5 * 480 + 240


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("seg-sex 9h-18h", "mon-fri 09:00-18:00"),
        ("SEGUNDA-FEIRA - Sexta-Feira 09:00–18:00", "mon-fri 09:00-18:00"),
        ("terça, sáb: 9h30-12", "tue,sat 09:30-12:00"),
        (
            "lun-vie 8-14; miércoles 16-18",
            "mon-tue,thu-fri 08:00-14:00; wed 08:00-14:00,16:00-18:00",
        ),
        ("mar 10:00-11:00; dom 10:00-11:00", "tue,sun 10:00-11:00"),
        ("mon-fri 09:00-18:00, sat 09:00-13:00", "mon-fri 09:00-18:00; sat 09:00-13:00"),
        ("fri-mon 10:00-12:00", "mon,fri-sun 10:00-12:00"),
        ("mon,wed,fri 9:00-12:00 , 13:00-18:00;", "mon,wed,fri 09:00-12:00,13:00-18:00"),
        ("Mon. 13:00-18:00; Mon. 09:00-12:00", "mon 09:00-12:00,13:00-18:00"),
        ("mon 09:00-12:00,12:00-18:00", "mon 09:00-18:00"),
        ("mon-sun 22:00-06:00", "mon-sun 22:00-06:00"),
        ("sat 18:00-00:00", "sat 18:00-24:00"),
        ("sat 18:00-24:00; sun 00:00-06:00", "sat 18:00-24:00; sun 00:00-06:00"),
        ("mon 00:00-12:00,12:00-24:00", "mon 00:00-24:00"),
        ("mon 09:00-21:00,21:00-09:00", "mon 09:00-21:00,21:00-09:00"),
        ("24/7", "24/7"),
        ("Always", "24/7"),
        ("mon-sun 00:00-24:00", "24/7"),
    ],
)
def test_one_form_for_many_ways_to_write_it(text: str, canonical: str) -> None:
    assert str(parse_hours(text)) == canonical
    assert parse_hours(canonical) == parse_hours(text)


def test_a_night_shift_belongs_to_the_day_it_begins_on() -> None:
    assert days(parse_hours("fri 22:00-06:00")) == {4: ((1320, 1800),)}


def test_always() -> None:
    assert parse_hours("24/7") == ALWAYS
    assert ALWAYS.minutes == 7 * 1440


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("", "nothing", "a schedule"),
        (" ; ", "nothing", "a schedule"),
        ("mon-fri", "mon-fri", "a day with its hours"),
        ("09:00-17:00", "09:00-17:00", "a day with its hours"),
        ("mon-fri 25:00-26:00", "25:00", "a time from 00:00 to 24:00"),
        ("mon 09:00-24:01", "24:01", "a time from 00:00 to 24:00"),
        ("mon 09:60-17:00", "09:60", "a time from 00:00 to 24:00"),
        ("mon 9am-5pm", "9am", "a time from 00:00 to 24:00"),
        ("mon 09:00-17:00-18:00", "17:00-18:00", "a time from 00:00 to 24:00"),
        ("mon 09:00-", "nothing", "a time from 00:00 to 24:00"),
        ("mon 09:00", "09:00", "hours from-to"),
        ("mon 09:00-12:00,", "nothing", "hours from-to"),
        ("mon 24:00-06:00", "24:00-06:00", "hours that begin before 24:00"),
        ("mon 09:00-09:00", "09:00-09:00", "a length of time"),
        ("mon-fri 09:00-18:00; fri 17:00-20:00", "09:00-18:00,17:00-20:00", "free of overlap"),
        ("mon-sun 22:00-06:00,05:00-09:00", "mon 22:00-06:00, tue 05:00-09:00", "free of overlap"),
        ("mon 00:00-02:00; sun 22:00-01:00", "sun 22:00-01:00, mon 00:00-02:00", "free of overlap"),
        ("mon 10:00-12:00,11:00-13:00", "10:00-12:00,11:00-13:00", "free of overlap"),
        ("frday 09:00-17:00", "frday", "a day of the week"),
        ("mon- 09:00-17:00", "nothing", "a day of the week"),
    ],
)
def test_what_is_wrong_is_named(text: str, value: str, expected: str) -> None:
    with pytest.raises(CsmetricsError) as refused:
        parse_hours(text)
    assert refused.value.text == f"--hours: {value} is not {expected}"
    assert refused.value.hint


def test_a_misspelt_day_gets_a_suggestion() -> None:
    with pytest.raises(CsmetricsError) as refused:
        parse_hours("frday 09:00-17:00")
    assert refused.value.hint == "did you mean friday?"


def test_a_schedule_says_itself() -> None:
    assert str(parse_hours(OFFICE)) == OFFICE


@given(schedules())
def test_every_schedule_can_be_written_and_read(schedule: Schedule) -> None:
    assert parse_hours(str(schedule)) == schedule
