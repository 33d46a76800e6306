"""Where the bytes come from: paths, pipes, packed files; and what the system can say against it."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from reading import read, read_bytes, refusal

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.options import InputOptions
from csmetrics.read import _chunks, _source, open_table
from csmetrics.read._raw import Findings

DATA = b"a,b\nx,y\n"
ROWS = {2: ("x", "y")}


def zipped(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def refused(file: str, kind: Kind) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        open_table(file, InputOptions())
    assert caught.value.kind is kind
    return caught.value


class Pipe:
    """A stdin that can be read once."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


class TestPacked:
    """Packed files are known by their bytes, whatever their name."""

    @pytest.mark.parametrize(
        "data",
        [
            gzip.compress(DATA, mtime=0),
            gzip.compress(DATA[:5], mtime=0) + gzip.compress(DATA[5:], mtime=0),
            zipped({"t.csv": DATA}),
            zipped({"folder/": b"", "folder/t.csv": DATA}),
            zipped({"t.csv": DATA, "__MACOSX/._t.csv": b"\0\5\x16\7"}),
        ],
    )
    def test_unpacked(self, data: bytes, tmp_path: Path) -> None:
        seen = read_bytes(data, tmp_path)
        assert seen.rows == ROWS
        assert dict(seen.table.dialect)["packing"] in ("gzip", "zip")
        assert seen.table.sha256() == hashlib.sha256(data).hexdigest()

    @pytest.mark.parametrize("cut", [2, 5, 12, 1000, 20_000, -9, -1])
    def test_truncated_gzip(self, cut: int, tmp_path: Path) -> None:
        rows = os.urandom(30_000).hex().encode()
        data = gzip.compress(b"a,b\n" + b"\n".join(rows[i : i + 2] + b"," for i in range(30_000)))
        refusal(data[:cut], tmp_path, errors.INCOMPLETE)

    def test_damaged_zip(self, tmp_path: Path) -> None:
        data = bytearray(zipped({"t.csv": DATA * 5000}))
        data[50] ^= 0xFF
        refusal(bytes(data), tmp_path, errors.INCOMPLETE)
        refusal(zipped({"t.csv": DATA})[:-30], tmp_path, errors.INCOMPLETE)

    def test_encrypted_zip(self, tmp_path: Path) -> None:
        data = bytearray(zipped({"t.csv": DATA}))
        data[6] |= 1
        data[data.rfind(b"PK\x01\x02") + 8] |= 1
        refusal(bytes(data), tmp_path, errors.PASSWORD)

    def test_several_files(self, tmp_path: Path) -> None:
        told = refusal(zipped({"a": DATA, "b": DATA}), tmp_path, errors.WRONG_CONTENT)
        assert "an archive of 2 files" in told.text

    def test_open_document(self, tmp_path: Path) -> None:
        data = zipped({"mimetype": b"x", "content.xml": b"<x/>"})
        assert "OpenDocument" in refusal(data, tmp_path, errors.WRONG_CONTENT).text


class TestPipes:
    """A pipe is read once, whatever is asked of it."""

    @pytest.mark.parametrize("data", [DATA, gzip.compress(DATA, mtime=0), zipped({"t": DATA})])
    def test_stdin(self, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", Pipe(data))
        seen = read("-")
        assert seen.rows == ROWS
        assert seen.table.name == "stdin"
        assert seen.table.sha256() == hashlib.sha256(data).hexdigest()

    def test_a_big_one_spills_to_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_source, "SPOOL_IN_MEMORY", 64)
        monkeypatch.setattr(sys, "stdin", Pipe(b"a,b\n" + b"x,y\n" * 999))
        assert len(read("-").rows) == 999

    def test_lines_are_right_while_the_next_block_is_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Counting the lines for a message and reading ahead share the one stream."""
        monkeypatch.setattr(_chunks, "CHUNK_BYTES", 100)
        data = b"a,b\n" + b"x,y\n" * 2000 + b"x,y,z\n" + b"x,y\n" * 2000
        monkeypatch.setattr(sys, "stdin", Pipe(data))
        with pytest.raises(CsmetricsError) as caught:
            read("-")
        assert " 2002: 3 fields" in caught.value.text

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_a_pipe_with_a_name(self, tmp_path: Path) -> None:
        """As the shell makes one of <(zcat export.csv.gz)."""
        path = tmp_path / "pipe"
        os.mkfifo(path)
        writer = threading.Thread(target=path.write_bytes, args=[b"a,b\n" + b"x,y\n" * 9999])
        writer.start()
        assert len(read(path).rows) == 9999
        writer.join()


class TestRefused:
    """What cannot be opened is refused before anything is read, with its name."""

    def test_missing(self, tmp_path: Path) -> None:
        (tmp_path / "responses.csv").touch()
        told = refused(f"{tmp_path}/response.csv", errors.NO_FILE)
        assert told.hint == f"did you mean {tmp_path}/responses.csv?"
        assert refused(f"{tmp_path}/nothing/x.csv", errors.NO_FILE).hint == "check the path"

    def test_directory(self, tmp_path: Path) -> None:
        assert "*.csv" in refused(str(tmp_path), errors.IS_DIRECTORY).hint

    def test_unreadable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "t.csv").write_bytes(DATA)
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may read everything
        assert "permission denied" in refused(f"{tmp_path}/t.csv", errors.UNREADABLE).text

    def test_a_name_too_long(self) -> None:
        refused("x" * 5000, errors.UNREADABLE)

    def test_changed_while_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_chunks, "CHUNK_BYTES", 64)
        path = tmp_path / "t.csv"
        path.write_bytes(b"a,b\n" + b"x,y\n" * 999)
        table = open_table(str(path), InputOptions())
        parts = table.parts({0: False}, Findings())
        next(parts)
        with path.open("ab") as export:
            export.write(b"x,y\n")
        with pytest.raises(CsmetricsError) as caught:
            list(parts)
        assert caught.value.kind is errors.CHANGED
