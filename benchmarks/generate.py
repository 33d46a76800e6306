"""Write invented survey files of any size: the same seed gives the same bytes, on every machine.

    python benchmarks/generate.py surveys --rows 1000000 --seed 1 -o surveys.csv

A row is 83 bytes on average. Many comments hold what breaks naive readers: doubled quotes, commas,
line ends, accents. Rows are made and written by chunks, so memory does not grow with the file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Codes = NDArray[np.intp]

CHUNK = 100_000  # rows made at once: about 40 MB of arrays

FIRST_DAY = np.datetime64("2026-01-01")
DAYS = 304  # to the end of October
BLANK = ""
# share of each score in 65,536ths; 1 % blank
SCORES = {
    "0": 1300, "1": 650, "2": 980, "3": 1300, "4": 1640, "5": 3600,
    "6": 4260, "7": 7860, "8": 12450, "9": 13760, "10": 17080, BLANK: 656,
}  # fmt: skip
CHANNELS = {"email": 21000, "chat": 16500, "phone": 12000, "whatsapp": 11036, "portal": 5000}
COUNTRIES = {"BR": 30000, "US": 17000, "MX": 11536, "PT": 7000}
# as they stand between the quotes of a cell; all equally likely
COMMENTS = (
    "",
    "",
    "ok",
    "Great, thanks",
    "Quick answer, and it worked the first time.",
    'She said ""give me five minutes"" and it took five minutes.',
    "Two things went wrong:\n- nobody called back\n- the invoice is still open",
    "Rápido e fácil, parabéns à equipe!",
    "Não resolveram o meu problema; já é a terceira vez que ligo.",
    "waiting too long; still no answer, third time I ask about this invoice",
    "La atención fue muy amable, pero tardó una semana.",
    "The new portal is easier than the old one",
    "I had to explain everything again to the second person, then again to the third.",
    "Good",
    "Muito bom, recomendo",
    "Could be faster on weekends",
    "A solução chegou no mesmo dia.\nObrigada!",
    "No complaints",
    "Price is fair, support is better than the price",
    "Your form asked me why three times, so here it is: delivery was late.",
    "Atendente educado, sistema fora do ar.",
    "Still waiting for the refund that was promised in writing.",
    "Everything was solved within the hour",
)


def digits(count: int, width: int) -> Bytes:
    """Write the numbers 0 … count − 1 as rows of ``width`` ASCII digits."""
    numbers = np.arange(count)[:, None]
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers // powers % 10 + ord("0")).astype(np.uint8)


def padded(texts: list[str]) -> tuple[Bytes, NDArray[np.int64]]:
    """Lay texts out as UTF-8 rows of one width, with how many bytes of each row count."""
    encoded = [text.encode() for text in texts]
    lengths = np.array([len(text) for text in encoded], dtype=np.int64)
    rows = np.zeros((len(encoded), int(lengths.max())), dtype=np.uint8)
    for row, text in zip(rows, encoded, strict=True):
        row[: len(text)] = np.frombuffer(text, dtype=np.uint8)
    return rows, lengths


def lottery(weights: list[int]) -> Codes:
    """Fill 65,536 places in which code i stands ``weights[i]`` times."""
    if sum(weights) != 65_536:
        message = f"weights add up to {sum(weights)}, not to 65,536"
        raise ValueError(message)
    return np.repeat(np.arange(len(weights)), weights)


def sixteen_bits(words: Words, place: int) -> Codes:
    """Take one of the four 16-bit numbers in each random word."""
    return ((words >> np.uint64(16 * place)) & np.uint64(0xFFFF)).astype(np.intp)


class Surveys:
    """One row per answer: respondent, date, score, comment, channel, country."""

    header = b"respondent,date,score,comment,channel,country\n"

    def __init__(self) -> None:
        days = [str(FIRST_DAY + day) for day in range(DAYS)]
        self.days = padded([f"{day} " for day in days])[0]
        two = digits(60, 2)
        second = np.arange(86_400)
        self.clock = np.full((86_400, 8), ord(":"), dtype=np.uint8)
        for start, part in ((0, second // 3600), (3, second // 60 % 60), (6, second % 60)):
            self.clock[:, start : start + 2] = two[part]
        self.four = digits(10_000, 4)
        self.score = lottery(list(SCORES.values()))
        self.channel = lottery(list(CHANNELS.values()))
        self.country = lottery(list(COUNTRIES.values()))
        self.tails, self.tail_lengths = padded(
            [
                f',{score},"{comment}",{channel},{country}\n'
                for score in SCORES
                for comment in COMMENTS
                for channel in CHANNELS
                for country in COUNTRIES
            ]
        )

    def rows(self, first: int, count: int, source: np.random.PCG64) -> bytes:
        """Make the rows ``first`` … ``first + count − 1``, drawn from the raw bits of ``source``.

        Raw bits are what NumPy promises to keep the same from version to version.
        """
        draws = source.random_raw(2 * count).reshape(count, 2)
        moment, choice = draws[:, 0], draws[:, 1]
        scaled = ((moment >> np.uint64(32)) * np.uint64(DAYS * 86_400)) >> np.uint64(32)
        seconds = scaled.astype(np.intp)
        score = self.score[sixteen_bits(moment, 0)]
        comment = sixteen_bits(choice, 0) * len(COMMENTS) >> 16
        channel = self.channel[sixteen_bits(choice, 1)]
        country = self.country[sixteen_bits(choice, 2)]
        tail = score * len(COMMENTS) + comment
        tail = (tail * len(CHANNELS) + channel) * len(COUNTRIES) + country

        head = 29  # R00000000,2026-01-01 00:00:00
        sheet = np.empty((count, head + self.tails.shape[1]), dtype=np.uint8)
        number = np.arange(first, first + count)
        sheet[:, 0] = ord("R")
        sheet[:, 1:5] = self.four[number // 10_000]
        sheet[:, 5:9] = self.four[number % 10_000]
        sheet[:, 9] = ord(",")
        sheet[:, 10:21] = self.days[seconds // 86_400]
        sheet[:, 21:29] = self.clock[seconds % 86_400]
        sheet[:, 29:] = self.tails[tail]
        used = np.arange(sheet.shape[1]) < (head + self.tail_lengths[tail])[:, None]
        packed: Bytes = sheet[used]
        return packed.tobytes()


def surveys(rows: int, seed: int) -> Iterator[bytes]:
    """Make a file of answers, piece by piece."""
    table = Surveys()
    source = np.random.PCG64(seed)
    yield table.header
    for first in range(0, rows, CHUNK):
        yield table.rows(first, min(CHUNK, rows - first), source)


KINDS: dict[str, Callable[[int, int], Iterator[bytes]]] = {"surveys": surveys}


def write(pieces: Iterator[bytes], stream: BinaryIO) -> None:
    for piece in pieces:
        stream.write(piece)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write an invented file of any size.")
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--rows", type=int, required=True, help="at most 100,000,000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="default: stdout")
    args = parser.parse_args()
    if not 0 <= args.rows <= 100_000_000:
        parser.error("--rows must be 0 … 100,000,000")
    pieces = KINDS[args.kind](args.rows, args.seed)
    if args.output is None:
        write(pieces, sys.stdout.buffer)
        return
    partial = args.output.with_name(f"{args.output.name}.partial")
    with partial.open("wb") as stream:
        write(pieces, stream)
    partial.replace(args.output)


if __name__ == "__main__":
    main()
