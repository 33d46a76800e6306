"""The answer of a metric, and what it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from csmetrics.errors import Kind, Reason, Word
from csmetrics.language import Said, joined

Slice = tuple[tuple[str, str | None], ...]
"""The labels that make a slice, as (column, label) pairs; ``()`` is the whole, ``None`` a blank label."""

Params = tuple[tuple[str, Word], ...]
"""The words that fill a message template."""


class Untold(int):
    """A count that is not told: 0, so that nothing can be made of it; shown as hidden, ``null`` in JSON."""


UNTOLD = Untold()
EFFECTIVE = "effective_n"  # the statistic of how many answers of one weight tell as much


@dataclass(frozen=True)
class Interval:
    """A confidence interval; an end that cannot be known is ``None``."""

    level: float
    low: float | None
    high: float | None
    method: str


@dataclass(frozen=True)
class Statistic:
    """One number with its own ``n``. ``value`` is ``None`` when it is undefined, and says why.

    ``n`` is :data:`UNTOLD` where ``--min-group`` hides it.
    ``counts`` is how many answers of each kind it is made of, the lowest first: (not, yes) for a share,
    (detractors, passives, promoters) for an NPS; empty where it is made of values. Where answers weigh
    differently they are the effective ones, and ``weight`` is the sum of the weights; else it is None.
    ``finding`` says of a difference what its interval knows: higher, lower, or neither for sure.
    """

    name: str
    value: float | None
    unit: str
    n: int
    interval: Interval | None = None
    undefined_because: str | None = None
    counts: tuple[float, ...] = ()
    weight: float | None = None
    finding: str = ""


@dataclass(frozen=True)
class Bin:
    """How many values lie from ``low`` to below ``high``, in the unit of the headline; ``high`` None: no end."""

    low: float
    high: float | None
    count: int


@dataclass(frozen=True)
class Measure:
    """What a metric says of one slice: the headline statistic first, then the others, then the counts.

    ``parts`` are few and named, tables show them; ``distribution`` is how often each value occurred, and
    ``bins`` the same where nearly all values differ.
    ``date`` is set where its rows count by another date than that of the run; ``title`` then says what it is
    beside the first. ``people`` is of how many different customers its figures are, at least; None where n says so.
    """

    statistics: tuple[Statistic, ...]
    parts: tuple[tuple[str, int], ...] = ()
    distribution: tuple[tuple[str, int], ...] = ()
    date: str | None = None
    title: str = ""
    bins: tuple[Bin, ...] = ()
    people: int | None = None

    @property
    def headline(self) -> Statistic:
        """The statistic that ``value`` stands for."""
        return self.statistics[0]

    @property
    def unweighted(self) -> Statistic:
        """The headline of answers that count once each: where it is weighted, that stands behind it."""
        return self.headline if self.headline.weight is None else self.statistics[1]


@dataclass(frozen=True)
class Row:
    """A measure and where it belongs: metric, slice, question, and the date that put it in a period."""

    metric: str
    slice: Slice
    measure: Measure
    date: str | None = None
    question: str | None = None
    partial: bool = False


def leading(rows: Iterable[Row]) -> list[Row]:
    """Of each slice and question the result that the metric is named after; others are beside it."""
    first: dict[tuple[Slice, str | None], Row] = {}
    for row in rows:
        first.setdefault((row.slice, row.question), row)
    return list(first.values())


@dataclass(frozen=True)
class LeftOut:
    """Rows that enter no statistic, by reason and column, with the first of them.

    ``rows`` are record numbers as a spreadsheet shows them, prefixed with the file where several were read.
    ``values`` is what stood in those rows; empty unless the user asked to see it.
    """

    reason: Reason
    params: Params
    column: str
    count: int
    rows: tuple[str, ...]
    values: tuple[str, ...] = ()

    @property
    def text(self) -> Said:
        """The reason in words, such as ``outside 0–10``."""
        return Said(self.reason.of(self.count), **dict(self.params))


@dataclass(frozen=True)
class Quality:
    """The account of every row: ``rows_read == used + sum of left_out``. ``question`` is set per question.

    Where a whole is hidden, ``used`` is :data:`UNTOLD` and ``left_out`` empty.
    """

    rows_read: int
    used: int
    left_out: tuple[LeftOut, ...]
    question: str | None = None

    def untold(self) -> Quality:
        """The same without how many rows were used, and how many not."""
        return replace(self, used=UNTOLD, left_out=())

    @property
    def text(self) -> Said:
        """The account in one line: ``1,302 rows read · 1,289 used · 13 left out (9 outside 0–10, 4 blank)``."""
        pieces = [Said("{n:,} {n:row|rows} read", n=self.rows_read)]
        hidden = isinstance(self.used, Untold)
        pieces += [Said("how many are used is hidden" if hidden else "{n:,} used", n=self.used)]
        reasons: Counter[tuple[Reason, Params]] = Counter()  # whichever column they are of
        for entry in self.left_out:
            reasons[entry.reason, entry.params] += entry.count
        if reasons:
            told = (
                Said("{n:,} {reason}", n=count, reason=Said(reason.of(count), **dict(params)))
                for (reason, params), count in reasons.items()
            )
            account = joined(", ", told)
            pieces.append(Said("{n:,} left out ({account})", n=reasons.total(), account=account))
        return joined(" · ", pieces)


@dataclass(frozen=True)
class Diagnostic:
    """Something to know about a run that did not stop it."""

    kind: Kind
    params: Params = ()
    count: int | None = None
    rows: tuple[str, ...] = ()
    column: str | None = None
    values: tuple[str, ...] = ()

    @property
    def text(self) -> Said:
        """The message."""
        return Said(self.kind.text, **dict(self.params))

    @property
    def hint(self) -> Said:
        """How to change what was done, or an empty string."""
        return Said(self.kind.hint, **dict(self.params))


@dataclass(frozen=True)
class Mapped:
    """Which column plays a role, and why it was taken for it."""

    role: str
    column: str
    why: str


@dataclass(frozen=True)
class PresetUsed:
    """The preset by which a file was read: ``found`` of the ``all`` headers that it is recognised by are there.

    ``named`` is whether the user asked for it.
    """

    name: str
    title: str
    found: int
    all: int
    named: bool = False


@dataclass(frozen=True)
class Input:
    """One file that was read. ``dialect`` says how: encoding, delimiter, sheet, header row.

    ``sha256`` of the stored bytes is None where no output asked for it.
    """

    name: str
    sha256: str | None
    rows: int
    dialect: tuple[tuple[str, str | int | None], ...]
    mapping: tuple[Mapped, ...]
    preset: PresetUsed | None = None


@dataclass(frozen=True)
class Setting:
    """An option in force and where its value came from: flag, environment, config or default."""

    name: str
    value: str | int | float | bool | tuple[str, ...] | None
    origin: str


@dataclass(frozen=True)
class Definition:
    """What was computed: the formula, and the rule in force (scale, who counts as satisfied, …).

    ``better`` is ``higher`` or ``lower``, whichever the headline is better by; None where neither is.
    """

    metric: str
    title: str
    formula: str
    rule: str
    unit: str
    sources: tuple[str, ...] = ()
    better: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What a goal of this run came to, for one slice."""

    goal: str
    slice: Slice
    value: float | None
    met: bool | None
    why: str
    question: str | None = None


def working_hours(settings: Iterable[Setting]) -> str:
    """The hours in force, with the holidays: ``mon-fri 09:00-18:00, BR-SP``; empty where every hour counts."""
    values = {each.name: each.value for each in settings}
    hours, holidays = values.get("hours"), values.get("holidays") or ()
    named = holidays if isinstance(holidays, tuple) else (str(holidays),)
    return ", ".join((str(hours), *named)) if hours else ""


@dataclass(frozen=True)
class Report:
    """The answer to one command. ``holidays`` are the days (date, name) taken out of working time, or changed."""

    kind: str
    definition: Definition
    rows: tuple[Row, ...]
    quality: Quality
    inputs: tuple[Input, ...] = ()
    settings: tuple[Setting, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    questions: tuple[Quality, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    zone: str = "UTC"
    span: tuple[str, str] | None = None
    filters: tuple[str, ...] = ()
    holidays: tuple[tuple[str, str], ...] = ()
    stamp: str | None = None

    @property
    def hours(self) -> str:
        """The working hours that its times are counted in, with the holidays; empty where every hour counts."""
        return working_hours(self.settings)
