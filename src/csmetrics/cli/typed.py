"""Values of a settings file as the options they stand for: typed, and tried before any file is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from csmetrics import errors
from csmetrics.cli import signature
from csmetrics.cli.values import convert, element
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said

SOMEDAY = date(2026, 1, 1)
"""Stands for today where only a word, such as last-month, is tried."""
OTHERS = "default"
"""The key of a table, as of [metrics.sla.target], that stands for all whom no other key names."""


def typed(name: str, value: object, kind: object, param: Any) -> Any:
    """A value as Typer would have parsed it; refused (``BAD_VALUE``) as the option would be.

    What is ``LABEL=TIME`` at the command line may be a table of labels here.
    """
    if kind is bool:
        if not isinstance(value, bool):
            raise _mistyped(name, "true or false")
        return value
    several = str(kind).startswith("tuple")
    if isinstance(value, Mapping) and several and "=" in (param.metavar or ""):
        value = [each if key == OTHERS else f"{key}={each}" for key, each in value.items()]
    members = value if isinstance(value, list) and several else [value]
    texts = []
    for each in members:
        if isinstance(each, bool | list | dict):
            raise _mistyped(name, "a list of texts" if several else "a text or a number")
        texts.append(str(each))
        convert(name, texts[-1], element(kind), param)
    return texts if several else texts[0]


def faults(
    metric: type, values: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, ...], CsmetricsError]]:
    """What is wrong with the options of a metric, whatever the command line adds, and at which keys."""
    if _fault(metric, values) is None:
        return
    for name, value in values.items():
        members = value if isinstance(value, list) else []
        found = [(each, fault) for each in members if (fault := _fault(metric, {name: [each]}))]
        for each, fault in found:
            yield (name, each.rpartition("=")[0].strip() or OTHERS), fault
        if not found and (whole := _fault(metric, {name: value})):
            yield (name,), whole


def backwards(values: Mapping[str, Any]) -> CsmetricsError | None:
    """Why --since and --until hold no day; None where they do, or where that depends on the day of the run."""
    ends = values.get("since"), values.get("until")
    if None in ends:
        return None
    from csmetrics.slices import window  # heavy

    if window.is_relative(*ends):
        return None
    try:
        window.parse(*ends)
    except CsmetricsError as fault:
        return fault
    return None


def _fault(metric: type, values: Mapping[str, Any]) -> CsmetricsError | None:
    """Why some options mean nothing; None where they do, or only lack another one."""
    try:
        signature.build(metric, values)
    except CsmetricsError as fault:
        return fault if fault.kind is errors.BAD_VALUE else None
    return None


def _mistyped(name: str, expected: str) -> CsmetricsError:
    return CsmetricsError(
        errors.BAD_VALUE, option=name, value=Said("this"), expected=expected, suggestion=""
    )


def _zone(zone: str) -> None:
    from csmetrics.pipeline.given import check_zone  # heavy

    check_zone(zone)


def _hours(hours: str) -> None:
    from csmetrics.worktime import parse_hours  # heavy

    if hours != "none":
        parse_hours(hours)


def _holidays(days: Sequence[str]) -> None:
    from csmetrics.worktime import parse_holidays  # heavy

    parse_holidays(days)


def _share(text: str) -> None:
    from csmetrics.pipeline.given import percent  # heavy

    percent("--max-left-out", text)


def _age(text: str) -> None:
    from csmetrics.pipeline.freshness import limit_of  # heavy

    limit_of(text)


def _day(option: str, someday: date | None) -> Callable[[str], None]:
    def attempt(text: str) -> None:
        from csmetrics.slices import window  # heavy

        window.day(option, text, someday)

    return attempt


ATTEMPTS: Mapping[str, Callable[[Any], None]] = {
    "tz": _zone,
    "hours": _hours,
    "holidays": _holidays,
    "max_left_out": _share,
    "max_age": _age,
    "as_of": _day("--as-of", None),  # it says which day is today
    "since": _day("--since", SOMEDAY),
    "until": _day("--until", SOMEDAY),
}
"""What an option means, by its name: raises :class:`CsmetricsError` where it means nothing."""
