"""Which table a file holds, which of its columns play a role, and what to paste to keep it so."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.intake.guesses import is_asked, is_question
from csmetrics.intake.mapping import FALLBACK, Mapping
from csmetrics.intake.places import Place
from csmetrics.intake.statuses import read_status
from csmetrics.language import Said, joined, ours
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.intake.recognition import Fit
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawTable
    from csmetrics.report import ColumnSeen

SURVEY, TICKETS, CUSTOMERS = schema.TABLES
SIGNS = ("churned", "tenure", "bought", "at_start")
"""Roles of customers and what they buy, of which no survey and no list of tickets has a column."""

LEAST = {TICKETS: {"requester", "created"}, CUSTOMERS: {"customer", "started"}}
"""What is enough where a file holds nothing else: who was in touch and when, who is a customer since when."""


class Role(NamedTuple):
    """What a column plays, how it is found and read, and for which metrics, where not for all."""

    name: str
    place: Place
    metrics: tuple[str, ...] = ()


Roles = dict[int, Role]


def table_of(raw: RawTable, options: InputOptions, fit: Fit | None) -> str:
    """Tickets where a column is one that no survey has, such as a status; else answers to a survey.

    Before both, customers where a column is one of :data:`SIGNS`, or two say when somebody came and left. A file
    that no column gives away is what all of them fit: see :data:`LEAST`.

    What the user said of columns goes before what the preset says of the table. An empty column says nothing, nor
    does a status that no ticket has.
    """
    own = _of_tickets_alone()
    named = {text.partition("=")[0].strip() for text in options.column}
    if named & set(SIGNS):
        return CUSTOMERS
    if named & own:
        return TICKETS
    if fit is not None:
        return fit.preset.table
    if _is_of_customers(raw):
        return CUSTOMERS
    for role, place in _telling(raw):
        if not _holds(raw, place):
            continue
        if role != "status" or not raw.sample or _holds(raw, place, read_status):
            return TICKETS
    for table, least in LEAST.items():
        if _is_all_of(raw, table, least):
            return table
    return SURVEY


def fits_none(raw: RawTable) -> Said:
    """Why a file is neither a survey nor a list of tickets: no such column, or they hold nothing."""
    blank = [raw.header[place] for _, place in _telling(raw) if not _holds(raw, place)]
    if not blank:
        return ours("no column is known to hold a score, a status or a resolution")
    return Said(
        "{columns} {count:holds|hold} no value in the first {n:,} {n:row|rows}, and no column is known to hold a "
        "score",
        columns=joined(" and ", sorted(blank, key=raw.header.index)),
        count=len(blank),
        n=len(raw.sample),
    )


def _of_tickets_alone() -> set[str]:
    """The roles that no survey has."""
    return schema.names(TICKETS).keys() - schema.names(SURVEY).keys() - {"requester", "created"}


def _telling(raw: RawTable) -> Iterator[tuple[str, int]]:
    """The columns by whose name a file is one of tickets, with their roles."""
    mapping = Mapping(raw, TICKETS, {})
    for role in sorted(_of_tickets_alone() - {"priority", "updated"}):
        yield from ((role, place) for place in _named(mapping, role))


def sign_of_tickets(raw: RawTable, fit: Fit | None) -> str:
    """What gives a file away as one of tickets: a preset, or the header of a column; empty where nothing does.

    More than :func:`table_of` asks for: a status, and an id of any kind, may be those of customers.
    """
    if fit is not None:
        return fit.preset.title if fit.preset.table == TICKETS else ""
    if _is_of_customers(raw):
        return ""
    tickets = Mapping(raw, TICKETS, {})
    signs = _named(
        Mapping(raw, SURVEY, {}), "id"
    )  # in a survey only the id of a ticket is known by its name
    signs += [place for role, place in _telling(raw) if role != "status"]
    if not _named(Mapping(raw, CUSTOMERS, {}), "customer") and _named(tickets, "requester"):
        signs += _named(tickets, "created")
    return raw.header[signs[0]] if signs else ""


def _named(mapping: Mapping, role: str) -> list[int]:
    """Where the column is that plays a role by its own name, if one does."""
    try:
        place = mapping.role(role)
    except CsmetricsError:
        return []
    return [] if place is None or place.why == FALLBACK else [place.index]


def _is_of_customers(raw: RawTable) -> bool:
    """Whether a column is one that only customers and purchases have."""
    mapping = Mapping(raw, CUSTOMERS, {})

    def plays(role: str) -> bool:
        return any(_holds(raw, place) for place in _named(mapping, role))

    return any(map(plays, SIGNS)) or all(map(plays, ("customer", "started", "ended")))


def _is_all_of(raw: RawTable, table: str, least: set[str]) -> bool:
    """Whether all columns are known to be of a table, the ``least`` among them, and none is a score."""
    found = {
        role.name
        for role in roles_of(Mapping(raw, table, {}))[0].values()
        if role.place.why != FALLBACK
    }
    return least <= found and len(found) == len(raw.header) and "score" not in found


def _holds(raw: RawTable, place: int, what: Callable[[str], object] = str.strip) -> bool:
    """Whether one of the first rows holds something there; of a file without rows nothing is known."""
    cells = (row[place] for row in raw.sample if place < len(row))
    return not raw.sample or any(what(cell) not in ("", None) for cell in cells)


def _is_of_some_use(raw: RawTable, fault: CsmetricsError) -> bool:
    """Whether one of the columns between which a name does not decide holds something."""
    named = fault.params.get("columns") if fault.kind is errors.MANY_COLUMNS else None
    return not isinstance(named, tuple) or any(
        _holds(raw, place) for place, header in enumerate(raw.header) if header in named
    )


def roles_of(mapping: Mapping) -> tuple[Roles, list[Diagnostic]]:
    """The columns that play roles, by place.

    Where several could play one, and none does for any metric, a diagnostic instead.
    """
    found: Roles = {}
    notes = []
    for role, names in schema.names(mapping.table).items():
        players: dict[int, tuple[Place, list[str]]] = {}
        doubt = None
        for metric in ("", *names.of):
            try:
                place = mapping.role(role, metric)
            except CsmetricsError as fault:
                if role in mapping.declared:
                    raise
                if _is_of_some_use(mapping.raw, fault):
                    doubt = doubt or Diagnostic(fault.kind, tuple(fault.params.items()))
                continue
            if place is not None:
                players.setdefault(place.index, (place, []))[1].append(metric)
        for index, (place, metrics) in players.items():
            found.setdefault(index, Role(role, place, () if "" in metrics else tuple(metrics)))
        if doubt is not None and not players:
            notes.append(doubt)
    return found, notes


def to_paste(mapping: Mapping, roles: Roles, seen: Sequence[ColumnSeen]) -> tuple[str, ...]:
    """Options that keep this reading: the preset, and the columns that it does not find by itself."""
    header, fit = mapping.raw.header, mapping.fit
    paste = [f"--preset {fit.preset.name}"] if fit and not fit.named else []
    scores = [place for place, (role, _, _) in roles.items() if role == "score"]
    if mapping.table == SURVEY and not scores:
        questions = [each for each in seen if is_question(each, mapping)]
        asked = [each for each in questions if is_asked(each)]
        paste += [f"--score {shlex.quote(each.header)}" for each in asked or questions]
    found = sorted(roles.items(), key=lambda item: item[1][0] != "score")
    for place, (role, how, _) in found:
        needed = role in ("score", "answered") or (mapping.table != SURVEY and role in schema.KINDS)
        if role == "score" and len(scores) > 1:
            continue  # each metric finds its own
        if needed and place not in mapping.told:
            unit = f":{how.unit}" if how.unit else ""
            paste.append(f"--column {role}={shlex.quote(header[place] + unit)}")
    return tuple(paste)
