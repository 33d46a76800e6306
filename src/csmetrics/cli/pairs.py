"""``balance`` of the settings file: the pairs of KPIs that are watched together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csmetrics.cli.suggest import did_you_mean, one_of
from csmetrics.language import Said

Wrong = Callable[[Sequence[str | int], str, str], None]
"""Notes a problem: the keys, what is wrong, and the cure."""


def pairs(data: object, metrics: Sequence[str], wrong: Wrong) -> tuple[tuple[str, str], ...] | None:
    """The pairs; None where the usual ones are watched. Problems are noted."""
    if data is None:
        return None
    found = []
    for pair in data if isinstance(data, list) else [data]:
        if not (isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]):
            wrong(("balance",), "balance is no list of pairs", 'balance = [["aht", "fcr"]]')
            break
        for name in pair:
            if name not in metrics:
                near = did_you_mean(str(name), metrics, one_of(metrics))
                wrong(("balance",), Said("no metric {name}", name=name), near)
        found.append((str(pair[0]), str(pair[1])))
    return tuple(found)
