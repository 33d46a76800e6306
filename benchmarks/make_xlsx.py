"""Write a file of ``generate.py surveys`` as a workbook: scores as numbers, moments as dates.

One argument, the file, and ``-o`` for the workbook.
"""

from __future__ import annotations

import argparse
import csv
from datetime import datetime
from pathlib import Path

import openpyxl

DATE, SCORE = 1, 2  # places in a row of the surveys


def convert(source: Path, output: Path) -> None:
    """Write all rows of a CSV file as the one sheet of a workbook; the file appears when it is whole."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Responses")
    with source.open(encoding="utf-8", newline="") as lines:
        records = csv.reader(lines)
        sheet.append(next(records))
        for record in records:
            cells: list[str | int | datetime | None] = [text or None for text in record]
            cells[DATE] = datetime.fromisoformat(record[DATE])
            cells[SCORE] = int(record[SCORE]) if record[SCORE] else None
            sheet.append(cells)
    partial = output.with_name(f"{output.name}.partial")
    book.save(partial)
    partial.replace(output)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a file of surveys as a workbook.")
    parser.add_argument("source", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    convert(args.source, args.output)


if __name__ == "__main__":
    main()
