"""A year of the invented shop: each month one export of its tickets and one of the answers to its survey.

An export of tickets holds what was opened in its month, and what was still open when it began, each as it is when
the month ends; so a ticket may stand in several, as help desks write them. What was planted is said at its constant.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from drawing import COMMENTS, as_csv, draws, mood, pick, score
from tickets import (
    AGENTS,
    FIRST,
    HOURS,
    KINDS,
    PRIORITIES,
    WEEK,
    Ticket,
    after,
    by_phone,
    clock,
    shown,
    varied,
    weighted,
    worked,
)

MONTHS = tuple(datetime(2025 + month // 12, month % 12 + 1, 1) for month in range(10, 23))  # noqa: DTZ001
"""The first day of each month from November 2025 on, and the day after the last."""

TICKETS = (236, 262, 214, 203, 221, 208, 217, 210, 224, 231, 219, 242)
ANSWERS = (92, 98, 96, 94, 99, 95, 90, 97, 101, 103, 98, 97)

SHORT_OF_STAFF = MONTHS[10]
"""From September on the first reply takes so many times as long: two people left."""
SLOWER = 2.6

HURRIED = MONTHS[11]
"""In October handle time became a target: it falls to this part, and fewer are helped at once."""
SHORTER = 0.6
AT_ONCE, HURRIED_AT_ONCE = 0.64, 0.42

NEW_CUSTOMERS = (0.28, 0.27, 0.27, 0.26, 0.28, 0.38, 0.48, 0.57, 0.66, 0.70, 0.71, 0.70)
"""Their share of the answers: the shop grew. New and regular customers both get happier, but new ones less happy."""
RECOMMEND = {
    "regular": (2, 1, 1, 1, 1, 3, 4, 10, 19, 27, 31),
    "new": (4, 3, 4, 4, 5, 9, 10, 19, 18, 13, 11),
}
WARMER = 0.035
"""So much more likely each month are 9 and 10."""

SATISFIED = 0.80
BETTER = {"Cleo": 0.96, "Gilda": 0.58}
"""Cleo's customers are satisfied more often than others, Gilda's less often."""

TICKET_COLUMNS = (
    "Ticket ID", "Created at", "First response at", "Resolved at", "Updated at", "Status", "Channel", "Team",
    "Agent", "Priority", "Category", "Reopens", "Agent replies", "Handle time", "SLA",
)  # fmt: skip
ANSWER_COLUMNS = (
    "id", "answered_at", "recommend", "satisfaction", "customer", "channel", "team", "agent", "comment",
)  # fmt: skip


def exports() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file."""
    everything = list(_tickets())
    for begin, end in pairwise(MONTHS):
        rows = [
            _row(number, ticket, end)
            for number, ticket in enumerate(everything, 20001)
            if ticket.created < end and (ticket.created >= begin or not _done(ticket, begin))
        ]
        yield f"tickets-{begin:%Y-%m}.csv", as_csv([list(TICKET_COLUMNS), *rows]).encode()
    for month, rows in enumerate(_answers()):
        yield f"answers-{MONTHS[month]:%Y-%m}.csv", as_csv([list(ANSWER_COLUMNS), *rows]).encode()


def _done(ticket: Ticket, moment: datetime) -> bool:
    return ticket.resolved is not None and ticket.resolved < moment


def _tickets() -> Iterator[Ticket]:
    """All tickets with their whole lives, in the order in which customers wrote."""
    for month, count in enumerate(TICKETS):
        source = draws(f"year tickets {month}")
        for moment in _moments(source, month, count):
            channels = ("email", "email", "whatsapp", "whatsapp", "chat", "phone")
            channel = pick(source, channels if by_phone(moment) else channels[:4])
            kind = tuple(KINDS)[weighted(source, (6, 4, 3, 3, 5, 4))]
            priority = tuple(PRIORITIES)[
                weighted(source, [each[0] for each in PRIORITIES.values()])
            ]
            ticket = Ticket(moment, channel, kind, priority, requester=0)
            _live(source, ticket)
            yield ticket


def _moments(source: random.Random, month: int, count: int) -> list[datetime]:
    """When customers write: mostly on working days, by daylight."""
    begin, end = MONTHS[month], MONTHS[month + 1]
    days = [begin + timedelta(days=day) for day in range((end - begin).days)]
    weights = [WEEK[day.weekday()] for day in days]
    return sorted(
        days[weighted(source, weights)]
        + timedelta(seconds=weighted(source, HOURS) * 3600 + int(source.random() * 3600))
        for _ in range(count)
    )


def _live(source: random.Random, ticket: Ticket) -> None:
    """Let a ticket be answered, worked on and solved, however long that takes."""
    sooner, promised = PRIORITIES[ticket.priority][1:]
    slower = SLOWER if ticket.created >= SHORT_OF_STAFF else 1.0
    hurried = ticket.created >= HURRIED
    ticket.agent = pick(source, AGENTS[ticket.team])
    ticket.responded = after(
        ticket.created, varied(source, FIRST[ticket.channel] * sooner * slower)
    )
    once = source.random() < (HURRIED_AT_ONCE if hurried else AT_ONCE)
    ticket.replies = 1 if once else 2 + int(source.random() * 3)
    again = (0.02 if once else 0.12) * (2.0 if hurried else 1.0)
    ticket.reopens = 1 if source.random() < again else 0
    minutes = (4.0 + 2.4 * ticket.replies) * (0.5 + source.random())
    ticket.handled = int(60 * minutes * (SHORTER if hurried else 1.0))
    ticket.resolved = after(
        ticket.responded, varied(source, 12.0 if once else KINDS[ticket.kind][1] * sooner * 0.6)
    )
    if ticket.reopens:
        ticket.resolved = after(ticket.resolved, 540 + varied(source, 300.0))
        ticket.replies += 1
    ticket.sla = "breached" if worked(ticket.created, ticket.resolved) > promised else "met"


def _row(number: int, ticket: Ticket, now: datetime) -> list[str]:
    """The ticket as an export shows it that is made when a month has ended."""
    first = ticket.responded if ticket.responded and ticket.responded < now else None
    done = ticket.resolved if ticket.resolved and ticket.resolved < now else None
    status = "solved" if done else "open" if first else "new"
    updated = done or first or ticket.created
    if done and done + timedelta(days=4) < now:  # closed by the system
        status, updated = "closed", done + timedelta(days=4)
    promised = PRIORITIES[ticket.priority][2]
    late = ticket.sla == "breached" if done else worked(ticket.created, now) > promised
    return [
        f"T-{number}",
        shown(ticket.created),
        shown(first),
        shown(done),
        shown(updated),
        status,
        ticket.channel,
        ticket.team,
        ticket.agent if first else "",
        ticket.priority,
        ticket.kind,
        str(ticket.reopens if done else 0),
        str(ticket.replies if done else 1 if first else 0),
        clock(ticket.handled) if done else "",
        "breached" if late else "met",
    ]


def _answers() -> Iterator[list[list[str]]]:
    """The answers of each month."""
    number = 70001
    agents = [(team, agent) for team, people in AGENTS.items() for agent in people]
    for month, count in enumerate(ANSWERS):
        source = draws(f"year answers {month}")
        rows = []
        for moment in _moments(source, month, count):
            customer = "new" if source.random() < NEW_CUSTOMERS[month] else "regular"
            weights = RECOMMEND[customer]
            lift = 1 + WARMER * month
            recommends = score(source, (*weights[:9], *(each * lift for each in weights[9:])))
            team, agent = agents[int(source.random() * len(agents))]
            likes = source.random() < BETTER.get(agent, SATISFIED)
            satisfied = (
                (4 if source.random() < 0.45 else 5) if likes else 1 + int(source.random() * 3)
            )
            said = pick(source, COMMENTS[mood(recommends, 7, 9)]) if source.random() < 0.4 else ""
            channel = pick(source, tuple(FIRST))
            rows.append(
                [
                    f"A-{number}",
                    shown(moment),
                    str(recommends),
                    str(satisfied),
                    *(customer, channel, team, agent, said),
                ]
            )
            number += 1
        yield rows
