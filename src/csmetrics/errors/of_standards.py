"""What is said of people and teams that are held against a standard."""

from csmetrics.errors._kinds import Exit, Kind

NO_PEERS = Kind(
    "E075",
    "no-peers",
    "{count} {labels} of {by} with a value, and an average needs two to say something of one",
    "say what to hold it against, such as --standard '{example}'; or another column: --by",
    Exit.NOTHING,
)
ONLY_A_COUNT = Kind(
    "E076",
    "only-a-count",
    "{statistic} of {metric} is a number without an interval: how much each had to do makes it, and chance "
    "cannot be told",
    "{cure}",
    Exit.USAGE,
)
NO_SUCH_STANDARD = Kind(
    "E077",
    "no-such-standard",
    "--standard: {what} lies between {low} and {high}, and {number} does not",
    "",
    Exit.USAGE,
)
OTHER_WAY = Kind(
    "W087",
    "other-way",
    "{metric} is better the {better} it is, and {goal} takes it the other way round",
    "if that is not meant: {turned}",
)
ALL_TOO_FEW = Kind(
    "W088",
    "all-too-few",
    "no label of {by} has the {least} values that it takes to be judged",
    "a longer time, larger teams, or fewer: --least",
)
MOST_DIFFER = Kind(
    "N088",
    "most-differ",
    "{count} of {all} differ from the average by more than chance: it may be the work that differs, not the people",
    "compare like with like, such as --where 'channel = email'; or say what is wanted: --standard",
)
STANDARDS_ACCOUNT = Kind("N087", "standards-account", "{account}")
BLANK_IN_AVERAGE = Kind(
    "N089",
    "blank-in-average",
    "the value of all counts {count} with a blank {by} too",
    "--standard says what else to hold them against",
)
JUDGED_BY_MEAN = Kind(
    "W089",
    "judged-by-mean",
    "a mean hangs on a few large values, and of few values it is often low by chance: more than 5 % of those said "
    "to differ may not",
    "{cure}",
)
