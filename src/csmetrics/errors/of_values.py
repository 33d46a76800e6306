"""What is said of how values are written: zones, dates, numbers, blanks."""

from csmetrics.errors._kinds import Exit, Kind

UNKNOWN_ZONE = Kind(
    "W065",
    "unknown-zone",
    "{column}: {text} names no time zone for certain; its times were read as the clock of {zone}",
    "say whose clock it is: --tz America/Sao_Paulo, for instance",
)
STATED_ZONE = Kind(
    "N059",
    "stated-zone",
    "{columns}: times are written in {stated}, as the export says; days and hours are those of {zone}",
    "for those of another place: --tz America/Sao_Paulo, for instance",
)
MIXED_UNIX = Kind(
    "E054",
    "mixed-unix",
    "{column} mixes Unix times with others ({formats}): it is not certain what its numbers count",
    "export the column in one form; csmetrics inspect shows what it holds",
    Exit.REFUSED,
)
UNIX_TIMES = Kind(
    "N060",
    "unix-times",
    "{column}: {count} {cells} read as Unix times, {unit} since 1970 in UTC",
)
