"""``[schedules.NAME]`` and ``[schedule_of]`` of the settings file: hours by name, and whose they are.

::

    [schedules.main]
    hours = "mon-fri 09:00-18:00"
    holidays = ["BR-SP"]              # without it, those at the top of the file
    tz = "America/Sao_Paulo"          # without it, the zone of the run

    [schedule_of]
    column = "team"
    Billing = "main"
    "Night shift" = "weekend"
    default = "main"                  # without it, any other team is refused
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from csmetrics.cli.suggest import did_you_mean
from csmetrics.cli.typed import ATTEMPTS, OTHERS
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said
from csmetrics.options import Rota, Shift
from csmetrics.read._header import folded_label

SCHEDULES, SCHEDULE_OF = "schedules", "schedule_of"
KEYS = ("hours", "holidays", "tz")
NOT_NAMES = ("none", "always")
"""Words of --hours that mean something by themselves."""


class Check(Protocol):
    """Who keeps what is wrong with the file."""

    def wrong(self, keys: Sequence[str | int], text: str, cure: str = "") -> None:
        """Note one problem at the line of a key."""

    def options(self, data: object, names: Sequence[str], above: tuple[str, ...]) -> dict[str, Any]:
        """The values of some shared options in a table, each checked as such."""


def shifts(data: object, check: Check) -> tuple[Shift, ...]:
    """The schedules by name; problems are noted, and what has one is left out."""
    if not isinstance(data, Mapping):
        check.wrong((SCHEDULES,), "schedules is not a table", "write [schedules.main]")
        return ()
    found = []
    for name, own in data.items():
        here = (SCHEDULES, name)
        values = check.options(own, KEYS, here)
        if name in NOT_NAMES or _is_hours(name):
            text = Said("{name} is no name of a schedule: --hours takes it for hours", name=name)
            check.wrong(here, text, "such as [schedules.main]")
        if isinstance(own, Mapping) and "hours" not in own:
            text = Said("the schedule {name} has no hours", name=name)
            check.wrong(here, text, 'such as hours = "mon-fri 09:00-18:00"')
        elif values.get("hours") == "none":
            text = Said("the schedule {name} has no hours", name=name)
            check.wrong((*here, "hours"), text, 'hours = "24/7" is always')
        days = values.get("holidays")
        holidays = None if days is None else tuple(days)
        found.append(Shift(name, values.get("hours", ""), holidays, values.get("tz")))
    return tuple(found)


def rota(data: object, names: Sequence[str], check: Check) -> Rota | None:
    """Which label goes by which schedule; None where nothing says, or it cannot be read."""
    if data is None:
        return None
    if not isinstance(data, Mapping):
        check.wrong((SCHEDULE_OF,), "schedule_of is not a table", "write [schedule_of]")
        return None
    pairs = {label: name for label, name in data.items() if label != "column"}
    column = data.get("column")
    if not (isinstance(column, str) and column):
        cure = 'such as column = "team"'
        check.wrong((SCHEDULE_OF, "column"), "schedule_of names no column", cure)
    if not pairs:
        cure = 'a label and its schedule, such as Billing = "main", or default = "main"'
        check.wrong((SCHEDULE_OF,), "schedule_of names no schedule", cure)
    for label, name in pairs.items():
        if name not in names:
            there = Said("schedules: {names}", names=", ".join(names))
            near = did_you_mean(str(name), names, there if names else "add [schedules.main]")
            check.wrong((SCHEDULE_OF, label), Said("no schedule {name}", name=str(name)), near)
    others = pairs.pop(OTHERS, None)
    _refuse_twins(list(pairs), check)
    of = tuple((label, str(name)) for label, name in pairs.items())
    return Rota(str(column), of, None if others is None else str(others))


def refuse_doubt(
    found: Rota | None,
    values: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    check: Check,
) -> None:
    """Note two answers to whose hours count, and schedules without use.

    ``values`` are the options of all metrics, then those of each. A schedule that nothing names measures
    nothing, and whoever wrote it thinks that it does.
    """
    if found is not None and "hours" in values[0]:
        cure = "leave hours away: default of [schedule_of] is for all whom it does not name"
        check.wrong(("hours",), "both hours and [schedule_of] say which hours count", cure)
    used = {each.get("hours") for each in values}
    used |= set() if found is None else {found.others, *(name for _, name in found.of)}
    for name in names:
        if name not in used and name not in NOT_NAMES:
            cure = Said('hours = "{name}" puts it in force, or name it in [schedule_of]', name=name)
            text = Said("the schedule {name} is not used", name=name)
            check.wrong((SCHEDULES, name), text, cure)


def named_or_hours(text: str, names: Sequence[str]) -> None:
    """Refuse what is neither one of these schedules nor hours."""
    if text in names:
        return
    try:
        ATTEMPTS["hours"](text)
    except CsmetricsError as fault:
        if any(sign.isdigit() for sign in text):
            raise
        near = did_you_mean(text, names, Said("schedules: {names}", names=", ".join(names)))
        words = {**fault.params, "value": text, "suggestion": near}
        raise CsmetricsError(fault.kind, **words) from None


def _refuse_twins(labels: Sequence[str], check: Check) -> None:
    """Labels are compared without case and accents: two that are alike would be one."""
    seen: dict[str, str] = {}
    for label in labels:
        key = folded_label(label)
        if key in seen:
            text = Said("{label} and {other} are one label", label=label, other=seen[key])
            check.wrong((SCHEDULE_OF, label), text, "name it once")
        seen.setdefault(key, label)


def _is_hours(name: str) -> bool:
    from csmetrics.worktime import parse_hours  # heavy

    try:
        parse_hours(name)
    except CsmetricsError:
        return False
    return True
