"""The tickets of the invented shop: what was asked, when it was answered, and what was promised.

Customers write at any hour; the team works Monday to Friday, 9 to 18, not on public holidays.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from customers import caller
from drawing import DAYS, START, as_csv, draws, pick

OPENS, CLOSES = 9, 18
# public holidays in São Paulo, where the shop is, from November 2025 to October 2026
HOLIDAYS = {(11, 20), (12, 25), (1, 1), (4, 3), (4, 21), (5, 1), (7, 9), (9, 7), (10, 12)}
EXPORTED = START + timedelta(days=DAYS) - timedelta(minutes=9)

# weights of the hours in which customers write, and of the days, Monday first
HOURS = (0, 0, 0, 0, 0, 0, 1, 2, 5, 9, 11, 10, 6, 7, 9, 9, 8, 6, 4, 3, 3, 2, 1, 0)
WEEK = (9, 8, 7, 7, 7, 3, 2)

# minutes until the first reply, usually; kind: team, minutes of work until it is solved, usually
FIRST = {"email": 95.0, "chat": 3.0, "phone": 1.0, "whatsapp": 14.0}
KINDS = {
    "Where is my order": ("Delivery", 150.0),
    "Refund": ("Billing", 1100.0),
    "Invoice": ("Billing", 380.0),
    "Damaged item": ("Delivery", 800.0),
    "Product question": ("Orders", 60.0),
    "Change of order": ("Orders", 120.0),
}
AGENTS = {
    "Orders": ("Ada", "Bento", "Cleo"),
    "Billing": ("Dimas", "Edda"),
    "Delivery": ("Fausto", "Gilda"),
}
# priority: how often of 20, how much sooner than others, and the minutes of work promised
PRIORITIES = {
    "urgent": (1, 0.35, 4 * 60),
    "high": (4, 0.6, 9 * 60),
    "normal": (12, 1.0, 27 * 60),
    "low": (3, 1.5, 45 * 60),
}
# how much longer than usual a task takes, from the quickest to the slowest, each as likely
SPREAD = (0.1, 0.25, 0.4, 0.6, 0.8, 1.0, 1.3, 1.7, 2.4, 4.0, 8.0)


@dataclass
class Ticket:
    """One ticket as it is when it is exported."""

    created: datetime
    channel: str
    kind: str
    priority: str
    requester: int
    responded: datetime | None = None
    resolved: datetime | None = None
    updated: datetime = EXPORTED
    status: str = "open"
    agent: str = ""
    reopens: int = 0
    replies: int = 0
    agents: int = 0
    handled: int = 0
    sla: str = ""
    changed: dict[str, str] = field(default_factory=dict)

    @property
    def team(self) -> str:
        """The team that does this kind of work."""
        return KINDS[self.kind][0]


def varied(source: random.Random, usual: float) -> float:
    """Vary what is usual: half of all takes longer, a tenth more than four times as long."""
    place = source.random() * (len(SPREAD) - 1)
    low = int(place)
    return usual * (SPREAD[low] + (place - low) * (SPREAD[low + 1] - SPREAD[low]))


def weighted(source: random.Random, weights: Sequence[int]) -> int:
    """Draw a place by its weight."""
    aim = source.random() * sum(weights)
    for place, weight in enumerate(weights):
        aim -= weight
        if aim < 0:
            return place
    return len(weights) - 1


def open_at(day: datetime) -> bool:
    """Whether anybody works on a day."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def after(begin: datetime, minutes: float) -> datetime:
    """Find when so many minutes of work are done."""
    now, left = begin, int(minutes * 60)
    while True:
        day = now.replace(hour=0, minute=0, second=0)
        opens, closes = day + timedelta(hours=OPENS), day + timedelta(hours=CLOSES)
        now = max(now, opens)
        if open_at(day) and now < closes:
            free = int((closes - now).total_seconds())
            if left <= free:
                return now + timedelta(seconds=left)
            left -= free
        now = day + timedelta(days=1)


def worked(begin: datetime, end: datetime) -> float:
    """Count the minutes of work between two times."""
    total, day = 0.0, begin.replace(hour=0, minute=0, second=0)
    while day < end:
        low = max(begin, day + timedelta(hours=OPENS))
        high = min(end, day + timedelta(hours=CLOSES))
        if open_at(day) and low < high:
            total += (high - low).total_seconds() / 60
        day += timedelta(days=1)
    return total


def arrivals(source: random.Random, count: int) -> list[datetime]:
    """When customers write."""
    days = [START + timedelta(days=day) for day in range(DAYS)]
    weights = [WEEK[day.weekday()] for day in days]
    found = []
    for _ in range(count):
        day = days[weighted(source, weights)]
        seconds = weighted(source, HOURS) * 3600 + int(source.random() * 3600)
        found.append(day + timedelta(seconds=seconds))
    return sorted(found)


def by_phone(moment: datetime) -> bool:
    """Whether somebody would answer the phone."""
    return open_at(moment) and OPENS <= moment.hour < CLOSES


def drawn(source: random.Random, count: int) -> list[Ticket]:
    """Draw tickets and their lives until the export."""
    found: list[Ticket] = []
    shares = [share for share, _, _ in PRIORITIES.values()]
    for moment in arrivals(source, count):
        channels = ("email", "email", "whatsapp", "whatsapp", "chat", "phone")
        channel = pick(source, channels if by_phone(moment) else channels[:4])
        kind = tuple(KINDS)[weighted(source, (6, 4, 3, 3, 5, 4))]
        priority = tuple(PRIORITIES)[weighted(source, shares)]
        requester = 1000 + int(source.random() * 160)
        if found and source.random() < 0.12:  # writes again about the same thing
            last = found[-1 - int(source.random() * min(len(found), 8))]
            requester, kind = last.requester, last.kind
        ticket = Ticket(moment, channel, kind, priority, requester)
        live(source, ticket)
        found.append(ticket)
    return found


def live(source: random.Random, ticket: Ticket) -> None:
    """Let a ticket be answered, worked on and solved, as far as it goes until the export."""
    sooner, promised = PRIORITIES[ticket.priority][1:]
    busy = 1.35 if ticket.created.month == 10 else 1.0  # one agent less in October
    first = after(ticket.created, varied(source, FIRST[ticket.channel] * sooner * busy))
    ticket.agent = pick(source, AGENTS[ticket.team])
    once = source.random() < (0.55 if KINDS[ticket.kind][1] < 400 else 0.2)
    ticket.replies = 1 if once else 2 + int(source.random() * source.random() * 6)
    ticket.agents = 1 + (not once and source.random() < 0.3) + (not once and source.random() < 0.1)
    work = 12.0 if once else KINDS[ticket.kind][1] * sooner * busy
    ticket.reopens = (
        0 if source.random() > (0.04 if once else 0.12) else 1 + (source.random() < 0.2)
    )
    ticket.handled = int(60 * varied(source, 4.0 + 2.5 * ticket.replies))
    done = after(first, varied(source, work))
    if ticket.reopens:
        done = after(done, 540 + varied(source, 400.0))
        ticket.replies += ticket.reopens
    late = worked(ticket.created, min(done, EXPORTED)) > promised
    ticket.sla = "breached" if late else "met"
    if first > EXPORTED:
        ticket.agent, ticket.replies, ticket.agents, ticket.handled = "", 0, 0, 0
        ticket.status, ticket.updated, ticket.reopens = "new", ticket.created, 0
        return
    ticket.responded, ticket.updated = first, first
    if done > EXPORTED:
        ticket.status = pick(source, ("open", "open", "pending", "on-hold"))
        ticket.reopens = 0
        return
    ticket.resolved, ticket.updated, ticket.status = done, done, "solved"
    if done + timedelta(days=4) < EXPORTED:  # closed by the system
        ticket.status, ticket.updated = "closed", done + timedelta(days=4)


def shown(moment: datetime | None) -> str:
    """Write a time as an export does."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"


def clock(seconds: int) -> str:
    """Write a length of time as h:mm:ss."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


HEADER = (
    "Ticket ID", "Requester ID", "Created at", "First response at", "Resolved at", "Updated at", "Status",
    "Channel", "Agent", "Team", "Kind", "Priority", "Reopens", "Agent replies", "Agents involved",
    "Handle time", "SLA",
)  # fmt: skip


def row(number: int, ticket: Ticket) -> list[str]:
    """Write a ticket as a row of the export."""
    never = not ticket.replies
    cells = {
        "Ticket ID": f"T-{number}",
        "Requester ID": f"C{ticket.requester}",
        "Created at": shown(ticket.created),
        "First response at": shown(ticket.responded),
        "Resolved at": shown(ticket.resolved),
        "Updated at": shown(ticket.updated),
        "Status": ticket.status,
        "Channel": ticket.channel,
        "Agent": ticket.agent,
        "Team": ticket.team,
        "Kind": ticket.kind,
        "Priority": ticket.priority,
        "Reopens": str(ticket.reopens),
        "Agent replies": str(ticket.replies),
        "Agents involved": str(ticket.agents),
        "Handle time": "" if never else clock(ticket.handled),
        "SLA": ticket.sla,
        **ticket.changed,
    }
    return [cells[name] for name in HEADER]


def odd(rows: list[list[str]], number: int, **cells: str) -> None:
    """Change cells of the row of a number: what is odd in an export, as in life."""
    for name, text in cells.items():
        rows[number][HEADER.index(name.replace("_", " "))] = text


NEVER = {"First_response_at": "", "Agent_replies": "0", "Agents_involved": "0", "Handle_time": ""}


def tickets() -> bytes:
    """Make the export of a help desk in English; what is odd in it stands in README.md."""
    found = drawn(draws("tickets"), 214)
    rows = [row(2001 + number, each) for number, each in enumerate(found)]
    for number, each in enumerate(found):
        odd(rows, number, Requester_ID=caller(each.requester - 1000, each.created.date()))
    for number in (9, 77, 140):  # settled themselves before anybody answered
        odd(rows, number, **NEVER, Agent="", SLA="met", Reopens="0", Status="closed")
    odd(rows, 33, **NEVER, Agent="", Resolved_at="", Status="spam", SLA="", Reopens="0")
    odd(rows, 58, **NEVER, Agent="", Resolved_at="", Status="deleted", SLA="", Reopens="0")
    odd(rows, 64, Resolved_at="2026-08-24 16:02:11")  # ends before it starts
    odd(rows, 101, Resolved_at="", Status="on-hold", SLA="breached")  # forgotten
    odd(rows, 122, Resolved_at="", Status="pending", SLA="breached")
    odd(rows, 171, Status="open", Reopens="1")  # resolved, and open again
    for number in (20, 90, 150):
        odd(rows, number, Handle_time="")
    for number in (47, 133):
        odd(rows, number, Kind="")
    odd(rows, 115, SLA="")
    odd(rows, 160, Reopens="", Agents_involved="")
    for number in (189, 83):  # an earlier state of the same ticket
        early = list(rows[number])
        for name in ("Resolved at", "Handle time"):
            early[HEADER.index(name)] = ""
        early[HEADER.index("Status")], early[HEADER.index("SLA")] = "open", "met"
        early[HEADER.index("Updated at")] = early[HEADER.index("First response at")]
        rows.insert(number, early)
    return as_csv([list(HEADER), *rows]).encode()


STATUS = {
    "new": "Novo",
    "open": "Em atendimento",
    "pending": "Aguardando cliente",
    "on-hold": "Em espera",
    "solved": "Resolvido",
    "closed": "Fechado",
}
CANAL = {"email": "E-mail", "chat": "Chat", "phone": "Telefone", "whatsapp": "WhatsApp"}
MOTIVO = {
    "Where is my order": "Onde está meu pedido",
    "Refund": "Reembolso",
    "Invoice": "Nota fiscal",
    "Damaged item": "Produto com avaria",
    "Product question": "Dúvida sobre produto",
    "Change of order": "Alteração de pedido",
}
PRIORIDADE = {"urgent": "Urgente", "high": "Alta", "normal": "Normal", "low": "Baixa"}
ATENDENTES = {"Orders": "Antônia", "Billing": "Conceição", "Delivery": "Iúri"}


def chamados() -> bytes:
    """Make a Brazilian export: semicolons, cp1252, CRLF, day first, decimal comma, due dates."""
    source = draws("chamados")
    rows = [
        [
            "Número do chamado", "Solicitante", "Data de abertura", "Data da primeira resposta",
            "Data de resolução", "Prazo de resolução", "Situação", "Canal", "Atendente", "Motivo do contato",
            "Prioridade", "Reaberturas", "Tempo de atendimento (min)",
        ]
    ]  # fmt: skip
    for number, each in enumerate(drawn(source, 64)):
        due = after(each.created, PRIORITIES[each.priority][2])
        minutes = f"{each.handled / 60:.1f}".replace(".", ",") if each.replies else ""
        rows.append(
            [
                f"2026-{number + 1:05d}",
                f"cliente{each.requester}@exemplo.com.br",
                *(
                    f"{moment:%d/%m/%Y %H:%M}" if moment else ""
                    for moment in (each.created, each.responded, each.resolved)
                ),
                f"{due:%d/%m/%Y}",
                STATUS[each.status],
                CANAL[each.channel],
                ATENDENTES[each.team] if each.agent else "",
                MOTIVO[each.kind],
                PRIORIDADE[each.priority],
                str(each.reopens),
                minutes,
            ]
        )
    return as_csv(rows, ";", "\r\n").encode("cp1252")
