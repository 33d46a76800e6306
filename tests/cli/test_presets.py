"""``csmetrics presets``: what is known of each export can be read, and a file of one's own checked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from csmetrics.cli.commands import presets as command
from csmetrics.cli.commands.presets import ListOptions
from csmetrics.cli.terminal import Terminal
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.intake.presets import shipped

NAMES = sorted(shipped())
OWN = """
name = "acme"
title = "Acme Desk"
table = "tickets"
recognise = ["Acme No", "Came in"]
least = 1
source = "invented"
zone = "America/Lima"
limit = 1000
notes = ["Weekends are not in it."]
custom = ["Field: *"]
[columns]
id = { from = ["Acme No", "No"] }
talk = { from = ["Talked"], unit = "minutes" }
status = { from = ["Phase"], values = { Z9 = "closed", "" = "" } }
[[leave_out]]
reason = "spam"
when = { Phase = ["z8", ""] }
[[leave_out]]
reason = "robot"
when = { Robot = ["yes"] }
roles = ["talk"]
"""


def printed(name: str | None, format_: str = "text") -> str:
    out = io.StringIO()
    assert command.run(name, ListOptions(format=format_), Terminal(None, out, None, {})) == 0
    return out.getvalue()


def test_all_are_listed_with_what_they_are_recognised_by() -> None:
    listed = printed(None)
    assert [line.split(" - ")[0] for line in listed.splitlines() if " - " in line] == NAMES
    assert "recognised by" in listed


@pytest.mark.parametrize("name", NAMES)
def test_each_is_shown_whole(name: str) -> None:
    shown, preset = " ".join(printed(name).split()), shipped()[name]
    for part in (preset.title, preset.source, *preset.columns, *preset.notes, *preset.recognise):
        assert " ".join(part.split()) in shown
    assert all(rule.reason in shown for rule in preset.leave_out)


def test_one_of_your_own_is_checked_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(OWN, encoding="utf-8")
    assert (
        printed(str(path))
        == """\
Acme Desk (tickets)
  recognised by 1 of Acme No, Came in

Columns
  id      Acme No or No
  talk    Talked (minutes)
  status  Phase; z9 is closed, blank is nothing

Fields that a team has added, by their name alone
  Field: *

Left out
  spam: where Phase is blank or z8, the row is left out
  robot: where Robot is yes, talk counts as empty

To know
  times without an offset are those of America/Lima
  the export stops at 1,000 rows: exactly so many are a warning
  Weekends are not in it.

Source
  invented
"""
    )


def test_the_json_holds_the_same() -> None:
    assert [each["name"] for each in json.loads(printed(None, "json"))] == NAMES
    found = json.loads(printed("zendesk", "json"))
    assert found["columns"]["first_response_duration"]["unit"] == "minutes"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(CsmetricsError) as caught:
        printed("zendeks")
    assert (caught.value.exit, caught.value.hint) == (Exit.USAGE, "did you mean zendesk?")
