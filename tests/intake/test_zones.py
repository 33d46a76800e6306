"""Time zones in the names of columns: what states one, and what only looks like it."""

from __future__ import annotations

import pytest

from csmetrics.intake.zones import for_run, header_zone, unknown_zone, without_zone, zone_of

STATED = [
    ("Conversation started at (America/New_York)", "Conversation started at", "America/New_York"),
    ("Updated at (America/Argentina/Buenos_Aires)", "Updated at", "America/Argentina/Buenos_Aires"),
    ("Start Date (UTC)", "Start Date", "UTC"), ("Created [GMT]", "Created", "UTC"),
    ("Created (GMT-3)", "Created", "UTC-03:00"), ("Created (UTC-03:00)", "Created", "UTC-03:00"),
    ("Created (UTC+5:30)", "Created", "UTC+05:30"), ("Created (UTC −3) local", "Created local", "UTC-03:00"),
    ("Criado em (Horário de Brasília)", "Criado em", "America/Sao_Paulo"), ("Created (-0300)", "Created", "UTC-03:00"),
    ("created_at_utc", "created_at", "UTC"), ("Created At UTC", "Created At", "UTC"), ("createdUtc", "created", "UTC"),
    ("Created GMT-3", "Created", "UTC-03:00"), ("Created (Etc/GMT+3)", "Created", "UTC-03:00"),
    ("Created (Etc/GMT-14)", "Created", "UTC+14:00"), ("Created [etc/gmt-0]", "Created", "UTC"),
    ("Created (Etc/GMT)", "Created", "UTC"), ("Created (Etc/UTC)", "Created", "UTC"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "name", "zone"), STATED, ids=[each[0] for each in STATED])
def test_a_name_states_a_zone_and_is_a_name_without_it(header: str, name: str, zone: str) -> None:
    assert (without_zone(header), header_zone(header)) == (name, zone)


@pytest.mark.parametrize(
    "header",
    ["Created at", "UTC", "Created (local time)", "Group (A/B)", "Score (0-10)", "Created (-3)", "Time (hh:mm)"],
)  # fmt: skip
def test_other_names_state_none(header: str) -> None:
    assert (without_zone(header), header_zone(header), unknown_zone(header)) == (header, None, None)


@pytest.mark.parametrize(
    "text",
    ["PST", "America/Atlantis", "Eastern Time", "UTC+99", "GMT-3:75", "Etc/GMT+13", "Etc/UTC+3"],
)
def test_what_looks_like_a_zone_and_is_none_is_told_apart(text: str) -> None:
    header = f"Created ({text})"
    assert (without_zone(header), header_zone(header), unknown_zone(header)) == (
        "Created",
        None,
        text,
    )


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Z", "UTC"), ("America/Denver", "America/Denver"), ("", None), ("EST", None)],
)
def test_a_row_below_the_header_names_a_zone_by_itself(text: str, zone: str | None) -> None:
    assert zone_of(text) == zone


@pytest.mark.parametrize(
    ("zone", "run"),
    [
        ("UTC", "UTC"),
        ("America/Lima", "America/Lima"),
        ("UTC-03:00", "Etc/GMT+3"),
        ("UTC+05:30", None),
    ],
)
def test_a_run_has_a_zone_that_every_calendar_knows(zone: str, run: str | None) -> None:
    assert for_run(zone) == run
