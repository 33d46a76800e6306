"""Errors of the call: usage and configuration (2), writing (5), and bugs of ours (70)."""

from csmetrics.errors._kinds import Exit, Kind

USAGE = Kind("E100", "usage", "{message}", "{suggestion}", Exit.USAGE)
UNKNOWN_COLUMN = Kind(
    "E101",
    "unknown-column",
    "{option}: no column {name}\n  there are: {columns}",
    "{suggestion}",
    Exit.USAGE,
)
AMBIGUOUS_COLUMN = Kind(
    "E102",
    "ambiguous-column",
    "{option}: {name} fits {count} columns: {columns}",
    "use the exact header",
    Exit.USAGE,
)
BAD_VALUE = Kind(
    "E103", "bad-value", "{option}: {value} is not {expected}", "{suggestion}", Exit.USAGE
)
ONE_VALUE = Kind(
    "E104",
    "one-value",
    "-f value prints one number, but this result has {count}",
    "drop {what}, or take another format: -f csv",
    Exit.USAGE,
)
NO_INPUT = Kind(
    "E105",
    "no-input",
    "no file given",
    "csmetrics {command} FILE, or - to read from a pipe",
    Exit.USAGE,
)
NOT_DECLARED = Kind(
    "E106",
    "not-declared",
    "{what} must be declared: it cannot be seen from the answers",
    "{how}",
    Exit.USAGE,
)

BAD_CONFIG = Kind(
    "E110",
    "bad-config",
    "{file} has {noun}:\n  {problems}",
    "docs/config.md has every key; --no-config does without the file",
    Exit.USAGE,
)
NO_CONFIG = Kind("E111", "no-config", "{origin}: {why}: {file}", "", Exit.USAGE)

CANNOT_WRITE = Kind("E300", "cannot-write", "cannot write {file}: {why}", "", Exit.UNWRITABLE)
OWN_INPUT = Kind(
    "E107",
    "own-input",
    "{file} is an input of this run; a report never overwrites its own input",
    "choose another name for -o",
    Exit.USAGE,
)
BINARY_TO_TERMINAL = Kind(
    "E108",
    "binary-to-terminal",
    "{format} is binary and would garble the terminal",
    "write it to a file: -o report.{format}",
    Exit.USAGE,
)
SHEET_FULL = Kind(
    "E120",
    "sheet-full",
    "the result has {rows} rows, and a sheet of a workbook holds {most}",
    "a CSV file holds any number of rows: -o report.csv",
    Exit.USAGE,
)
BUG = Kind(
    "E900",
    "bug",
    "a bug in csmetrics: {type} at {place}",
    "please report it, with the output of the same command and --debug",
    Exit.BUG,
)
BAD_PRESET = Kind(
    "E050",
    "bad-preset",
    "the preset {file} cannot be used: {where}: {why}",
    "docs/presets.md has the words of a preset; csmetrics presets NAME shows one",
    Exit.USAGE,
)
