"""One sanitiser per sink: labels, headers and file names are data, never markup or code."""

from __future__ import annotations

import re

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f"  # C0 (with ESC, TAB, line ends), DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, overrides, isolates
    "\u2028\u2029\u200b\u2060\ufeff\ufff9-\ufffb"  # line ends and zero-width characters
    "\ud800-\udfff"  # surrogates, which no encoding can write
)
_VISIBLE = re.compile(f"[{_UNSEEN}]")
_VISIBLE_IN_LINES = re.compile(f"(?![\n\t])[{_UNSEEN}]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SURROGATE = re.compile("[\ud800-\udfff]")

_MARKDOWN = re.compile(r"[\\`*_~|\[\]]")
_BLOCK = re.compile(r"^\s*(?:\d+(?=[.)]\s)|(?=[-+=#>]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", "://": "&#58;//", "www.": "www&#46;"}

_ASCII = (
    (" · ", " | "),
    ("·", "*"),
    ("–", "-"),
    ("—", "-"),
    ("−", "-"),
    ("×", "x"),
    ("÷", "/"),
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
    *zip("▁▂▃▄▅▆▇█", "_.-=+x*#", strict=True),
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
    return _MARKDOWN.sub(lambda match: "\\" + match.group(), text)


def markdown_line(text: str) -> str:
    """Quote text that is a paragraph of Markdown: it starts no list, heading or quotation."""
    return _BLOCK.sub(lambda match: f"{match.group()}\\", markdown(text))


def csv_cell(text: str) -> str:
    """Quote text for a cell of CSV, which a spreadsheet must not take for a formula."""
    text = _SURROGATE.sub(_escape, text)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def json_document(text: str) -> str:
    """Escape what acts in a terminal, or cannot be encoded, in a JSON document."""
    return _VISIBLE_IN_LINES.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def width(text: str) -> int:
    """Count the cells of a terminal that the text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
