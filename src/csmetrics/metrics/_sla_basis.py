"""What the columns of a file can say of a promise: flags, due times, or times to hold against a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined
from csmetrics.metrics._counts import found
from csmetrics.metrics._sla_rows import PLAIN, PROMISES, RESOLUTION

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts

FLAG, DUE, TARGET = "flag", "due", "target"


def has_times(of: str, headers: Mapping[str, str]) -> bool:
    """Whether the times of a promise are in the file, to hold against a target."""
    dates = {"created", PROMISES[of].end} <= headers.keys()
    return dates or any(role in headers for role in PROMISES[of].durations.values())


def speaks_of(of: str, headers: Mapping[str, str], basis: str | None) -> bool:
    """Whether flags or due times in the file are of a promise; a plain flag is of the resolution."""
    promise = PROMISES[of]
    flag = promise.flag in headers or (of == RESOLUTION and PLAIN in headers)
    due = {promise.due, promise.end} <= headers.keys()
    return (flag and basis != DUE) or (due and basis != FLAG)


def possible(basis: str, of: str, facts: Facts) -> bool:
    """Whether a basis can be had. A plain flag counts where there is no column of its own."""
    promise = PROMISES[of]
    if basis == FLAG:
        return facts.has(promise.flag if promise.flag in facts.headers else PLAIN)
    if basis == DUE:
        return facts.has(promise.due) and promise.end in facts.headers
    return True


def best(of: str, facts: Facts) -> str | None:
    """Find the best basis without a target: flags, then due times, then a flag that may be of something else."""
    promise = PROMISES[of]
    flag = possible(FLAG, of, facts)
    if flag and (of == RESOLUTION or promise.flag in facts.headers):
        return FLAG
    if possible(DUE, of, facts):
        return DUE
    return FLAG if flag and promise.due not in facts.headers else None


def lacking(of: str | None, basis: str | None, facts: Facts) -> CsmetricsError:
    """Say (``LACKS_BASIS``) what would be needed for one promise, or for any (None), and what there is."""
    promise = PROMISES[of or RESOLUTION]
    flags = Said("a column of SLA results ({flag})", flag=promise.flag if of else PLAIN)
    due = Said("of due times ({due}, with {end})", due=promise.due, end=promise.end)
    if basis == FLAG:
        needed, cure = flags, f"--column {promise.flag}=NAME"
    elif basis == DUE:
        needed, cure = Said("a column {due}", due=due), f"--column {promise.due}=NAME"
    elif basis == TARGET:
        ends = [each.end for each in PROMISES.values()]
        needed = Said("created and {ends} for --target", ends=joined(" or ", ends))
        cure = joined(" or ", (f"--column {end}=NAME" for end in ends))
    else:
        needed = Said("{flags}, one {due}, or --target", flags=flags, due=due)
        cure = Said(
            "such as --target 4h, or --column {flag}=NAME", flag=promise.flag if of else PLAIN
        )
    others = [each for each in PROMISES if of and each != of and best(each, facts)]
    if others and basis != TARGET:
        cure = Said("--of {first}; or {cure}", first=others[0], cure=cure)
    return _error(f"sla --of {of}" if of else "sla", needed, cure, facts)


def lacking_priority(of: str, facts: Facts) -> CsmetricsError:
    """Say that targets of priorities need a column of priorities."""
    needed = "a column of the priority for --target"
    return _error(f"sla --of {of}", needed, "--column priority=NAME", facts)


def _error(what: str, needed: str, cure: str, facts: Facts) -> CsmetricsError:
    return CsmetricsError(
        errors.LACKS_BASIS,
        what=Said("{what} needs {needed}", what=what, needed=needed),
        has=found(facts, lambda role: _filled(role, facts)),
        cure=Said("{cure}     (csmetrics inspect shows how each column was read)", cure=cure),
    )


def _filled(role: str, facts: Facts) -> bool:
    return bool(facts.filled.get(role) or facts.labels.get(role))
