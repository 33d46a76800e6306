"""What is said of the scorecard of all KPIs, and of those that are watched together."""

from csmetrics.errors._kinds import Exit, Kind

FITS_NO_TABLE = Kind(
    "E112",
    "fits-no-table",
    "{file} is neither a survey nor a list of tickets: {why}",
    "if it is one, say so: responses:{file} or tickets:{file}, and name its columns with --column",
    Exit.REFUSED,
)
IN_NO_TABLE = Kind(
    "E113",
    "in-no-table",
    "{option}: no file has what {text} names",
    "csmetrics inspect FILE shows the columns and their roles",
    Exit.USAGE,
)
UNBALANCED = Kind(
    "W090",
    "unbalanced",
    "{good} got better from {previous} to {period}, and {bad}, its counter-KPI, got worse",
    "look at both before either is called a success: csmetrics compare {metric} {first} {second} FILE",
)
UNFILTERED = Kind(
    "W091",
    "unfiltered",
    "{option} {text} does not reach {metrics}: their files have no such column, and all their rows count",
    "for KPIs of these rows alone, name the files that have the column",
)
TWO_SOURCES = Kind(
    "N092",
    "two-sources",
    "{metric} is that of the {used}; the {other} have answers in {column}, too",
    "csmetrics {metric} FILE measures these",
)
NO_COMMENTS = Kind(
    "E123",
    "no-comments",
    "--comments: {why}",
    "{cure}",
    Exit.REFUSED,
)
QUOTED = Kind(
    "N098",
    "quoted",
    "personal data: this report quotes {count} {count:comment|comments} of customers word for word; give it to those "
    "who may read it",
)
NO_PERIODS = Kind(
    "N090",
    "no-periods",
    "{metric} by {every} cannot be told, only as a whole: {why}",
)
UNWATCHED = Kind(
    "N091",
    "unwatched",
    "{metric} stands alone: its counter-KPI {counter} could not be measured ({why})",
)
