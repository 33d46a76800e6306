"""What the structure of a file gives cause to say: encodings, header rows, rows that are no data."""

from csmetrics.errors._kinds import Exit, Kind

MIXED_ENCODINGS = Kind(
    "W053",
    "mixed-encodings",
    "{file} mixes encodings: {rows} held bytes that are not UTF-8 and were read as cp1252",
    "exports may have been joined; if letters look wrong, name one encoding: --encoding cp850",
)
LOOKS_DOS = Kind(
    "W054",
    "looks-like-cp850",
    "{file}: {count} signs inside words, read as cp1252, would be letters in cp850",
    "if names and texts look wrong: --encoding cp850",
)
TOTALS_ROWS = Kind(
    "W012",
    "totals-row",
    "{file}: {lines}: {what} at the end of the data left out",
)
CLOSING_LINES = Kind(
    "W055",
    "closing-lines",
    "{file}: {lines}: text below the data left out",
)
MAYBE_TOTALS = Kind(
    "W056",
    "maybe-totals",
    "{file}: {where}: {how}; read as data",
    "if these are totals, delete them",
)
REPEATED_HEADERS = Kind(
    "W057",
    "repeated-header",
    "{file}: {rows} the header again, left out: exports were joined",
)
EXTRA_DELIMITER = Kind(
    "N052",
    "extra-delimiter",
    "{file}: every row ends with one delimiter more than the header; nothing stands behind it",
)
SECOND_TABLE = Kind(
    "E045",
    "second-table",
    "{file}: line {line}: a second table begins below an empty line",
    "keep one table in a file: save the rows above that line, or those from it on, on their own",
    Exit.REFUSED,
)
COLUMNS_SWAPPED = Kind(
    "E046",
    "columns-swapped",
    "{file}: {where} names the columns again, in another order: exports were joined",
    "save the rows from there on as a file of their own, and give both",
    Exit.REFUSED,
)
NO_TABLE = Kind(
    "N066",
    "neither-survey-nor-tickets",
    "{file} is neither a survey nor a list of tickets: {why}",
    "say what it holds: --column score=NAME of a survey, --column created=NAME of tickets",
)
LITERAL_QUOTES = Kind(
    "N053",
    "literal-quotes",
    "{file}: {count} quotes inside cells that do not begin with one were read as signs",
)
