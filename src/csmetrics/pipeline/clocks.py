"""Whose clock the times of a run are on: that of --tz, or the one that the exports state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.intake.zones import UTC, for_run, unknown_zone
from csmetrics.language import Said
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.intake.wanted import Wanted
    from csmetrics.options import Options
    from csmetrics.pipeline.plan import Plan

OTHER_PLACE = "for those of another place: --tz America/Sao_Paulo, for instance"


def zoned(options: Options, columns: Iterable[Wanted], files: int) -> Options:
    """The same options, in the one zone in which all dates are written that state theirs, unless --tz says another."""
    stated = {zone for _, _, zone in _dates(columns, files) if zone is not None}
    zone = for_run(stated.pop()) if len(stated) == 1 else None
    if zone is None or "tz" in options.given:
        return options
    return replace(options, input=replace(options.input, tz=zone))


def notes(plan: Plan) -> Iterator[Diagnostic]:
    """What is to be said of the zones that the columns state, beside that of the run."""
    zone = plan.options.input.tz
    headers: dict[tuple[str, str], list[str]] = {}
    for column, file, stated in _dates(plan.columns, len(plan.tables)):
        header = plan.tables[file].header[column.places[file]]
        if stated is not None:
            own = column.zones and column.zones[file]
            who = (
                "the export"
                if own or not plan.fit
                else Said("the preset {name}", name=plan.fit.preset.name)
            )
            headers.setdefault((stated, who), []).append(header)
        elif (text := unknown_zone(header)) is not None:
            words = (("column", header), ("text", text), ("zone", zone))
            yield Diagnostic(errors.UNKNOWN_ZONE, words, column=header)
    for (stated, who), named in headers.items():
        if (stated, zone) != (UTC, UTC):
            columns = ", ".join(dict.fromkeys(named))
            params = (("columns", columns), ("stated", stated), ("who", who), ("zone", zone))
            cure = "" if "tz" in plan.options.given else OTHER_PLACE
            yield Diagnostic(errors.STATED_ZONE, (*params, ("cure", cure)))


def _dates(columns: Iterable[Wanted], files: int) -> Iterator[tuple[Wanted, int, str | None]]:
    dates = (column for column in columns if column.kind == "date")
    return ((column, file, column.zone_in(file)) for column in dates for file in range(files))
