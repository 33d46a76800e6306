"""Whole runs into every format: hostile labels act nowhere, and the same input gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import contract_customers as customers
import pytest
from contract_tables import CASES, Case, outcome, write
from contract_tickets import late, sound

from csmetrics.render import FORMATS, Format, table
from csmetrics.report import Report
from schemas import hold_to_schema

HOSTILE = (
    "\x1b[31mred", "\x1b]8;;http://x\x07link", "\u202egnp.exe", "\x9b2J", "=1+1", "+cmd|' /C'!A0",
    "-1-1", "@SUM(A1)", "[bold]b[/bold]", "<script>alert(1)</script>", "a|b", "`c`", "**d**",
    "line\nend", "tab\tin", "quote\"in", "\ufeffbom", "zero\u200bwidth", "{braces}", "%s", "😀",
)  # fmt: skip
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
NAME = "ch\x1b[1man,nel"

every_case_once = pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.metric}-{len(case.own)}", scope="module"
)


def rows_of(case: Case) -> list[tuple[str, ...]]:
    """One row for each hostile label; among answers one more, which is left out."""
    if case.table == "customers":
        rows = [customers.sound(label, number) for number, label in enumerate(HOSTILE)]
        rows = [*rows, customers.late()]
        return customers.alone(rows) if dict(case.own)["basis"] in ("flag", "totals") else rows
    if case.table == "tickets":
        return [*(sound(label, number) for number, label in enumerate(HOSTILE)), late()]
    found = [(str(row), "4", "3", label, "2026-01-31", "2") for row, label in enumerate(HOSTILE)]
    return [*found, ("last", "99", "5", "web", "2026-03-01", "")]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, case: Case) -> Report:
    """The report of a case, computed once for all that is asked of it."""
    header = tuple(NAME if name == "channel" else name for name in case.header)
    folder = tmp_path_factory.mktemp("hostile")
    file = write(folder / "ho\x1b[1mstile.csv", rows_of(case), header)
    goal = ">= 1m" if case.made.definition().unit == "seconds" else ">= 2"
    shown = {"by": (NAME,), "every": "month", "goal": goal, "each": True}
    asked = {name: each for name, each in shown.items() if name not in case.refused}
    found = outcome(case, [file], asked)
    assert isinstance(found, Report)
    return found


def text_of(shown: Format, report: Report) -> str:
    found = shown.render(report)
    return found if isinstance(found, str) else found.decode("utf-8")


@every_case_once
@pytest.mark.parametrize("name", ["table", "md"])
def test_nothing_acts_on_the_screen_of_a_person(report: Report, name: str) -> None:
    (shown,) = (each for each in FORMATS if each.name == name)
    texts = [text_of(shown, report)]
    if name == "table":
        texts += [table.render(report, width=width, color=False) for width in (30, 80, 300)]
    for text in texts:
        assert not RAW.search(text)
        assert "red" in text


@every_case_once
def test_json_keeps_labels_as_they_are_and_fits_its_schema(report: Report) -> None:
    text = text_of(next(each for each in FORMATS if each.name == "json"), report)
    assert not RAW.search(text)
    document = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    hold_to_schema(document, "metric")
    found = {each["slice"][NAME] for each in document["results"] if NAME in each["slice"]}
    assert {label.strip("\ufeff") for label in HOSTILE} <= {
        label.strip("\ufeff") for label in found
    }


@every_case_once
@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_csv_is_read_back_and_starts_no_formula(report: Report, name: str, delimiter: str) -> None:
    text = text_of(next(each for each in FORMATS if each.name == name), report)
    header, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    assert {len(line) for line in lines} == {len(header)}
    read = {line[header.index(NAME)] for line in lines}
    for label in HOSTILE:
        safe = f"'{label}" if label[0] in "=+-@" else label
        assert safe in read
    number = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
    for line in lines:
        assert all(cell[:1] not in ("=", "@") for cell in line)
        assert all(number.fullmatch(cell) for cell in line if cell[:1] == "-")


# The same input with the same options gives the same bytes, wherever and whenever.

# Every case in every format; charts, which take nine tenths of the time, for one case of each kind of answer.

PROGRAM = (
    "import json, sys\n"
    "from csmetrics import compute\n"
    "from csmetrics.render import FORMATS\n"
    "drawn = set()\n"
    "for metric, own, file in json.loads(sys.argv[1]):\n"
    "    report = compute(metric, file, **own)\n"
    "    for shown in FORMATS:\n"
    "        known = shown.name == 'html' and (metric, own.get('basis')) in drawn\n"
    "        if shown.name != 'value' and not known:\n"
    "            found = shown.render(report)\n"
    "            found = found if shown.binary else found.encode()\n"
    "            sys.stdout.buffer.write(found)\n"
    "    drawn.add((metric, own.get('basis')))\n"
)


def test_same_bytes_whatever_the_machine_is_set_to(tmp_path: Path) -> None:
    answers = [
        (str(row), str(row % 8), f"o{row % 3}", f"ç{row % 5}", f"2026-0{1 + row % 4}-1{row % 9}", f"{1 + row % 3}")
        for row in range(200)
    ]  # fmt: skip
    tickets = [sound(f"ç{row % 5}", row) for row in range(200)]
    for row, ticket in enumerate(tickets):
        opened = f"2026-01-{10 + row % 19} 08:0{row % 7}"
        tickets[row] = (ticket[0], opened, *ticket[2:])
    tickets.append(late())
    people = [customers.sound(f"ç{row % 5}", row) for row in range(200)]
    made: dict[str, list[tuple[str, ...]]] = {
        "responses": answers,
        "tickets": tickets,
        "customers": [*people, customers.late()],
    }
    runs = []
    for case in CASES:
        file = write(tmp_path / f"{case.table}.csv", made[case.table], case.header)
        shown = {"by": ["channel"], "every": "month", "max_left_out": "100%"}
        asked = {name: each for name, each in shown.items() if name not in case.refused}
        runs.append((case.metric, {**dict(case.own), **asked}, file))
    machines = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Sao_Paulo", "LANG": "pt_BR.UTF-8", "COLUMNS": "20"},
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, json.dumps(runs)],
            env={"PATH": os.environ["PATH"], **machine},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for machine in machines
    ]
    (one, faults), (other, _) = (process.communicate(timeout=120) for process in running)
    assert not faults, faults.decode()
    assert one == other
    assert len(one) > 10_000
