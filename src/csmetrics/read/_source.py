"""The bytes of one input: a path or stdin, plain or compressed, readable again from the start."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sys
import tempfile
import weakref
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, cast

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SPOOL_IN_MEMORY = 32 << 20
HEAD_BYTES = 256 << 10
STDIN = "-"


@dataclass
class Source:
    """One input. ``packing`` is ``gzip`` or ``zip`` where the table is inside, else empty."""

    name: str
    path: Path | None
    spool: IO[bytes] | None
    packing: str = ""
    head: bytes = b""
    _seen: tuple[int, int] | None = None
    _digest: Future[str] | None = field(default=None, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def of(cls, file: str) -> Source:
        """Open a path, or stdin for ``-``, and look at its beginning."""
        if file == STDIN:
            source = cls._once("stdin", sys.stdin.buffer)
        else:
            path = _checked(file)
            if path.is_file():
                source = cls(file, path, None)
                source._seen = source._state()
            else:  # a pipe, such as <(zcat export.csv.gz), is read once
                with _refusing(file), path.open("rb") as stream:
                    source = cls._once(file, stream)
        with source.stored() as stream:
            magic = stream.read(4)
        if magic[:2] == b"\x1f\x8b":
            source.packing = "gzip"
        elif magic == b"PK\x03\x04" and not source._is_workbook():
            source.packing = "zip"
        with source.open() as stream, source.refusing():
            source.head = stream.read(HEAD_BYTES)
        return source

    @classmethod
    def _once(cls, name: str, stream: IO[bytes]) -> Source:
        """Keep what can be read only once; let it go with the source."""
        spool = _spooled(stream)
        source = cls(name, None, spool)
        weakref.finalize(source, spool.close)
        return source

    @contextlib.contextmanager
    def stored(self) -> Iterator[IO[bytes]]:
        """The bytes as stored, from the start."""
        if self.spool is not None:
            with io.BufferedReader(_Again(self.spool, self._turn)) as again:
                yield cast(IO[bytes], again)
        else:
            with self.refusing(), cast(Path, self.path).open("rb") as stream:
                yield stream

    @contextlib.contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes of the table, unpacked, from the start."""
        with self.stored() as stream:
            if self.packing == "gzip":
                import gzip

                with gzip.GzipFile(fileobj=stream) as unpacked:
                    yield cast(IO[bytes], unpacked)
            elif self.packing == "zip":
                with self.refusing(), _member(stream, self.name) as member:
                    yield member
            else:
                yield stream

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn what the system or a decompressor says into a refusal that names the file."""
        with _refusing(self.name):
            yield

    def workbook(self) -> Path | bytes:
        """What a workbook reader needs: the path, or all bytes of a pipe or a packed file."""
        if self.path is not None and not self.packing:
            return self.path
        with self.open() as stream, self.refusing():
            return stream.read()

    def about(self) -> int:
        """Roughly how many lines there are: by the length of the first; what is packed counts six times."""
        lines = max(1, self.head.count(b"\n"))
        if len(self.head) < HEAD_BYTES:
            return lines
        with self.stored() as stream:
            size = stream.seek(0, io.SEEK_END) * (6 if self.packing else 1)
        return size * lines // len(self.head)

    def start_digest(self) -> None:
        """Begin to compute the SHA-256 of the stored bytes beside the reading."""
        if self._digest is None and self.path is not None:
            worker = ThreadPoolExecutor(1)
            self._digest = worker.submit(self._sha256)
            worker.shutdown(wait=False)

    def sha256(self) -> str:
        """Digest of the stored bytes."""
        return self._digest.result() if self._digest is not None else self._sha256()

    def check_unchanged(self) -> None:
        """Refuse a file that was written to while it was read: its rows may be half there."""
        if self._seen is not None and self._state() != self._seen:
            raise CsmetricsError(errors.CHANGED, file=self.name)

    def _sha256(self) -> str:
        with self.stored() as stream:
            digest = hashlib.sha256()
            while block := stream.read(1 << 20):
                digest.update(block)
            return digest.hexdigest()

    def _state(self) -> tuple[int, int]:
        with self.refusing():
            state = cast(Path, self.path).stat()
        return state.st_size, state.st_mtime_ns

    def _is_workbook(self) -> bool:
        import zipfile

        try:
            with self.stored() as stream, zipfile.ZipFile(stream) as archive:
                return "[Content_Types].xml" in archive.namelist()
        except zipfile.BadZipFile:
            return True  # let the workbook reader say what is wrong with it


@contextlib.contextmanager
def _refusing(name: str) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error) as fault:
        raise CsmetricsError(errors.INCOMPLETE, file=name, why=str(fault)) from fault
    except (OSError, ValueError) as fault:  # ValueError: a path with a NUL in it
        why = getattr(fault, "strerror", None) or str(fault)
        raise CsmetricsError(errors.UNREADABLE, file=name, why=why) from fault


@contextlib.contextmanager
def _member(stream: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """The one file in a ZIP archive, unpacked."""
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            members = [info for info in archive.infolist() if _is_content(info.filename)]
            if len(members) != 1:
                content: str = Said("an archive of {n} files", n=len(members))
                cure = "unpack it and name the file that holds the table"
                if "content.xml" in archive.namelist():
                    content, cure = "an OpenDocument file", "save it as .xlsx or as CSV"
                raise CsmetricsError(errors.WRONG_CONTENT, file=name, content=content, cure=cure)
            if members[0].flag_bits & 1:
                raise CsmetricsError(errors.PASSWORD, file=name)
            with archive.open(members[0]) as unpacked:
                yield unpacked
    except (zipfile.BadZipFile, NotImplementedError) as fault:
        raise CsmetricsError(errors.INCOMPLETE, file=name, why=str(fault)) from fault


def _is_content(member: str) -> bool:
    """Whether it is a file, and none of those that macOS adds."""
    return not member.endswith("/") and not member.startswith("__MACOSX/")


class _Again(io.RawIOBase):
    """A spool from its start; several may be read at once, in turns."""

    def __init__(self, spool: IO[bytes], turn: Lock) -> None:
        self._spool, self._turn, self._place = spool, turn, 0

    def readable(self) -> bool:
        """It is made to be read."""
        return True

    def seekable(self) -> bool:
        """An archive is read from its end."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; the spool itself moves when it is read."""
        with self._turn:
            if whence == io.SEEK_END:
                offset += self._spool.seek(0, io.SEEK_END)
        self._place = offset + (self._place if whence == io.SEEK_CUR else 0)
        return self._place

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read on from where this reader is."""
        view = memoryview(buffer)
        with self._turn:
            self._spool.seek(self._place)
            block = self._spool.read(len(view))
        view[: len(block)] = block
        self._place += len(block)
        return len(block)


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    """A copy of a pipe that can be read twice: in memory when small, else in a temporary file."""
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_IN_MEMORY)  # noqa: SIM115 - outlives this
    while block := stream.read(1 << 20):
        spool.write(block)
    return cast(IO[bytes], spool)


def _checked(file: str) -> Path:
    path = Path(file)
    with _refusing(file):  # a name too long, a folder that may not be looked into
        is_directory, exists = path.is_dir(), path.exists()
    if is_directory:
        raise CsmetricsError(errors.IS_DIRECTORY, file=file)
    if not exists:
        raise CsmetricsError(errors.NO_FILE, file=file, suggestion=_similar(path))
    if not os.access(path, os.R_OK):
        raise CsmetricsError(errors.UNREADABLE, file=file, why="permission denied")
    return path


def _similar(path: Path) -> str:
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return "check the path"
    close = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return (
        Said("did you mean {parent}?", parent=path.parent / close[0]) if close else "check the path"
    )
