"""The names of the columns of tickets: each header of the exports we have met plays what a person would say."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest

from csmetrics.intake import schema
from csmetrics.intake.mapping import FALLBACK, Mapping
from csmetrics.intake.units import header_unit
from csmetrics.read._header import folded
from csmetrics.read._raw import RawTable

# Names that people give both to a time and to a duration: the cells decide.
EITHER = {
    "first response time",
    "first reply time",
    "first response",
    "first reply",
    "primeira resposta",
    "primera respuesta",
    "resolution time",
    "resolve time",
}
FORMATS = {"hh mm ss", "hh mm"}  # how a duration is spelled, no unit


@dataclass
class Sheet:
    """A table of which only the header is asked for."""

    header: tuple[str, ...]
    sample: list[tuple[str, ...]] = field(default_factory=list)
    name: str = "t.csv"
    header_row: int = 1
    aliases: tuple[str, ...] = ()


def roles(*header: str) -> dict[str, str]:
    """Role → the column that plays it by its own name."""
    raw: RawTable = Sheet(header)  # type: ignore[assignment]
    mapping = Mapping(raw, "tickets", {})
    places = {role: mapping.role(role) for role in schema.names("tickets")}
    return {role: place.header for role, place in places.items() if place and place.why != FALLBACK}


EXPORTS = tomllib.loads(Path(__file__).with_name("ticket_exports.toml").read_text("utf-8"))


@pytest.mark.parametrize("export", EXPORTS)
def test_roles_are_those_a_person_would_say(export: str) -> None:
    assert roles(*EXPORTS[export]["header"]) == EXPORTS[export]["roles"]


@pytest.mark.parametrize(
    ("columns", "column", "why"),
    [
        ("Created, Closed at", "Closed at", FALLBACK),
        ("Created, Closed at, Solved at", "Solved at", "by its name"),
        ("Created, Closed at, Resolution time", "Resolution time", "by its name"),
    ],
)
def test_closed_stands_in_for_resolved(columns: str, column: str, why: str) -> None:
    raw: RawTable = Sheet(tuple(columns.split(", ")))  # type: ignore[assignment]
    place = Mapping(raw, "tickets", {}).needed("resolved")
    assert (place.header, place.why) == (column, why)


def test_no_name_is_in_two_roles_but_those_of_a_time_or_a_duration() -> None:
    names = {role: each.whole for role, each in schema.names("tickets").items()}
    inside = {
        role: [w for w, n in Counter(whole).items() if n > 1] for role, whole in names.items()
    }
    assert not any(inside.values()), inside
    counted = Counter(name for whole in names.values() for name in whole)
    assert {name for name, count in counted.items() if count > 1} == EITHER
    for name in EITHER:
        kinds = {schema.KINDS[role] for role, whole in names.items() if name in whole}
        assert kinds == {"date", "duration"}


def test_names_are_folded_and_none_is_empty() -> None:
    for names in schema.names("tickets").values():
        assert list(names.whole) == list(map(folded, names.whole))
        assert "" not in names.whole


def test_a_due_date_is_no_date_of_resolution() -> None:
    names = schema.names("tickets")
    done = [*names["resolved"].whole, *names["resolved"].fallback, *names["closed"].whole]
    words = {"due", "target", "prazo", "limite", "vencimento", "vencimiento", "deadline", "plazo"}
    assert not [name for name in done if words & set(name.split())]
    assert words & set(" ".join(names["target_resolution"].whole).split()) == words


def test_every_unit_is_one_that_durations_know() -> None:
    text = files("csmetrics.presets").joinpath("plain-tickets.toml").read_text("utf-8")
    units = tomllib.loads(text)["units"]
    unknown = [unit for unit in units if header_unit(f"resolution time ({unit})") is None]
    assert set(unknown) == FORMATS


def test_a_name_with_a_unit_is_a_duration_and_goes_first() -> None:
    found = roles("First response time", "First response time (in hrs)")
    assert found == {
        "responded": "First response time",
        "first_response_duration": "First response time (in hrs)",
    }


@pytest.mark.parametrize("table", ["responses", "tickets"])
def test_each_table_has_its_own_roles(table: str) -> None:
    roles = set(schema.names(table))
    assert roles >= {"score", "agent", "team", "channel", "kind", "tags"}
    assert ("answered" in roles) is (table == "responses")
    assert ("created" in roles) is (table == "tickets")
    assert "units" not in roles
    assert {"score", "date"} < {schema.KINDS.get(role, "label") for role in roles}


def test_a_role_of_two_tables_is_of_one_kind() -> None:
    kinds = dict(
        zip(schema.TABLES, (schema._RESPONSES, schema._TICKETS, schema._CUSTOMERS), strict=True)
    )
    for table, own in kinds.items():
        assert own.keys() <= schema.names(table).keys()
        assert {role: schema.KINDS[role] for role in own} == own
    assert set(schema.WORDS) <= {role for table in kinds for role in schema.names(table)}
