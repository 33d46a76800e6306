"""The canonical tables: which roles a column can play, and the names by which it is recognised."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from csmetrics.language import Said
from csmetrics.read._header import folded

TABLES = ("responses", "tickets", "customers")
"""The tables that a file can hold."""

_RESPONSES = {
    "score": "score",
    "answered": "date",
    "invited": "date",
    "id": "id",
    "respondent": "id",
    "comment": "text",
}
_TICKETS = {
    "score": "score",
    "id": "id",
    "requester": "id",
    "status": "status",
    "reopens": "count",
    **dict.fromkeys(("created", "responded", "closed", "resolved", "first_resolved"), "date"),
    **dict.fromkeys(("updated", "target_response", "target_resolution"), "date"),
    **dict.fromkeys(("first_response_duration", "first_response_business"), "duration"),
    **dict.fromkeys(("resolution_duration", "resolution_business"), "duration"),
    **dict.fromkeys(("first_resolution_duration",), "duration"),
    **dict.fromkeys(("handle_time", "talk", "hold", "wrap"), "duration"),
    **dict.fromkeys(("sla", "sla_response", "sla_resolution", "first_contact"), "flag"),
    **dict.fromkeys(("agent_replies", "customer_replies", "agents", "contacts"), "number"),
}

_CUSTOMERS = {
    "customer": "id",
    **dict.fromkeys(("started", "ended", "bought"), "date"),
    **dict.fromkeys(("churned", "active"), "flag"),
    **dict.fromkeys(("tenure", "amount", "charge"), "number"),
    **dict.fromkeys(("at_start", "at_end", "new_customers"), "number"),
}

KINDS = _RESPONSES | _TICKETS | _CUSTOMERS | {"weight": "weight"}
"""What the cells of a role are; every other role holds labels. Ids and texts are typed like labels.

A ``count`` may also be a flag: ``0``, ``2``, ``Yes``. A role that two tables have is of one kind in both.
The weight of an answer has a kind and no names: a column is one where an option names it alone.
"""

EVENTS = (
    *("created", "responded", "first_resolved", "resolved", "closed", "updated", "answered"),
    *("started", "bought", "ended"),
)
"""The dates of what has happened, of which the latest is "now"; due times and targets are not."""

ID_OF_ANSWER = "id of the answer (a column named id alone may be that of anything)"
WORDS = {
    "answered": "date of the answer",
    "invited": "date of the invitation",
    "id": "id of the ticket",
    "created": "date of creation",
    "responded": "time of the first response",
    "closed": "closing date",
    "resolved": "date of resolution",
    "first_resolved": "date of the first resolution",
    "updated": "date of the last update",
    "kind": "kind of contact",
    "reopens": "number of reopens",
    "agent_replies": "number of agent replies",
    "customer_replies": "number of customer replies",
    "agents": "number of agents",
    "handle_time": "handle time",
    "talk": "talk time",
    "hold": "hold time",
    "wrap": "wrap-up time",
    "contacts": "number of contacts",
    "first_response_duration": "time to the first response",
    "first_response_business": "time to the first response in business time",
    "resolution_duration": "time to resolution",
    "first_resolution_duration": "time to the first resolution",
    "resolution_business": "time to resolution in business time",
    "sla": "SLA result",
    "sla_response": "SLA result of the first response",
    "sla_resolution": "SLA result of the resolution",
    "target_response": "due time of the first response",
    "target_resolution": "due time of the resolution",
    "first_contact": "resolution at the first contact",
    "customer": "id of the customer",
    "started": "date from which somebody was a customer",
    "ended": "date on which a customer left",
    "bought": "date of the purchase",
    "churned": "flag of who has left",
    "active": "flag of who is a customer still",
    "tenure": "time as a customer",
    "amount": "amount of the purchase",
    "charge": "what a customer pays in a period",
    "at_start": "number of customers at the start",
    "at_end": "number of customers at the end",
    "new_customers": "number of new customers",
}
"""How a message calls a role whose name does not say it."""
TOLD = {"agents": Said(", and --counts handoffs where it counts changes of owner")}
"""What an option has to say of the column that --column names for a role."""

Entry = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """How headers of one role are spelled, folded: whole names, best first, and words within longer ones.

    ``fallback`` are whole names of another role that stands in; ``either`` those of the whole names that may
    be a time or a duration; ``of`` holds the names that only the column of one metric has. A short name with a
    word of ``never`` is not found by words: it is that of codes or groups.
    """

    whole: tuple[str, ...]
    within: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    of: dict[str, Names] = field(default_factory=dict)
    never: frozenset[str] = frozenset()

    @classmethod
    def read(cls, entry: Entry, units: Sequence[str] = ()) -> Names:
        """One entry of the data file. With a unit after it, a name that could be a time is a duration."""
        sure, either, units = (
            tuple(map(folded, names))
            for names in (entry.get("from", ()), entry.get("either", ()), units)
        )
        whole = [text for name in sure for text in (name, *_with(name, units))]
        whole += [text for name in either for text in _with(name, units)]
        return cls(
            (*whole, *either),
            tuple(map(folded, entry.get("like", ()))),
            tuple(map(folded, entry.get("fallback", ()))),
            either,
            {metric: cls.read(special) for metric, special in entry.get("of", {}).items()},
            frozenset(map(folded, entry.get("never", ()))),
        )


@cache
def names(table: str) -> dict[str, Names]:
    """The spellings of each role of a table such as ``responses``."""
    data = _file_of(table)
    units, roles = data.get("units", ()), data[table]
    found = {}
    for role, entry in roles.items():
        fallback = entry.get("fallback", ())
        if isinstance(fallback, str):  # the names of that role
            fallback = roles[fallback]["from"]
        read = {**entry, "fallback": fallback}
        own = entry.get("units", units if KINDS.get(role) == "duration" else ())
        found[role] = Names.read(read, own)
    taken = {name for each in found.values() for name in (*each.whole, *each.fallback)}
    for role, each in found.items():  # a column may also bear the name of its role
        if KINDS.get(role) != "id" and (own := folded(role)) not in taken:
            found[role] = replace(each, whole=(*each.whole, own))
    return found


@cache
def expected(table: str) -> frozenset[str]:
    """All whole names, by which a header is told from a title above it."""
    found: set[str] = set()
    for spelling in names(table).values():
        found.update(
            spelling.whole, spelling.fallback, *(special.whole for special in spelling.of.values())
        )
    return frozenset(found)


def all_expected() -> frozenset[str]:
    """The whole names of every table, of a file of which it is not known yet what it holds."""
    return frozenset().union(*map(expected, TABLES))


def _with(name: str, units: Sequence[str]) -> Iterator[str]:
    """A folded name before each folded unit: folding them together would give the same, thousands of times."""
    return (f"{name} {unit}" for unit in units)


def _file_of(table: str) -> Entry:
    """The data file of a table: its own, else the one that is shared."""
    presets = files("csmetrics.presets")
    own = presets.joinpath(f"plain-{table}.toml")
    file = own if own.is_file() else presets.joinpath("plain.toml")
    return tomllib.loads(file.read_text("utf-8"))
