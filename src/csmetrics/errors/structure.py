"""What the structure of a file gives cause to say: encodings, header rows, rows that are no data."""

from csmetrics.errors._kinds import Kind

MIXED_ENCODINGS = Kind(
    "W053",
    "mixed-encodings",
    "{file} mixes encodings: {rows} held bytes that are not UTF-8 and were read as cp1252",
    "exports may have been joined; if letters look wrong, name one encoding: --encoding cp850",
)
LOOKS_DOS = Kind(
    "W054",
    "looks-like-cp850",
    "{file}: {count} signs inside words, read as cp1252, would be letters in cp850",
    "if names and texts look wrong: --encoding cp850",
)
