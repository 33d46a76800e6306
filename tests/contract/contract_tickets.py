"""Small tables of tickets on which every ticket metric can be computed, nasty cells included."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import strategies as st

Record = tuple[str, ...]

HEADER: Record = (
    *("id", "created", "first response at", "resolved", "updated", "status", "channel", "agent"),
    *("priority", "requester", "reopens", "agents involved", "agent replies", "customer replies"),
    *("handle time (min)", "contacts", "response sla", "resolution sla", "first contact"),
)
UPDATED = HEADER.index("updated")

ids = st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8", "9", "01", "", "  ", "NA"])
created = st.sampled_from(
    [
        *("2026-01-30 08:15", "2026-01-31 09:00", "2026-01-31 09:00", "2026-02-01 10:30"),
        *("2026-02-01T02:30:00", "2026-02-28 23:59", "2026-03-01", "2026-03-28 20:00"),
        *("2026-03-29 02:30", "", "", "soon", "2026-02-30 10:00"),
    ]
)
ended = st.sampled_from(
    [
        *("2026-01-31 09:00", "2026-01-31 09:00:01", "2026-01-31 17:45", "2026-02-02 10:30"),
        *("2026-03-01", "2026-03-29 02:30", "2026-03-30 12:00", "2026-05-02", "", "", "  "),
        *("n/a", "2026-13-01", "2025-12-31 23:00"),
    ]
)
statuses = st.sampled_from(
    [
        *("open", "Open", "pending", "on hold", "solved", "closed", "Fechado", "spam", "merged"),
        *("deleted", "", " ", "weird", "NA"),
    ]
)
labels = st.sampled_from(["web", "mail", "", " ", "NA", "null", "00123", "é", "e\u0301", "a,b"])
people = st.sampled_from(["Ana", "Bo", "", "ana@x.example"])
priorities = st.sampled_from(["urgent", "high", "Normal", "", "other"])
whole = st.sampled_from(["0", "1", "2", "5", "", "x", "1.5", "-1"])
waits = st.sampled_from(["0", "12", "7.5", "-3", "", "x", "240"])
flags = st.sampled_from(["met", "Breached", "met", "", "maybe"])
yes = st.sampled_from(["yes", "No", "1", "", "?"])


def sound(label: str, number: int) -> Record:
    """A ticket of a channel with which nothing is wrong, in January."""
    return (
        *(f"sound {number}", "2026-01-30 08:00", "2026-01-30 08:30", "2026-01-31 09:00"),
        *("2026-01-31 09:00", "closed", label, "Ana", "high", f"c{number}", "0", "1", "1", "1"),
        *("12", "1", "met", "met", "yes"),
    )


def late() -> Record:
    """A sound ticket two months later, so that it is known who of the others came back."""
    dates = ("2026-04-01 08:00", "2026-04-01 08:30", "2026-04-02 09:00", "2026-04-02 09:00")
    return ("late", *dates, *sound("web", 99)[len(dates) + 1 :])


nasty = st.tuples(
    *(ids, created, ended, ended, ended, statuses, labels, people, priorities, people),
    *(whole, whole, whole, whole, waits, whole, flags, flags, yes),
)
records: st.SearchStrategy[list[Record]] = st.lists(
    st.one_of(nasty, nasty, nasty, st.builds(sound, labels, st.integers(1, 3))),
    min_size=1,
    max_size=12,
)
slicings = st.fixed_dictionaries(
    {},
    optional={
        "by": st.sampled_from([("channel",), ("channel", "agent"), ("priority",)]),
        "every": st.sampled_from(["day", "week", "month", "quarter", "year"]),
        "since": st.sampled_from(["2026-01-31", "2026-02"]),
        "until": st.sampled_from(["2026-02", "2026-05-02"]),
        "where": st.sampled_from(
            [("channel = web",), ("agent != Bo", "reopens >= 1"), ("created < 2026-03",)]
        ),
        "tz": st.sampled_from(["Europe/Berlin", "America/Sao_Paulo"]),
        "as_of": st.sampled_from(["2026-02-15", "2026-06-30"]),
        "dedupe": st.sampled_from(["last", "first", "none"]),
        "exclude_status": st.sampled_from([("spam",), ("Fechado", "deleted")]),
        "hours": st.sampled_from(["mon-fri 09:00-18:00", "mon-sun 22:00-06:00"]),
    },
)


def ordered(rows: Sequence[Record], shuffle: random.Random) -> list[Record]:
    """The same rows with an update time each, so that no order of rows says which of an id is the last."""
    times = [f"2026-04-{1 + minute // 60:02} 10:{minute % 60:02}" for minute in range(len(rows))]
    shuffle.shuffle(times)
    return [
        (*row[:UPDATED], time, *row[UPDATED + 1 :]) for row, time in zip(rows, times, strict=True)
    ]
