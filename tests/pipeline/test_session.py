"""Metric after metric over the same files: the answers are those of each by itself, with fewer readings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from csmetrics.metrics import by_name
from csmetrics.options import InputOptions, Options
from csmetrics.pipeline import measure, run
from csmetrics.pipeline.session import Session

HEADER = "id,created,resolved,updated,status,reopens\n"
JANUARY = "1,2026-01-01,,2026-01-31,open,0\n2,2026-01-02,2026-01-05,2026-01-05,closed,0\n"
FEBRUARY = (
    "1,2026-01-01,2026-02-03,2026-02-03,closed,1\n3,2026-02-01,2026-02-02,2026-02-02,closed,0\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """Ticket 1 stands in both exports: which of its rows counts is known after all were read."""
    found = []
    for name, rows in {"a.csv": JANUARY, "b.csv": FEBRUARY}.items():
        (tmp_path / name).write_text(HEADER + rows)
        found.append(str(tmp_path / name))
    return tuple(found)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many times the files were read for each measure, the last one at the end."""
    counts: list[int] = []
    plain = run._read

    def counted(*args: Any) -> Any:
        counts[-1] += 1
        return plain(*args)

    monkeypatch.setattr(run, "_read", counted)
    return counts


def test_the_answers_are_those_of_each_by_itself(files: tuple[str, ...]) -> None:
    session = Session()
    for name in ("art", "reopens", "volume", "backlog", "art"):
        metric = by_name(name)()
        assert session.measured(metric, files, Options())() == measure(metric, files, Options())


def test_what_repeats_is_found_out_once(files: tuple[str, ...], readings: list[int]) -> None:
    session = Session()
    for name in ("art", "reopens", "volume"):
        readings.append(0)
        session.measured(by_name(name)(), files, Options())
    assert readings[0] > 1
    assert readings[1:] == [1, 1]


def test_other_options_are_other_rows(files: tuple[str, ...]) -> None:
    session = Session()
    art = by_name("art")()
    session.measured(art, files, Options())
    first = Options(InputOptions(dedupe="first"), given=frozenset({"dedupe"}))
    assert session.measured(art, files, first)() == measure(art, files, first)
