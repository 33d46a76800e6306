"""--min-group of customers: a slice is as many as are different, in however many periods; nothing shown tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from csmetrics.api import compute
from csmetrics.report import Report, Row, Untold

Table = Callable[[str, Iterable[str]], str]
LEAST = 5


@pytest.fixture
def table(tmp_path: Path) -> Table:
    def write(header: str, rows: Iterable[str]) -> str:
        file = tmp_path / "customers.csv"
        file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        return str(file)

    return write


PURCHASES = "customer,bought,branch,amount"


def bought(branch: str, months: Iterable[int], who: Iterable[int], paid: int = 20) -> list[str]:
    """A purchase of each customer in each month."""
    return [f"{branch}{k},2026-{m:02}-05,{branch},{paid}" for m in months for k in who]


def is_hidden(row: Row) -> bool:
    return isinstance(row.measure.headline.n, Untold)


def hidden(report: Report) -> list[tuple[str | None, ...]]:
    return [tuple(label for _, label in row.slice) for row in report.rows if is_hidden(row)]


# --- by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", ["retention", "ltv"])
def test_one_customer_of_seven_months_is_one(table: Table, metric: str) -> None:
    rows = bought("lisbon", range(1, 8), [1], 4321) + bought("porto", range(1, 8), range(9))
    report = compute(metric, table(PURCHASES, rows), by=["branch"], min_group=LEAST)
    assert hidden(report) == [("lisbon",), ("porto",)]


@pytest.mark.parametrize("metric", ["retention", "ltv"])
def test_a_whole_of_one_customer_is_hidden_with_what_is_remarked_on_it(
    table: Table, metric: str
) -> None:
    file = table(PURCHASES, bought("lisbon", [1, 2, 3, 5, 6, 7, 8, 9], [1], 4321))
    report = compute(metric, file, min_group=LEAST)
    assert hidden(report) == [()]
    assert not [each for each in report.diagnostics if "4,321" in each.text or "came" in each.text]


def test_periods_of_two_customers_are_of_two(table: Table) -> None:
    rows = ["a,2026-01-01,", "b,2026-01-05,2026-04-30", "c,2026-05-30,"]
    file = table("customer,start date,end date", rows)
    whole = compute("retention", file, every="month", min_group=LEAST).rows[0]
    assert is_hidden(whole)


def test_contracts_of_one_customer_are_of_one(table: Table) -> None:
    rows = [f"a,2026-0{m}-01,2026-0{m}-10,x,10" for m in range(1, 8)]
    rows += [f"b{k},2026-01-01,2026-0{k}-28,y,10" for k in range(1, 9)]
    file = table("customer,start date,end date,plan,monthly charges", rows)
    assert hidden(compute("ltv", file, by=["plan"], min_group=LEAST)) == [("x",), ("y",)]


@pytest.mark.parametrize("metric", ["retention", "ltv"])
def test_a_month_in_which_few_are_there_is_hidden_though_no_other_follows(
    table: Table, metric: str
) -> None:
    rows = [f"c{k},2026-0{m}-01,10" for m, n in ((1, 7), (2, 6), (3, 1)) for k in range(n)]
    file = table("customer,bought,amount", rows)
    report = compute(metric, file, every="month", as_of="2026-03-31", min_group=LEAST)
    assert hidden(report) == [("2026-02",), ("2026-03",)]
    told = {"there_now", "revenue_per_period"}
    whole = report.rows[0].measure
    assert not told & {name for name, _ in whole.parts}
    assert not any(each.n for each in whole.statistics if each.name in told)


def test_months_of_the_same_few_take_one_of_more_to_hide_among(table: Table) -> None:
    """Six months of one customer are no group of six: the whole without the others would tell what he paid."""
    rows = bought("x", range(1, 8), [1], 999) + bought("x", range(7, 11), range(2, 30))
    file = table(PURCHASES, rows)
    report = compute("ltv", file, every="month", as_of="2026-10-31", min_group=LEAST)
    small = [(f"2026-{m:02}",) for m in range(1, 8)]
    assert hidden(report) == [*small, ("2026-09",)]


def test_a_cohort_of_few_is_hidden_before_its_next_period_is_over(table: Table) -> None:
    cohorts = {1: 9, 2: 8, 3: 7, 4: 2}
    rows = [f"c{m}-{k},2026-0{m}-02," for m, count in cohorts.items() for k in range(count)]
    report = compute(
        "retention", table("customer,start date,end date", rows),
        cohort="month", as_of="2026-04-30", min_group=LEAST,
    )  # fmt: skip
    assert hidden(report) == [("2026-03",), ("2026-04",)]
    assert report.rows[0].measure.headline.n == 24
    assert not report.rows[0].measure.parts  # 26 customers without these 24 are those of April


def test_channels_of_the_same_few_take_one_of_more_to_hide_among(table: Table) -> None:
    """Three customers by chat and the same by mail are three: the whole tells how often they wrote."""
    channels = {"chat": 3, "mail": 3, "phone": 20, "form": 9}
    rows = [f"{c}{k},K{k},2026-01-05,{c}" for c, count in channels.items() for k in range(count)]
    file = table("id,requester,created,channel", rows)
    report = compute("contacts", file, by=["channel"], min_group=LEAST)
    assert hidden(report) == [("chat",), ("form",), ("mail",)]


# --- by linear algebra ---------------------------------------------------------------------------


def random_purchases(seed: int) -> list[str]:
    """Purchases of 60 customers of three branches, one of them small, in months of which some are, too."""
    of = np.random.default_rng(seed)
    branch = of.choice(["x", "y", "z"], 60, p=[0.6, 0.33, 0.07])
    often, month = of.uniform(0.1, 0.9, 60), of.choice([1, 0.1], 7)
    month[6] = (0.05, 1)[seed % 2]
    return [
        f"c{k},2026-0{m}-1{k % 9},{branch[k]},20"
        for k in range(60)
        for m in range(1, 7)
        if of.random() < often[k] * month[m]
    ]


def different(rows: Iterable[str], branch: str | None) -> int:
    """How many customers a branch has, or all."""
    cells = [row.split(",") for row in rows]
    return len({who for who, _, each, _ in cells if branch in (None, each)})


def counts(rows: Iterable[Row]) -> Iterator[tuple[tuple[object, str], int]]:
    """What is told of each slice: who was there then, who of them stayed, and who is there now."""
    for row in rows:
        measure = row.measure
        if not is_hidden(row):
            yield (row.slice, "then"), measure.headline.n
            yield from (((row.slice, name), count) for name, count in measure.parts)
            for each in measure.statistics:
                if each.name == "revenue_per_period" and not isinstance(each.n, Untold):
                    yield (row.slice, "there_now"), each.n


def equations(report: Report, metric: str) -> Iterator[dict[tuple[object, str], int]]:
    """What adds up to 0: the slices and the whole; who is there now, and then in the next period."""
    slices = [row.slice for row in report.rows if row.slice]
    dated = report.rows[-1].slice[-1][0] == "period"
    names = ["then", "still_there", "new", "returned", "there_now"]
    if metric == "ltv":
        names = ["then", "left", "there_now"]
    first = min(str(each[-1][1]) for each in slices) if dated else ""
    for name in names:
        counted = [
            each
            for each in slices
            if metric == "ltv" or not dated or name == "then" or each[-1][1] != first
        ]
        yield {((), name): -1} | {(each, name): 1 for each in counted}
    for each in [*slices, ()]:
        if metric == "retention":
            parts = {(each, name): 1 for name in ("still_there", "new", "returned")}
            yield parts | {(each, "there_now"): -1}
    for each in slices if dated else []:
        year, month = str(each[-1][1]).split("-")
        after = (*each[:-1], ("period", f"{year}-{int(month) + 1:02}"))
        if after in slices:
            yield {(each, "there_now"): 1, (after, "then"): -1}


def solvable(report: Report, metric: str) -> set[tuple[object, str]]:
    """The counts that follow from those that are shown."""
    told = dict(counts(report.rows))
    lines = list(equations(report, metric))
    unknown = list(dict.fromkeys(key for line in lines for key in line if key not in told))
    place = {key: number for number, key in enumerate(unknown)}
    matrix = np.zeros((len(lines), len(unknown)))
    for number, line in enumerate(lines):
        for key, factor in line.items():
            if key in place:
                matrix[number, place[key]] = factor
    if not unknown:
        return set()
    _, scales, ways = np.linalg.svd(matrix)
    free = ways[int((scales > 1e-9).sum()) :].T
    return {key for key, row in zip(unknown, free, strict=True) if np.abs(row).sum() < 1e-9}


@pytest.mark.parametrize("metric", ["retention", "ltv"])
@pytest.mark.parametrize(
    "options",
    [{"every": "month"}, {"by": ["branch"]}, {"by": ["branch"], "every": "month"}],
    ids=["months", "branches", "both"],
)
def test_no_count_of_few_customers_is_shown_or_follows(
    table: Table, metric: str, options: dict[str, object]
) -> None:
    some = 0
    for seed in range(4):
        rows = random_purchases(seed)
        file = table(PURCHASES, rows)
        asked = options | {"as_of": "2026-06-30"}
        clear = dict(counts(compute(metric, file, **asked).rows))
        report = compute(metric, file, **asked, min_group=LEAST)
        shown = dict(counts(report.rows))
        few = {
            (slice_, name)
            for (slice_, name), count in clear.items()
            if name in ("then", "there_now")
            and slice_
            and 0 < min(count, different(rows, dict(slice_).get("branch"))) < LEAST
        }
        some += len(few)
        assert not few & {*shown}
        assert not few & solvable(report, metric)
    assert some
