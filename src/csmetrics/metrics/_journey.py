"""The names under which contacts of customers are tallied, and the ages by which they are told."""

from __future__ import annotations

WEEK = 7 * 86_400_000
CONTACTS = "contacts of a customer"
BEGUN, OVER = "customers since", "customers until"
"""Of all customers of the run: the first and the last instant at which each is one, within the data."""
SEEN = "in touch in a period"
"""Of each customer an instant in each period in which he was in touch."""
FIRST, SILENT = "first contact after", "silent until"
LEFT, STAYED = "who left", "who stayed"

WEEKS = (0, 1, 4, 8, 16, 26, 52)
EDGES = (*(week * WEEK for week in WEEKS), 2**62)
BANDS = (
    *("week_1", "weeks_2_to_4", "weeks_5_to_8", "weeks_9_to_16", "weeks_17_to_26"),
    *("weeks_27_to_52", "later"),
)
"""Ages of customers between the edges."""


def contacts_in(band: str) -> str:
    """The state of the contacts of customers of an age."""
    return f"contacts in {band}"


def time_in(band: str) -> str:
    """The state of how long customers of an age were observed."""
    return f"observed in {band}"
