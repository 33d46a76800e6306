"""What is said of hand-offs and the ratings of the same tickets."""

from csmetrics.errors._kinds import Exit, Kind

NO_RATING = Kind(
    "W130",
    "no-rating",
    "{column} is not taken for a rating, so that nothing is said of satisfaction: {why}",
    "if it is one: --scale 1-5 and --good 4,5 say how it is meant; another column: --column score=NAME",
)
RATING_UNREAD = Kind(
    "W131",
    "rating-unread",
    "no rating is read, so that nothing is said of satisfaction: {why}",
    "name the column of the rating: --column score=NAME",
)
RATED = Kind(
    "N130",
    "rated",
    "satisfaction: {rated:,} of {all:,} tickets are rated{why}",
)
MOSTLY_NOBODY = Kind(
    "E154",
    "mostly-nobody",
    "{share} of the cells of {column} cannot be used ({reasons}): a column in which most tickets "
    "have 0 counts changes of owner, not agents",
    "if it does: --counts handoffs; if it counts agents all the same: --max-left-out {share}",
    Exit.REFUSED,
)
MANY_NOBODY = Kind(
    "W150",
    "many-nobody",
    "{share} of the cells of {column} were left out ({reasons})",
    "if it counts changes of owner, not agents, these had none: --counts handoffs",
)
