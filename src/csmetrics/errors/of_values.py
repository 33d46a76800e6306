"""What is said of how values are written: zones, dates, numbers, blanks."""

from csmetrics.errors._kinds import Exit, Kind

NULL_DATES = Kind(
    "N138",
    "null-dates",
    "{column}: {count:,} {count:cell|cells} of {days}, which programs write for no date, {count:counts|count} as blank",
)
UNKNOWN_ZONE = Kind(
    "W065",
    "unknown-zone",
    "{column}: {text} names no time zone for certain; its times were read as the clock of {zone}",
    "say whose clock it is: --tz America/Sao_Paulo, for instance",
)
STATED_ZONE = Kind(
    "N059",
    "stated-zone",
    "{columns}: times are written in {stated}, as {who} says; days and hours are those of {zone}",
    "{cure}",
)
FAR_AFTER = Kind(
    "W066",
    "far-after",
    "{column}: {count} {dates} 5 years or more after nearly all others, and counts like them",
    "correct the export if that is a slip, or stands for no date",
)
FAR_BEFORE = Kind(
    "W067",
    "far-before",
    "{column}: {count} {dates} 20 years or more before nearly all others, and counts like them",
    "correct the export if that is a slip, or stands for no date",
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
MIXED_CURRENCIES = Kind(
    "E136",
    "mixed-currencies",
    "{column} holds amounts in {units}: they cannot be added up",
    "measure one currency at a time, in a file of its own; or convert the amounts first",
    Exit.REFUSED,
)
ONE_CURRENCY = Kind(
    "N117",
    "one-currency",
    "{column} is in {unit}{others}",
)
SEVERAL_CURRENCIES = Kind(
    "E135",
    "several-currencies",
    "the amounts are in {units}: they cannot be added up",
    "measure one at a time, as by --where 'currency = BRL' with the name of its column",
    Exit.REFUSED,
)
AMOUNTS_IN = Kind(
    "N141",
    "amounts-in",
    "the amounts are in {unit}",
)
