"""What one reading comes to: sums, accounts, and what all rows say of the columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csmetrics.calc.states import Pile, States
from csmetrics.intake.columns import Columns
from csmetrics.intake.ids import Ids
from csmetrics.intake.ledger import Ledger
from csmetrics.pipeline.beside import Tallies
from csmetrics.pipeline.eras import Eras
from csmetrics.pipeline.following import Following
from csmetrics.pipeline.followups import Cases
from csmetrics.pipeline.journey import Journey
from csmetrics.pipeline.present import Present
from csmetrics.pipeline.respondents import Answers
from csmetrics.report import Diagnostic
from csmetrics.slices.keys import WHOLE
from csmetrics.slices.periods import Window

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.finder import Question


@dataclass
class Study:
    """The sums and the account of one question. ``metric`` is None while its scale is not known.

    ``answers`` are those of each respondent, where somebody asks.
    """

    question: Question
    metric: Metric | None
    pile: Pile = field(default_factory=Pile)
    ledger: Ledger = field(default_factory=Ledger)
    beside: Tallies = field(default_factory=Tallies)
    present: Present = field(default_factory=Present)
    journey: Journey = field(default_factory=Journey)
    cases: Cases = field(default_factory=Cases)
    answers: Answers | None = None

    @property
    def states(self) -> States:
        """The sums so far, the whole among them."""
        return self.pile.total().with_whole(WHOLE)


@dataclass
class Run:
    """What one reading came to. ``ledger`` is the account over all questions.

    ``spans`` are the days that each date column covers; ``latest`` is its last event, in milliseconds since
    1970, ``newest`` the last one that the clock has reached, for --max-age. ``unscheduled`` are the labels of
    rows without a schedule; ``ordinal`` is the number of rows typed so far. ``doubtful`` says why columns beside
    the score are left away.
    """

    columns: Columns
    studies: list[Study]
    separators: dict[str, str]
    rows: list[int]
    ledger: Ledger = field(default_factory=Ledger)
    spans: dict[str, Window] = field(default_factory=dict)
    notes: list[Diagnostic] = field(default_factory=list)
    latest: dict[str, int] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    following: Following = field(default_factory=Following)
    eras: Eras = field(default_factory=Eras)
    unscheduled: set[str] = field(default_factory=set)
    ordinal: int = 0
    doubtful: dict[str, str] = field(default_factory=dict)

    @property
    def covered(self) -> Window:
        """From the first to the last day of all dates of what has happened."""
        found = Window()
        for span in self.spans.values():
            found |= span
        return found
