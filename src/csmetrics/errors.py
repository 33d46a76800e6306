"""Everything a user can be told: errors, warnings, notes, reasons for leaving a row out, exit codes.

One catalogue, so that every message has a stable code, says what, why and how to mend it, and can be
translated in one place. Templates are filled with names of files, columns and options and with row
numbers; never with the text of a cell, which is customer data (``--show-values`` adds it where asked).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum


Word = str | int | float | tuple[str, ...]
"""What fills a place in a message; several texts stand below each other."""


def filled(
    template: str, words: Mapping[str, Word], shown: Callable[[str], str] = str
) -> str:
    """A message; ``shown`` makes texts safe for where they go, the line ends of the message stay."""

    def text(word: Word) -> str | int | float:
        if isinstance(word, tuple):
            return "\n  ".join(map(shown, word))
        return shown(word) if isinstance(word, str) else word

    return template.format(**{name: text(word) for name, word in words.items()})


class Exit(IntEnum):
    """Exit codes: an API, written down in docs/exit-codes.md and never changed."""

    OK = 0
    MISSED = 1
    USAGE = 2
    REFUSED = 3
    NOTHING = 4
    UNWRITABLE = 5
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


@dataclass(frozen=True)
class Kind:
    """One thing that can be said. ``exit`` is set on errors only."""

    code: str
    name: str
    text: str
    hint: str = ""
    exit: Exit | None = None

    @property
    def level(self) -> str:
        """``error``, ``warning`` or ``note``, from the first letter of the code."""
        return {"E": "error", "W": "warning", "N": "note"}[self.code[0]]


@dataclass(frozen=True)
class Reason:
    """Why a row enters no statistic. ``suspect`` reasons count towards "is this the wrong column?"."""

    name: str
    text: str
    suspect: bool = False
    silent: bool = False  # counted in the account line, no warning of its own


class CsmetricsError(Exception):
    """A run that cannot go on, as one :class:`Kind` with the words that fill it."""

    def __init__(self, kind: Kind, **params: Word) -> None:
        self.kind = kind
        self.params = params
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """What went wrong, and why."""
        return filled(self.kind.text, self.params)

    @property
    def hint(self) -> str:
        """How to mend it, or an empty string."""
        return filled(self.kind.hint, self.params)

    @property
    def exit(self) -> Exit:
        """The exit code of a process that ends with this error."""
        return self.kind.exit if self.kind.exit is not None else Exit.BUG


# --- reasons for leaving a row out -------------------------------------------------------------

BLANK = Reason("blank", "blank", silent=True)
MISSING_WORD = Reason("missing-word", "a word for missing")
NOT_A_SCORE = Reason("not-a-score", "not a score", suspect=True)
NOT_WHOLE = Reason("not-whole", "not a whole number", suspect=True)
OUTSIDE_SCALE = Reason("outside-scale", "outside {low}–{high}", suspect=True)
NOT_ANSWERED = Reason("not-answered", "not answered", silent=True)
NEUTRAL = Reason("neutral", "neutral answers excluded", silent=True)
NO_DATE = Reason("no-date", "no date")
NOT_A_DATE = Reason("not-a-date", "not a date")
NO_SUCH_TIME = Reason("no-such-time", "a time that does not exist in {zone} (clock change)")
AMBIGUOUS_TIME = Reason("ambiguous-time", "an ambiguous time in {zone} (clock change)")
NOT_SELECTED = Reason("not-selected", "not selected by --where", silent=True)
OUTSIDE_WINDOW = Reason("outside-window", "outside --since/--until", silent=True)
BAD_ROW = Reason("bad-row", "wrong number of fields")

# --- errors: the input was refused (3) ----------------------------------------------------------

NO_FILE = Kind("E001", "no-file", "{file}: no such file", "{suggestion}", Exit.REFUSED)
IS_DIRECTORY = Kind(
    "E002",
    "is-directory",
    "{file} is a directory",
    "name the files in it: csmetrics … {file}/*.csv",
    Exit.REFUSED,
)
UNREADABLE = Kind("E003", "unreadable", "{file} cannot be read: {why}", "", Exit.REFUSED)
WRONG_CONTENT = Kind(
    "E004", "wrong-content", "{file} holds {content}, not a table", "{cure}", Exit.REFUSED
)
PASSWORD = Kind(
    "E005",
    "password",
    "{file} is protected by a password, or is an old .xls workbook",
    "open it in a spreadsheet and save it as .xlsx without a password",
    Exit.REFUSED,
)
INCOMPLETE = Kind(
    "E006",
    "incomplete",
    "{file} is incomplete: {why}",
    "the copy or download may still be running, or was cut off; fetch it again",
    Exit.REFUSED,
)
NO_HEADER = Kind(
    "E007",
    "no-header",
    "{file} has no header: row {row} looks like data",
    "put a row with the names of the columns above the data",
    Exit.REFUSED,
)
FIELD_COUNT = Kind(
    "E008",
    "field-count",
    "{file}: lines {lines}: {actual} fields, {expected} expected",
    "quote the cells that hold the delimiter, or leave these rows out, counted: --bad-rows skip",
    Exit.REFUSED,
)
QUOTE_FAULT = Kind(
    "E009",
    "quote-fault",
    '{file}: line {line}: {fault}; from here on columns could shift',
    'a quote inside a quoted cell is doubled: "he said ""no"""',
    Exit.REFUSED,
)
ENCODING_FAULT = Kind(
    "E010",
    "encoding-fault",
    "{file}: line {line} is not {encoding} (byte {byte})",
    "{cure}",
    Exit.REFUSED,
)
UNSAFE = Kind(
    "E011",
    "unsafe",
    "{file} is unsafe to open: {why}",
    "save it again from a spreadsheet, or export it as CSV",
    Exit.REFUSED,
)
NO_SHEET = Kind(
    "E012", "no-sheet", "{file} has no sheet {sheet}", "it has: {sheets}", Exit.REFUSED
)
MANY_SHEETS = Kind(
    "E013",
    "many-sheets",
    "several sheets of {file} hold a table: {sheets}",
    "name one: --sheet {first}",
    Exit.REFUSED,
)
NO_SAVED_VALUE = Kind(
    "E014",
    "no-saved-value",
    "{file}: {count} cells of {column} hold a formula with no saved value",
    "open the workbook in a spreadsheet and save it, so that the results are stored",
    Exit.REFUSED,
)
NO_COLUMN = Kind(
    "E020",
    "no-column",
    "no column holds the {role} in {file}\n  it has: {columns} (header in row {row})",
    "--column {role}=NAME     (csmetrics inspect {file} shows how each column was read)",
    Exit.REFUSED,
)
MANY_COLUMNS = Kind(
    "E021",
    "many-columns",
    "{count} columns of {file} look like the {role}:\n  {columns}",
    "name one: --column {role}={first}",
    Exit.REFUSED,
)
TWO_COLUMNS = Kind(
    "E022",
    "two-columns",
    "two columns of {file} are named {name}: {letters}",
    "rename one of them, so that it is certain which one is meant",
    Exit.REFUSED,
)
MISSING_IN_FILE = Kind(
    "E023",
    "missing-in-file",
    "{file} lacks the column {name}, which {first} has; the files together are one table",
    "give only files of one export, or name the column there: it has {columns}",
    Exit.REFUSED,
)
WRONG_COLUMN = Kind(
    "E024",
    "wrong-column",
    "{share} of the answers in {column} cannot be used ({reasons}): it is the wrong column",
    "name the right one: --column {role}=NAME; or accept it: --max-left-out {share}",
    Exit.REFUSED,
)
TOO_MANY_LEFT_OUT = Kind(
    "E025",
    "too-many-left-out",
    "{share} of the answers in {column} cannot be used ({reasons}); at most {limit} were allowed",
    "mend the rows named above, or move the limit: --max-left-out {share}",
    Exit.REFUSED,
)
SCALE_DOUBT = Kind(
    "E026",
    "scale-doubt",
    "{column} does not look like {expected}: {evidence}",
    "{cure}",
    Exit.REFUSED,
)
DATE_ORDER_CONFLICT = Kind(
    "E027",
    "date-order-conflict",
    "{column} mixes day-first dates (row {dmy_row}) and month-first dates (row {mdy_row})",
    "if one order is right for all: --dates dmy, or --dates mdy",
    Exit.REFUSED,
)
MIXED_ZONES = Kind(
    "E028",
    "mixed-zones",
    "{column} mixes times with a UTC offset (row {aware_row}) and without (row {naive_row})",
    "export them in one form, so that it is certain which zone the plain ones are in",
    Exit.REFUSED,
)
CHANGED = Kind(
    "E029",
    "changed-while-read",
    "{file} changed while it was read",
    "wait until the export is finished, then run again",
    Exit.REFUSED,
)
STRICT = Kind("E030", "strict", "--strict: {count} warnings, see above", "", Exit.REFUSED)

# --- errors: usage (2) --------------------------------------------------------------------------

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
NOT_DECLARED = Kind("E106", "not-declared", "{what} must be declared", "{how}", Exit.USAGE)

# --- errors: nothing to measure (4), could not write (5), a bug (70) ----------------------------

EMPTY = Kind("E200", "empty", "{file} is empty (0 bytes)", "", Exit.NOTHING)
NO_ROWS = Kind("E201", "no-rows", "{file} has a header but no rows", "", Exit.NOTHING)
ALL_BLANK = Kind(
    "E202", "all-blank", "every cell of {column} is blank ({rows} rows)", "", Exit.NOTHING
)
NONE_USED = Kind(
    "E203", "none-used", "no row is left to measure: {rows} read, {account}", "", Exit.NOTHING
)
UNDEFINED = Kind("E204", "undefined", "the {metric} is undefined: {why}", "", Exit.NOTHING)
CANNOT_WRITE = Kind("E300", "cannot-write", "cannot write {file}: {why}", "", Exit.UNWRITABLE)
OWN_INPUT = Kind(
    "E301",
    "own-input",
    "{file} is an input of this run; a report never overwrites its own input",
    "choose another name for -o",
    Exit.USAGE,
)
BINARY_TO_TERMINAL = Kind(
    "E302",
    "binary-to-terminal",
    "{format} is binary and would garble the terminal",
    "write it to a file: -o report.{format}",
    Exit.USAGE,
)
BUG = Kind(
    "E900",
    "bug",
    "a bug in csmetrics: {type} at {place}",
    "please report it, with the output of the same command and --debug",
    Exit.BUG,
)

# --- warnings and notes -------------------------------------------------------------------------

LEFT_OUT = Kind("W001", "left-out", "{count} {values} of {column} left out: {reason}")
MANY_LEFT_OUT = Kind(
    "W002", "many-left-out", "{share} of the answers in {column} were left out ({reasons})"
)
ASSUMED_ORDER = Kind(
    "W010",
    "assumed-date-order",
    "{column}: the dates are ambiguous (no day above 12); read day first",
    "if the month comes first: --dates mdy",
)
MIXED_DATE_FORMATS = Kind(
    "W011", "mixed-date-formats", "{column}: mixed date formats ({formats}), each read as written"
)
NOT_UTF8 = Kind("N013", "not-utf8", "{file} was read as {encoding}{how}")
SCALE_LABEL = Kind(
    "W020",
    "scale-label",
    "{column} says {says}; it was read as {used}",
    "{cure}",
)
NO_ZERO = Kind(
    "W021",
    "no-zero",
    "no 0 among {n} answers of {column}: is the scale 1–10?",
    "if so, the figure is comparable only with other 1–10 surveys",
)
TOP_UNSEEN = Kind(
    "W022",
    "top-unseen",
    "nobody gave {column} the top value of {scale}: is it another scale?",
    "say it: --scale 1-7",
)
SCALE_INFERRED = Kind("N023", "scale-inferred", "{column} was read on the scale {scale} ({why})")
MULTI_VALUED = Kind(
    "N030",
    "multi-valued",
    "{column} holds several values in a cell: a row counts in each of its slices, "
    "so the slices add up to more than the whole",
)
PARTIAL = Kind(
    "N031", "partial-period", "{periods}: not covered whole by the data, marked partial"
)
NUL_BYTES = Kind("W014", "nul-bytes", "{file}: {count} NUL bytes ignored")
NO_FINAL_NEWLINE = Kind(
    "N015",
    "no-final-newline",
    "{file}: the last line has no newline; if the file was cut off, its last cell is incomplete",
)
SKIPPED_ROWS = Kind("W016", "bad-rows", "{count} rows of {file} left out: wrong number of fields")
HIDDEN_ROWS = Kind("W017", "hidden-rows", "{file}: {count} hidden rows were read like the others")
MAPPED = Kind("N040", "mapped", "{role} is the column {column} ({why})")
SCALE_UNREACHED = Kind(
    "W024",
    "scale-unreached",
    "no answer above {high} among {n} answers of {column}: is it another scale?",
    "{cure}",
)
