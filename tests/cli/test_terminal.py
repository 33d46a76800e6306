"""What the terminal decides: colour, width, glyphs, encodings, what is said."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from csmetrics.cli.terminal import Terminal
from csmetrics.errors import CANNOT_WRITE, CsmetricsError


class Stream(io.TextIOWrapper):
    """A text stream over memory, that may be a terminal."""

    def __init__(self, tty: bool = False, encoding: str = "utf-8") -> None:
        self.raw_bytes = io.BytesIO()
        super().__init__(self.raw_bytes, encoding=encoding)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    @property
    def written(self) -> bytes:
        return self.raw_bytes.getvalue()


def terminal(
    tty: bool = True, encoding: str = "utf-8", environ: Mapping[str, str] | None = None
) -> tuple[Terminal, Stream, Stream]:
    out, err = Stream(tty, encoding), Stream(tty, encoding)
    return Terminal(None, out, err, environ or {}), out, err


@pytest.mark.parametrize(
    ("choice", "tty", "environ", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", True, {"TERM": "xterm"}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, True),
        ("auto", False, {}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ("always", True, {}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
        ("never", False, {}, False),
    ],
)
def test_colour(choice: str, tty: bool, environ: dict[str, str], expected: bool) -> None:
    subject, _, _ = terminal(tty, environ=environ)
    subject.colors = choice
    assert subject.color is expected


@pytest.mark.parametrize(
    ("tty", "encoding", "expected"),
    [(True, "utf-8", False), (True, "ascii", True), (True, "cp1252", True), (False, "utf-8", True)],
)
def test_glyphs(tty: bool, encoding: str, expected: bool) -> None:
    assert terminal(tty, encoding)[0].ascii is expected


@pytest.mark.parametrize(
    ("tty", "columns", "expected"),
    [(False, "50", None), (True, "50", 50), (True, "0", 80), (True, "wide", 80), (True, "", 80)],
)
def test_width(tty: bool, columns: str, expected: int | None) -> None:
    assert terminal(tty, environ={"COLUMNS": columns})[0].width == expected


@pytest.mark.parametrize(
    ("quiet", "verbose", "said"),
    [(0, 0, "EN"), (0, 1, "END"), (1, 1, "E"), (1, 0, "E"), (2, 0, ""), (3, 1, "")],
)
def test_what_is_said(quiet: int, verbose: int, said: str) -> None:
    subject, out, err = terminal()
    subject.quiet, subject.verbose = quiet, verbose
    for text, level in (("E", "error"), ("N", "note"), ("D", "detail")):
        subject.say(text, level)
    assert err.written.decode().replace("\n", "") == said
    assert out.written == b""


def test_a_message_cannot_act_on_the_terminal() -> None:
    subject, _, err = terminal()
    subject.say("a\x1b[2Jb\u202ec\rd")
    assert err.written.decode() == "a\\x1b[2Jb\\u202ec\\rd\n"


def test_what_an_encoding_lacks_becomes_a_likeness_or_an_escape() -> None:
    subject, out, err = terminal(encoding="ascii")
    subject.say("0–10 · ação")
    subject.write("0–10 ação", machine=False)
    assert err.written == b"0-10 | a\\xe7\\xe3o\n"
    assert out.written == b"0-10 a\\xe7\\xe3o"


def test_machines_get_utf8_always_and_bytes_untouched() -> None:
    subject, out, _ = terminal(False, "cp1252")
    subject.write("é…\udcff\r\n")
    subject.write(b"\xff\x00")
    assert out.written == "é…\\udcff\r\n".encode() + b"\xff\x00"


def test_data_cannot_act_on_a_terminal_but_reaches_a_pipe_whole() -> None:
    for tty, expected in ((True, b"a,\\x1b[2J\n"), (False, b"a,\x1b[2J\n")):
        subject, out, _ = terminal(tty)
        subject.write("a,\x1b[2J\n")
        assert out.written == expected


def test_a_stream_that_is_closed_or_absent() -> None:
    subject, out, err = terminal()
    out.close()
    err.close()
    subject.say("nobody hears")
    for gone in (subject, Terminal(None, None, None, {})):
        gone.say("nobody hears", "error")
        with pytest.raises(CsmetricsError) as caught:
            gone.write("x")
        assert caught.value.kind is CANNOT_WRITE


def test_a_stream_without_bytes_takes_text() -> None:
    out = io.StringIO()
    Terminal(None, out, out, {}).write("é\n")
    assert out.getvalue() == "é\n"
