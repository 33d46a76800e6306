"""Time inside working hours, in elapsed time: between instants, until due, and counted in days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from csmetrics.worktime._timeline import Timeline, timeline
from csmetrics.worktime._wall import DAY, EPOCH, Ints, utc
from csmetrics.worktime.holidays import Holidays, SpecialDay
from csmetrics.worktime.schedule import Schedule, Span

NEVER = int(np.iinfo(np.int64).max)
"""When it is due if that is beyond the year 9999."""

_MINUTE = 60_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# one day is left at each end of the calendar for zones, one more for hours that end the next day
_FIRST = date.min.toordinal() - EPOCH + 2
_LAST = date.max.toordinal() - EPOCH - 3


class Clock:
    """A clock that runs in working hours only.

    Instants are milliseconds since 1970 in UTC, and so is working time: int64, so that sums do not
    depend on how the work was split. A 24-hour Sunday on which the clock changes has 23 or 25 hours.
    """

    def __init__(
        self, schedule: Schedule, holidays: Holidays | None = None, zone: str = "UTC"
    ) -> None:
        self.schedule = schedule
        self.holidays = holidays if holidays is not None else Holidays()
        self.zone = zone
        self._zone = ZoneInfo(zone)
        self._made: Timeline | None = None
        self._seen: tuple[int, int] | None = None

    def worked(self, starts: Ints, ends: Ints) -> Ints:
        """Measure the working time from each start to its end.

        An end before its start gives the negative of the reverse, so that parts always add up to
        the whole. The instants are real ones: leave out missing times before.
        """
        if not len(starts):
            return np.zeros(0, dtype=np.int64)
        low = int(min(starts.min(), ends.min()))
        high = int(max(starts.max(), ends.max()))
        seen = self._seen or (low, high)
        self._seen = min(low, seen[0]), max(high, seen[1])
        line = self._covering(low, high)
        found = line.at(ends)
        found -= line.at(starts)
        return found

    def due(self, starts: Ints, working: Ints | int) -> Ints:
        """Find the first instant at which ``working`` has passed since the start.

        It is the closing time if all is done by then, not the next opening; the start itself if
        ``working`` is 0; and :data:`NEVER` if the calendar ends before.
        """
        if not len(starts):
            return np.zeros(0, dtype=np.int64)
        working = np.broadcast_to(np.asarray(working, dtype=np.int64), starts.shape)
        if working.min() < 0:
            raise ValueError("what is due before it starts has no due time")
        low, high = int(starts.min()), int(starts.max())
        line = self._covering(low, high)
        # bounded, so that no sum below can exceed an int64
        wanted = np.minimum(working, (_LAST - _FIRST) * DAY)
        days = 7 * int(wanted.max()) // max(1, self.schedule.minutes * _MINUTE) + 31
        while (goal := line.at(starts) + wanted).max() > line.done[-1] and line.last < _LAST:
            line = self._covering(low, min(high + days * DAY, _LAST * DAY))
            days *= 2
        found = np.full(len(starts), NEVER, dtype=np.int64)
        reached = goal <= line.done[-1]
        found[reached] = line.reached(goal[reached])
        return np.where(working == 0, starts, found)

    def works_on(self, day: date) -> bool:
        """Tell whether working hours begin on a day."""
        special = self.holidays.between(day, day)
        return bool(special[0].hours if special else self.schedule.days[day.weekday()])

    def working_days(self, first: date, last: date, inclusive: bool = True) -> int:
        """Count the days with working hours; without ``inclusive`` the first is not counted."""
        if last < first:
            raise ValueError(f"{last} is before {first}")
        begin = first.toordinal() + (not inclusive)
        total = last.toordinal() - begin + 1
        weekdays = [bool(spans) for spans in self.schedule.days]
        whole, rest = divmod(total, 7)
        count = whole * sum(weekdays)
        count += sum(weekdays[(begin - 1 + day) % 7] for day in range(rest))
        for special in self.holidays.between(first, last):
            if special.day.toordinal() >= begin:
                count += bool(special.hours) - weekdays[special.day.weekday()]
        return count

    @property
    def measured(self) -> tuple[date, date] | None:
        """The days between which times were measured, on the clock of the zone; None before any was."""
        if self._seen is None:
            return None
        first, last = (
            (_EPOCH + timedelta(milliseconds=instant)).astimezone(self._zone).date()
            for instant in self._seen
        )
        return first, last

    def special_days(self) -> tuple[SpecialDay, ...]:
        """The holidays and days of other hours on which times were measured."""
        return () if self.measured is None else tuple(self.holidays.between(*self.measured))

    def carnival_worked(self, first: date, last: date) -> tuple[date, ...]:
        """List the days of a Brazilian Carnival that count as working days, for a note.

        Empty unless ``--holidays`` names Brazil without ``+optional``.
        """
        return tuple(day for day in self.holidays.carnival(first, last) if self.works_on(day))

    def _covering(self, low: int, high: int) -> Timeline:
        """Give a timeline from ``low`` to ``high``: the one at hand, or a longer one.

        Whole years, so that the parts of a file seldom need a new one.
        """
        first, last = low // DAY, high // DAY
        made = self._made
        if made is None or first < made.first or made.last < last:
            if not _FIRST - 2 <= first <= last <= _LAST + 3:
                raise ValueError("an instant outside the years 1 to 9999")
            if made is not None:
                first, last = min(first, made.first), max(last, made.last)
            first, last = (
                date(day.year, *of).toordinal() - EPOCH
                for day, of in ((_date(first), (1, 1)), (_date(last), (12, 31)))
            )
            made = self._made = self._timeline(first, last)
        return made

    def _timeline(self, first: int, last: int) -> Timeline:
        # a night shift of the day before, and a zone ahead of UTC or behind it
        begin, end = max(first - 2, _FIRST), min(last + 2, _LAST)
        days = np.arange(begin, end + 1, dtype=np.int64)
        usual = np.ones(len(days), dtype=bool)
        special = self.holidays.between(_date(begin), _date(end))
        usual[[each.day.toordinal() - EPOCH - begin for each in special]] = False
        weekdays = (days + 3) % 7  # 1970-01-01 was a Thursday
        walls = [np.zeros((0, 2), dtype=np.int64), *_special(special)]
        for weekday, spans in enumerate(self.schedule.days):
            of = days[usual & (weekdays == weekday)]
            walls += [_walls(of, span) for span in spans]
        instants = utc(np.concatenate(walls), self._zone)
        return timeline(first, last, instants[:, 0], instants[:, 1])


def _special(special: Iterable[SpecialDay]) -> Iterable[Ints]:
    for each in special:
        day = np.array([each.day.toordinal() - EPOCH])
        yield from (_walls(day, span) for span in each.hours)


def _walls(days: Ints, span: Span) -> Ints:
    """Give the hours on some days, as a clock on the wall shows their beginning and end."""
    return days[:, None] * DAY + np.array(span, dtype=np.int64) * _MINUTE


def _date(day: int) -> date:
    return date.fromordinal(day + EPOCH)
