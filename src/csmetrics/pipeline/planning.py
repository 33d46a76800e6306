"""Finding out what a run is: files are opened, columns found, options held against both; no row is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csmetrics import goals
from csmetrics.intake import recognition, schema
from csmetrics.pipeline import clocks, given
from csmetrics.pipeline.finder import By, Finder, Question
from csmetrics.pipeline.freshness import fresh_of, limit_of
from csmetrics.pipeline.hours import hours_of
from csmetrics.pipeline.plan import CUSTOMERS, UPDATED, Excluded, Plan
from csmetrics.pipeline.respondents import once_of
from csmetrics.read import open_table
from csmetrics.slices import moments, where, window

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import InputOptions, Options
    from csmetrics.read import Opener
    from csmetrics.read._raw import RawTable

BEGINNINGS = ("created", "bought", "started", "answered")
"""The dates with which something begins, of which weekdays and hours are those of a row."""


def plan_of(
    metric: Metric,
    files: Sequence[str],
    options: Options,
    *,
    identify: bool = True,
    opener: Opener | None = None,
) -> Plan:
    """Open the files and find the columns. Options are checked before any file is opened."""
    _check(metric, options)
    sliced = options.slices
    conditions = [where.parse(text) for text in sliced.where]
    goal = goals.parse(options.gate.goal) if options.gate.goal is not None else None
    every = given.every_of(metric, sliced.every)
    as_of = window.day("--as-of", sliced.as_of) if sliced.as_of is not None else None
    days = given.window_of(options, as_of)
    tables = _opened(metric, files, options.input, opener or open_table, identify)
    finder = Finder(tables, metric, options.input)
    questions = _questions(metric, finder)
    dated = every is not None or not days.open
    role, dates = _dating(metric, sliced.date, questions, finder, dated=dated)
    events = _events(finder, asked=metric.now or dated or as_of is not None)
    fresh = fresh_of(options.gate.max_age, finder, tables)
    (ids, dedupe), (same, who) = _ids(metric, options, finder), _people(metric, finder)
    excluded, once = _excluded(options, finder), once_of(metric, options.input, finder, tables)
    by = tuple(_by(name, role, finder, tables[0]) for name in dict.fromkeys(sliced.by))
    filters = tuple(finder.tested(test) for test in conditions)
    options = clocks.zoned(options, finder.wanted.values(), len(tables))
    hours, days = hours_of(metric, options, finder), given.window_of(options, as_of)
    return Plan(
        metric=metric,
        options=options,
        tables=tables,
        columns=tuple(finder.wanted.values()),
        questions=questions,
        filters=filters,
        excluded=excluded,
        by=by,
        every=every,
        window=days,
        as_of=as_of,
        date=role if dated else None,
        dates=dates,
        events=events if metric.now else (),
        spans=tuple(dict.fromkeys((*dates, *events))) if dated or metric.who else (),
        ids=ids,
        same=same,
        who=who,
        dedupe=dedupe,
        hours=hours,
        goal=goal,
        max_left_out=given.percent("--max-left-out", options.gate.max_left_out),
        mapping=finder.mapping(),
        identify=identify,
        fit=finder.fit,
        told=tuple(finder.told),
        left_out=finder.left_out(),
        fresh=fresh,
        once=once,
    )


def _opened(
    metric: Metric, files: Sequence[str], how: InputOptions, opener: Opener, identify: bool
) -> tuple[RawTable, ...]:
    expected = schema.expected(metric.table) | recognition.expected(how.preset)
    given.check_files(files)
    return tuple(opener(file, how, expected, identify=identify) for file in files)


def _check(metric: Metric, options: Options) -> None:
    """Refuse options of which no more need be known than that they were given."""
    given.check_zone(options.input.tz)
    given.check_date(metric, options.slices)
    hours_of(metric, options)
    limit_of(options.gate.max_age)
    given.percent("--max-left-out", options.gate.max_left_out)


def _questions(metric: Metric, finder: Finder) -> tuple[Question, ...]:
    """Want the columns of the metric, and say which questions they answer."""
    for needed in metric.needs():
        finder.need(needed)
    for wanted in metric.wants():
        finder.want(wanted)
    return finder.questions()


def _dates(metric: Metric, role: str | None, finder: Finder) -> tuple[str, ...]:
    """The roles that rows are dated by: that of the run must be there, the metric's own may be."""
    if role is not None:
        finder.need(role)
    found = [each for each in metric.dates if _wanted(finder, each)]
    return tuple(dict.fromkeys([role, *found] if role is not None else found))


def _by(name: str, role: str | None, finder: Finder, first: RawTable) -> By:
    """Want a column of labels, or the date of the run, of which weekdays and hours are made."""
    if name not in moments.LABELS or name in {each.casefold() for each in first.header}:
        return finder.by(name)
    dates = (each for each in BEGINNINGS if _wanted(finder, each))  # where each event has its own
    date = role or next(
        dates, next(each for each in BEGINNINGS if each in schema.names(finder.table))
    )
    finder.need(date)
    return By(name, f"{date}#{name}", several=False, moment_of=date)


def _dating(
    metric: Metric,
    named: str | None,
    questions: Sequence[Question],
    finder: Finder,
    *,
    dated: bool,
) -> tuple[str | None, tuple[str, ...]]:
    """The date of the run, and all roles that rows are dated by, none where they are not."""
    role = named or given.own_date([each.metric for each in questions])
    return role, _dates(metric, role, finder) if dated else ()


def _events(finder: Finder, *, asked: bool) -> tuple[str, ...]:
    """The dates of what has happened: of which the latest is "now", and which say what days the data cover."""
    return tuple(each for each in schema.EVENTS if asked and _wanted(finder, each))


def _people(metric: Metric, finder: Finder) -> tuple[tuple[str, ...], str | None]:
    """The keys by which somebody is found again, and that of whom a row is of."""
    return _same(metric, finder), finder.key(metric.who) if metric.who else None


def _same(metric: Metric, finder: Finder) -> tuple[str, ...]:
    """The keys by which somebody is found again: none where nothing names who it is, or when it was."""
    roles = metric.follows()
    if not roles or not _wanted(finder, "created") or finder.key(roles[0]) is None:
        return ()
    keys = (finder.key(each) for each in roles)
    return tuple(key for key in keys if key is not None)


def _excluded(options: Options, finder: Finder) -> Excluded | None:
    statuses = options.input.exclude_status
    return Excluded(finder.labels("status"), statuses) if statuses else None


def _wanted(finder: Finder, role: str) -> bool:
    return role in schema.names(finder.table) and finder.want(role)


def _ids(metric: Metric, options: Options, finder: Finder) -> tuple[str | None, str]:
    """The key of the ids, and which of several rows with one id counts."""
    dedupe = options.input.dedupe or ("count" if metric.table == "responses" else "last")
    # of purchases alone nobody need know whose ids repeat: a customer buys again
    bought = "bought" in finder.wanted and not {"churned", "active"} & finder.wanted.keys()
    if dedupe == "none" or (bought and options.input.dedupe is None):
        return None, "none"
    role = "customer" if finder.table == CUSTOMERS else "id"
    key = finder.key(role, asked=options.input.dedupe is not None)
    if key is not None and dedupe in ("last", "first"):
        _wanted(finder, UPDATED)
    return key, dedupe
