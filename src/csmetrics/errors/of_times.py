"""What is said of the times of tickets."""

from csmetrics.errors._kinds import Exit, Kind

WAIT_UNKNOWN = Kind(
    "W157",
    "wait-unknown",
    "{count} {count:ticket|tickets} of {all} ({share}) still {count:waits|wait}, and for how long is not "
    "known: the times and shares are of the others only",
    "dates tell it, where the file has them: --time dates",
)
REMAINING = Kind(
    "E156",
    "remaining",
    "{column} beside the key of an issue holds the time that remained of an SLA of Jira, not the time that "
    "passed: it is below zero in row {row}",
    "sla --preset jira reads what was kept; a time needs two dates: --time dates, with created and its end",
    Exit.REFUSED,
)
MAY_REMAIN = Kind(
    "W158",
    "may-remain",
    "{column} is read as the time that passed; in exports of Jira a column of this name holds what remained of an "
    "SLA",
    "if it remained: --preset jira reads what was kept; a time needs two dates: --time dates",
)
