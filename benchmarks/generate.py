"""Write invented survey and ticket files of any size: one seed, the same bytes on every machine.

    python benchmarks/generate.py surveys --rows 1000000 --seed 1 -o surveys.csv
    python benchmarks/generate.py tickets --rows 1000000 --seed 1 -o tickets.csv
    python benchmarks/generate.py tickets --rows 1000000 --duplicates 0.02 -o doubled.csv

A row of a survey is 83 bytes on average, a ticket 165. Many comments and subjects hold what breaks
naive readers: doubled quotes, commas, line ends, accents. Rows are made and written by chunks, so
memory does not grow with the file.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import NormalDist
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]
Cells = tuple[Bytes, NDArray[np.int64]]  # rows of one width, and how many bytes of each count

CHUNK = 100_000  # rows made at once: about 40 MB of arrays

FIRST_DAY = np.datetime64("2026-01-01")
DAYS = 304  # to the end of October
DAY = 86_400  # seconds
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

STATUSES = ("open", "pending", "on-hold", "solved", "closed")
OPEN, SOLVED, CLOSED = 0, 3, 4
WAITING = (22938, 32768, 9830)  # answered and not resolved: open, pending, on-hold
CLOSED_AFTER = 4 * DAY  # how long a solved ticket can still be reopened
FIRST_NAMES = ("Ana", "Bruno", "Carla", "Diego", "Elena", "Felipe", "Grace", "Hugo", "Inês", "João")
LAST_NAMES = ("Almeida", "Brown", "Castillo", "Núñez", "Souza")
AGENTS = tuple(f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES)
TEAMS = ("Billing", "Onboarding", "Tier 1", "Tier 2", "Returns")
TICKET_CHANNELS = {"email": 26214, "chat": 19661, "phone": 9830, "web": 9831}
# of half of the tickets within how many seconds, and the sigma of the log-normal distribution
RESPONSE = {"email": (14_400, 1.1), "chat": (90, 0.9), "phone": (45, 0.7), "web": (21_600, 1.2)}
RESOLUTION = {
    "email": (36_000, 1.4),
    "chat": (2_400, 1.5),
    "phone": (1_800, 1.6),
    "web": (54_000, 1.3),
}
PRIORITIES = {"low": 13107, "normal": 36045, "high": 13107, "urgent": 3277}
SUBJECTS = (
    "Cannot log in",
    "Refund",
    "Invoice 2026-114, wrong address",
    "Order arrived damaged",
    'The button "Pay now" does nothing',
    "Troca de plano",
    "Não recebi o código",
    "Change of owner\nand of the billing address",
    "No puedo exportar el informe",
    "Where is my parcel?",
    "Fwd: Re: contract, signed copy",
    'Error "403", again, since Monday',
    "Password",
    "App closes on start",
    "Pedido atrasado,\nsem resposta",
    "How do I add a colleague?",
    "Two charges for one order",
    "Discount code is refused",
)
UNANSWERED, UNRESOLVED = 1_966, 5_243  # 3 % and 8 %, in 65,536ths
STEPS = 1_024  # in which the window is cut to say how many are missing there


def digits(count: int, width: int) -> Bytes:
    """Write the numbers 0 … count − 1 as rows of ``width`` ASCII digits."""
    numbers = np.arange(count)[:, None]
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers // powers % 10 + ord("0")).astype(np.uint8)


def padded(texts: Sequence[str]) -> Cells:
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


def packed(parts: Sequence[Cells]) -> bytes:
    """Join cells row by row, leaving out what does not count."""
    sheet = np.concatenate([rows for rows, _ in parts], axis=1)
    used = np.concatenate(
        [np.arange(rows.shape[1]) < lengths[:, None] for rows, lengths in parts], axis=1
    )
    joined: Bytes = sheet[used]
    return joined.tobytes()


class Moments:
    """How dates and times are written."""

    def __init__(self) -> None:
        self.days = padded([f"{FIRST_DAY + day} " for day in range(DAYS)])[0]
        two = digits(60, 2)
        second = np.arange(DAY)
        self.clock = np.full((DAY, 8), ord(":"), dtype=np.uint8)
        for start, part in ((0, second // 3600), (3, second // 60 % 60), (6, second % 60)):
            self.clock[:, start : start + 2] = two[part]

    def written(self, seconds: Codes) -> Bytes:
        """Write moments, in seconds since the window began: ``2026-01-05 09:12:33``."""
        return np.concatenate([self.days[seconds // DAY], self.clock[seconds % DAY]], axis=1)


class Surveys:
    """One row per answer: respondent, date, score, comment, channel, country."""

    header = b"respondent,date,score,comment,channel,country\n"

    def __init__(self) -> None:
        self.moments = Moments()
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
        scaled = ((moment >> np.uint64(32)) * np.uint64(DAYS * DAY)) >> np.uint64(32)
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
        sheet[:, 10:29] = self.moments.written(seconds)
        sheet[:, 29:] = self.tails[tail]
        used = np.arange(sheet.shape[1]) < (head + self.tail_lengths[tail])[:, None]
        kept: Bytes = sheet[used]
        return kept.tobytes()


def surveys(rows: int, seed: int) -> Iterator[bytes]:
    """Make a file of answers, piece by piece."""
    table = Surveys()
    source = np.random.PCG64(seed)
    yield table.header
    for first in range(0, rows, CHUNK):
        yield table.rows(first, min(CHUNK, rows - first), source)


def log_normal(median: int, sigma: float) -> NDArray[np.int64]:
    """Lay out the quantiles of a log-normal distribution, in whole seconds.

    Rounded once here, so that the last digit of an exponential decides about no file.
    """
    places = 65_537
    standard = NormalDist()
    logs = (sigma * standard.inv_cdf((place + 0.5) / places) for place in range(places))
    return np.array([1 + round(median * math.exp(log)) for log in logs])


def rising(share: int) -> NDArray[np.int64]:
    """Spread a share over the window: next to none at its beginning, eight times as much at its end."""
    return np.array([8 * share * step**7 // STEPS**7 for step in range(1, STEPS + 1)])


def cell(text: str) -> str:
    """Quote a text that needs it."""
    inside = text.replace('"', '""')
    return f'"{inside}"' if any(mark in text for mark in '",\n') else text


class Tickets:
    """One row per ticket, in the order they came; what had not happened at the end is blank."""

    header = (
        b"id,requester,created_at,first_response_at,resolved_at,updated_at,"
        b"status,agent,team,channel,priority,subject\n"
    )

    def __init__(self) -> None:
        self.moments = Moments()
        self.four = digits(10_000, 4)
        self.channel = lottery(list(TICKET_CHANNELS.values()))
        self.priority = lottery(list(PRIORITIES.values()))
        self.waiting = lottery(list(WAITING))
        self.response = np.stack([log_normal(*RESPONSE[name]) for name in TICKET_CHANNELS])
        self.resolution = np.stack([log_normal(*RESOLUTION[name]) for name in TICKET_CHANNELS])
        self.unanswered, self.unresolved = rising(UNANSWERED), rising(UNRESOLVED)
        self.handling = padded(
            [
                f",{status},{agent},{TEAMS[number % len(TEAMS)]}"
                for status in STATUSES
                for number, agent in enumerate(AGENTS)
            ]
        )
        self.matter = padded(
            [
                f",{channel},{priority},{cell(subject)}\n"
                for channel in TICKET_CHANNELS
                for priority in PRIORITIES
                for subject in SUBJECTS
            ]
        )

    def rows(self, first: int, count: int, total: int, source: np.random.PCG64) -> list[Cells]:
        """Make the rows ``first`` … ``first + count − 1`` of ``total``."""
        when, times, choice, person = source.random_raw(4 * count).reshape(count, 4).T
        number = np.arange(first, first + count)
        channel = self.channel[sixteen_bits(when, 0)]
        agent = sixteen_bits(when, 1) * len(AGENTS) >> 16

        end = DAYS * DAY
        shift = ((when >> np.uint64(32)) * np.uint64(end)) >> np.uint64(32)
        created = (number * end + shift.astype(np.intp)) // total
        response = between(self.response, channel, sixteen_bits(times, 0), sixteen_bits(times, 1))
        answer = created + response * (80 + agent) // 100  # the first agents are the quickest
        resolution = between(
            self.resolution, channel, sixteen_bits(times, 2), sixteen_bits(times, 3)
        )
        solution = answer + resolution

        step, chance = number * STEPS // total, sixteen_bits(choice, 0)
        answered = (answer < end) & (chance >= self.unanswered[step])
        resolved = answered & (solution < end) & (chance >= self.unresolved[step])
        closed = resolved & (solution + CLOSED_AFTER < end)
        status = np.where(answered, self.waiting[sixteen_bits(choice, 1)], OPEN)
        status = np.where(resolved, np.where(closed, CLOSED, SOLVED), status)
        updated = np.where(resolved, solution, np.where(answered, answer, created))
        updated += closed * CLOSED_AFTER

        handling = status * len(AGENTS) + agent
        priority = self.priority[sixteen_bits(choice, 2)]
        subject = sixteen_bits(choice, 3) * len(SUBJECTS) >> 16
        matter = (channel * len(PRIORITIES) + priority) * len(SUBJECTS) + subject
        requester = (person >> np.uint64(44)).astype(np.intp)
        return [
            self.named("T", number),
            self.named(",C", requester),
            self.dated(created),
            self.dated(answer, answered),
            self.dated(solution, resolved),
            self.dated(updated),
            (self.handling[0][handling], self.handling[1][handling]),
            (self.matter[0][matter], self.matter[1][matter]),
        ]

    def named(self, letters: str, number: Codes) -> Cells:
        """Write ids: a letter and eight digits."""
        before = np.tile(np.frombuffer(letters.encode(), dtype=np.uint8), (len(number), 1))
        parts = (before, self.four[number // 10_000], self.four[number % 10_000])
        rows = np.concatenate(parts, axis=1)
        return rows, np.full(len(rows), rows.shape[1])

    def dated(self, seconds: Codes, there: Flags | None = None) -> Cells:
        """Write a comma and a moment, or the comma only."""
        happened = np.ones(len(seconds), dtype=bool) if there is None else there
        moments = self.moments.written(np.where(happened, seconds, 0))
        rows = np.insert(moments, 0, ord(","), axis=1)
        return rows, np.where(happened, rows.shape[1], 1)


def between(table: NDArray[np.int64], line: Codes, place: Codes, part: Codes) -> Codes:
    """Draw from quantiles: those at a place of 65,536 and the next, and what part of the way."""
    low, high = table[line, place], table[line, place + 1]
    found: Codes = low + ((high - low) * part >> 16)
    return found


def doubled(count: int, share: float, source: np.random.PCG64) -> Codes:
    """Tell which row stands in each place: its own, or again one that stood before."""
    places = np.arange(count)
    again = source.random_raw(count) < np.uint64(share * 2**64)
    earlier = places // 2
    again &= ~again[earlier] & (earlier < places)
    return np.where(again, earlier, places)


def tickets(rows: int, seed: int, duplicates: float = 0.0) -> Iterator[bytes]:
    """Make a file of tickets, piece by piece; of ``rows``, about a share are copies of others."""
    table = Tickets()
    source, copies = np.random.PCG64(seed), np.random.PCG64([seed, 1])
    yield table.header
    for first in range(0, rows, CHUNK):
        count = min(CHUNK, rows - first)
        parts = table.rows(first, count, rows, source)
        if duplicates:
            place = doubled(count, duplicates, copies)
            parts = [(cells[place], lengths[place]) for cells, lengths in parts]
        yield packed(parts)


def write(pieces: Iterator[bytes], stream: BinaryIO) -> None:
    for piece in pieces:
        stream.write(piece)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write an invented file of any size.")
    parser.add_argument("kind", choices=("surveys", "tickets"))
    parser.add_argument("--rows", type=int, required=True, help="at most 100,000,000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--duplicates", type=float, default=0.0, help="tickets: share of copies")
    parser.add_argument("-o", "--output", type=Path, help="default: stdout")
    args = parser.parse_args()
    if not 0 <= args.rows <= 100_000_000:
        parser.error("--rows must be 0 … 100,000,000")
    if not 0 <= args.duplicates <= 0.5 or (args.duplicates and args.kind != "tickets"):
        parser.error("--duplicates must be 0 … 0.5, and is for tickets")
    sized = (args.rows, args.seed)
    pieces = surveys(*sized) if args.kind == "surveys" else tickets(*sized, args.duplicates)
    if args.output is None:
        write(pieces, sys.stdout.buffer)
        return
    partial = args.output.with_name(f"{args.output.name}.partial")
    with partial.open("wb") as stream:
        write(pieces, stream)
    partial.replace(args.output)


if __name__ == "__main__":
    main()
