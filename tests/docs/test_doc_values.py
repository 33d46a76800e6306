"""Each example of docs/values.md is read as the page says."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest
from documents import DOCS

from csmetrics.intake.dates import DateColumn
from csmetrics.intake.numbers import NumberColumn
from csmetrics.intake.scores import MISSING, read_score
from csmetrics.intake.spelled import read_duration


def rows(section: str) -> list[tuple[str, str]]:
    text = (DOCS / "values.md").read_text(encoding="utf-8")
    table = text.split(f"\n## {section.capitalize()}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `(.*)` \| (.*) \|$", table, re.MULTILINE)
    assert len(found) == table.count("\n|") - 2
    return found


@pytest.mark.parametrize(("text", "meaning"), rows("dates"))
def test_dates(text: str, meaning: str) -> None:
    dates = DateColumn("created", "UTC")
    times, faults = dates.typed(pa.array([text]), np.arange(1))
    if faults.codes[0]:
        reason = faults.reasons[faults.codes[0] - 1].text
        assert meaning == {"no date": "missing"}.get(reason, reason)
        return
    shown = times.dt.tz_localize(None)[0].isoformat(" ", timespec="milliseconds")
    shown = shown.removesuffix(".000").removesuffix(":00").removesuffix(" 00:00")
    assert meaning == shown + " UTC" * (dates.facts.aware is not None)


@pytest.mark.parametrize(("text", "meaning"), rows("durations"))
def test_durations(text: str, meaning: str) -> None:
    found = read_duration(text, None, f"{'comma' if ',' in text else 'point'} h:mm")
    assert meaning == ("not a duration" if found is None else f"{found / 1000:.10g} s")


@pytest.mark.parametrize(("text", "meaning"), rows("numbers"))
def test_numbers(text: str, meaning: str) -> None:
    comma = re.search(r",\d+(E.*)?$", text) is not None
    column = NumberColumn("amount", "comma" if comma else "point")
    (number,), faults = column.typed(pa.array([text]).dictionary_encode())
    assert meaning == ("not a number" if faults.codes[0] else f"{number:g}")


@pytest.mark.parametrize(("text", "meaning"), rows("scores"))
def test_scores(text: str, meaning: str) -> None:
    reading = read_score(text)
    if reading.fault:
        assert meaning == ("missing" if reading.fault == MISSING else "not a score")
    else:
        assert meaning == f"{reading.value:g}"
