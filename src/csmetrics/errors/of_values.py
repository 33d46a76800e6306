"""What is said of how values are written: zones, dates, numbers, blanks."""

from csmetrics.errors._kinds import Kind

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
