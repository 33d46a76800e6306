"""Write invented purchases of any size: one seed, the same bytes on every machine.

    python benchmarks/purchases.py purchases --rows 1000000 --seed 1 -o purchases.csv

A tenth as many customers as rows; most buy a few times, some often. A row is 45 bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from generate import CHUNK, DAY, DAYS, Moments, digits

HEADER = b"customer,purchase date,amount,channel\n"
CHANNELS = np.array([list(b"shop\n"), list(b"site\n"), list(b"mail\n"), list(b"call\n")], np.uint8)


def purchases(rows: int, seed: int) -> Iterator[bytes]:
    """Make a file of purchases, piece by piece, from raw bits, which NumPy promises to keep the same."""
    source, moments, four = np.random.PCG64(seed), Moments(), digits(10_000, 4)
    customers = np.uint64(max(rows // 10, 1))
    yield HEADER
    for first in range(0, rows, CHUNK):
        count = min(CHUNK, rows - first)
        who, when, what = source.random_raw(3 * count).reshape(count, 3).T
        # the smaller of two draws: some customers buy often, most a few times
        drawn = np.minimum(who >> np.uint64(32), who & np.uint64(0xFFFFFFFF))
        number = ((drawn * customers) >> np.uint64(32)).astype(np.intp)
        second = (((when >> np.uint64(32)) * np.uint64(DAYS * DAY)) >> np.uint64(32)).astype(
            np.intp
        )
        price = (what & np.uint64(0x1FFF)).astype(np.intp)
        sheet = np.full((count, 42), ord(","), dtype=np.uint8)
        sheet[:, 0] = ord("C")
        sheet[:, 1:5], sheet[:, 5:9] = four[number // 10_000], four[number % 10_000]
        sheet[:, 10:29] = moments.written(second)
        sheet[:, 30:34], sheet[:, 34] = four[price], ord(".")
        sheet[:, 35], sheet[:, 36:] = ord("5"), ord(",")
        sheet[:, 37:] = CHANNELS[(what >> np.uint64(62)).astype(np.intp)]
        yield sheet.tobytes()


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["purchases"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", type=Path, default=None, dest="output")
    told = parser.parse_args()
    with sys.stdout.buffer if told.output is None else told.output.open("wb") as file:
        file.writelines(purchases(told.rows, told.seed))


if __name__ == "__main__":
    main()
