"""Every row is used or explained, and the slices by one column add up to the whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from contract_tables import (
    CASES,
    Case,
    chunks_of,
    every_case,
    outcome,
    slicings_of,
    tables_of,
    write,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.report import Measure, Report, Row

quick = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@every_case
@quick
@given(data=st.data(), size=st.integers(20, 400))
def test_rows_read_are_used_or_left_out(
    tmp_path: Path, case: Case, data: st.DataObject, size: int
) -> None:
    rows, sliced = data.draw(tables_of(case)), data.draw(slicings_of(case))
    with chunks_of(size):
        report = outcome(case, [write(tmp_path / "r.csv", rows, case.header)], sliced)
    if isinstance(report, CsmetricsError):
        assert report.exit in (Exit.NOTHING, Exit.REFUSED)
        return
    for quality in (report.quality, *report.questions):
        assert quality.rows_read == len(rows) == sum(each.rows for each in report.inputs)
        assert quality.rows_read == quality.used + sum(each.count for each in quality.left_out)
        assert all(0 < len(each.rows) <= each.count for each in quality.left_out)
    if case.table == "responses":  # one row is one answer
        used = {row.question: row.measure.headline.n for row in report.rows if not row.slice}
        assert all(each.used == used[each.question] for each in report.questions)
        assert max(used.values()) <= report.quality.used <= sum(used.values())


@every_case
@quick
@given(data=st.data(), every=st.sampled_from([None, "month"]))
def test_slices_add_up_to_the_whole(
    tmp_path: Path, case: Case, data: st.DataObject, every: str | None
) -> None:
    rows, sliced = data.draw(tables_of(case)), data.draw(slicings_of(case))
    file = write(tmp_path / "r.csv", rows, case.header)
    shown = {**sliced, "by": ("channel",)}
    shown |= {} if "every" in case.refused else {"every": every}
    report = outcome(case, [file], shown)
    if isinstance(report, CsmetricsError):
        return
    populations: dict[object, list[Row]] = {}
    for row in report.rows:
        key = (row.question, row.measure.date, row.measure.title)
        populations.setdefault(key, []).append(row)
    for whole, *slices in populations.values():
        assert whole.slice == ()
        parts = sum((counted(row.measure, case) for row in slices), Counter())
        assert parts == counted(whole.measure, case)


def counted(result: Measure, case: Case) -> Counter[str]:
    """All that is counted in a slice."""
    if (case.metric, *case.own) == (
        "ltv",
        ("basis", "dates"),
    ):  # who stays is there in many periods
        return +Counter(dict(result.parts))
    if result.headline.name == "per_customer":  # each slice of contacts is per all customers
        return Counter(contacts=dict(result.parts)["contacts"])
    found = Counter({"n": result.headline.n})
    found.update({f"part {name}": count for name, count in result.parts})
    found.update({f"value {name}": count for name, count in result.distribution})
    return +found


def test_a_blank_label_is_a_slice_of_its_own_and_na_is_a_label(tmp_path: Path) -> None:
    cells = ("web", "", " ", "NA", "null")
    rows = [(str(row), "5", "", label, "", "") for row, label in enumerate(cells)]
    report = outcome(CASES[0], [write(tmp_path / "r.csv", rows)], {"by": ("channel",)})
    assert isinstance(report, Report)
    assert [row.slice[0][1] for row in report.rows[1:]] == ["NA", "null", "web", None]


# Nothing to measure, for every metric: exit 4, each in its own words.


@every_case
@pytest.mark.parametrize(
    ("content", "kind"),
    [("", errors.EMPTY), ("{header}\n", errors.NO_ROWS), ("{header}\n\n,,\n\n", errors.NO_ROWS)],
)
def test_no_row(tmp_path: Path, case: Case, content: str, kind: errors.Kind) -> None:
    file = tmp_path / "r.csv"
    file.write_text(content.format(header=",".join(case.header)), encoding="utf-8")
    refusal = outcome(case, [str(file)], {})
    assert isinstance(refusal, CsmetricsError)
    assert (refusal.kind, refusal.exit) == (kind, Exit.NOTHING)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.table == "responses"], ids=lambda case: case.metric
)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("id,score,other,wait\n1,,,1\n2, ,,1\n3,NA,n/a,1\n", errors.ALL_BLANK),
        ("id,score,other,wait\n1,99,99,1\n2,8.5,-1,1\n", errors.NONE_USED),
    ],
)
def test_no_answer(tmp_path: Path, case: Case, content: str, kind: errors.Kind) -> None:
    file = tmp_path / "r.csv"
    file.write_text(content, encoding="utf-8")
    refusal = outcome(case, [str(file)], {})
    assert isinstance(refusal, CsmetricsError)
    assert (refusal.kind, refusal.exit) == (kind, Exit.NOTHING)
