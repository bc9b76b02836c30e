"""An index directory asked for as long as a program runs, while others rebuild it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from ..index.disk import hash_bytes
from ..index.errors import GlossaryError
from ..index.manifest import write_manifest
from ..index.store import read_pointer
from .glossator import Glossator

__all__ = ["Live", "mark_of"]

#: Asked of a new version before anybody else asks it: names, words and vectors are read then.
_FIRST_QUESTION = "what is a glosary?"


def mark_of(glossary: Glossator) -> str:
    """Return the sha256 of an index version's manifest, in hex: it names the version's bytes."""
    return hash_bytes(write_manifest(glossary.index.manifest))


class _Held:
    """A version that is open, with how many are asking it."""

    def __init__(self, glossary: Glossator) -> None:
        self.glossary = glossary
        self.mark = mark_of(glossary)
        self.uses = 0
        self.retired = False


class Live:
    """Lends the newest version of an index directory; threads may share it.

    Whoever is lent a version keeps it to the end, so no answer is made of two; a version that
    was replaced closes when the last one gives it back. A new version is opened, checked and
    warmed beside the one in use; where that fails, the one in use stays.

        with Live(Glossator.open(folder)) as live:
            with live.lending() as glossary:
                print(glossary.ask("what is dropout?").text)

    Args:
        glossary: an open index; closed with this. One in memory never changes.
        every_s: how often to look for a new version; ``None`` for only when told to.
        changed: told the new glossary, under no lock, once it is lent.
        failed: told why a new version can't be used.
    """

    def __init__(
        self,
        glossary: Glossator,
        *,
        every_s: float | None = 1.0,
        changed: Callable[[Glossator], object] = lambda glossary: None,
        failed: Callable[[str], object] = lambda reason: None,
    ) -> None:
        self._held = _Held(glossary)
        self._guard = threading.Lock()
        self._refreshing = threading.Lock()
        self._stop = threading.Event()
        self._refused = ""
        self._changed, self._failed = changed, failed
        self._watcher: threading.Thread | None = None
        if every_s is not None and glossary.index.path is not None:
            watcher = threading.Thread(target=self._watch, args=[every_s], daemon=True)
            watcher.name = "glossator-versions"
            self._watcher = watcher
            watcher.start()

    @property
    def mark(self) -> str:
        """The version that is lent, as :func:`mark_of` names it."""
        return self._held.mark

    @contextmanager
    def lending(self) -> Iterator[Glossator]:
        """Lend the newest version; it stays open and the same until it is given back."""
        with self._guard:
            held = self._held
            held.uses += 1
        try:
            yield held.glossary
        finally:
            with self._guard:
                held.uses -= 1
                close = held.retired and held.uses == 0
            if close:
                held.glossary.close()

    def tell(self, changed: Callable[[Glossator], object]) -> None:
        """Have somebody else told of new versions from now on."""
        self._changed = changed

    def refresh(self) -> bool:
        """Look for a new version, and lend it from now on; tell whether there was one."""
        with self._refreshing:
            held = self._held
            folder = held.glossary.index.path
            pointer = read_pointer(folder, []) if folder is not None else None
            if pointer is None or pointer[1] in (held.mark, self._refused):
                return False
            fresh = self._opened(held, pointer[1])
            if fresh is None:
                return False
            with self._guard:
                self._held = fresh
                held.retired = True
                close = held.uses == 0
            if close:
                held.glossary.close()
            self._changed(fresh.glossary)
            return True

    def _opened(self, held: _Held, wanted: str) -> _Held | None:
        """Open and warm a version; ``None``, and why, where that can't be."""
        try:
            glossary = Glossator.open(held.glossary.index.path, encoder=held.glossary.encoder)
        except (GlossaryError, OSError) as error:
            self._refuse(wanted, str(error))
            return None
        fresh = _Held(glossary)
        try:
            if fresh.mark == held.mark:  # what is live can't be used: the one in use is the newest
                self._refuse(wanted, " ".join(glossary.index.notes))
            else:
                glossary.ask(_FIRST_QUESTION)
                return fresh
        except (GlossaryError, OSError) as error:
            self._refuse(wanted, str(error))
        glossary.close()
        return None

    def _refuse(self, wanted: str, reason: str) -> None:
        self._refused = wanted
        self._failed(reason)

    def _watch(self, every_s: float) -> None:
        while not self._stop.wait(every_s):
            try:
                self.refresh()
            except Exception as error:  # it goes on looking, whatever it was
                self._failed(f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """End: no new version is looked for, and the one in use closes."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join()
        with self._guard:
            self._held.retired = True
            close = self._held.uses == 0
        if close:
            self._held.glossary.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
