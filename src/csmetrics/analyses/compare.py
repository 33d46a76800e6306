"""Did a figure really move: two reports of one metric, statistic by statistic, and why the whole changed.

A difference is second − first. Its interval is made of those of the two sides (MOVER; of two shares that is
Newcombe's), or is Wald's, with the test that goes with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from csmetrics.calc import differences, mix
from csmetrics.calc.differences import Gap
from csmetrics.errors import (
    OTHER_COLUMN,
    OTHER_DEFINITION,
    OTHER_ZONE,
    REVERSED_BY_MIX,
    CsmetricsError,
)
from csmetrics.language import Said, joined, ours
from csmetrics.report import (
    Change,
    Compared,
    Diagnostic,
    Effect,
    Interval,
    Report,
    Row,
    Slice,
    Split,
    Statistic,
    Untold,
)

NO_CHANGE, NOT_JUDGED = "no clear change", "not judged"
WALD, ADJUSTED = "wald", "adjusted-wald"

_ADDED = (0.75, 1.5, 0.75)  # answers that the adjusted test of an NPS adds to each side
_QUANTILE = re.compile(r"(?:\w+_)?median|p\d+", re.ASCII)
_OWN_DAYS = {"tz", "since", "until", "as_of", "where"}
ASKED = ("where", "by")
"""The roles of columns that the options name, not the metric."""

_PLAIN = {"percent": "percentage points"}

Rows = Mapping[Slice, Row]


def compared(first: Report, second: Report, method: str = "score") -> tuple[Compared, ...]:
    """Compare every question and population of two reports; ``method`` may be ``wald`` or ``adjusted-wald``."""
    mine, others = _populations(first), _populations(second)
    found = []
    for key, rows in mine.items():
        if key not in others or () not in rows or () not in others[key]:
            continue
        one, other = rows[()], others[key][()]
        changes = tuple(_changes(one, other, method))
        split, unsplit = _split(rows, others[key], changes)
        found.append(
            Compared(
                changes,
                one.question,
                one.date if one.date == other.date else None,
                one.measure.title,
                split,
                unsplit,
            )
        )
    return tuple(found)


def refuse_other_definition(first: Report, second: Report, labels: tuple[str, str]) -> None:
    """Refuse sides that are not measured alike, such as by another scale or rule that was inferred."""
    one, other = first.definition, second.definition
    mine, theirs = ({each.name: each for each in report.settings} for report in (first, second))
    unlike = [
        name
        for name in mine
        if name in theirs and name not in _OWN_DAYS and mine[name].value != theirs[name].value
    ]
    if (one.formula, one.rule) == (other.formula, other.rule) and not unlike:
        return
    rules = tuple(
        f"{label}: {report.definition.rule}"
        + "".join(f"; {name} {settings[name].value}" for name in unlike)
        for label, report, settings in zip(labels, (first, second), (mine, theirs), strict=True)
    )
    options = ", ".join(f"--{name.replace('_', '-')}" for name in unlike) or "its options"
    raise CsmetricsError(OTHER_DEFINITION, rules=rules, options=options, metric=one.metric)


def doubts(first: Report, second: Report, labels: tuple[str, str]) -> Iterator[Diagnostic]:
    """Say what differs between the sides beside what was measured: the columns, the zone of days."""
    names = (("first", labels[0]), ("second", labels[1]))
    mine, theirs = (
        {each.role: each.column for read in report.inputs for each in read.mapping}
        for report in (first, second)
    )
    for role, column in mine.items():
        if role not in ASKED and theirs.get(role, column) != column:
            params = (("what", role), ("one", column), ("other", theirs[role]), ("role", role))
            yield Diagnostic(OTHER_COLUMN, (*params, *names), column=column)
    if first.zone != second.zone:
        yield Diagnostic(OTHER_ZONE, (("one", first.zone), ("other", second.zone), *names))


def reversals(results: Sequence[Compared]) -> Iterator[Diagnostic]:
    """Warn where all slices went one way and the whole the other."""
    for split in (each.split for each in results):
        if split is not None and split.reversed:
            fell = split.rate + split.mix < 0
            params = (
                ("by", _by([each.slice for each in split.effects])),
                ("way", ours("went up" if fell else "went down")),
                ("other", ours("went down" if fell else "went up")),
            )
            yield Diagnostic(REVERSED_BY_MIX, params)


def difference_unit(unit: str) -> str:
    """The unit that a difference of two values of a unit has."""
    return _PLAIN.get(unit, unit)


def change(first: Statistic, second: Statistic, method: str = "score") -> Change:
    """Compare one statistic."""
    if first.value is None or second.value is None:
        why = first.undefined_because or second.undefined_because or "undefined on one side"
        return Change(first, second, None, None, NOT_JUDGED, why=why)
    found = second.value - first.value
    gap = _gap(first, second, method)
    if gap is not None:
        level = first.interval.level if first.interval else 0.95
        low, high = (100 * end for end in gap.ends(level))
        name = "adjusted Wald" if method == ADJUSTED else "Wald"
        interval = Interval(level, low, high, Said("{name}, unpooled", name=name))
        return Change(first, second, found, interval, _verdict(interval), gap.p)
    if first.interval is None or second.interval is None:
        return Change(first, second, found, None, NOT_JUDGED, why="it has no interval")
    ends = differences.estimates(second.value, _ends(second), first.value, _ends(first))
    methods = dict.fromkeys((first.interval.method, second.interval.method))
    used = Said(
        "{mover} of {methods}", mover=differences.MOVER, methods=joined(" and ", map(ours, methods))
    )
    interval = Interval(first.interval.level, *ends, used)
    if ends == (None, None):
        few = "too few values to know an end of its interval"
        return Change(first, second, found, interval, NOT_JUDGED, why=few)
    return Change(first, second, found, interval, _verdict(interval))


def _populations(report: Report) -> dict[tuple[str | None, str | None, str], dict[Slice, Row]]:
    found: dict[tuple[str | None, str | None, str], dict[Slice, Row]] = {}
    for row in report.rows:
        key = (row.question, row.measure.date, row.measure.title)
        found.setdefault(key, {})[row.slice] = row
    return found


def _changes(first: Row, second: Row, method: str) -> Iterator[Change]:
    """The headline, and every other statistic that has an interval; all where the headline has none."""
    others = {each.name: each for each in second.measure.statistics}
    all_ = first.measure.headline.interval is None and second.measure.headline.interval is None
    for place, one in enumerate(first.measure.statistics):
        other = others.get(one.name)
        if other is not None and (all_ or place == 0 or one.interval or other.interval):
            yield change(one, other, method)


def _gap(first: Statistic, second: Statistic, method: str) -> Gap | None:
    """What Wald says of two counts of kinds; None where it is not asked, or these are no counts."""
    one, other = second.counts, first.counts
    if len(one) == len(other) == 2 and method == WALD:
        return differences.share_gap(one[1], sum(one), other[1], sum(other))
    if len(one) == len(other) == 3 and method in (WALD, ADJUSTED):
        more = _ADDED if method == ADJUSTED else (0.0, 0.0, 0.0)
        added = [(each[0] + more[0], each[1] + more[1], each[2] + more[2]) for each in (one, other)]
        return differences.nps_gap(*added)
    return None


def _ends(statistic: Statistic) -> tuple[float | None, float | None]:
    interval = statistic.interval
    return (None, None) if interval is None else (interval.low, interval.high)


def _verdict(interval: Interval) -> str:
    return differences.finding(interval.low, interval.high, NO_CHANGE)


def _split(first: Rows, second: Rows, changes: Sequence[Change]) -> tuple[Split | None, str]:
    """Split the headline, or the first statistic of its unit that adds up; or why nothing is split."""
    slices = [each for each in dict.fromkeys((*first, *second)) if each]
    headline = changes[0]
    if not slices or headline.difference is None:
        return None, ""
    by = _by(slices)
    if any(isinstance(_n(side, each), Untold) for side in (first, second) for each in slices):
        return None, Said("some of {by} are hidden: no split into rate and mix", by=by)
    if not any(_n(first, each) and _n(second, each) for each in slices):
        return (
            None,
            Said(
                "no {by} is on both sides: what changed in it and the mix cannot be told apart",
                by=by,
            ),
        )
    why = ""
    for each in changes:
        name = each.first.name
        if each.first.unit != headline.first.unit or each.difference is None:
            continue
        if _QUANTILE.fullmatch(name):
            kind = "percentiles" if name.startswith("p") else "medians"
            why = why or Said("{kind} do not add up over {by}", kind=kind, by=by)
            continue
        pairs = [(_find(first, each, name), _find(second, each, name)) for each in slices]
        sides = [[(_size(one), one.value) for one in side] for side in zip(*pairs, strict=True)]
        wholes = (each.first, each.second)
        if all(_adds_up(side, whole) for side, whole in zip(sides, wholes, strict=True)):
            shifted = (
                Said("{why}: the split is that of the {name}", why=why, name=name) if why else ""
            )
            return _made(each.first, slices, pairs, sides), shifted
        why = why or Said("the values of {by} do not add up to the whole", by=by)
    return None, Said("{why}: no split into rate and mix", why=why) if why else ""


def _made(
    whole: Statistic,
    slices: Sequence[Slice],
    pairs: Sequence[tuple[Statistic, Statistic]],
    sides: Sequence[Sequence[mix.Segment]],
) -> Split:
    before, after = sides
    found = mix.split(before, after)
    sizes = [sum(weight for weight, _ in side) for side in sides]
    effects = tuple(
        Effect(
            slice_,
            one,
            other,
            (_size(one) / sizes[0], _size(other) / sizes[1]),
            part.rate,
            part.mix,
            part.centred,
        )
        for slice_, (one, other), part in zip(slices, pairs, found.parts, strict=True)
    )
    reversed_ = mix.reversed_by_mix(before, after)
    return Split(whole.name, whole.unit, found.rate, found.mix, effects, reversed_)


def _adds_up(side: Sequence[mix.Segment], whole: Statistic) -> bool:
    """Whether the slices, each by its size, make the whole: not where a row counts in several."""
    size = _size(whole)
    if whole.value is None or not size or math.isinf(size):
        return False
    shares = [n / size for n, _ in side]
    if not math.isclose(math.fsum(shares), 1) or any(n and value is None for n, value in side):
        return False
    made = math.fsum(share * (value or 0.0) for share, (_, value) in zip(shares, side, strict=True))
    return math.isclose(made, whole.value, rel_tol=1e-9, abs_tol=1e-9)


def _size(each: Statistic) -> float:
    """What it counts as in the whole: its answers, or their weight."""
    return each.n if each.weight is None else each.weight


def _find(rows: Rows, slice_: Slice, name: str) -> Statistic:
    """The statistic of a slice; one of no answers where the side has none of it."""
    if slice_ in rows:
        for each in rows[slice_].measure.statistics:
            if each.name == name:
                return each
    return Statistic(name, None, "", 0, undefined_because="not on this side")


def _n(rows: Rows, slice_: Slice) -> int:
    return rows[slice_].measure.headline.n if slice_ in rows else 0


def _by(slices: Sequence[Slice]) -> str:
    return " and ".join(column for column, _ in slices[0])
