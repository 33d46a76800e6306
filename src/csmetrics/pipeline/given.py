"""What the user gave, checked before any file is opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.intake.zones import for_run, zone_of
from csmetrics.language import Said
from csmetrics.slices import periods, window
from csmetrics.slices.periods import Every, Window

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options, SliceOptions

SEVERAL = {"EST": ("America/New_York", "Etc/GMT+5"), "MST": ("America/Denver", "Etc/GMT+7")}
"""Names of several zones that are also one without summer time: a place with it, and the same hours all year."""


def check_date(metric: Metric, options: SliceOptions) -> None:
    """Refuse a date that no column of the table can be, or where each event counts by its own.

    A state at one time has no period either.
    """
    for name in ("every", "since", "until", "date") if metric.by_period else ():
        if getattr(options, name) is not None:
            raise CsmetricsError(
                errors.USAGE,
                message=Said(
                    "--{name}: {metric} is the state at one time", name=name, metric=metric.name
                ),
                suggestion=Said(
                    "--as-of DATE says at which; csmetrics {by_period} shows periods",
                    by_period=metric.by_period,
                ),
            )
    if options.date is None:
        return
    if metric.date is None:
        message = Said("--date: {metric} counts each event by its own date", metric=metric.name)
        raise CsmetricsError(errors.USAGE, message=message, suggestion="leave --date away")
    roles = [role for role in schema.names(metric.table) if schema.KINDS.get(role) == "date"]
    if options.date not in roles:
        raise CsmetricsError(
            errors.BAD_VALUE,
            option="--date",
            value=options.date,
            expected=Said("a date of the {table}", table=metric.table),
            suggestion=Said(
                "one of {roles}; a column of another name plays it by --column {date}=NAME",
                roles=", ".join(roles),
                date=metric.date,
            ),
        )


def every_of(metric: Metric, text: str | None) -> Every | None:
    """The periods that rows are split by: those of --every, else those in which the metric follows cohorts."""
    if text is None or metric.cohort in (None, text):
        text = text or metric.cohort
        return None if text is None else periods.every_of(text)
    message = Said("--every {every}: cohorts are by {cohort}", every=text, cohort=metric.cohort)
    raise CsmetricsError(errors.USAGE, message=message, suggestion="leave --every away")


def own_date(metrics: Sequence[Metric]) -> str | None:
    """The role of the date that puts rows in a period where --date names none; None where events have their own.

    Where questions differ it is the date that comes first in the life of a ticket, as all have it.
    """
    roles = {metric.date for metric in metrics}
    known = [role for role in schema.EVENTS if role in roles]
    return known[0] if len(roles) > 1 and known else metrics[0].date


def check_files(files: Sequence[str]) -> None:
    """Refuse a file that is named twice, because each of its rows would count twice."""
    seen: dict[str, str] = {}
    for file in files:
        real = file if file == "-" else os.path.realpath(file)
        if real in seen:
            what = Said("{other} and {file} are one file", other=seen[real], file=file)
            raise CsmetricsError(errors.USAGE, message=what, suggestion="name it once")
        seen[real] = file
    _check_copies(list(seen.values()))


def _check_copies(files: Sequence[str]) -> None:
    """Refuse copies: export.csv and "export (1).csv" hold the same answers twice."""
    sizes: dict[int, list[str]] = {}
    for file in files:
        if os.path.isfile(file):
            sizes.setdefault(os.path.getsize(file), []).append(file)
    digests: dict[bytes, str] = {}
    for file in (file for alike in sizes.values() if len(alike) > 1 for file in alike):
        with open(file, "rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").digest()
        if digest in digests:
            what = Said(
                "{other} and {file} hold the same bytes: each row would count twice",
                other=digests[digest],
                file=file,
            )
            raise CsmetricsError(errors.USAGE, message=what, suggestion="name one of them")
        digests[digest] = file


def percent(option: str, text: str | None) -> float | None:
    """``5%`` or ``5`` as 5.0."""
    if text is None:
        return None
    try:
        found = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise CsmetricsError(
            errors.BAD_VALUE,
            option=option,
            value=text,
            expected="a percentage",
            suggestion="such as 5%",
        )
    return found


def check_zone(zone: str) -> None:
    """Refuse a time zone that is not known, or whose name is that of several."""
    if zone in SEVERAL:
        place, fixed = SEVERAL[zone]
        raise CsmetricsError(
            errors.BAD_VALUE,
            option="--tz",
            value=zone,
            expected="the name of one time zone",
            suggestion=Said("{place} changes its clocks; {fixed} never", place=place, fixed=fixed),
        )
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CsmetricsError(
            errors.BAD_VALUE,
            option="--tz",
            value=zone,
            expected="a time zone",
            suggestion=_zone_meant(zone),
        ) from None


def _zone_meant(text: str) -> str:
    """What could be meant by a text that is no zone: one so many hours from UTC, or a name that is alike."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    stated = zone_of(text)
    name = for_run(stated) if stated is not None else None
    if name is not None and name != stated:
        return Said(
            "{offset} all year is {name}; a place, such as America/Sao_Paulo, knows when its clocks change",
            offset=stated,
            name=name,
        )
    near = get_close_matches(text, sorted(available_timezones()), n=1) if stated is None else []
    close = name or next(iter(near), None)
    return Said("did you mean {close}?", close=close) if close else "such as America/Sao_Paulo"


def window_of(options: Options, as_of: date | None) -> Window:
    """The days of --since and --until; what day it is matters only where these are relative to it."""
    since, until = options.slices.since, options.slices.until
    relative = window.is_relative(since, until)
    today = (as_of or clock_day(options.input.tz)) if relative else None
    return window.parse(since, until, today)


def clock_day(zone: str) -> date:
    """Today by the clock: asked only where a relative window without --as-of needs it."""
    return now().astimezone(ZoneInfo(zone)).date()


def now() -> datetime:
    """The clock, which no figure depends on: asked for a relative window and for --max-age alone."""
    return datetime.now(UTC)
