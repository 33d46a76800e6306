"""What is said of customers: who is one, who stays, who comes back."""

from csmetrics.errors._kinds import Exit, Kind

IMPOSSIBLE_TOTALS = Kind(
    "E130",
    "impossible-totals",
    "row {row}: E − N is {kept:,}, more than the {start:,} who were there at the start",
    "N must count all who came, also those who came back; correct the totals, or give the customers themselves",
    Exit.REFUSED,
)
TICKETS_HELD = Kind(
    "E151",
    "tickets-held",
    "a list of tickets, as {sign} shows: {column} says what became of each, and not which customer has left",
    "give a list of customers, or of purchases; if {column} does say who has left: --column churned={name}",
    Exit.REFUSED,
)
NOBODY_AGAIN = Kind(
    "W110",
    "nobody-again",
    "of {count:,} customers none is there in a second period: do ids name customers, or their purchases?",
    "name the column of customers: --column customer=NAME",
)
PARTING = Kind(
    "N110",
    "parting",
    "from totals, (E − N)/S is {totals}, not {value}: {why}",
    "where N counts those who came back as well, and only who is there at the end, both are the same",
)
NOT_OVER = Kind(
    "N112",
    "not-over",
    "{period} is not over at {last}: who stays in it is not known yet",
    "if the data are complete up to a later day: --as-of DATE",
)
SILENT = Kind(
    "N113",
    "silent",
    "{count:,} of {all:,} customers of {file} were never in touch",
)
NAMELESS = Kind(
    "W111",
    "nameless",
    "{file}: {count:,} {count:row names no customer, ends before it starts, or has|rows name no customer, end before "
    "they start, or have} been replaced by a later row of the same one",
)
LABELS_OF_ONE = Kind(
    "N111",
    "labels-of-one",
    "{count:,} {count:customer has|customers have} several labels of {columns}: each counts in the slice of the first",
)
NOT_YET = Kind(
    "N119",
    "not-yet",
    "{file}: {who} after the time that counts as now: that has not happened yet",
    "if the contacts are complete up to a later day: --as-of DATE",
)
ALIKE = Kind(
    "W119",
    "alike",
    "{count:,} {count:contact is|contacts are} of nobody in {file}, and would be of a customer if zeros in front, "
    "case and spaces made no difference",
    "write the ids of both files alike: 00123, 123 and 123.0 are three of them",
)
STRANGERS = Kind(
    "E137",
    "strangers",
    "none of {rows:,} contacts is of a customer in {file}: {count:,} would be, if zeros in front, case and spaces "
    "made no difference",
    "write the ids of both files alike: 00123, 123 and 123.0 are three of them",
    Exit.REFUSED,
)
NOT_SO_LONG = Kind(
    "N118",
    "not-so-long",
    "silent: the contacts cover {weeks} {weeks:week|weeks}, and only who was not in touch for {least} is listed: "
    "that cannot be known yet",
    "give all tickets of the last {least} weeks",
)
ONE_PERIOD = Kind(
    "W117",
    "one-period",
    "no column says for how long each was a customer: whoever left by {column} counts as having left within one "
    "period; if they left over a longer time, the value is too small by that factor",
    "name what says it: --column tenure=NAME, or --column started=NAME --column ended=NAME",
)
TOO_SMALL = Kind(
    "W118",
    "too-small",
    "the value is too small, for whoever skips a period counts as having left: {why}",
    "count customers as there for longer, as by --inactive-after 180d; or take longer periods: --every quarter",
)
GIVEN_BACK = Kind(
    "N140",
    "given-back",
    "{count:,} {count:row has|rows have} an amount of 0 or less: the money counts, and nobody is there by it",
)
HALF_OVER = Kind(
    "W140",
    "half-over",
    "{count:,} {count:customer has|customers have} contracts that began together at different charges, some of which "
    "are over and some are not: the charges add up while they run, and whoever has one left is there still",
    "where a row is only an older reading of another, keep one row of each contract",
)
TOLD_AGAIN = Kind(
    "W147",
    "told-again",
    "{count:,} {count:row repeats|rows repeat} the customer, the beginning, the end and the charge of another: each "
    "contract counts once",
    "two contracts that are alike: write them in one row, with what is paid for both",
)
SIDE_BY_SIDE = Kind(
    "N142",
    "side-by-side",
    "{count:,} {count:stay is|stays are} of contracts that began together at different charges: these add up",
    "where a row is only an older reading of another, keep one row of each contract",
)
PLANNED_ENDS = Kind(
    "W141",
    "planned-ends",
    "now is {last}, an end in {column}, {days:,} days after anybody came: if ends are planned, now is earlier, and "
    "who ends later is there still",
    "say what now is, such as the day of the export: --as-of DATE",
)
MOSTLY_UNLISTED = Kind(
    "E150",
    "mostly-unlisted",
    "{share} of the contacts are of nobody in the list of customers",
    "the list must be of all customers of that time, with ids written as in the contacts; to leave out contacts of "
    "others: --where; to accept it: --max-left-out {share}",
    Exit.REFUSED,
)
MANY_UNLISTED = Kind(
    "W142",
    "many-unlisted",
    "{share} of the contacts are of nobody in the list of customers, and left out",
    "the list must be of all customers of that time, with ids written as in the contacts",
)
LEFT_BEFORE = Kind(
    "N143",
    "left-before",
    "{file}: {count:,} {count:customer|customers} left before {first}, and {count:counts|count} nowhere",
)
