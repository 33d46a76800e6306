"""What is said of groups that are hidden, of weights, of respondents, and of those who are to be called."""

from csmetrics.errors._kinds import Exit, Kind

TOO_MANY_GROUPS = Kind(
    "E142",
    "too-many-groups",
    "--min-group: {count:,} slices are too many to say which to hide so that none can be worked out",
    "split by fewer columns, or take longer periods",
    Exit.USAGE,
)
HIDDEN_GROUPS = Kind(
    "N125",
    "hidden-groups",
    "{count} of {all} slices are hidden: fewer than {least}, and those from which one of these could be worked out",
)
PERSONAL_DATA = Kind(
    "N126",
    "personal-data",
    "personal data: this list names {count} cases with what they wrote; give it to those who call them, and to "
    "nobody else",
)
FOLLOWUPS_ACCOUNT = Kind("N127", "followups-account", "{reason}: {count} to call back; {account}")
NOT_LISTED_WHY = Kind("N128", "unlisted", "{reason}: not listed ({why})")
