"""What unhappy customers wrote, as quotations: their lines, and a line that says what each is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from csmetrics.language import Day, Said, joined, ours
from csmetrics.render._words import title_of
from csmetrics.report import Comment, Comments

TITLE = ours("In their own words")
WHO = {
    "nps": Said("detractors (NPS)"),
    "csat": Said("unsatisfied customers (CSAT)"),
    "ces": Said("customers with high effort (CES)"),
}
"""Whose comments are quoted, by the metric that says so."""
MOST = 1_000
"""So many characters of a comment are quoted where all of it is not to be had."""

_ENDS = re.compile(r"\r\n|\r|\n")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Quote:
    """A comment to be read: its lines, of which some may be empty, and what it is of."""

    lines: tuple[str, ...]
    of: Said


def quotes(comments: Comments) -> Iterator[Quote]:
    """Each comment; of a long one the beginning, and how long it is."""
    for each in comments.shown:
        text = _GAPS.sub("\n\n", "\n".join(map(str.strip, _ENDS.split(each.text))))
        facts = [score(each), day(each), *(label for _, label in each.labels)]
        if len(text) > MOST:
            facts.append(Said("the first {most:,} of {n:,} characters", most=MOST, n=len(text)))
            text = f"{text[:MOST].rstrip()}…"
        yield Quote(tuple(text.split("\n")), joined(" · ", filter(None, facts)))


def score(comment: Comment) -> Said:
    """The bad answers: ``NPS 3, CSAT 1``."""
    return joined(
        ", ",
        (
            Said("{name} {score}", name=title_of(name, name), score=answer)
            if answer is not None
            else Said("{name}: not satisfied", name=title_of(name, name))
            for name, answer in comment.scores
        ),
    )


def day(comment: Comment) -> str:
    """The day of an answer."""
    return Day(comment.when[:10]) if comment.when else ""


def account(comments: Comments) -> Said:
    """How many there are in all, whose they are, and how many such answers have none."""
    who = joined(" and ", (WHO[name] for name in comments.metrics))
    shown = len(comments.shown)
    if not shown:
        told = Said("No comments by {who}.", who=who)
    elif not comments.dated:
        told = Said(
            "{n:,} of {all:,} comments by {who}, word for word, the last in the files first.",
            n=shown,
            all=comments.written,
            who=who,
        )
    elif shown < comments.written:
        told = Said(
            "The newest {n:,} of {all:,} comments by {who}, word for word.",
            n=shown,
            all=comments.written,
            who=who,
        )
    else:
        told = Said("All {n:,} comments by {who}, word for word.", n=shown, who=who)
    lines = [told]
    if comments.blank:
        lines.append(
            Said("{n:,} such {n:answer|answers} came without a comment.", n=comments.blank)
        )
    if shown:
        lines.append(ours("Personal data: for those who may read it."))
    return joined(" ", lines)
