"""The answer of ``followups``: whom to call back."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Diagnostic, Input, Setting


@dataclass(frozen=True)
class Followup:
    """One row of an export that somebody should see to, and why: its cells as they are written.

    ``cells`` are those of the columns of :class:`Followups`, empty where there is none; ``when`` is the time of
    the answer or of the resolution in the zone of the run. ``scores`` go with ``why``: the answer, how often a ticket
    was reopened, or the weeks of silence.
    """

    why: tuple[str, ...]
    when: str
    scores: tuple[int, ...]
    cells: tuple[str, ...]
    file: str
    row: int


@dataclass(frozen=True)
class Followups:
    """Personal data: who is to be called back, the worst first, then who waits longest.

    ``columns`` are those of the files that say who it is, about what, and whose it is. ``reasons`` are those that
    were asked for, each with what its scores count: a scale such as ``0–10``, how often, or in weeks.
    """

    columns: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    people: tuple[Followup, ...]
    zone: str
    inputs: tuple[Input, ...] = ()
    settings: tuple[Setting, ...] = ()
    filters: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    kind: str = "followups"
