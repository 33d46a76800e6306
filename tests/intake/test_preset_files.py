"""A preset is read whole and checked whole: a slip in it is an error with its place."""

from __future__ import annotations

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.intake import presets
from csmetrics.intake.preset import LeftOut, Preset, Told, word
from csmetrics.intake.preset_files import read_preset
from csmetrics.intake.presets import load, shipped

PLAIN = """
name = "acme"
title = "Acme Desk, ticket export"
table = "tickets"
recognise = ["Acme No", "Opened (local)"]
source = "invented"
[columns]
id = { from = ["Acme No"] }
created = { from = ["Opened (local)"] }
"""


def preset(text: str = PLAIN, more: str = "") -> Preset:
    return read_preset((text + more).encode(), "acme.toml")


def test_a_preset_says_what_columns_are_called_and_how_they_are_read() -> None:
    found = preset(
        PLAIN.replace("source", 'least = 1\nzone = "America/Lima"\nlimit = 1000\nsource'),
        """
first_response_duration = { from = ["FRT", "First reply"], unit = "min" }
score = { from = ["Mood"], values = { "Very Good" = 5, "★" = "1" } }
[[leave_out]]
reason = "auto-closed"
when = { "Messages" = ["0", ""] }
roles = ["first_response_duration"]
""",
    )
    assert (found.name, found.table, found.least, found.zone, found.limit) == (
        "acme",
        "tickets",
        1,
        "America/Lima",
        1000,
    )
    assert found.columns["first_response_duration"] == Told(("FRT", "First reply"), "minutes")
    assert found.columns["score"] == Told(("Mood",), None, {"very good": "5", "★": "1"})
    assert found.leave_out == (
        LeftOut("auto-closed", (("Messages", frozenset({"0", ""})),), ("first_response_duration",)),
    )
    assert "opened local" in found.headers


def test_all_headers_are_needed_unless_it_says_how_many() -> None:
    assert preset().least == 2


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("source", "sorce", "sorce", "no such key"),
        ('source = "invented"', "", "source", "it is missing"),
        ('name = "acme"', 'name = "other"', "name", "it is other, the file is acme"),
        ('"tickets"', '"calls"', "table", "calls is not responses or tickets or customers"),
        ("created =", "creatd =", "columns.creatd", "no role creatd; did you mean created?"),
        ('["Acme No"] }', '["Acme No"], unit = "minutes" }', "columns.id.unit", "id is no duration"),
        ('["Acme No"] }', "[] }", "columns.id.from", "it is empty"),
        ('["Acme No"] }', '["opened local"] }', "columns.created", "one of id, too"),
        ('["Acme No"] }', '["Acme No"], format = "x" }', "columns.id.format", "no such key"),
        ('"Opened (local)"]\nsource', '"acme no"]\nsource', "recognise", "two headers are the same"),
        ("source", "least = 3\nsource", "least", "3 is not from 1 to 2"),
        ("source", "limit = true\nsource", "limit", "it is not a number"),
        ("source", 'zone = "Mars"\nsource', "zone", "no time zone Mars"),
        ("source", 'custom = ["Field"]\nsource', "custom", "Field holds no *"),
        ("source", 'notes = "one"\nsource', "notes", "it is not a list of texts"),
        ("[columns]", "[columns", "TOML", "line"),
    ],
)  # fmt: skip
def test_a_slip_is_refused_with_its_place(old: str, new: str, where: str, why: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        preset(PLAIN.replace(old, new, 1))
    assert caught.value.kind is errors.BAD_PRESET
    assert caught.value.exit is Exit.USAGE
    assert caught.value.params["file"] == "acme.toml"
    assert caught.value.params["where"] == where
    assert why in str(caught.value.params["why"])


@pytest.mark.parametrize(
    ("rule", "where", "why"),
    [
        ('reason = "x"\nwhen = {}', "leave_out[0].when", "it names no column"),
        ('when = { A = ["0"] }', "leave_out[0].reason", "it is missing"),
        ('reason = "x"\nwhen = { A = "0" }', "leave_out[0].when.A", "it is not a list of texts"),
        ('reason = "x"\nwhen = { A = ["0"] }\nroles = ["x"]', "leave_out[0].roles", "no role x"),
    ],
)
def test_so_is_one_in_what_is_left_out(rule: str, where: str, why: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        preset(more=f"[[leave_out]]\n{rule}\n")
    assert (caught.value.params["where"], why in str(caught.value.params["why"])) == (where, True)


@pytest.mark.parametrize(
    ("text", "bad", "where", "why"),
    [
        (PLAIN, 'unit = "fortnights"', "columns.talk.unit", "fortnights is no unit of time"),
        (PLAIN, "values = 3", "columns.talk.values", "it is not a table of texts"),
        (PLAIN, "values = { a = true }", "columns.talk.values", "it is not a text"),
    ],
)
def test_so_is_one_in_how_a_column_is_read(text: str, bad: str, where: str, why: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        preset(text, f'talk = {{ from = ["Talk"], {bad} }}\n')
    assert (caught.value.params["where"], caught.value.params["why"]) == (where, why)


def test_a_file_that_is_not_there_is_an_error_of_usage() -> None:
    with pytest.raises(CsmetricsError) as caught:
        load("no/such.toml")
    assert caught.value.exit is Exit.USAGE


def test_the_presets_that_are_shipped_are_right() -> None:
    assert all(name == each.name for name, each in shipped().items())


def test_what_is_read_first_is_what_the_whole_file_says() -> None:
    whole = {
        name: (frozenset(map(word, each.recognise)), each.least) for name, each in shipped().items()
    }
    assert presets.signs() == whole
