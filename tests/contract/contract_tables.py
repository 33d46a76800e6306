"""Tables that every metric of a kind can be computed on, and what is compared of two runs."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

import contract_customers as customers
import contract_tickets as tickets
import pytest
from hypothesis import strategies as st

from csmetrics.errors import CsmetricsError
from csmetrics.metrics import METRICS, by_name
from csmetrics.metrics._contract import Metric
from csmetrics.options import Options
from csmetrics.pipeline import measure
from csmetrics.report import Report

Record = tuple[str, ...]

HEADER: Record = ("id", "score", "other", "channel", "answered", "wait")
"""Columns of ``responses``; those of ``tickets`` are in a module of their own."""


class Case(NamedTuple):
    """A metric with the options that make it computable whatever the table holds."""

    metric: str
    own: tuple[tuple[str, Any], ...] = ()

    @property
    def made(self) -> Metric:
        return by_name(self.metric)(**dict(self.own))

    @property
    def table(self) -> str:
        return by_name(self.metric).table

    @property
    def header(self) -> Record:
        others = {"tickets": tickets.HEADER, "customers": customers.HEADER}
        return others.get(self.table, HEADER)

    @property
    def refused(self) -> set[str]:
        """The shared options that mean nothing for it."""
        metric = self.made
        periods = {"every", "since", "until", "date"} if metric.by_period else set()
        if dict(self.own).get("basis") in ("flag", "totals"):  # no dates
            periods = {"every", "since", "until"}
        if dict(self.own).get("cohort"):  # periods of its own
            periods = {"every"}
        return periods | (set() if metric.timed else {"hours", "holidays"})


CASES = (
    Case("nps", (("scale", "0-10"),)),
    Case("nps", (("scale", "0-10"), ("score", ("score", "other")))),
    Case("nps", (("scale", "0-10"), ("weight", "wait"))),
    Case("csat", (("scale", "1-5"),)),
    Case("csat", (("scale", "1-5"), ("neutral", "exclude"), ("score", ("other", "score")))),
    Case("csat", (("scale", "0-10"), ("statistic", "mean"))),
    Case("ces", (("scale", "1-7"), ("easy", "high"))),
    Case("ces", (("scale", "1-5"), ("easy", "low"), ("statistic", "mean"))),
    Case("frt"),
    Case("frt", (("statistic", "p90"), ("within", "30m"))),
    Case("art"),
    Case("art", (("start", "first-response"), ("statistic", "median"))),
    Case("fcr"),
    Case("fcr", (("rule", "no-return"), ("return_within", "2d"))),
    Case("aht"),
    Case("sla"),
    Case("sla", (("of", "response"), ("target", ("4h",)))),
    Case("reopens"),
    Case("handoffs"),
    Case("volume"),
    Case("backlog"),
    Case("contacts"),
    Case("retention", (("basis", "purchases"),)),
    Case("retention", (("basis", "purchases"), ("inactive_after", "20d"))),
    Case("retention", (("basis", "purchases"), ("cohort", "month"), ("active_by", "period"))),
    Case("retention", (("basis", "dates"), ("within", "30d"))),
    Case("retention", (("basis", "flag"), ("active_by", "period"), ("within", "1,3"))),
    Case("retention", (("basis", "totals"),)),
    Case("ltv", (("basis", "purchases"),)),
    Case("ltv", (("basis", "dates"),)),
    Case("ltv", (("basis", "flag"),)),
)
every_case = pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.metric}-{len(case.own)}"
)
GROUPS: dict[str, Any] = {
    each.name: type(each.default) for each in fields(Options) if is_dataclass(each.default)
}

scores = st.sampled_from(
    [
        *map(str, range(11)),
        "",
        "  ",
        "NA",
        "n/a",
        "-",
        "fine",
        "8.5",
        "3,5",
        "11",
        "-1",
        "99",
        " 4 ",
    ]
)
labels = st.sampled_from(
    ["web", "mail", "", " ", "NA", "null", "00123", "123", "é", "e\u0301", "a,b"]
)
times = st.sampled_from(
    [
        "2026-01-31", "2026-02-01 02:30", "2026-02-28T23:59:59", "2026-03-29 02:30", "2026-05-02",
        "", "  ", "soon", "2026-02-30", "31/01/2026", "01/02/2026",
    ]
)  # fmt: skip
waits = st.sampled_from(["", "0", "1", "1.5", "2.25", "2,50", "1,234.5", "x", "-1"])
records = st.lists(st.tuples(scores, scores, labels, times, waits), min_size=1, max_size=14).map(
    lambda rows: [(str(number), *row) for number, row in enumerate(rows, start=1)]
)
slicings = st.fixed_dictionaries(
    {},
    optional={
        "by": st.sampled_from([("channel",), ("channel", "other"), ("id",)]),
        "every": st.sampled_from(["day", "week", "month", "quarter", "year"]),
        "since": st.sampled_from(["2026-01-31", "2026-02"]),
        "until": st.sampled_from(["2026-02", "2026-05-02"]),
        "where": st.sampled_from(
            [("channel = web",), ("channel != NA", "wait >= 1,5"), ("answered < 2026-03",), ("score > 2",)]
        ),
        "tz": st.sampled_from(["Europe/Berlin", "America/Sao_Paulo"]),
    },
)  # fmt: skip


def tables_of(case: Case) -> st.SearchStrategy[list[Record]]:
    """Tables of its kind."""
    others = {"tickets": tickets.records, "customers": customers.records}
    return others.get(case.table, records)


def slicings_of(case: Case) -> st.SearchStrategy[dict[str, Any]]:
    """Shared options that it can be asked for."""
    others = {"tickets": tickets.slicings, "customers": customers.slicings}
    return others.get(case.table, slicings).map(
        lambda given: {name: each for name, each in given.items() if name not in case.refused}
    )


def order_free(case: Case, rows: list[Record], shuffle: random.Random) -> list[Record]:
    """The rows with nothing in them that only their order decides."""
    if case.table == "customers":
        return rows if dict(case.own)["basis"] == "purchases" else customers.alone(rows)
    return tickets.ordered(rows, shuffle) if case.table == "tickets" else rows


def options_of(given: Mapping[str, Any]) -> Options:
    """The shared options among the given ones."""
    groups: dict[str, Any] = {
        name: group(**{each.name: given[each.name] for each in fields(group) if each.name in given})
        for name, group in GROUPS.items()
    }
    return Options(**groups, given=frozenset(given))


def write(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    """A CSV file of the rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])
    return str(path)


@contextmanager
def chunks_of(size: int) -> Iterator[None]:
    """Read so many bytes at a time, and assume from the first row alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("csmetrics.read._chunks.CHUNK_BYTES", size)
        patch.setattr("csmetrics.read._dialect.SAMPLE_ROWS", 1)
        yield


def outcome(case: Case, files: Sequence[str], given: Mapping[str, Any]) -> Report | CsmetricsError:
    """The report, or the refusal, which must not depend on the split either."""
    try:
        return measure(case.made, files, options_of({"max_left_out": "100%", **given}))
    except CsmetricsError as refusal:
        return refusal


def essence(found: Report | CsmetricsError) -> object:
    """What the order of rows and the number of files must not change: all but names and row numbers."""
    if isinstance(found, CsmetricsError):
        return found.kind
    return (
        found.definition,
        found.rows,
        [_account(quality) for quality in (found.quality, *found.questions)],
        {(each.kind, each.count, each.column) for each in found.diagnostics if each.kind.code != "N040"},
        found.span,
        found.verdicts,
    )  # fmt: skip


def _account(quality: Any) -> object:
    left_out = {(each.reason, each.params, each.column): each.count for each in quality.left_out}
    return quality.question, quality.rows_read, quality.used, left_out


def of_every_metric() -> set[str]:
    """The names of all metrics."""
    return {metric.name for metric in METRICS}
