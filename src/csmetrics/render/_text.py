"""One sanitiser per sink: labels, headers and file names are data, never markup or code."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from csmetrics.language import tr

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f"  # C0 (with ESC, TAB, line ends), DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, overrides, isolates
    "\u2028\u2029\u200b\u2060\ufeff\ufff9-\ufffb"  # line ends and zero-width characters
    "\ud800-\udfff"  # surrogates, which no encoding can write
    "\ufffe\uffff"  # what is no character, and may not stand in XML
)
_VISIBLE = re.compile(f"[{_UNSEEN}]")
_VISIBLE_IN_LINES = re.compile(f"(?![\n\t])[{_UNSEEN}]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SURROGATE = re.compile("[\ud800-\udfff]")

LONGEST = 32_767
"""So many UTF-16 units a cell of a workbook holds."""
_SHEET = re.compile(r"[\[\]:*?/\\]")

_MARKDOWN = re.compile(r"[\\`*_~|\[\]]")
_BLOCK = re.compile(r"^\s*(?:\d+(?=[.)]\s)|(?=[-+=#>]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", "://": "&#58;//", "www.": "www&#46;", "$": "&#36;"}
_MEANT = re.compile(
    r"@(?=\w)|(?<!&)#(?=\d)|:(?=(?:[+-]1|100|1234|[\w+-]*[a-z][\w+-]*):)", re.IGNORECASE
)
"""What GitHub reads as a person, an address, an issue or an emoji, entity and backslash or not."""
_APART = "<!-- -->"

_LONGEST, _KEPT = 1_000, 200
"""More characters than the first are no label and no sentence; of such a text the second are shown."""

_ASCII = (
    (" · ", " | "),
    ("·", "*"),
    ("–", "-"),
    ("—", "-"),
    ("−", "-"),
    ("×", "x"),
    ("÷", "/"),
    ("χ²", "chi-squared"),
    ("ρ", "rho"),
    ("²", "2"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("±", "+-"),
    ("→", "->"),
    ("√", "sqrt"),
    ("Σ ", "sum of "),
    ("…", "..."),
    ("¼", "1/4"),
    ("½", "1/2"),
    ("¾", "3/4"),
    ("“", '"'),
    ("”", '"'),
    ("’", "'"),
    ("✓", "+"),
    ("✗", "x"),
    ("├", "|"),
    ("┤", "|"),
    ("┼", "+"),
    ("─", "-"),
    ("┄", "~"),
    ("●", "o"),
    ("○", "."),
    ("◆", "X"),
    ("′", "'"),
    *zip("▁▂▃▄▅▆▇█░▒", "_.-=+x*#.=", strict=True),
    ("\u00a0", " "),
)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT.get(char) or (f"\\x{ord(char):02x}" if char < "\x80" else f"\\u{ord(char):04x}")


def visible(text: str) -> str:
    """Write out what would not be seen, or would act, in one line at a terminal."""
    return _VISIBLE.sub(_escape, text)


def visible_lines(text: str) -> str:
    """Do the same for text whose line ends and tabs are ours, such as CSV at a terminal."""
    return _VISIBLE_IN_LINES.sub(_escape, text)


def ascii_only(text: str) -> str:
    """Write our own glyphs in ASCII; letters stay what they are."""
    for glyph, plain in _ASCII:
        text = text.replace(glyph, plain)
    return text


def markdown(text: str) -> str:
    """Quote text for GitHub Markdown: nothing in it marks up, links or is HTML."""
    text = visible(text)
    for piece, entity in _ENTITIES.items():
        text = text.replace(piece, entity)
    text = _MEANT.sub(lambda match: match.group() + _APART, text)
    return _MARKDOWN.sub(lambda match: "\\" + match.group(), text)


def markdown_line(text: str) -> str:
    """Quote text that is a paragraph of Markdown: it starts no list, heading or quotation."""
    return _BLOCK.sub(lambda match: f"{match.group()}\\", markdown(text))


def html_text(text: str) -> str:
    """Make text harmless for a page, whose template escapes it: what acts is written out, what is endless is cut."""
    if len(text) <= _LONGEST:
        return visible(text)
    return f"{visible(text[:_KEPT])}… ({len(text):,} {tr('characters')})"


def csv_cell(text: str) -> str:
    """Quote text for a cell of CSV, which a spreadsheet must not take for a formula."""
    text = _SURROGATE.sub(_escape, text)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


@lru_cache(1024)  # a label stands in many rows
def workbook_cell(text: str) -> str:
    """Make text fit for a cell of a workbook, whose lines end in LF; where it is too long, its end says so."""
    text = _VISIBLE_IN_LINES.sub(_escape, text.replace("\r\n", "\n"))
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST:
        said = f" … ({len(text):,} characters: more than a cell holds)"
        kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(said))]
        text = kept.decode("utf-16-le", "ignore") + said
    # XlsxWriter takes such a text for its own XML of rich strings, and would write it as it is
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def sheet_name(text: str, taken: Container[str] = ()) -> str:
    """Make a name for a sheet that is allowed, and whose lower case is not taken."""
    plain = _SHEET.sub("-", visible(text))[:31].strip("' ") or "-"
    name, number = ("History of" if plain.lower() == "history" else plain), 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: 30 - len(str(number))]} {number}"
    return name


def json_document(text: str) -> str:
    """Escape what acts in a terminal, or cannot be encoded, in a JSON document."""
    return _VISIBLE_IN_LINES.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def width(text: str) -> int:
    """Count the cells of a terminal that the text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
