"""Of what only the settings file says: schedules by name, and how old the data may be."""

from csmetrics.errors._kinds import Exit, Kind

UNSCHEDULED = Kind(
    "E116",
    "unscheduled",
    "[schedule_of] has no schedule for {labels} of {column}",
    "{suggestion}",
    Exit.USAGE,
)
STALE = Kind(
    "E117",
    "stale",
    "{files}: the newest time, of {column}, is {newest} ({zone}), {age} ago, and --max-age allows {limit}: "
    "the export stopped arriving",
    "bring a new export; to measure what is there all the same: --max-age none",
    Exit.REFUSED,
)
NO_AGE = Kind(
    "E118",
    "no-age",
    "--max-age: {files}: {why}, so nobody knows how old this is",
    "{suggestion}",
    Exit.REFUSED,
)
FITS_NO_FILE = Kind(
    "W096",
    "fits-no-file",
    "{place}: {pattern} fits no file now",
    "paths are written from the folder of the settings file",
)
UNSEEN_LABEL = Kind(
    "W095",
    "unseen-label",
    "[schedule_of] names {labels}, which no row of {column} has",
    "write it as the export does; csmetrics inspect shows the column",
)
