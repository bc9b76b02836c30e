"""A read-only SQLite database that threads may share: a pool of connections."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .errors import DamagedIndexError

__all__ = ["Database", "uri"]

_BATCH = 500  # values for one IN (…); every SQLite allows 999


def uri(path: Path) -> str:
    """Return a file's SQLite URI; any byte that a path may hold is kept."""
    return "file:" + quote(str(path.absolute()).encode("utf-8", "surrogateescape"))


class Database:
    """Lends connections: as many exist as calls ran at once, whatever threads come and go.

    Args:
        connect: opens a connection; no two threads use one at the same time.
        label: what to call the database in messages.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], label: str) -> None:
        self._connect = connect
        self._label = label
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @classmethod
    def open(cls, path: Path) -> "Database":
        """Open a file that nobody changes: no locks are taken and nothing is written beside it."""
        address = f"{uri(path)}?mode=ro&immutable=1"
        return cls(lambda: sqlite3.connect(address, uri=True, check_same_thread=False), str(path))

    @classmethod
    def copies_of(cls, built: sqlite3.Connection, label: str) -> "Database":
        """Serve a database in memory; each connection gets a copy of its own."""
        guard = threading.Lock()

        def copy() -> sqlite3.Connection:
            connection = sqlite3.connect(":memory:", check_same_thread=False)
            with guard:
                built.backup(connection)
            return connection

        return cls(copy, label)

    def close(self) -> None:
        """Close all connections; a call that is still running closes its own when it ends."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to one thread.

        Raises:
            DamagedIndexError: if SQLite finds the file missing or malformed.
            ValueError: if the database was closed.
        """
        if self._closed:
            raise ValueError(f"{self._label} was closed")
        try:
            connection = self._idle.pop() if self._idle else self._connect()
        except IndexError:  # another thread took the last one
            connection = self._connect()
        try:
            yield connection
        finally:
            self._idle.append(connection)
            if self._closed:
                self.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a query.

        Raises:
            DamagedIndexError: if SQLite finds the file missing or malformed.
        """
        try:
            with self.connection() as connection:
                return connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedIndexError(
                f"{self._label}: can't be read ({error}). Expected the file as it was written; "
                "see what is wrong with 'glossator verify --index DIR', then rebuild the index."
            ) from error

    def rows_in(self, sql: str, values: Iterable[object]) -> Iterator[tuple[Any, ...]]:
        """Run a query that ends on ``IN (?)``, for any number of values, each once.

        Half a character, which UTF-8 can't hold, is in no row.
        """
        unique = [value for value in dict.fromkeys(values) if _is_storable(value)]
        for at in range(0, len(unique), _BATCH):
            part = unique[at : at + _BATCH]
            yield from self.rows(sql.replace("(?)", f"({','.join('?' * len(part))})"), part)


def _is_storable(value: object) -> bool:
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return False
    return True
