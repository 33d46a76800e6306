"""Warnings and notes: what did not stop the run."""

from csmetrics.errors._kinds import Kind, Reason

LEFT_OUT = Kind("W001", "left-out", "{count} {values} of {column} left out: {reason}")
TICKETS_LEFT_OUT = Kind(
    "W003", "tickets-left-out", "{count} {tickets} left out because of {column}: {reason}"
)
COUNTED_LEFT_OUT = Kind("W004", "counted-left-out", "{column}: {count} {reason} left out")
MANY_LEFT_OUT = Kind(
    "W002", "many-left-out", "{share} of the cells of {column} were left out ({reasons})"
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
    "if so, say it, such as --scale 1-7",
)
SCALE_INFERRED = Kind("N023", "scale-inferred", "{column} was read on the scale {scale} ({why})")
MULTI_VALUED = Kind(
    "N030",
    "multi-valued",
    "{column} holds several values in a cell: a row counts in each of its slices, "
    "so the slices add up to more than the whole",
)
PARTIAL = Kind("N031", "partial-period", "{periods}: not covered whole by the data, marked partial")
NUL_BYTES = Kind("W014", "nul-bytes", "{file}: {count} NUL bytes ignored")
NO_FINAL_NEWLINE = Kind(
    "N015",
    "no-final-newline",
    "{file}: the last line has no newline; if the file was cut off, its last cell is incomplete",
)
SKIPPED_ROWS = Kind("W016", "bad-rows", "{count} {rows} of {file} left out: wrong number of fields")
HIDDEN_ROWS = Kind("W017", "hidden-rows", "{file}: {count} hidden {rows} read like the others")
MERGED_CELLS = Kind(
    "W018",
    "merged-cells",
    "{file}: {count} empty cells of {column} lie in merged cells and were read as their text",
    "if a merged cell stands for one record, unmerge it: it counts once for every row it covers",
)
MAPPED = Kind("N040", "mapped", "{role} is the column {column} ({why})")
SCALE_UNREACHED = Kind(
    "W024",
    "scale-unreached",
    "no answer above {high} among {n} answers of {column}: is it another scale?",
    "{cure}",
)
FALLBACK_DATE = Kind(
    "N041",
    "fallback-date",
    "{column} stands for the {what}, which no column of the file holds",
    "name another: --column {role}=NAME",
)
HEADER_BELOW = Kind(
    "N017", "header-below", "{file}: the header is row {row}; what stands above it is not read"
)
ASSUMED_PAIR = Kind(
    "W019",
    "assumed-hours-minutes",
    "{column}: times of two parts, such as 1:30, are ambiguous; read as hours and minutes",
    "if they are minutes and seconds: --column '{role}={column}:minutes'",
)
NOT_A_DURATION = Reason("not-a-duration", "not a duration", suspect=True)
ASSUMED_DECIMAL = Kind(
    "W025",
    "assumed-decimal",
    "{column}: 1.234 or 1,234 could be a thousand or a fraction; the {sign} was read as the decimal sign",
    "say which it is: --decimal comma, or --decimal point",
)
SIBLING_DECIMAL = Kind(
    "N061",
    "sibling-decimal",
    "{column}: the {sign} was read as the decimal sign, as {other} proves",
    "if it is not: --decimal says which it is",
)
SERIAL_DATES = Kind(
    "N042",
    "serial-dates",
    "{column}: {count} {cells} read as Excel serial numbers, the days since 1900",
)
CUT_SERIALS = Kind(
    "W026",
    "cut-serials",
    "{column}: the Excel serial numbers are cut to {digits}: a time may be up to {off} off",
    "export the column as dates, or with all decimals",
)
DUPLICATES = Kind(
    "W030",
    "duplicates",
    "{count} duplicate rows of {column} left out: of each id {kept} counts",
    "to count every row: --dedupe none",
)
DUPLICATES_COUNTED = Kind(
    "W031",
    "duplicates-counted",
    "{count} duplicate rows of {column} were counted like the others",
    "to count one row of each: --dedupe last",
)
DATE_IGNORED = Kind(
    "W032", "date-ignored", "{column} was not asked for the latest event: {why}", ""
)
UNSEEN_PRIORITY = Kind(
    "W036",
    "unseen-priority",
    "--target: no ticket has {labels} as {column}{known}",
    "a target counts only for tickets whose label is the same, but for case and accents",
)
HOURS_UNUSED = Kind(
    "W037",
    "hours-unused",
    "--hours change nothing here: {how}",
    "to hold working time against a target: --target 4h",
)
MEANS_UNWEIGHTED = Kind(
    "W039",
    "means-unweighted",
    "{columns}: by its name it holds means, but no column says of how many contacts; "
    "each row counts as one",
    "name the column that says it: --column contacts=NAME; or if a row is a contact: --rows contact",
)
MEANS_WEIGHTED = Kind(
    "N045",
    "means-weighted",
    "{columns}: by its name it holds means; each counts as often as {contacts} says",
    "if they are totals: --rows total",
)
REOPENED_NOW = Kind(
    "W040",
    "reopened-now",
    "no column counts reopens: only tickets that are open again now are known, a lower bound",
    "name the column that counts them: --column reopens=NAME",
)
OPENING_COUNTED = Kind(
    "W033",
    "opening-counted",
    "{column}: by its name it may count the message that opened the ticket; only 0 is no customer reply",
    "if it does, take another rule: --rule one-reply, no-reopen or no-return",
)
OPEN_ASIDE = Kind(
    "W041",
    "open-aside",
    "{count} open {tickets} of {all} ({share}) {count:has|have} no time yet: the mean and the "
    "percentiles are of the resolved only",
    "the Kaplan–Meier median of all opened has them in view",
)
UNANSWERED_ASIDE = Kind(
    "W042",
    "unanswered-aside",
    "{count} unanswered {tickets} of {all} ({share}) {count:has|have} no time yet: the mean and the "
    "percentiles are of the answered only",
    "the Kaplan–Meier median has them in view",
)
TAKEN_AS_RESOLVED = Kind(
    "N043",
    "taken-as-resolved",
    "no column says which tickets are resolved: each is taken as resolved",
)
STATUS_UNKNOWN = Kind(
    "W043",
    "status-unknown",
    "{count} {rows} with a status of {column} that is not known ({words}): the dates decide",
    "csmetrics inspect shows the column; to leave them out: --exclude-status WORD",
)
COUNTED_ASIDE = Kind(
    "N048",
    "counted-aside",
    "{column}: {found} among the tickets",
    "to leave them out: {options}",
)
EXCLUDED_NONE = Kind(
    "W044", "excluded-none", "--exclude-status {status}: no ticket has this status", "{suggestion}"
)
HOURS_IN_UTC = Kind(
    "N049",
    "hours-in-utc",
    "the hours {hours} are those of UTC",
    "if they are of another zone: --tz America/Sao_Paulo, for instance",
)
SIBLING_ORDER = Kind(
    "N051", "sibling-order", "{column}: the dates were read {order}, as {other} proves"
)
TWO_ORDERS = Kind(
    "W050",
    "two-orders",
    "{day_first} is written day first, {month_first} month first: each was read as its cells prove",
    "if one order is right for both: --dates dmy, or --dates mdy",
)
TWO_CLOCKS = Kind(
    "W051",
    "two-clocks",
    "{aware} has offsets from UTC, {naive} has none: it was read as the clock of {zone}",
    "say whose clock it is: --tz America/Sao_Paulo, for instance",
)
DAYS_ONLY = Kind(
    "W052",
    "days-only",
    "{column} holds days, not times: what is measured with it may be a day off",
)
CARNIVAL = Kind(
    "N047",
    "carnival-worked",
    "Carnival was counted as working days: {days}",
    "it is no public holiday in Brazil; to leave it out: --holidays {region}+optional",
)
FULLER_DURATIONS = Kind(
    "W046",
    "fuller-durations",
    "{dates} are used; {durations} holds {times} times, {end} only {count} dates",
    "--time durations takes the column",
)
PRIORITY_UNNAMED = Kind(
    "W048",
    "priority-unnamed",
    "{count} of {n} tickets have a priority that no --target names{labels}: {what}",
    "{suggestion}",
)
PRESETS_TIE = Kind(
    "W060",
    "presets-tie",
    "{file} could be of several presets, each as likely: {presets}; none was used",
    "name one: --preset {first}; or none: --preset none",
)
PRESET_PARTLY = Kind(
    "W061",
    "preset-partly",
    "{file} was read by the preset {preset}, as asked, but lacks headers of that export: {headers}",
    "to read it without: --preset none",
)
PRESET_LIMIT = Kind(
    "W062",
    "preset-limit",
    "{file} has {rows} rows, and at so many the export stops ({title}): rows may be missing",
    "export it in parts, and give all of them",
)
PRESET_USED = Kind(
    "N055",
    "preset-used",
    "{file} was read as {title} ({found} of {all} headers)",
    "to read it without this preset: --preset none",
)
PRESET_NOTE = Kind("N056", "preset-note", "{title}: {note}")
PRESET_EMPTIED = Kind(
    "N057", "preset-emptied", "{column}: {count} {cells} counted as empty ({reason})"
)
CONFIGURED = Kind("N070", "configured", "{file} sets {names}")
TOO_FEW_PERIODS = Kind(
    "W085",
    "too-few-periods",
    "{count} whole periods by {every} are too few to say what is usual: no limits are drawn",
    "{least} are needed; shorter periods, such as --every week, give more",
)
SHORT_BASELINE = Kind(
    "W086",
    "short-baseline",
    "limits from {baseline} periods are little more than a guess: some points will lie outside by chance",
    "take {least} or more",
)
NO_VARIATION = Kind(
    "N085",
    "no-variation",
    "the first {least} periods do not differ at all: they do not say what is usual, and no limits are drawn",
)
TWINS_UNREAD = Kind(
    "W063",
    "twins-unread",
    "two columns of {file} are named {name} ({letters}): neither was read",
    "rename one of them, so that it is certain which one is meant",
)
