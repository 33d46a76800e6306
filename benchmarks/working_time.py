"""Measure the clock of working hours by itself: milliseconds for a million pairs, in this process.

    python benchmarks/working_time.py                          # a million pairs, 7 rounds
    python benchmarks/working_time.py --hours "mon-fri 9-12,13-18; sat 9-13" --tz America/Sao_Paulo

``first`` is the first call of a new clock, which lays out its calendar. For the plain week beside it
stands ``numpy.busday_count`` with clipping, which knows no zones, breaks or changes of the clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from csmetrics.worktime import Clock, parse_holidays, parse_hours

Ints = NDArray[np.int64]

PLAIN = "mon-fri 09:00-18:00"
DAY = 86_400_000  # milliseconds
NINE_HOURS = DAY * 9 // 24


def pairs(count: int, seed: int) -> tuple[Ints, Ints]:
    """Draw starts within ten years and durations of up to two weeks."""
    words = np.random.PCG64(seed).random_raw(2 * count).reshape(count, 2)
    first = np.datetime64("2016-01-01", "ms").astype(np.int64)
    starts: Ints = first + (words[:, 0] % np.uint64(3_653 * DAY)).astype(np.int64)
    return starts, starts + (words[:, 1] % np.uint64(14 * DAY)).astype(np.int64)


def plain(starts: Ints, ends: Ints) -> Ints:
    """Measure nine hours a day, Monday to Friday, as one does with NumPy alone."""

    def today(instants: Ints) -> Ints:
        passed = np.clip(instants % DAY - NINE_HOURS, 0, NINE_HOURS)
        worked: Ints = np.where(np.is_busday(days(instants)), passed, 0)
        return worked

    whole = np.busday_count(days(starts), days(ends))
    return whole * NINE_HOURS + today(ends) - today(starts)


def days(instants: Ints) -> NDArray[np.datetime64]:
    return (instants // DAY).astype("datetime64[D]")


def timed(work: Callable[[], Ints]) -> tuple[float, Ints]:
    start = time.perf_counter()
    found = work()
    return (time.perf_counter() - start) * 1_000, found


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the clock of working hours by itself.")
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7, help="rounds that count (default 7)")
    parser.add_argument("--hours", default=PLAIN)
    parser.add_argument("--holidays", action="append", default=[])
    parser.add_argument("--tz", default="UTC")
    args = parser.parse_args()
    if args.pairs < 1 or args.runs < 1:
        parser.error("--pairs and --runs are 1 or more")
    starts, ends = pairs(args.pairs, 1)
    schedule, holidays = parse_hours(args.hours), parse_holidays(args.holidays)
    clock = Clock(schedule, holidays, args.tz)
    sides: dict[str, Callable[[], Ints]] = {"Clock.worked": lambda: clock.worked(starts, ends)}
    if schedule == parse_hours(PLAIN) and not args.holidays and args.tz == "UTC":
        sides["numpy.busday_count"] = lambda: plain(starts, ends)
    first = {name: timed(work) for name, work in sides.items()}
    rounds = [{name: timed(work)[0] for name, work in sides.items()} for _ in range(args.runs)]
    print(f"{schedule} · {str(holidays) or 'no holidays'} · {args.tz}", end=" · ")
    print(f"{args.pairs:,} pairs · medians of {args.runs} interleaved runs, ms per million pairs\n")
    print("| side | first | then |\n|------|------:|-----:|")
    scale = 1_000_000 / args.pairs
    for name, (once, _) in first.items():
        then = statistics.median(taken[name] for taken in rounds)
        print(f"| {name} | {once * scale:.1f} | {then * scale:.1f} |")
    same = all(np.array_equal(first["Clock.worked"][1], found) for _, found in first.values())
    if len(sides) > 1:
        print(f"\nanswers: {'the same, to the millisecond' if same else 'DIFFER'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
