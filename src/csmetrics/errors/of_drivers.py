"""What is said of columns that are held against a score."""

from csmetrics.errors._kinds import Exit, Kind

NO_DRIVERS = Kind(
    "E138",
    "no-drivers",
    "no column of {file} can be held against the score\n  {why}",
    "--by names columns to look at; csmetrics inspect {file} shows what they hold",
    Exit.NOTHING,
)
NO_SURVEY = Kind(
    "E139",
    "no-survey",
    "{metric} is no score of a survey: drivers asks what goes with the answers of each customer",
    "one of {scores}; csmetrics {metric} FILE --by COLUMN splits it",
    Exit.USAGE,
)
DRIVERS_ACCOUNT = Kind("N120", "drivers-account", "{account}")
UNREAD_BESIDE = Kind(
    "N121",
    "unread-beside",
    "{count} {cells} of {column} hold no number, and their rows stand in no figure of it",
    "csmetrics inspect shows which; --labels {column} takes it as labels",
)
PAIR_BESIDE = Kind(
    "W151",
    "assumed-hours-minutes-beside",
    "{column}: times of two parts, such as 1:30, are ambiguous; read as hours and minutes",
    "if they are minutes and seconds, let the header say so: {column} (mm:ss)",
)
