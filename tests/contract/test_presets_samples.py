"""Every preset, against a small export of its kind: tests/golden/presets/<name>/.

``input.csv`` (or another suffix that is read) is such an export, invented. ``expected.csv`` is what it must be
read as: the canonical table. Its first line holds roles, in the order of the schema; the second the column that
must play each; then one line for each row of the input that is not left out, with its record number first.

* times are ISO in UTC (``2026-01-05T12:00:00Z``), durations seconds, flags 1 and 0, numbers as short as can be;
* a status is one of ours (``on-hold``); an unknown one, and every cell that holds nothing, is empty;
* everything else is text.

All roles are in it, also those that the generic names find. With ``UPDATE_GOLDEN=1`` this file writes it from what
is read: it is then to be checked line by line against what the input means.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import csmetrics
from csmetrics import errors
from csmetrics.intake import schema
from csmetrics.intake.inspection import inspect
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.presets import shipped
from csmetrics.intake.recognition import expected, fit_of
from csmetrics.intake.statuses import read_status
from csmetrics.intake.times import MISSING
from csmetrics.options import InputOptions
from csmetrics.read import open_table
from csmetrics.render import json as json_format

GOLDEN = Path(__file__).parents[1] / "golden" / "presets"
NAMES = sorted(shipped())


def sample(name: str) -> Path:
    found = list((GOLDEN / name).glob("input.*"))
    if not found:
        pytest.skip("test_every_preset_has_a_sample names it")
    return found[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_has_a_sample(name: str) -> None:
    assert len(list((GOLDEN / name).glob("input.*"))) == 1


def test_every_sample_is_of_a_preset() -> None:
    assert {path.name for path in GOLDEN.glob("*")} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_is_recognised(name: str) -> None:
    fit, _ = fit_of(mapping(name).raw, None)
    assert fit is not None
    assert fit.preset.name == name


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_is_read_as_expected(name: str) -> None:
    lines = list(canonical(name))
    golden = GOLDEN / name / "expected.csv"
    if os.environ.get("UPDATE_GOLDEN"):
        with golden.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    with golden.open(encoding="utf-8", newline="") as file:
        assert lines == list(csv.reader(file))


@pytest.mark.parametrize("name", NAMES)
def test_every_role_of_the_preset_is_in_the_sample(name: str) -> None:
    told = {role for role, _ in mapping(name).told.values()}
    assert set(shipped()[name].columns) - told == set()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_is_told_by_columns_of_the_sample(name: str) -> None:
    found = mapping(name)
    for rule in shipped()[name].leave_out:
        assert all(found.named(header, "--preset") for header, _ in rule.when)


def mapping(name: str) -> Mapping:
    raw = open_table(str(sample(name)), InputOptions(), expected(None))
    fit, _ = fit_of(raw, None)
    return Mapping(raw, shipped()[name].table, {}, fit)


def canonical(name: str) -> Iterator[list[str]]:
    table = shipped()[name].table
    frame = csmetrics.load(str(sample(name)), table)
    found = mapping(name)
    headers = [found.needed(role).header for role in frame.columns]
    yield ["row", *frame.columns]
    yield ["", *headers]
    shown = [WRITTEN[schema.KINDS.get(role, "label")] for role in frame.columns]
    for number, cells in zip(frame.index, frame.itertuples(index=False), strict=True):
        yield [str(number), *(write(cell) for write, cell in zip(shown, cells, strict=True))]


def time(cell: pd.Timestamp) -> str:
    return "" if pd.isna(cell) else cell.tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(cell: int) -> str:
    return "" if cell == MISSING else f"{cell / 1000:g}"


def number(cell: float) -> str:
    return "" if np.isnan(cell) else f"{cell:g}"


def text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def status(cell: object) -> str:
    known = read_status(text(cell))
    return "" if known is None else known.label


WRITTEN: dict[str, Callable[..., str]] = {
    "date": time,
    "duration": seconds,
    "status": status,
    **dict.fromkeys(("score", "number", "flag", "count"), number),
    **dict.fromkeys(("id", "text", "label"), text),
}


@pytest.mark.parametrize("name", NAMES)
def test_inspect_names_the_preset(name: str) -> None:
    (seen,) = inspect([str(sample(name))], InputOptions()).files
    assert seen.preset is not None
    assert (seen.preset.name, seen.table) == (name, shipped()[name].table)
    assert errors.PRESET_USED in {each.kind for each in seen.diagnostics}


@pytest.mark.parametrize("name", [each for each in NAMES if shipped()[each].table == "tickets"])
def test_a_report_names_the_preset(name: str) -> None:
    report = csmetrics.compute("volume", str(sample(name)))
    document = json.loads(json_format.render(report))
    assert document["inputs"][0]["preset"]["name"] == name
    assert "preset-used" in {each["name"] for each in document["diagnostics"]}
