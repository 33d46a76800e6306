"""What is said of two sides that are compared."""

from csmetrics.errors._kinds import Exit, Kind

NO_SIDE = Kind(
    "E070",
    "no-side",
    "{word} is no file here, no period and no test",
    "a period is 2026-09, 2026-Q3, 2026-W41 or last-month; a test is 'channel = email'{close}",
    Exit.USAGE,
)
MIXED_SIDES = Kind(
    "E071",
    "mixed-sides",
    "two sides of one kind are compared, but {first} is a {one} and {second} a {other}",
    "{cure}",
    Exit.USAGE,
)
SAME_ROWS = Kind(
    "E072",
    "same-rows",
    "the two sides hold the same rows: {why}",
    "{cure}",
    Exit.USAGE,
)
OTHER_DEFINITION = Kind(
    "E073",
    "other-definition",
    "the two sides are not measured alike:\n  {rules}",
    "declare what is to hold for both: {options} (csmetrics explain {metric} has the options)",
    Exit.REFUSED,
)
FILE_OR_OTHER = Kind(
    "E074",
    "file-or-other",
    "{word} is a file here, and reads as a {other} too",
    "./{word} is the file; for the {other}, call it from another folder",
    Exit.USAGE,
)
SIDES_OVERLAP = Kind(
    "W080",
    "sides-overlap",
    "{count} {rows} on both sides, {first} and {second}: the intervals hold for sides that share none",
    "{cure}",
)
OTHER_COLUMN = Kind(
    "W081",
    "other-column",
    "the {what} is {one} in {first}, and {other} in {second}",
    "if these are not the same, name the columns: --column {role}=NAME",
)
REVERSED_BY_MIX = Kind(
    "W082",
    "reversed-by-mix",
    "every {by} that is on both sides {way}, and the whole {other}: what changed is the mix "
    "(Simpson's paradox)",
)
OTHER_ZONE = Kind(
    "W083",
    "other-zone",
    "days are those of {one} in {first}, and of {other} in {second}",
    "for one zone: --tz {one}",
)
SIDE_ACCOUNT = Kind("N080", "side-account", "{side}: {account}")
PARTIAL_SIDE = Kind(
    "N081", "partial-side", "{side} is covered from {since} to {until} only, and marked partial"
)
