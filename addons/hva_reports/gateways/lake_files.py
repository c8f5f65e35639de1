"""Files of the data lake on a disk: written aside, made durable, then put in place by one rename.

Whoever looks at the folder sees a file whole or not at all. Rows come in batches and are never all in memory: CSV is
written as it comes, Parquet a row group at a time.
"""

import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..tools.lake_manifest import is_inside
from ..tools.lake_schema import TABLES, csv_maker

try:
    import pyarrow
    import pyarrow.parquet
except ImportError:  # an optional extra: requirements-lake.txt
    pyarrow = None

Row = tuple[Any, ...]


class NoParquet(Exception):
    """Parquet was asked for and pyarrow is not installed."""


class NoFolder(Exception):
    """The folder of the lake is not named, or not there."""


def has_parquet() -> bool:
    """Tell whether this server can write Parquet."""
    return pyarrow is not None


@dataclass(frozen=True)
class Written:
    """A file that waits beside its place under `draft` until it is put there or dropped."""

    draft: Path
    path: Path
    rows: int
    size: int
    sha256: str

    def put(self) -> None:
        """Put the file in its place, for good when this returns."""
        os.replace(self.draft, self.path)
        sync_folder(self.path.parent)

    def drop(self) -> None:
        """Take the draft away."""
        self.draft.unlink(missing_ok=True)


class _Hashing(io.RawIOBase):
    """A file to write to that knows the hash and length of what went through it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.hash, self.length = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # pylint: disable=method-required-super
        self.hash.update(data)
        self.length += len(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self.length

    def close(self) -> None:
        if not self.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        super().close()


def write_table(folder: Path, paths: Sequence[str], table: str, batches: Iterable[Sequence[Row]]) -> list[Written]:
    """Write the rows of `table` beside each `folder`/path, its format by its ending; return what was written.

    Rows are taken from `batches` once and go to all files as they come. Raises OSError for the disk, NoParquet, and
    whatever `batches` raises; drafts are then not left behind.
    """
    files = [_Draft(folder, path, table) for path in paths]
    try:
        with ExitStack() as stack:
            for file in files:
                file.open(stack)
            rows = 0
            for batch in batches:
                rows += len(batch)
                for file in files:
                    file.write(batch)
        return [file.written(rows) for file in files]
    except BaseException:
        for file in files:
            file.draft.unlink(missing_ok=True)
        raise


class _Draft:
    """A file of a table on its way. It is whole when the stack that it was opened on is closed."""

    def __init__(self, folder: Path, path: str, table: str) -> None:
        if not is_inside(path):
            raise ValueError(f"{path} is no path of the lake")
        self.table, self.place = table, folder / path
        self.draft = self.place.with_name(f".{self.place.name}.tmp")
        self.write: Callable[[Sequence[Row]], None]
        self.file: _Hashing

    def open(self, stack: ExitStack) -> None:
        self.place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        self.file = stack.enter_context(_Hashing(self.draft))
        begin = _begin_parquet if self.place.suffix == ".parquet" else _begin_csv
        self.write = begin(self.file, self.table, stack)

    def written(self, rows: int) -> Written:
        return Written(self.draft, self.place, rows, self.file.length, self.file.hash.hexdigest())


def _begin_csv(file: _Hashing, table: str, _stack: ExitStack) -> Callable[[Sequence[Row]], None]:
    cells, text = csv_maker(table), io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")

    def write(batch: Sequence[Row]) -> None:
        writer.writerows(map(cells, batch))
        file.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()

    writer.writerow([column.name for column in TABLES[table]])
    write(())
    return write


def _begin_parquet(file: _Hashing, table: str, stack: ExitStack) -> Callable[[Sequence[Row]], None]:
    if pyarrow is None:
        raise NoParquet
    types = {
        "text": pyarrow.string(),
        "whole": pyarrow.int32(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "day": pyarrow.date32(),
    }
    schema = pyarrow.schema([(column.name, types[column.kind]) for column in TABLES[table]])
    writer = stack.enter_context(pyarrow.parquet.ParquetWriter(file, schema, compression="zstd"))

    def write(batch: Sequence[Row]) -> None:
        if batch:
            columns = zip(zip(*batch, strict=True), schema, strict=True)
            arrays = [pyarrow.array(values, field.type) for values, field in columns]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))

    return write


def write_bytes(folder: Path, name: str, data: bytes) -> None:
    """Put a small file (the manifest) into `folder`, whole or not at all."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = folder / f".{name}.tmp"
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, folder / name)
    except BaseException:
        draft.unlink(missing_ok=True)  # of a full disk it would keep what is left
        raise
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_there(folder: Path, path: str, size: int) -> bool:
    """Tell whether a file of the lake is there with its length."""
    try:
        return is_inside(path) and (folder / path).stat().st_size == size
    except OSError:
        return False


def tidy(folder: Path, keep: Collection[str]) -> list[str]:
    """Delete the lake's files in `folder` that are not in `keep`, and drafts of a run that died; return their paths.

    Files that are not named like ours stay: the folder may be somebody else's too.
    """
    gone = []
    for table in TABLES:
        for place in sorted((folder / table).glob("*")):
            path = f"{table}/{place.name}"
            if place.is_file() and path not in keep and (is_inside(path) or place.name.endswith(".tmp")):
                place.unlink(missing_ok=True)
                gone.append(path)
    return gone


def pack(target: Path, entries: Iterable[tuple[str, Callable[[], bytes] | Path]]) -> Written:
    """Pack files into the ZIP `target` (a draft beside it); return what was written.

    Raises OSError for the disk; a draft is then not left behind.
    """
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.tmp")
    count = 0
    try:
        with _Hashing(draft) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, content in entries:
                    if isinstance(content, Path):
                        packed.write(content, name)
                    else:
                        packed.writestr(name, content())
                    count += 1
        return Written(draft, target, count, file.length, file.hash.hexdigest())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
