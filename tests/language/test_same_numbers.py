"""A report says the same numbers in every language, and reads well: small files to be read by people."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome
from csmetrics.language import ENGLISH, known, load, speaking
from csmetrics.render import by_name
from csmetrics.render._kinds import grids
from csmetrics.report import Report
from render.reports import GOLDEN

FOLDER = Path(__file__).parent.parent / "golden" / "language"
EXAMPLES = Path(__file__).parents[2] / "examples"
Captured = pytest.CaptureFixture[str]
OTHERS = [name for name in known() if name != ENGLISH.name]
NUMBER = re.compile(r"\d[\d.,]*")


def numbers(report: Report, name: str) -> list[list[float]]:
    """The numbers of each cell that is no label, as a reader of that language understands them."""
    language = load(name)
    signs = str.maketrans({language.group: None, language.decimal: "."})
    with speaking(language):
        return [
            [float(each.translate(signs)) for each in NUMBER.findall(cell)]
            for grid in grids(report)
            for row in grid.rows
            for column, cell in zip(grid.columns, row.cells, strict=True)
            if column.kind != "label"
        ]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("report", GOLDEN.values(), ids=GOLDEN)
def test_the_numbers_are_those_of_the_english_table(report: Report, name: str) -> None:
    found = numbers(report, name)
    assert found == numbers(report, ENGLISH.name)
    assert any(found)


@pytest.mark.parametrize("form", ["json", "csv", "tsv"])
def test_what_machines_read_is_the_same_in_every_language(form: str) -> None:
    member = by_name(form)
    assert member is not None
    with speaking("pt-BR"):
        said = {name: member.render(report) for name, report in GOLDEN.items()}
    assert said == {name: member.render(report) for name, report in GOLDEN.items()}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    ("file", "run"),
    [
        ("score", "nps pesquisa-nps.csv --every month --goal '>= 40'"),
        ("times", "art tickets.csv --by channel -f md"),
        ("compared", "compare csat 2026-09 2026-10 responses.csv --scale 0-10 --by channel"),
        ("meaning", "explain fcr"),
    ],
)
def test_reads_well(
    file: str, run: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(EXAMPLES)
    outcome([*shlex.split(run), "--lang", name])
    said = capsys.readouterr()
    path = FOLDER / f"{file}-{name}.txt"
    text = f"$ csmetrics {run} --lang {name}\n{said.out}{said.err}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()
