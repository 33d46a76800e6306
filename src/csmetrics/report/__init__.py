"""The result of a run as pure data: what the renderers print and the JSON holds.

Nothing here computes, formats or prints. Every class is frozen and made of ``str``, ``int``,
``float``, ``None`` and tuples, so that a report can be compared, stored and sent.
Shares are in percent (0–100), NPS in points (−100…100), times in seconds.
"""

from __future__ import annotations

from csmetrics.report._comparison import (
    Change,
    Compared,
    Comparison,
    Effect,
    Side,
    Split,
)
from csmetrics.report._drivers import Driver, Drivers, Level, Skipped
from csmetrics.report._effective import (
    Effective,
    FilesKept,
    GoalKept,
    InputsKept,
    Kept,
    ScheduleKept,
)
from csmetrics.report._followups import Followup, Followups
from csmetrics.report._goals import Goals, Progress
from csmetrics.report._inspection import ColumnSeen, Duplicates, FileSeen, Inspection
from csmetrics.report._metric import (
    EFFECTIVE,
    UNTOLD,
    Bin,
    Definition,
    Diagnostic,
    Input,
    Interval,
    LeftOut,
    Mapped,
    Measure,
    Params,
    PresetUsed,
    Quality,
    Report,
    Row,
    Setting,
    Slice,
    Statistic,
    Untold,
    Verdict,
    leading,
    working_hours,
)
from csmetrics.report._standards import Peer, Standards
from csmetrics.report._summary import Comment, Comments, Kpi, Lacking, Relation, Summary
from csmetrics.report._trend import Point, Trend

__all__ = [
    "EFFECTIVE",
    "FORMAT_VERSION",
    "UNTOLD",
    "Bin",
    "Change",
    "ColumnSeen",
    "Comment",
    "Comments",
    "Compared",
    "Comparison",
    "Definition",
    "Diagnostic",
    "Driver",
    "Drivers",
    "Duplicates",
    "Effect",
    "Effective",
    "FileSeen",
    "FilesKept",
    "Followup",
    "Followups",
    "GoalKept",
    "Goals",
    "Input",
    "InputsKept",
    "Inspection",
    "Interval",
    "Kept",
    "Kpi",
    "Lacking",
    "LeftOut",
    "Level",
    "Mapped",
    "Measure",
    "Params",
    "Peer",
    "Point",
    "PresetUsed",
    "Progress",
    "Quality",
    "Relation",
    "Report",
    "Result",
    "Row",
    "ScheduleKept",
    "Setting",
    "Side",
    "Skipped",
    "Slice",
    "Split",
    "Standards",
    "Statistic",
    "Summary",
    "Trend",
    "Untold",
    "Verdict",
    "leading",
    "working_hours",
]

FORMAT_VERSION = "1.0"

Result = (
    Report
    | Inspection
    | Goals
    | Comparison
    | Trend
    | Standards
    | Summary
    | Effective
    | Drivers
    | Followups
)
"""What a command answers, by its ``kind``."""
