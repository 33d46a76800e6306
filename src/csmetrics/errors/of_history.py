"""What is said of the history of saved results."""

from csmetrics.errors._kinds import Exit, Kind

CANNOT_SAVE = Kind(
    "E078",
    "cannot-save",
    "the history {file} {why}; nothing was changed",
    "{cure}",
    Exit.UNWRITABLE,
)
BAD_HISTORY = Kind("E079", "bad-history", "the history {file} {why}", "{cure}", Exit.REFUSED)
HISTORY_LOCKED = Kind(
    "E080",
    "history-locked",
    "the history {file} was not changed: for {seconds} s another process had it locked",
    "run it again; what is saved already is never saved twice",
    Exit.UNWRITABLE,
)
NO_DATA_FOLDER = Kind(
    "E081",
    "no-data-folder",
    "there is no folder for the history: this user has no home, and XDG_DATA_HOME is not set",
    'say where it is in csmetrics.toml: history = "FILE"',
    Exit.USAGE,
)
OTHER_DIGESTS = Kind(
    "E082",
    "other-digests",
    "the saved results of {metric} by {every} are not measured alike, and are not joined:\n  {rules}",
    "take one of them: --definition {digest}",
    Exit.REFUSED,
)
NOTHING_SAVED = Kind("E083", "nothing-saved", "{what}", "{cure}", Exit.NOTHING)
SAVED_OTHER_COLUMN = Kind(
    "W075",
    "saved-other-column",
    "{role} is the column {one} to {last}, and {other} from {first} on",
    "if these are not the same, name the column in each run: --column {role}=NAME",
)
HISTORY_GAP = Kind(
    "W076",
    "history-gap",
    "nothing is saved of {periods}; the periods around it are taken as neighbours",
    "csmetrics {metric} FILE --every {every} --save, with an export that holds it",
)
SAVED = Kind("N075", "saved", "saved {count} new {results} in {file}")
NOTHING_NEW = Kind("N076", "nothing-new", "all {count} results are in {file} already")
FROM_HISTORY = Kind(
    "N077",
    "from-history",
    "{count} {periods} from the history {file}, saved from {first} to {last} (UTC)",
)
