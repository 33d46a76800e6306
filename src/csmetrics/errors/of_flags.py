"""What is said of flags of tickets, of due times that know more than they do, and of who comes back."""

from csmetrics.errors._kinds import Kind

BLANK_COUNTS = Kind(
    "W153",
    "blank-counts",
    "{column} is marked in some rows, and blank in {count:,}: blank ones of finished tickets count as the other answer "
    "(--blanks {meaning})",
    "to leave them out: --blanks unknown",
)
OVERDUE_ASIDE = Kind(
    "W155",
    "overdue-aside",
    "{count:,} unfinished {count:ticket is|tickets are} overdue by the due times, and left out, as no flag says so",
    "to count them as breached: --basis due",
)
ONE_REQUESTER = Kind(
    "W156",
    "one-requester",
    "{column}: one entry stands in {count:,} of {all:,} tickets: if it names nobody in particular, others seem to come "
    "back",
    "empty such cells: their tickets are then left out",
)
ONE_ANSWER_ALONE = Kind(
    "W154",
    "one-answer-alone",
    "{column} holds one answer only, and nothing in {count:,} {count:row|rows}: these are left out, and the result is "
    "that of the one answer",
    "if a blank one has a meaning, say which: {cure}",
)
