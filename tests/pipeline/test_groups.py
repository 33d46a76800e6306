"""--min-group: small slices are hidden in every format, with what would give them away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csmetrics.analyses import standards
from csmetrics.analyses.compare import compared
from csmetrics.analyses.drivers import drivers
from csmetrics.api import compute
from csmetrics.metrics.nps import NPS
from csmetrics.options import Options, SliceOptions
from csmetrics.pipeline import beside, measured
from csmetrics.pipeline.choosing import Asked
from csmetrics.render import FORMATS
from csmetrics.report import Report, Untold

WHY = "hidden: fewer than 5, or so that no group that small can be worked out"
Made = Callable[..., str]


@pytest.fixture
def answers(tmp_path: Path) -> Made:
    def make(**of: list[tuple[int, str]]) -> str:
        """Answers by channel: (score, day) each."""
        file = tmp_path / "responses.csv"
        lines = [f"{score},{name},{day}" for name, each in of.items() for score, day in each]
        file.write_text("\n".join(["score,channel,answered_at", *lines]) + "\n", "utf-8")
        return str(file)

    return make


def some(count: int, day: str = "2026-01-31", score: int = 9) -> list[tuple[int, str]]:
    return [(score, day)] * count


def shown(report: Report) -> dict[tuple[str | None, ...], int | None]:
    """How many each slice says it is; None where it is hidden."""
    return {
        tuple(label for _, label in row.slice): None
        if isinstance(row.measure.headline.n, Untold)
        else row.measure.headline.n
        for row in report.rows
    }


def test_the_smallest_other_slice_keeps_a_small_one(answers: Made) -> None:
    file = answers(email=some(20), chat=some(8), phone=some(3))
    report = compute("nps", file, by=["channel"], min_group=5)
    assert shown(report) == {(): 31, ("chat",): None, ("email",): 20, ("phone",): None}
    hidden = report.rows[1].measure
    assert {each.value for each in hidden.statistics} == {None}
    assert {each.undefined_because for each in hidden.statistics} == {WHY}
    assert (hidden.parts, hidden.distribution, hidden.headline.counts) == ((), (), ())
    (note,) = [each.text for each in report.diagnostics if each.kind.code == "N125"]
    assert note.startswith("2 of 3 slices are hidden: fewer than 5")


def test_without_it_all_is_shown(answers: Made) -> None:
    report = compute("nps", answers(email=some(20), phone=some(1)), by=["channel"])
    assert shown(report) == {(): 21, ("email",): 20, ("phone",): 1}


def test_a_whole_that_is_small_is_hidden(answers: Made) -> None:
    assert shown(compute("nps", answers(email=some(4)), min_group=5)) == {(): None}


def test_a_month_of_nobody_is_hidden_where_it_would_give_another_away(answers: Made) -> None:
    march = some(9, "2026-03-31")
    file = answers(email=[*some(9), *march], chat=[*some(2), *march], phone=some(30))
    found = shown(compute("nps", file, by=["channel"], every="month", min_group=5))
    assert found["chat", "2026-01"] is None
    assert found["chat", "2026-02"] == 0
    assert sum(count is None for count in found.values()) == 4


def test_a_combination_that_does_not_occur_gets_a_row_where_it_is_hidden(tmp_path: Path) -> None:
    file = tmp_path / "responses.csv"
    rows = ["9,a,x"] * 3 + ["9,b,y"] * 7 + ["9,c,x"] * 10 + ["9,c,y"] * 20
    file.write_text("\n".join(["score,team,channel", *rows]) + "\n", "utf-8")
    found = shown(compute("nps", str(file), by=["team", "channel"], min_group=5))
    assert {slice_ for slice_, count in found.items() if count is None} == {
        ("a", "x"),
        ("b", "x"),  # nobody
        ("b", "y"),
        ("c", "x"),
        ("c", "y"),
    }
    assert list(found) == sorted(found)
    assert ("a", "y") not in found  # nobody, and nothing follows from that


def test_a_median_of_a_small_group_is_hidden_like_its_count(tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    rows = [
        f"{n},2026-01-05 09:00,2026-01-05 {10 + n % 3}:00,{'ana' if n < 20 else 'bob'}"
        for n in range(23)
    ]
    file.write_text("\n".join(["id,created_at,first_response_at,agent", *rows]) + "\n", "utf-8")
    report = compute("frt", str(file), by=["agent"], min_group=5)
    assert shown(report) == {(): 23, ("ana",): None, ("bob",): None}


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.name != "value"])
def test_no_format_tells_what_is_hidden(answers: Made, name: str) -> None:
    """The 13 answers of two channels are in no format, and each says that something is hidden."""
    file = answers(email=some(20), chat=some(9, score=3), phone=some(4, score=2))
    format_ = next(each for each in FORMATS if each.name == name)
    content = format_.render(compute("nps", file, by=["channel"], min_group=5))
    text = content.decode("utf-8", "ignore") if isinstance(content, bytes) else content
    if name == "json":
        results: list[dict[str, Any]] = json.loads(text)["results"]
        assert [(each["n"], each.get("hidden")) for each in results] == [
            (33, None),
            (None, True),
            (20, None),
            (None, True),
        ]
        assert results[1]["undefined_because"] == WHY
        assert {each["n"] for each in results[1]["statistics"].values()} == {None}
    elif name in ("csv", "tsv"):
        table = list(csv.DictReader(io.StringIO(text), delimiter="," if name == "csv" else "\t"))
        hidden = [each for each in table if each["channel"] in ("chat", "phone")]
        assert {(each["value"], each["n"], each["undefined_because"]) for each in hidden} == {
            ("", "", WHY)
        }
    elif name != "xlsx":
        assert "hidden" in text


def test_an_average_counts_those_that_are_hidden(answers: Made) -> None:
    file = answers(a=some(20), b=some(20, score=3), c=some(10, score=3), d=some(2, score=3))
    run = measured(NPS(), [file], Options(slices=SliceOptions(by=("channel",))))
    found = standards.standards(run, "channel", standards.against(None, private=5))
    assert found.centre == 100 * (20 - 32) / 52
    assert [(each.label, each.verdict == "hidden", int(each.n)) for each in found.peers] == [
        ("a", False, 20),
        ("b", False, 20),
        ("c", True, 0),
        ("d", True, 0),
    ]
    assert (found.peers[2].value, found.peers[2].limits, found.peers[2].shrunk) == (None, (), None)


def test_how_many_rows_have_a_label_is_not_told_with_those_that_have_none(answers: Made) -> None:
    file = answers(a=[*some(19), *some(1, score=3)], b=some(20, score=3))
    with open(file, "a", encoding="utf-8") as more:
        more.write("9,,2026-01-31\n" * 2)
    asked = Asked(NPS(), [file], Options(), columns=("channel",))
    (found,) = drivers(*beside.found(asked), private=5).drivers
    assert [int(each.statistic.n) for each in found.levels] == [20, 0, 0]
    assert found.effect.n == 20  # of the level that is shown alone: not 40 of 42


def test_a_change_is_not_split_over_groups_that_are_hidden(answers: Made) -> None:
    file = answers(email=some(20), chat=some(8), phone=some(3))
    report = compute("nps", file, by=["channel"], min_group=5)
    (found,) = compared(report, report)
    assert found.split is None
    assert found.unsplit == "some of channel are hidden: no split into rate and mix"
