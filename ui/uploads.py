"""Glossaries that users bring: whose they are, how many there may be, and when they go.

A user is known by a random cookie and, where there are accounts, by the account too; both
together are hashed, so that neither stands in memory or on disk. Nothing that a browser chooses
opens a shelf: an unknown cookie is answered with a new one.
"""

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from ..index.errors import GlossaryError, InputError
from ..rag.glossator import Glossator
from ..rag.live import Live
from .uploads_base import Bases, Lent
from .uploads_keep import FolderKeep, Keep, MemoryKeep, private_folder
from .uploads_reading import Draft, Limits, file_name, read_draft
from .uploads_shelf import Shelf

__all__ = ["BusyError", "Limits", "Uploads", "new_token", "owner_of"]

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_OWNER = re.compile(r"[0-9a-f]{64}")
#: So many changes wait for their index, and so many files to be read; then users are told.
_WAITING = 24
_READING = 6
#: Kept ones are forgotten only when nobody came for so long.
_KEPT_S = 90 * 24 * 3_600.0


class BusyError(Exception):
    """Others are being served; the same request may do in a moment."""


def new_token() -> str:
    """Return a random value for a user's cookie."""
    return secrets.token_urlsafe(32)


def owner_of(token: str | None, account: str = "") -> str | None:
    """Return the name under which a user's glossaries are held, or ``None`` without a cookie."""
    if token is None or not _TOKEN.fullmatch(token):
        return None
    return sha256(f"{account}\0{token}".encode()).hexdigest()


class Uploads:
    """All users' glossaries. Threads may share it.

    Args:
        live: lends the server's own; open as long as this is.
        store: a folder to keep them in; ``None`` for memory.
        limits: how much is held.
        clock: gives the time in seconds.

    Raises:
        InputError: if the folder can't be used, or another server uses it.
    """

    def __init__(
        self,
        live: Live,
        store: Path | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.limits = limits or Limits()
        self.store = store
        self._bases = Bases(live, self.limits.base_entries)
        self._clock = clock
        self._guard = threading.RLock()
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()
        self._seen: dict[str, float] = {}
        self._jobs: dict[str, Future[None]] = {}
        self._builder = ThreadPoolExecutor(1, "glossator-index")
        self._reader = threading.Semaphore(1)
        self._readers = threading.BoundedSemaphore(_READING)
        self._lock = _lock(store) if store is not None else None
        if store is not None:
            for path in store.iterdir():
                if _OWNER.fullmatch(path.name):
                    self._seen[path.name] = path.stat().st_mtime
            self._forget_absent()

    @property
    def kept(self) -> bool:
        """Whether glossaries outlast the server."""
        return self.store is not None

    # whose

    def has(self, owner: str | None) -> bool:
        """Tell whether a user has a shelf here."""
        with self._guard:
            return owner is not None and owner in self._seen

    def make(self, owner: str) -> None:
        """Make a user's shelf; the oldest goes where there are too many."""
        with self._guard:
            self._seen.setdefault(owner, self._clock())
            self._shelf(owner)
            self._make_room(owner)

    def _shelf(self, owner: str | None) -> Shelf | None:
        """Return a user's shelf, and note that the user is here."""
        with self._guard:
            self._forget_absent()
            if owner is None or owner not in self._seen:
                return None
            if owner not in self._shelves:
                self._shelves[owner] = Shelf(self._bases, self._keep(owner), self.limits)
            shelf = self._shelves[owner]
            self._shelves.move_to_end(owner)
            self._seen[owner] = self._clock()
            shelf.expire(self._clock())
            return shelf

    def _here(self, owner: str | None) -> Shelf:
        shelf = self._shelf(owner)
        if shelf is None:
            raise KeyError(owner)
        return shelf

    def _keep(self, owner: str) -> Keep:
        return MemoryKeep() if self.store is None else FolderKeep(self.store / owner)

    def _forget_absent(self) -> None:
        """Forget users who were away too long."""
        most = self.limits.idle_s if self.store is None else _KEPT_S
        now = self._clock()
        for owner in [one for one, seen in self._seen.items() if now - seen > most]:
            self.forget(owner)

    def _make_room(self, busy: str) -> None:
        """Keep within what is held in all; who was away longest goes first, ``busy`` last."""
        while len(self._seen) > self.limits.users:
            self.forget(min((one for one in self._seen if one != busy), key=self._seen.__getitem__))
        others = self._resting(busy)
        while others and self._bytes() > self.limits.all_bytes:
            self._put_away(others.pop(0), forget=self.store is None)
        others = self._resting(busy)
        while others and self._indexed() > self.limits.indexed_entries:
            owner = others.pop(0)
            if self.store is None:
                self._shelves[owner].rest()
            else:
                self._put_away(owner, forget=False)

    def _resting(self, busy: str) -> list[str]:
        """Return who waits for nothing, whoever was away longest first."""
        return [
            owner for owner, shelf in self._shelves.items() if owner != busy and not shelf.pending
        ]

    def _bytes(self) -> int:
        return sum(shelf.size for shelf in self._shelves.values())

    def _indexed(self) -> int:
        return sum(shelf.indexed for shelf in self._shelves.values())

    def _put_away(self, owner: str, *, forget: bool) -> None:
        if forget:
            self.forget(owner)
        else:
            self._shelves.pop(owner).close(forget=False)

    def forget(self, owner: str | None) -> None:
        """Leave nothing of a user's glossaries."""
        with self._guard:
            if owner is None or owner not in self._seen:
                return
            shelf = self._shelves.pop(owner, None)
            shelf = shelf or Shelf(self._bases, self._keep(owner), self.limits)
            del self._seen[owner]
            shelf.close(forget=True)

    # what a user does

    def read(
        self, owner: str, raw: bytes, name: str, wanted: str = "auto", title: str = ""
    ) -> Draft:
        """Read a file for its user to look at; one is read at a time.

        Raises:
            BusyError: if too many wait for it.
            KeyError: if the user has no shelf.
            InputError: if the file is no glossary, or is too much.
        """
        shelf = self._here(owner)
        if not self._readers.acquire(blocking=False):
            raise BusyError
        try:
            with self._reader:
                called = file_name(name, shelf.names())
                draft = read_draft(raw, called, self.limits, self._clock(), wanted, title)
        finally:
            self._readers.release()
        shelf.hold(draft)
        with self._guard:
            self._make_room(owner)
        return draft

    def draft(self, owner: str | None, draft_id: str) -> Draft:
        """Return a draft of the user's; raises KeyError where there is none."""
        return self._here(owner).drafts[draft_id]

    def drop(self, owner: str | None, draft_id: str) -> None:
        """Drop a draft of the user's; raises KeyError where there is none."""
        del self._here(owner).drafts[draft_id]

    def add(self, owner: str | None, draft_ids: list[str]) -> None:
        """Have drafts of the user's indexed; raises as :meth:`Shelf.add`, and BusyError."""
        self._change(owner, lambda shelf: shelf.add(draft_ids))

    def switch(self, owner: str | None, glossary_id: str, *, on: bool) -> None:
        """Switch a glossary on or off; raises as :meth:`Shelf.switch`, and BusyError."""
        self._change(owner, lambda shelf: shelf.switch(glossary_id, on))

    def remove(self, owner: str | None, glossary_id: str) -> None:
        """Remove a glossary of the user's; raises as :meth:`Shelf.remove`, and BusyError."""
        self._change(owner, lambda shelf: shelf.remove(glossary_id))

    def _change(self, owner: str | None, act: Callable[[Shelf], None]) -> None:
        """Change a shelf, and have its index made in the background."""
        shelf = self._here(owner)
        assert owner is not None
        with self._guard:
            self._jobs = {one: job for one, job in self._jobs.items() if not job.done()}
            if len(self._jobs) >= _WAITING:
                raise BusyError
            act(shelf)
            self._submit(owner, shelf)

    def _submit(self, owner: str, shelf: Shelf) -> None:
        self._jobs[f"{owner} {secrets.token_hex(4)}"] = self._builder.submit(
            self._index, owner, shelf
        )

    def renew(self) -> None:
        """Have every index made anew that was made of a version which is no longer served."""
        with self._bases.lending(), self._guard:
            for owner, shelf in self._shelves.items():
                if shelf.pending:
                    self._submit(owner, shelf)

    def _index(self, owner: str, shelf: Shelf) -> None:
        with suppress(GlossaryError):  # the shelf's state says what was wrong
            shelf.build()
        with self._guard:
            self._make_room(owner)

    def settled(self, timeout_s: float = 60.0) -> None:
        """Wait until all changes so far have taken effect."""
        for job in tuple(self._jobs.values()):
            job.result(timeout_s)

    def state(self, owner: str | None) -> dict[str, Any]:
        """Return what a user has and what is on, as JSON values."""
        shelf = self._shelf(owner) or Shelf(self._bases, MemoryKeep(), self.limits)
        return {**shelf.state(), "kept": self.kept, "drafts": [*shelf.drafts]}

    @contextmanager
    def lending(self, owner: str | None) -> Iterator[Lent]:
        """Lend what a user asks: the server's glossaries and the user's own that are on."""
        shelf = self._shelf(owner)
        if shelf is not None:
            with shelf.asking() as lent:
                yield lent
        else:
            with self._bases.lending() as base:
                yield base.lent

    @contextmanager
    def asking(self, owner: str | None) -> Iterator[Glossator]:
        """Lend it without what was made of it."""
        with self.lending(owner) as lent:
            yield lent.glossary

    def close(self) -> None:
        """End: kept glossaries stay, others are gone."""
        self._builder.shutdown(wait=False, cancel_futures=True)
        with self._guard:
            for shelf in self._shelves.values():
                shelf.close(forget=self.store is None)
            self._shelves.clear()
            if self._lock is not None:
                self._lock.close()


def _lock(store: Path) -> IO[str]:
    """Hold a folder against a second server until the file is closed."""
    private_folder(store)
    file = (store / ".lock").open("a")
    (store / ".lock").chmod(0o600)
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except OSError:
        file.close()
        raise InputError(
            f"{store}: another server keeps its glossaries here. Stop it, or name another folder "
            "with --store."
        ) from None
    return file
