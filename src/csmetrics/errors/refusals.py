"""Errors of the input: refused (exit 3), or nothing to measure in it (exit 4)."""

from csmetrics.errors._kinds import Exit, Kind

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
    "{file}: {lines}: {actual} fields, {expected} expected",
    "quote the cells that hold the delimiter, or leave these rows out, counted: --bad-rows skip",
    Exit.REFUSED,
)
QUOTE_FAULT = Kind(
    "E009",
    "quote-fault",
    "{file}: line {line}: {fault}; from here on columns could shift",
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
NO_SHEET = Kind("E012", "no-sheet", "{file} has no sheet {sheet}", "it has: {sheets}", Exit.REFUSED)
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
    "no column holds the {what} in {file}\n  it has: {columns}; header in row {row}",
    "--column {role}=NAME{told}     (csmetrics inspect {file} shows how each column was read)",
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
    "give only files of one export; {file} has {columns}",
    Exit.REFUSED,
)
WRONG_COLUMN = Kind(
    "E024",
    "wrong-column",
    "{share} of the cells of {column} cannot be used ({reasons}): it is the wrong column, "
    "or written in a way that is not known",
    "name the right one: {option}NAME; or accept it: --max-left-out {share}",
    Exit.REFUSED,
)
TOO_MANY_LEFT_OUT = Kind(
    "E025",
    "too-many-left-out",
    "{share} of the cells of {column} cannot be used ({reasons}); at most {limit} were allowed",
    "csmetrics inspect shows what the column holds; to move the limit: --max-left-out {share}",
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
STRICT = Kind(
    "E030", "strict", "--strict: refused because of the warnings above ({count})", "", Exit.REFUSED
)
BAD_ROWS = Kind(
    "E031",
    "bad-rows",
    "{share} of the rows cannot be used ({reasons}): it is read with the wrong delimiter, or damaged",
    "csmetrics inspect shows how it is read; to accept it: --max-left-out {share}",
    Exit.REFUSED,
)
MIXED_DECIMALS = Kind(
    "E032",
    "mixed-decimals",
    "{column} mixes decimal commas and decimal points",
    "say which sign it is: --decimal comma, or --decimal point",
    Exit.REFUSED,
)
NO_UNIT = Kind(
    "E033",
    "no-unit",
    "{column} holds plain numbers (row {row}), and nothing says what they count: minutes, hours, …",
    "say it: --column {role}={column}:{unit}; or in the header, such as {column} (min)",
    Exit.REFUSED,
)
NOT_DURATIONS = Kind(
    "E034",
    "not-durations",
    "{column} holds dates or times of day (row {row}), not durations",
    "name the column of durations: --column {role}=NAME",
    Exit.REFUSED,
)
PAIR_CONFLICT = Kind(
    "E035",
    "pair-conflict",
    "{column} mixes texts of {one} (row {one_row}) and of {other} (row {other_row}): "
    "is 1:30 an hour and a half, or a minute and a half?",
    "say what comes first: --column '{role}={column}:hours', or :minutes",
    Exit.REFUSED,
)
FLAG_DOUBT = Kind(
    "E036",
    "flag-doubt",
    "it is not certain what yes means in {column}: {why}",
    "write the results in one way, such as met and breached, in a column of their own",
    Exit.REFUSED,
)

EMPTY = Kind("E200", "empty", "{file} is empty (0 bytes)", "", Exit.NOTHING)
NO_ROWS = Kind("E201", "no-rows", "{file} has a header but no rows", "", Exit.NOTHING)
ALL_BLANK = Kind(
    "E202", "all-blank", "every cell of {column} is blank ({rows} rows)", "", Exit.NOTHING
)
NONE_USED = Kind(
    "E203",
    "none-used",
    "no row is left to measure: {rows} read, {account}",
    "{suggestion}",
    Exit.NOTHING,
)
UNDEFINED = Kind("E204", "undefined", "the {metric} is undefined: {why}", "", Exit.NOTHING)
NOBODY_ANSWERED = Kind(
    "E205",
    "nobody-answered",
    "nobody answered {column}: {asked} were asked, the response rate is 0 %",
    "",
    Exit.NOTHING,
)
TWO_DIGIT_YEAR = Kind(
    "E037",
    "two-digit-year",
    "{column} could be day-month-year or year-month-day (row {row})",
    "say which it is: --dates dmy, --dates mdy or --dates ymd",
    Exit.REFUSED,
)
REPEATED_IDS = Kind(
    "E039",
    "repeated-ids",
    "{count} rows repeat an id of {column} (first: rows {rows})",
    "--dedupe last counts the last state of each, --dedupe none every row",
    Exit.REFUSED,
)
REVERSED = Kind(
    "E041",
    "reversed",
    "{share} of the tickets end before they start ({column}): two columns are swapped, or in two time zones",
    "name them: --column created=NAME --column {role}=NAME; or accept it: --max-left-out {share}",
    Exit.REFUSED,
)
LACKS_BASIS = Kind(
    "E040",
    "lacks-basis",
    "{what}; {has}",
    "{cure}",
    Exit.REFUSED,
)
MEANS_AND_TOTALS = Kind(
    "E044",
    "means-and-totals",
    "by their names {means} holds means of several contacts, but {others} may hold totals",
    "say what all of them are: --rows mean, or --rows total",
    Exit.REFUSED,
)
PRESET_MISSES = Kind(
    "E051",
    "preset-misses",
    "{file} does not fit the preset {preset}: it lacks {headers}\n  it has: {columns}",
    "name another, or none: --preset none; csmetrics presets {preset} shows what it expects",
    Exit.REFUSED,
)
OTHER_QUESTION = Kind(
    "E052",
    "other-question",
    "{column} of {file} answers the question of {only}, not of {metric} ({preset})",
    "csmetrics {only}; if it is another question here: --column 'score={column}'",
    Exit.REFUSED,
)
