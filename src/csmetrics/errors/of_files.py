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
SHEET_CHOSEN = Kind(
    "W070",
    "sheet-chosen",
    "{file}: the sheet {sheet} was read, for it holds the columns; not read: {others}",
    "to read another: --sheet NAME",
)
HIDDEN_SHEETS = Kind(
    "N062",
    "hidden-sheets",
    "{file}: the sheet {sheet} was read; hidden sheets are not: {others}",
    "to read another: --sheet NAME",
)
HIDDEN_COLUMN = Kind(
    "W071", "hidden-column", "{file}: the column {column} is hidden; it was read like the others"
)
OLD_WORKBOOK = Kind(
    "E059",
    "old-workbook",
    "{file} is an old .xls workbook, which is not read",
    "open it in a spreadsheet and save it as .xlsx, or export it as CSV",
    Exit.REFUSED,
)
LOST_DIGITS = Kind(
    "W072",
    "lost-digits",
    "{file}: {column}: {count} {cells} longer than a spreadsheet holds (15 digits): different ids may look the same",
    "export the column as text",
)
