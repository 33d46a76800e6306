"""What is said of groups that are hidden, of weights, of respondents, and of those who are to be called."""

from csmetrics.errors._kinds import Exit, Kind

TOO_MANY_GROUPS = Kind(
    "E142",
    "too-many-groups",
    "--min-group: {count:,} slices are too many to say which to hide so that none can be worked out",
    "split by fewer columns, or take longer periods",
    Exit.USAGE,
)
HIDDEN_GROUPS = Kind(
    "N125",
    "hidden-groups",
    "{count} of {all} slices are hidden: fewer than {least}, and those from which one of these could be worked out",
)
MIXED_PERCENTS = Kind(
    "E143",
    "mixed-percents",
    "{column} holds percents (row {percent}) and numbers without a % (row {plain}): is 50% 50, or 0.5?",
    "write all weights in one way: their scale is yours, but it is one",
    Exit.REFUSED,
)
UNEVEN_WEIGHTS = Kind(
    "W126",
    "uneven-weights",
    "the weights of {column} are uneven: {why}; the figures hang on few answers",
    "look at the largest, and at how the weights were made",
)
WEIGHTLESS = Kind(
    "N122",
    "weightless",
    "{count} {count:answer weighs|answers weigh} 0 by {column}: counted in n, and in no weighted figure",
)
PERSONAL_DATA = Kind(
    "N126",
    "personal-data",
    "personal data: this list names {count} cases with what they wrote; give it to those who call them, and to "
    "nobody else",
)
FOLLOWUPS_ACCOUNT = Kind("N127", "followups-account", "{reason}: {count} to call back; {account}")
NOT_LISTED_WHY = Kind("N128", "unlisted", "{reason}: not listed ({why})")
NO_RESPONDENT = Kind(
    "E145",
    "no-respondent",
    "--one-per: no column of {file} says whose answer a row is; its columns: {columns}",
    "name it: --column respondent=NAME",
    Exit.USAGE,
)
NO_PEOPLE = Kind(
    "E146",
    "no-people",
    "--one-per: {column} holds {kinds} different entries in {answers}, which are kinds of customers rather than "
    "respondents",
    "name the column: --column respondent=NAME, also where it is {column}",
    Exit.REFUSED,
)
LATEST_PERIOD = Kind(
    "W127",
    "latest-period",
    "--one-per {option} holds answers of two periods against each other and counts the later alone: whoever answers "
    "again leaves the {every} before",
    "--one-per respondent,{step} counts the latest answer of each {every}",
)
LATEST_OTHERWISE = Kind(
    "W134",
    "latest-otherwise",
    "--one-per {option} goes by the date of the answer, and the periods by {column}: whoever answers again can leave "
    "the {every} before",
    "read the score by --date answered with --one-per respondent,{step}, and the response rate by {column}",
)
LATEST_UNREAD = Kind(
    "W132",
    "latest-unread",
    "--one-per: {count:,} {count:answer has|answers have} no date to compare ({column}: {reason}): an answer with one "
    "goes before",
)
ONE_ENTRY = Kind(
    "W133",
    "one-entry",
    "--one-per: one entry of {column} has {count:,} of {answers}: if it names nobody in particular, all but the latest "
    "of them are lost",
    "empty such cells: each is then somebody of its own",
)
REPEATS = Kind(
    "N129",
    "repeats",
    "further answers of the same respondents ({column}): {count:,} of {answers}, all counted",
    "--one-per respondent counts the latest of each alone",
)
REPEATS_UNCOUNTED = Kind(
    "N132",
    "repeats-uncounted",
    "repeats not counted: whether respondents answered more than once is asked up to {most:,} rows",
    "--one-per respondent counts the latest answer of each alone, and says how many there are",
)
NOBODY_NAMED = Kind(
    "N133",
    "nobody-named",
    "{count:,} of {answers} name no respondent ({column}): each counts as somebody of its own",
)
LATEST_TIED = Kind(
    "N134",
    "latest-tied",
    "the latest answers of {count:,} {count:respondent|respondents} have one time, or none has any: the last in "
    "the file counts",
)
LATEST_BY_PLACE = Kind(
    "N135",
    "latest-by-place",
    "no column is the date of the answer: of each respondent the last answer in the file counts",
)
SILENT_UNDATED = Kind(
    "N136",
    "silent-undated",
    "the response rate is not known: {count:,} who were asked and did not answer have no date to count by",
    "--date invited counts each in the period of its invitation; or leave --every, --since and --until away",
)
UNINVITED = Kind(
    "N137",
    "uninvited",
    "{count:,} of {all:,} answers have no invitation: the response rate is that of the invitations, without them",
)
WHO_ANSWERED = Kind(
    "W128",
    "who-answered",
    "the response rates {what} reach from {low:.1f} to {high:.1f} %, by more than chance: the score speaks for some "
    "more than for others{would}",
    "read each by itself: who did not answer may think otherwise",
)
