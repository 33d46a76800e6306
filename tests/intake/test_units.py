"""Units of time: their words, and what headers say of unit, form and business hours."""

from __future__ import annotations

import pytest

from csmetrics.intake.units import header_pair, header_unit, is_business, unit_of

UNITS = [
    ("First reply time in minutes", "minutes"),
    ("First reply time in minutes within business hours", "minutes"),
    ("First reply time (in minutes)", "minutes"),
    ("First reply time (min)", "minutes"),
    ("Close In Min", "minutes"),
    ("handle_time_mins", "minutes"),
    ("handleTimeMinutes", "minutes"),
    ("Tempo (minutos)", "minutes"),
    ("Espera em minutos", "minutes"),
    ("Elapsed [business minutes]", "minutes"),
    ("Resolution time (in hrs)", "hours"),
    ("hours to close", "hours"),
    ("Horas até resolver", "hours"),
    ("tempo_horas", "hours"),
    ("Tiempo (h)", "hours"),
    ("Time to close (calendar hours)", "hours"),
    ("First response time (s)", "seconds"),
    ("First response time (seconds)", "seconds"),
    ("Duration (in seconds)", "seconds"),
    ("Tempo de espera (segundos)", "seconds"),
    ("aht_s", "seconds"),
    ("talk_ms", "milliseconds"),
    ("Días hasta el cierre", "days"),
    ("Age (d)", "days"),
    ("Time to Close (HH:mm:ss)", None),
    ("Handle time (min:sec)", None),
    ("handle_time", None),
    ("Second reply time", None),
    ("Min handle time", None),
    ("Time of day", None),
    ("Data/Hora", None),
    ("Answered within 24 hours: time", None),
    ("Time within business hours", None),
    ("Resolution (business hours)", None),
    ("Tempo em horas úteis", None),
    ("Days or hours", None),
    ("first_res_time_bhrs", None),
    ("", None),
]


@pytest.mark.parametrize(("header", "unit"), UNITS)
def test_the_unit_of_a_header(header: str, unit: str | None) -> None:
    assert header_unit(header) == unit


@pytest.mark.parametrize(
    ("header", "pair"),
    [("Time (HH:mm)", "h:mm"), ("Time [h]:mm", "h:mm"), ("AHT (mm:ss)", "m:ss"), ("Handle time (min:sec)", "m:ss"),
     ("Time to Close (HH:mm:ss)", None), ("Time", None)],
)  # fmt: skip
def test_the_form_of_a_header(header: str, pair: str | None) -> None:
    assert header_pair(header) == pair


@pytest.mark.parametrize(
    "header",
    ["First reply time in minutes within business hours", "Business duration", "Business resolve time",
     "lifeTimeWorkingTime", "first_res_time_bhrs", "Tempo útil", "Tempo em horas úteis", "Horário comercial",
     "Horas hábiles", "Time (working hours)"],
)  # fmt: skip
def test_business_time(header: str) -> None:
    assert is_business(header)


@pytest.mark.parametrize(
    "header",
    ["First reply time in minutes", "Resolution time (in hrs)", "Outside business hours", "Business unit", "Workload",
     "Full resolution time in calendar hours"],
)  # fmt: skip
def test_no_business_time(header: str) -> None:
    assert not is_business(header)


def test_words_for_units() -> None:
    assert [unit_of(word) for word in ("Min", "HORAS", "días", "s", "w", "month", "")] == [
        "minutes", "hours", "days", "seconds", None, None, None,
    ]  # fmt: skip
