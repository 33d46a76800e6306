"""The decimal sign of 1,250 and 1.250: proven by the column, by another one of the file, else assumed and said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.report import Report

Written = Callable[..., str]
SIGNS = (errors.ASSUMED_DECIMAL, errors.SIBLING_DECIMAL)
ASSUMED, SIBLING = [errors.ASSUMED_DECIMAL], [errors.SIBLING_DECIMAL]

# lines, mean in seconds, what is said
FILES: dict[str, tuple[tuple[str, ...], float, list[Kind]]] = {
    "a leading zero": (("id;t (h)", "1;1,250", "2;0,750", "3;2,125"), 4950, []),
    "a leading zero, quoted": (("id,t (h)", '1,"0,750"', '2,"1,250"'), 3600, []),
    "other than three digits": (("id,t (h)", '1,"1,5"', '2,"1,250"'), 4950, []),
    "both signs": (("id,t (s)", '1,"1.234,500"', '2,"1.250"'), 1242.25, []),
    "words": (("id,t", '1,"0,750 horas"', '2,"1,250 horas"'), 3600, []),
    "words alone": (("id;t", "1;1,250 horas", "2;3,750 horas"), 9000, ASSUMED),
    "another column": (("id;t (s);v", "1;1.500;10,5", "2;2.500;3"), 2000, SIBLING),
    "another, against the delimiter": (("id;t (h);v", "1;1.500;10.5", "2;2.500;3"), 7200, SIBLING),
    "a duration that plays no role": (("id;t (s);v", "1;1.500;1,5 h", "2;2.500;"), 2000, SIBLING),
    "two others, against each other": (("id;t (h);v;w", "1;1,500;1.5;1,5"), 5400, ASSUMED),
    "no column of numbers": (("id,t (h),v", '1,1.500,"1,5 or so"'), 5400, ASSUMED),
    "a semicolon": (("id;t (h)", "1;1,250", "2;2,500"), 6750, ASSUMED),
    "a comma": (("id,t (s)", '1,"1,500"', '2,"2,500"'), 2000, ASSUMED),
    "ISO 8601 has no thousands": (("id;t", "1;PT1.250S", "2;PT1,750S"), 1.5, []),
    "nothing to decide": (("id;t (s)", "1;1000", "2;0"), 500, []),
}


def said(report: Report) -> list[Kind]:
    return [note.kind for note in report.diagnostics if note.kind in SIGNS]


@pytest.mark.parametrize("case", FILES)
def test_durations(written: Written, case: str) -> None:
    lines, seconds, notes = FILES[case]
    name = lines[0].replace(";", ",").split(",")[1]
    report = compute("aht", written(*lines), column=[f"handle_time={name}"])
    assert report.rows[0].measure.headline.value == seconds
    assert said(report) == notes


@pytest.mark.parametrize(("decimal", "seconds"), [("comma", 6750), ("point", 6_750_000)])
def test_what_is_told_is_not_doubted(written: Written, decimal: str, seconds: int) -> None:
    file = written("id;handle time (h)", "1;1,250", "2;2,500")
    report = compute("aht", file, decimal=decimal)
    assert (report.rows[0].measure.headline.value, said(report)) == (seconds, [])


def test_the_warning_names_the_sign_and_the_cure(written: Written) -> None:
    report = compute("aht", written("id;handle time (h)", "1;1,250"))
    (note,) = [note for note in report.diagnostics if note.kind is errors.ASSUMED_DECIMAL]
    params = (("column", "handle time (h)"), ("sign", "comma"), ("other", "point"))
    assert note.params == params


@pytest.mark.parametrize(
    ("lines", "used", "notes"),
    [
        (("nota;valor", "9;0,750", "3;1,250"), 2, []),
        (("nota;valor", "9;1,750", "3;1,250"), 2, ASSUMED),
        (("nota;valor;taxa", "9;1.750;0,5", "3;1;2"), 1, SIBLING),
        (("nota,valor", '9,"1,750"', "3,1"), 1, ASSUMED),
    ],
)
def test_numbers(written: Written, lines: tuple[str, ...], used: int, notes: list[Kind]) -> None:
    report = compute("nps", written(*lines), where=["valor < 2"])
    assert (report.rows[0].measure.headline.n, said(report)) == (used, notes)


SHORT = "Issue key,Created,Resolved,Time to first response,Time to resolution"


@pytest.mark.parametrize("key", ["Issue key", "Chave do item", "Number"])
def test_what_remained_of_an_sla_of_jira_is_no_duration(written: Written, key: str) -> None:
    """Below zero it is refused, above only doubted; beside another key it is a duration like any other."""
    header = SHORT.replace("Issue key", key)
    rows = [f"A-{n},2026-03-02 09:00,2026-03-02 11:00,3:30,6:00" for n in range(3)]
    late = "A-3,2026-03-02 09:00,2026-03-02 20:00,-1:30,-3:00"
    doubts = [each.kind for each in compute("frt", written(header, *rows)).diagnostics]
    assert (errors.MAY_REMAIN in doubts) is (key != "Number")
    file = written(header, *rows, late)
    if key == "Number":
        assert compute("frt", file).rows[0].measure.headline.n == 3
        return
    with pytest.raises(CsmetricsError) as refused:
        compute("frt", file)
    assert refused.value.kind is errors.REMAINING
    assert "row 5" in str(refused.value)
    assert compute("art", file).rows[0].measure.headline.value == 4.25 * 3600  # of the dates
    kept = compute("sla", file, preset="jira")
    assert [row.measure.headline.value for row in kept.rows] == [75.0, 75.0]
