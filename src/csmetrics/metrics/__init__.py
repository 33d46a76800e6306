"""The metrics. One file is one metric; a new one is a file and a line in ``LISTED``.

The list stands for the modules until one is needed, so that ``--help`` imports none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric

    METRICS: tuple[type[Metric], ...]


class Listed(NamedTuple):
    """A metric by name: its module and class, the line of help, and what people also type for it."""

    name: str
    kind: str
    line: str
    aliases: tuple[str, ...] = ()

    def load(self) -> type[Metric]:
        """Import the metric."""
        metric: type[Metric] = getattr(import_module(f"{__name__}.{self.name}"), self.kind)
        return metric


LISTED = (
    Listed(
        "nps",
        "NPS",
        "Net Promoter Score: share of promoters minus share of detractors, in points (−100…100).",
        ("net-promoter-score", "net-promoter"),
    ),
    Listed(
        "csat",
        "CSAT",
        "Customer satisfaction: share of satisfied answers, in percent.",
        ("customer-satisfaction", "satisfaction"),
    ),
    Listed(
        "ces",
        "CES",
        "Customer effort: share of answers at the easy end of the scale, in percent.",
        ("customer-effort-score", "customer-effort", "effort"),
    ),
    Listed(
        "frt",
        "FRT",
        "First response time: from the creation of a ticket to the first public reply of a person.",
        ("first-response-time", "first-reply-time", "first-response"),
    ),
    Listed(
        "fcr",
        "FCR",
        "First contact resolution: share of the resolved tickets that one contact resolved, in percent.",
        ("first-contact-resolution", "first-call-resolution"),
    ),
    Listed(
        "art",
        "ART",
        "Average resolution time: from the creation of a ticket to its last resolution.",
        ("average-resolution-time", "resolution-time", "time-to-resolution"),
    ),
    Listed(
        "aht",
        "AHT",
        "Average handle time: working time of agents per contact, pooled over all contacts.",
        ("average-handle-time", "handle-time"),
    ),
    Listed(
        "sla",
        "SLA",
        "SLA compliance: share of tickets answered or resolved within the time that was promised.",
        ("sla-compliance", "service-level"),
    ),
    Listed(
        "reopens",
        "Reopens",
        "Reopens: share of the tickets ever resolved that were opened again, in percent.",
        ("reopen-rate", "reopened"),
    ),
    Listed(
        "handoffs",
        "Handoffs",
        "Hand-offs: share of tickets that more than one agent held, and how satisfied those are.",
        ("hand-offs", "transfers"),
    ),
    Listed(
        "volume",
        "Volume",
        "Volume: how many tickets came in and were resolved, and how many were active at the end.",
        ("tickets", "ticket-volume"),
    ),
    Listed(
        "backlog",
        "Backlog",
        "Backlog: how many tickets are active now, and how old they are.",
        ("open-tickets", "active"),
    ),
    Listed(
        "retention",
        "Retention",
        "Retention: share of those who were customers then that still are, in percent.",
        ("customer-retention", "retention-rate"),
    ),
    Listed(
        "ltv",
        "LTV",
        "Lifetime value: revenue of a customer per period, divided by the churn rate.",
        ("lifetime-value", "clv", "customer-lifetime-value"),
    ),
    Listed(
        "contacts",
        "Contacts",
        "Contacts: how often customers are in touch, since when, and who is silent.",
        ("journey", "contact-rate"),
    ),
)


def listed(name: str) -> Listed:
    """Find the metric of a name or an alias; ``KeyError`` where there is none."""
    for each in LISTED:
        if name == each.name or name in each.aliases:
            return each
    raise KeyError(name)


def by_name(name: str) -> type[Metric]:
    """Import the metric of a name or an alias; ``KeyError`` where there is none."""
    return listed(name).load()


def __getattr__(name: str) -> tuple[type[Metric], ...]:
    """``METRICS``: all of them, imported."""
    if name != "METRICS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tuple(each.load() for each in LISTED)
