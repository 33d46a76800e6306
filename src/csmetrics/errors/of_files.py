"""What is said of workbooks and Parquet files: sheets, columns that are hidden or hold no text."""

from csmetrics.errors._kinds import Exit, Kind

NO_TEXT = Kind(
    "E057",
    "no-text",
    "{column} of {file} holds no single values ({type})",
    "export it flat, with one column for each value, or name another: --column ROLE=NAME",
    Exit.REFUSED,
)
ENCRYPTED = Kind(
    "E058",
    "encrypted",
    "{file} is encrypted",
    "write it without encryption, or export it as CSV",
    Exit.REFUSED,
)
