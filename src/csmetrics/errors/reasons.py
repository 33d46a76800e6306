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
NO_SUCH_TIME = Reason("no-such-time", "a time that does not exist in {zone} (clock change)")
AMBIGUOUS_TIME = Reason("ambiguous-time", "an ambiguous time in {zone} (clock change)")
UNKNOWN_STATUS = Reason("unknown-status", "a status that is not known")
NOT_A_FLAG = Reason("not-a-flag", "neither yes nor no", suspect=True)
STILL_RUNNING = Reason("still-running", "still running", silent=True)
NO_TARGET = Reason("no-target", "no target", silent=True)
NOT_SELECTED = Reason("not-selected", "not selected by --where", silent=True)
OUTSIDE_WINDOW = Reason("outside-window", "outside --since/--until", silent=True)
BAD_ROW = Reason("bad-row", "wrong number of fields", suspect=True)
