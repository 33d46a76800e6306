"""Reasons for leaving a row out."""

from csmetrics.errors._kinds import Reason

BLANK = Reason("blank", "blank", silent=True)
MISSING_WORD = Reason("missing-word", "a word for missing")
NOT_A_SCORE = Reason("not-a-score", "not a score", suspect=True)
NOT_WHOLE = Reason("not-whole", "not a whole number", suspect=True)
OUTSIDE_SCALE = Reason("outside-scale", "outside {low}–{high}", suspect=True)
NOT_ANSWERED = Reason("not-answered", "not answered", silent=True)
NEUTRAL = Reason("neutral", "neutral answers excluded", silent=True)
NOT_A_NUMBER = Reason("not-a-number", "not a number")
NO_DATE = Reason("no-date", "no date")
NOT_A_DATE = Reason("not-a-date", "not a date", suspect=True)
NO_REAL_DATE = Reason("no-real-date", "before 1990 or after 2098: a slip", suspect=True)
NO_SUCH_TIME = Reason(
    "no-such-time",
    "time that does not exist in {zone} (clock change)",
    many="times that do not exist in {zone} (clock change)",
)
AMBIGUOUS_TIME = Reason(
    "ambiguous-time",
    "ambiguous time in {zone} (clock change)",
    many="ambiguous times in {zone} (clock change)",
)
UNKNOWN_STATUS = Reason("unknown-status", "a status that is not known")
NOT_A_FLAG = Reason("not-a-flag", "neither yes nor no", suspect=True)
STILL_RUNNING = Reason("still-running", "still running", silent=True)
NO_TARGET = Reason("no-target", "no target", silent=True)
NOT_SELECTED = Reason("not-selected", "not selected by --where", silent=True)
OUTSIDE_WINDOW = Reason("outside-window", "outside --since/--until", silent=True)
BAD_ROW = Reason("bad-row", "wrong number of fields", suspect=True)
TOTALS_ROW = Reason("totals-row", "totals row", silent=True, many="totals rows")
CLOSING_LINE = Reason(
    "closing-line", "line of text below the data", silent=True, many="lines of text below the data"
)
REPEATED_HEADER = Reason(
    "repeated-header", "a repeat of the header", silent=True, many="repeats of the header"
)
SUPERSEDED = Reason("superseded", "superseded by another row of the same id", silent=True)
LATER_ANSWER = Reason(
    "later-answer", "superseded by a later answer of the same respondent", silent=True
)
EXCLUDED_STATUS = Reason("excluded-status", "of a status left out by --exclude-status", silent=True)
AFTER_AS_OF = Reason("after-as-of", "created after --as-of", silent=True)
NEGATIVE = Reason("negative", "ends before it starts", suspect=True)
UNKNOWN_END = Reason("unknown-end", "resolved at an unknown time")
GONE = Reason("gone", "deleted, merged or spam, and never resolved", silent=True)
GONE_UNANSWERED = Reason(
    "gone-unanswered", "deleted, merged or spam, and never answered", silent=True
)
NOT_RESOLVED = Reason("not-resolved", "not resolved", silent=True)
NO_AGENT_MESSAGE = Reason("no-agent-message", "closed without a message of an agent")
NO_START = Reason("no-start", "no time at which it starts", silent=True)
BELOW_ZERO = Reason("below-zero", "a number below 0")
TOO_LARGE = Reason("too-large", "too large to be one row", suspect=True)
NO_CONTACT = Reason("no-contact", "without contacts", silent=True)
NO_AGENT = Reason("no-agent", "held by no agent", suspect=True, silent=True)
NO_REQUESTER = Reason("no-requester", "nobody named who could come back", silent=True)
TOO_RECENT = Reason("too-recent", "too recent to tell who comes back", silent=True)
PRESET_LEFT_OUT = Reason("preset-left-out", "{what}", silent=True)
NO_CUSTOMER = Reason("no-customer", "no customer named")
NOT_LISTED = Reason("not-listed", "of nobody in the list of customers", suspect=True)
NOT_THEN = Reason("not-then", "of somebody who was no customer then")
LATER = Reason("later", "after --as-of", silent=True)
NOTHING_BOUGHT = Reason("nothing-bought", "an amount of 0 or less: nothing bought, or a refund")
NO_WEIGHT = Reason("no-weight", "without a weight", suspect=True)
UNREADABLE_WEIGHT = Reason("unreadable-weight", "with a weight that is no number", suspect=True)
NEGATIVE_WEIGHT = Reason("negative-weight", "with a weight below 0", suspect=True)
