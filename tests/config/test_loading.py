"""Where the settings file is found, and on which line a key of it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmetrics import config
from csmetrics.config._lines import line_of
from csmetrics.errors import BAD_CONFIG, NO_CONFIG, CsmetricsError

TEXT = """# settings
tz = "UTC"
by = [
  "channel",
]
about = '''
tz = "a text of several lines"
'''
[[inputs]]
files = ["a.csv"]
[inputs.columns]
"created" = "Criado = em"
[[inputs]]
table = "tickets"
balance = [
  ["aht", "fcr"]  # looks like a heading
]
[metrics.nps]
promoter-from = 9
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("tz",), 2),
        (("by",), 3),
        (("inputs", 0), 9),
        (("inputs", 0, "columns", "created"), 12),
        (("inputs", 1, "table"), 14),
        (("inputs", 1, "files"), 13),  # not there: the table around it
        (("metrics", "nps", "promoter-from"), 19),
        (("nothing",), 0),
    ],
)
def test_line(keys: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, keys) == line


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with settings, a folder in it, and settings of the user elsewhere."""
    for folder in ("project/exports", "home", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("project/csmetrics.toml", "home/csmetrics.toml", "elsewhere/own.toml"):
        (tmp_path / file).write_text("tz = 'UTC'\n")
    return tmp_path


def test_precedence(tree: Path) -> None:
    inside, own = tree / "project" / "exports", tree / "elsewhere" / "own.toml"
    home = tree / "home"
    variable = {config.VARIABLE: str(own)}
    named = tree / "home" / "csmetrics.toml"
    assert config.find(str(named), variable, inside, home).path == named
    assert config.find(None, variable, inside, home).path == own
    assert config.find(None, {}, inside, home).path == tree / "project" / "csmetrics.toml"
    assert config.find(None, {}, tree / "elsewhere", home).path == home / "csmetrics.toml"
    assert config.find(None, {}, tree / "elsewhere", None).path is None


def test_a_named_file_has_to_be_there(tree: Path) -> None:
    for named, environ in ((str(tree / "no.toml"), {}), (None, {config.VARIABLE: "no.toml"})):
        with pytest.raises(CsmetricsError) as refusal:
            config.find(named, environ, tree, None)
        assert refusal.value.kind is NO_CONFIG


def test_what_is_no_toml_is_refused_with_its_place(tree: Path) -> None:
    broken = tree / "broken.toml"
    broken.write_text("tz = \n")
    with pytest.raises(CsmetricsError, match="line 1") as refusal:
        config.load(broken)
    assert refusal.value.kind is BAD_CONFIG


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tz = 1\nby = 2\ntz = 3\n", "line 3: tz is there twice"),
        ("[a]\nb = 1\nb = [\n2\n]\n", "line 5: a.b is there twice"),
        ("[a.b]\n[a.b]\n", "line 2: a.b is there twice"),
        ("tz = " + 3000 * "[", "its brackets are nested too deep"),
    ],
)
def test_what_is_wrong_with_it_is_named(tree: Path, text: str, why: str) -> None:
    (tree / "broken.toml").write_text(text)
    with pytest.raises(CsmetricsError, match=f"it is not TOML: {why}"):
        config.load(tree / "broken.toml")


def test_what_is_no_file_is_called_what_it_is(tree: Path) -> None:
    (tree / "loop.toml").symlink_to("loop.toml")
    said = {"home": "it is a folder", "loop.toml": "Too many levels", "no.toml": "no such file"}
    for name, why in said.items():
        with pytest.raises(CsmetricsError, match=f"--config: {why}"):
            config.find(str(tree / name), {}, tree, None)
