"""The series of ``csmetrics trend METRIC --history``: saved results of one definition as a report by period."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from csmetrics import errors
from csmetrics.cli.keeping import place
from csmetrics.errors import CsmetricsError
from csmetrics.history import reading
from csmetrics.history.reading import Saved
from csmetrics.history.records import STATE, canonical, meaning_of
from csmetrics.language import Said
from csmetrics.report import Diagnostic, Report
from csmetrics.slices import periods, where, window

if TYPE_CHECKING:
    from pathlib import Path

    from csmetrics.cli.commands._over import Over
    from csmetrics.options import Options
    from csmetrics.slices.periods import Every

SHORT = 8
SHOWN = 6
OF_FILES = ("column", "preset", "sheet", "encoding", "delimiter", "decimal", "dates", "bad_rows")
USELESS = (*OF_FILES, "as_of", "max_left_out")


def report(over: Over, definition: str | None) -> Report:
    """What is saved of a metric by period, as if it had been measured in one run.

    An option that is given picks the results that were measured with it; ``definition`` picks by digest
    instead. Raises ``OTHER_DIGESTS`` where several remain, ``NOTHING_SAVED`` where none does.
    """
    _check(over)
    file, every = place(over.history), periods.every_of(str(over.options.slices.every))
    found = reading.series(reading.results(file, over.metric.name, counting=True), every)
    found = [each for each in found if _is_meant(each, over, definition)]
    found = [each for each in _by_period(found, every) if _inside(each, every, over.options)]
    if not found:
        what = Said(
            "nothing of {metric} by {every} is saved in {file} that was measured so",
            metric=over.metric.name,
            every=every,
            file=file,
        )
        cure = Said("csmetrics history list {metric} shows what is", metric=over.metric.name)
        raise CsmetricsError(errors.NOTHING_SAVED, what=what, cure=cure)
    _check_alike(found, over.metric.name, every)
    made = reading.report_of(found)
    said = (_origin(found, file), *_gaps(found, every), *_other_columns(found))
    return replace(made, diagnostics=said)


def _check(over: Over) -> None:
    """Refuse what has no use where no file is read."""
    if over.typed:
        message, cure = "--history reads no file", "leave out the file, or --history"
        raise CsmetricsError(errors.USAGE, message=message, suggestion=cure)
    for name in USELESS:
        if over.options.origin(name) == "flag":
            option = "--" + name.replace("_", "-")
            message = Said(
                "{option} has no use here: the history is read, and no file", option=option
            )
            raise CsmetricsError(errors.USAGE, message=message, suggestion="name the file, too")


def _is_meant(each: Saved, over: Over, definition: str | None) -> bool:
    """Whether it was measured as the options say, and is of the question that they name."""
    scores = getattr(over.metric, "score", ())
    if scores and each.question is not None and each.question not in scores:
        return False
    if definition is not None:
        return each.definition.startswith(definition.lower())
    told = each.told
    asked = {"filters": sorted(str(where.parse(text)) for text in over.options.slices.where)}
    for name, value in _given(over).items():
        if name in {"zone", "date"}:
            asked[name] = value
        elif told["options"].get(name) != value:
            return False
    return all(told[name] == value for name, value in asked.items())


def _given(over: Over) -> Mapping[str, Any]:
    """The options that were given and say what is measured, as a definition holds them."""
    options = over.options
    groups: tuple[Any, ...] = (over.metric, options.input, options.work, options.report)
    values = {each.name: getattr(group, each.name) for group in groups for each in fields(group)}
    given = {name: value for name, value in values.items() if name in options.given}
    given.pop("stamp", None)
    told = meaning_of(given)
    if "tz" in given:
        told["zone"] = options.input.tz
    if "date" in options.given:
        told["date"] = options.slices.date
    plain: dict[str, Any] = json.loads(canonical(told))
    return plain


def _by_period(found: Sequence[Saved], every: Every) -> list[Saved]:
    """In the order of their periods; of several states in one period the last."""
    kept: dict[tuple[object, ...], Saved] = {}
    for each in sorted(found, key=lambda each: each.period):
        label = each.period
        if each.every == STATE:
            label = periods.label(every, periods.ordinal(every, date.fromisoformat(label[:10])))
        key = (label, each.question, each.definition)
        kept[key] = replace(each, period=label)
    return sorted(kept.values(), key=lambda each: each.period)


def _inside(each: Saved, every: Every, options: Options) -> bool:
    """Whether the whole period lies between --since and --until."""
    sliced = options.slices
    texts = (sliced.since, sliced.until)
    today = None
    if window.is_relative(*texts):
        from datetime import datetime
        from zoneinfo import ZoneInfo

        today = datetime.now(ZoneInfo(options.input.tz)).date()
    asked = window.parse(*texts, today)
    days = periods.stretch(every, each.period)
    return asked & days == days


def _check_alike(found: Sequence[Saved], metric: str, every: str) -> None:
    told = list(reading.differing(found))
    if len(told) > 1:
        rules = tuple(
            f"{digest[:SHORT]} ({_from_to(of)}): {in_words(differs)}"
            for digest, of, differs in told
        )
        raise CsmetricsError(
            errors.OTHER_DIGESTS,
            metric=metric,
            every=every,
            rules=rules,
            digest=told[-1][0][:SHORT],
        )


def in_words(differs: Mapping[str, str]) -> str:
    """``filters: channel = chat; zone: UTC``."""
    return "; ".join(f"{name}: {value}" for name, value in differs.items())


def _from_to(labels: Sequence[str]) -> str:
    return (
        labels[0]
        if len(labels) == 1
        else Said("{first} to {last}", first=labels[0], last=labels[-1])
    )


def _origin(found: Sequence[Saved], file: Path) -> Diagnostic:
    days = sorted(each.saved[:10] for each in found)
    noun = "period" if len(found) == 1 else "periods"
    params = (
        *(("count", len(found)), ("periods", noun), ("file", str(file))),
        *(("first", days[0]), ("last", days[-1])),
    )
    return Diagnostic(errors.FROM_HISTORY, params)


def _gaps(found: Sequence[Saved], every: Every) -> Iterator[Diagnostic]:
    """Say which periods between the first and the last are not there."""
    places = []
    for each in found:
        first = periods.stretch(every, each.period).first
        places.append(periods.ordinal(every, first or date.min))
    missing = sorted({*range(places[0], places[-1])} - {*places})
    if missing:
        labels = [periods.label(every, each) for each in missing[:SHOWN]]
        more = ", …" if len(missing) > SHOWN else ""
        params = (
            *(("periods", ", ".join(labels) + more), ("metric", found[0].metric)),
            ("every", every),
        )
        yield Diagnostic(errors.HISTORY_GAP, params, len(missing))


def _other_columns(found: Sequence[Saved]) -> Iterator[Diagnostic]:
    """Say where a role is played by another column than in the period before."""
    before: dict[str, tuple[str, str]] = {}
    for each in found:
        for role, column in (pair for file in each.files for pair in file["columns"].items()):
            last, known = before.get(role, (each.period, column))
            if known != column:
                params = (
                    *(("role", role), ("one", known), ("other", column)),
                    *(("last", last), ("first", each.period)),
                )
                yield Diagnostic(errors.SAVED_OTHER_COLUMN, params, column=column)
            before[role] = (each.period, column)
