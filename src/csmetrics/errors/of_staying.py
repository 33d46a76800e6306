"""What is said of stays of customers, of flags of who has left, and of the periods in which somebody was there."""

from csmetrics.errors._kinds import Exit, Kind

MORE_NEW_THAN_THERE = Kind(
    "E131",
    "more-new-than-there",
    "row {row}: {new:,} {new:is|are} new, more than the {end:,} who were there at the end",
    "N counts only those who are there at the end; correct the totals, or give the customers themselves",
    Exit.REFUSED,
)
UNKNOWN_STANDING = Kind(
    "E132",
    "unknown-standing",
    "no cell of {column} says who has left: none is yes or no, and none a word such as active, churned or cancelled",
    "say what its words mean in a preset of your own (--preset FILE): {role} = {{ from = [...], values = {{ ... }} }}",
    Exit.REFUSED,
)
FLAG_AGAINST_DATES = Kind(
    "W112",
    "flag-against-dates",
    "{column} and the dates contradict each other: {who}; the dates count",
    "to count the flags: --basis flag",
)
RETOLD = Kind(
    "W113",
    "retold",
    "{count:,} {count:stay is|stays are} told by several rows with different ends: the latest end counts, and no end "
    "only where no row has one",
    "give contracts that run side by side a customer each, or keep one row of each stay",
)
FLAGS_DISAGREE = Kind(
    "W114",
    "flags-disagree",
    "the columns of churned and active contradict each other in {count:,} {count:row|rows}: churned counts",
    "find out which of them is right, and leave the other away",
)
BLANK_IS_NO = Kind(
    "W115",
    "blank-is-no",
    "{column} holds one answer only, and nothing in {count:,} {count:row|rows}: these count as the other one",
    "to leave them out: --blanks unknown",
)
ONE_ANSWER = Kind(
    "W116",
    "one-answer",
    "{column} holds no and never yes, and nothing in {count:,} {count:row|rows}: these are left out",
    "is a blank one a yes? Then write it in",
)
FURTHER_STAYS = Kind(
    "N114",
    "further-stays",
    "{count:,} {count:row is a further stay|rows are further stays} of a customer: stays are united, in whatever order "
    "they stand; one that begins less than a day after the others are over goes on with them",
)
WHOLE_PERIOD = Kind(
    "N115",
    "whole-period",
    "{period} counts whole, also what lies before {first}: who is there is asked of periods",
)
TAKEN_FROM = Kind(
    "N116",
    "taken-from",
    "who is there is taken from {column}, not from {others}",
    "to ask the other: --basis {basis}",
)
