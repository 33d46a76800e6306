"""Who differs from a standard, or from the average of all, by more than chance; no league table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from csmetrics import errors, goals
from csmetrics.analyses import privacy
from csmetrics.analyses._peers import Judged, by_intervals, by_limits, worth
from csmetrics.errors import CsmetricsError
from csmetrics.goals import Goal
from csmetrics.language import Said
from csmetrics.report import UNTOLD, Diagnostic, Peer, Report, Row, Standards, Statistic

ABOVE, EXPECTED, BELOW = "above", "as expected", "below"
TOO_FEW, NOT_JUDGED, HIDDEN = "too few", "not judged", "hidden"
LEAST = 10
"""From how many values on a label is judged."""
MANY = 4
"""Of fewer that are judged, most that differ say nothing."""
MEAN, MEDIAN = "mean", "median"
OF_LABELS = (errors.WHO_ANSWERED,)
"""What is said of all labels together, by which those that are hidden could be worked out."""
OPTION = "--standard"
HIGHER, LOWER = "higher", "lower"

Measured = Callable[..., Report]
"""A run by the level of its intervals (0…1), that of its options unless given."""


@dataclass(frozen=True)
class Against:
    """What labels are held against: a goal, else the average.

    ``directed``: the goal says which way is better, not the metric. ``share`` names a share within a time that
    is judged in place of the headline. ``ranks``: so is the median, where a mean of times is the headline and
    no goal names it. Fewer values than ``least`` are not judged, and labels of fewer than ``private`` not shown:
    how many these are is said by the parts ``sizes``, where there are any.
    """

    goal: Goal | None = None
    directed: bool = True
    share: str | None = None
    least: int = LEAST
    ranks: bool = True
    private: int | None = None
    sizes: tuple[str, ...] = ()


def against(
    standard: str | None,
    share: str | None = None,
    least: int = LEAST,
    *,
    ranks: bool = True,
    private: int | None = None,
) -> Against:
    """Read ``>= 85%``, or a number alone, which takes the direction of the metric."""
    if standard is None:
        return Against(share=share, least=least, ranks=ranks, private=private)
    alone = standard.strip()[:1] in {*"+-0123456789"}
    goal = goals.parse(f">= {standard}" if alone else standard, OPTION)
    if goal.op == "=":
        message = Said("{option}: a standard is at least or at most, not exactly", option=OPTION)
        cure = Said("such as '>= {number:g}{suffix}'", number=goal.number, suffix=goal.suffix)
        raise CsmetricsError(errors.USAGE, message=message, suggestion=cure)
    if share is not None and goal.statistic not in {None, share}:
        message = Said(
            "{option}: {statistic} is another thing than --target",
            option=OPTION,
            statistic=goal.statistic,
        )
        raise CsmetricsError(errors.USAGE, message=message, suggestion="leave one of them away")
    return Against(goal, not alone or share is not None, share, least, private=private)


def standards(measured: Measured, by: str, held: Against) -> Standards:
    """Judge each label of a run that is split by one column; those that are hidden count in the whole alone.

    Raises for what cannot be judged: a number without an interval, an average of less than two labels, a
    standard that nothing can reach.
    """
    report = measured()
    whole, rows = _rows(report)
    statistic = _asked(held, whole)
    held = _turned(held, report)
    concealed = _concealed(report, whole, rows, held)
    found = _found(rows, statistic.name)
    for label in concealed:
        found.pop(label, None)
    named = {label: each for label, each in found.items() if label is not None and each.n}
    if len(named) < (1 if held.goal else 2):
        raise _alone(len(named), by, statistic)
    if statistic.value is None:
        why = statistic.undefined_because or "no values"
        raise CsmetricsError(errors.UNDEFINED, metric=whole.metric, why=why)
    if _is_exact(statistic):
        judged = by_limits(found, held.goal, held.least, statistic if concealed else None)
    else:
        judged = _by_intervals(measured, statistic, found, held)
    better = _better(held, report)
    seen = [_with_verdict(each, judged.sides, better) for each in judged.peers]
    seen = _with_hidden(seen, list(rows), concealed)
    return Standards(
        definition=report.definition,
        statistic=statistic.name,
        unit=statistic.unit,
        by=by,
        better=better,
        centre=judged.centre,
        peers=tuple(seen),
        least=held.least,
        judged=len(judged.sides),
        standard=None if held.goal is None else str(held.goal),
        alike=judged.alike,
        date=whole.date,
        span=report.span,
        filters=report.filters,
        settings=tuple(
            replace(each, value=held.private) if each.name == "min_group" else each
            for each in report.settings
        ),
        quality=report.quality,
        inputs=report.inputs,
        zone=report.zone,
        diagnostics=(
            *(each for each in report.diagnostics if not concealed or each.kind not in OF_LABELS),
            *privacy.told(len(concealed), len(rows), held.private or 0),
            *_doubts(by, held, statistic, report, seen),
        ),
    )


# --- what is judged ------------------------------------------------------------------------------


def _by_intervals(
    measured: Measured, statistic: Statistic, found: Mapping[str | None, Statistic], held: Against
) -> Judged:
    """Judge what is made of values; refused where it has no interval, or neither more nor less is better."""
    report = measured()
    whole, rows = _rows(report)
    if not any(each.interval for label, each in found.items() if label is not None and each.n):
        raise _only_a_count(whole, statistic)
    if held.goal is None and report.definition.better is None:
        raise _without_direction(whole)
    centre = held.goal.target if held.goal else float(statistic.value or 0.0)
    return by_intervals(
        found,
        centre,
        {label for label, each in found.items() if worth(each, rows[label]) >= held.least},
        lambda level: _found(_rows(measured(level))[1], statistic.name),
    )


def _is_exact(statistic: Statistic) -> bool:
    """Whether it counts whole answers, of which every limit of chance is known; effective ones are none."""
    return bool(statistic.counts) and statistic.weight is None


def _rows(report: Report) -> tuple[Row, dict[str | None, Row]]:
    """The whole, and each label in order with the blank one last: of the population that is the metric's own."""
    if len({row.question for row in report.rows}) > 1:
        message, cure = "standards are of one question", "name one: --score COLUMN"
        raise CsmetricsError(errors.USAGE, message=message, suggestion=cure)
    found: dict[str | None, Row] = {}
    for row in report.rows:
        if row.slice:
            found.setdefault(row.slice[0][1], row)
    if None in found:
        found[None] = found.pop(None)
    return next(row for row in report.rows if not row.slice), found


def _asked(held: Against, whole: Row) -> Statistic:
    """The statistic that is judged; refused where there is none of that name or unit."""
    if held.goal is not None:
        name = held.share or held.goal.statistic
        return goals.judged(replace(held.goal, statistic=name), whole, OPTION)
    if held.share is not None:
        return _named(whole, held.share)
    headline, median = whole.measure.headline, _named(whole, MEDIAN)
    better = held.ranks and headline.name == MEAN and median.unit == headline.unit == "seconds"
    return median if better and median.value is not None else headline


def _found(rows: Mapping[str | None, Row], name: str) -> dict[str | None, Statistic]:
    return {label: _named(row, name) for label, row in rows.items()}


def _named(row: Row, name: str) -> Statistic:
    missing = Statistic(name, None, "", 0, undefined_because="not known of it")
    return next((each for each in row.measure.statistics if each.name == name), missing)


def _better(held: Against, report: Report) -> str:
    """What the standard says; without one, more of a share within a time is better, else the metric knows."""
    if held.goal is not None:
        return HIGHER if held.goal.upward else LOWER
    return HIGHER if held.share else report.definition.better or HIGHER


def _turned(held: Against, report: Report) -> Against:
    """A number alone, with the operator of the metric."""
    if held.goal is None or held.directed or report.definition.better != LOWER:
        return held
    return replace(held, goal=replace(held.goal, op="<="))


def _with_verdict(peer: Peer, sides: Mapping[str, int], better: str) -> Peer:
    if peer.label is None:
        return replace(peer, verdict=NOT_JUDGED)
    if peer.label not in sides:
        return replace(peer, verdict=TOO_FEW)
    side = sides[peer.label] if better == HIGHER else -sides[peer.label]
    return replace(peer, verdict={1: ABOVE, 0: EXPECTED, -1: BELOW}[side])


def _concealed(
    report: Report, whole: Row, labels: Iterable[str | None], held: Against
) -> frozenset[str | None]:
    """The labels that are hidden: the same as where the metric itself is split by them."""
    if held.private is None:
        return frozenset()
    if privacy.size(whole, held.sizes) < held.private:
        return frozenset(labels)
    hidden = privacy.hidden_slices(report.rows, held.private, held.sizes)
    return frozenset(slice_[0][1] for slice_ in hidden) & frozenset(labels)


def _with_hidden(
    seen: Sequence[Peer], labels: Sequence[str | None], hidden: frozenset[str | None]
) -> list[Peer]:
    """All in the order of the labels."""
    peers = {each.label: each for each in seen}
    peers |= {label: Peer(label, UNTOLD, None, verdict=HIDDEN) for label in hidden}
    return [peers[label] for label in labels]


# --- what is said of it ----------------------------------------------------------------------------


def _alone(count: int, by: str, statistic: Statistic) -> CsmetricsError:
    example = {"percent": ">= 85%", "points": ">= 40", "seconds": "<= 4h"}.get(
        statistic.unit, ">= 4"
    )
    labels = "label" if count == 1 else "labels"
    return CsmetricsError(errors.NO_PEERS, count=count, labels=labels, by=by, example=example)


def _without_direction(whole: Row) -> CsmetricsError:
    message = Said("{metric}: neither more nor less is better by itself", metric=whole.metric)
    cure = Said("say what is wanted, such as {option} '<= 0.5'", option=OPTION)
    return CsmetricsError(errors.USAGE, message=message, suggestion=cure)


def _only_a_count(whole: Row, statistic: Statistic) -> CsmetricsError:
    others = [each.name for each in whole.measure.statistics if each.interval]
    cure = "take another metric"
    if others:
        cure = Said(
            "name what has one, such as --standard '{first} <= …'; it has {others}",
            first=others[0],
            others=", ".join(others),
        )
    params = {"statistic": statistic.name, "metric": whole.metric, "cure": cure}
    return CsmetricsError(errors.ONLY_A_COUNT, **params)


def _doubts(
    by: str, held: Against, statistic: Statistic, report: Report, seen: Sequence[Peer]
) -> Iterator[Diagnostic]:
    """What is to be known before anybody is praised or blamed."""
    way, goal = report.definition.better, held.goal
    headline = report.rows[0].measure.headline.name == statistic.name
    if goal is not None and headline:
        yield from goals.other_way(goal, report.definition.metric, way)
    verdicts = [each.verdict for each in seen if each.verdict in (ABOVE, EXPECTED, BELOW)]
    differ = sum(each != EXPECTED for each in verdicts)
    if not verdicts:
        yield Diagnostic(errors.ALL_TOO_FEW, (("by", by), ("least", held.least)))
    elif goal is None and len(verdicts) >= MANY and 2 * differ > len(verdicts):
        yield Diagnostic(errors.MOST_DIFFER, (("count", differ), ("all", len(verdicts))), differ)
    if statistic.name == MEAN and not statistic.counts and statistic.unit != "score":
        median = any(each.name == MEDIAN and each.n for each in report.rows[0].measure.statistics)
        cure = "--statistic median; or --standard 'median <= 4h'" if median else ""
        yield Diagnostic(errors.JUDGED_BY_MEAN, (("cure", cure),))
    blank = sum(each.n for each in seen if each.label is None)
    apart = _is_exact(statistic) and all(each.verdict != HIDDEN for each in seen)
    if goal is None and blank and not apart:
        yield Diagnostic(errors.BLANK_IN_AVERAGE, (("count", blank), ("by", by)), blank)
