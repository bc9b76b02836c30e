"""One user's glossaries: which there are, which are on, and the index that is asked.

A change is noted at once and takes effect when its index stands; until then the one before is
asked. An index that is replaced closes when the last question to it is answered.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ..index.errors import GlossaryError, InputError
from ..index.lexicon_write import Progress
from ..index.opened import Index
from ..index.records import Reading
from ..index.vectors import Vectors
from ..rag.glossator import Glossator
from .markup import clean
from .uploads_base import Base, Bases, Lent, Remembering
from .uploads_keep import FolderKeep, Keep, Own, Selection
from .uploads_reading import Draft, Limits, read_own

__all__ = ["Shelf"]


class _Live:
    """A glossary that is asked, with how many are asking it.

    Args:
        selection: what it holds.
        glossary: to ask; of the server's own, whatever is the newest is asked instead.
        close: ends it; ``None`` for the server's own.
        base: the mark of the server's version that it was made of.
    """

    def __init__(
        self,
        selection: Selection,
        glossary: Glossator,
        close: Callable[[], None] | None,
        base: str = "",
    ) -> None:
        self.selection = selection
        self.base = base
        self.glossary = glossary
        self.close = close
        self.made: dict[str, Any] = {}
        self.uses = 0
        self.retired = False


class Shelf:
    """What one user has. Threads may share it.

    Args:
        bases: the server's own glossary.
        keep: where the user's files lie.
        limits: of one user.
    """

    def __init__(self, bases: Bases, keep: Keep, limits: Limits) -> None:
        self._bases = bases
        self._keep = keep
        self._limits = limits
        self._making = threading.Lock()
        self._guard = threading.Lock()
        self._wanted = Selection()
        self._built = Selection()
        self._live: _Live | None = None
        self._rested: tuple[Mapping[bytes, int], Vectors] | None = None
        self._progress: tuple[str, int, int] | None = None
        self._fault = ""
        self._gone = self._forgotten = False
        self.drafts: dict[str, Draft] = {}
        if isinstance(keep, FolderKeep):
            self._reopen(keep)

    @property
    def _base(self) -> Base:
        """The version that was lent last; what it says of itself needs no open files."""
        return self._bases.now

    def _reopen(self, keep: FolderKeep) -> None:
        found = keep.load()
        if found is None:
            return
        self._wanted, mark, folder = found
        self._built = self._wanted
        index = keep.reopen(folder) if folder and mark == self._mark(self._wanted) else None
        if (
            index is not None
            and index.manifest.encoder.sha256 == self._base.glossary.encoder.sha256
        ):
            self._live = self._lively(self._wanted, index, self._base.mark)

    # what there is

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked, drafts included."""
        own = sum(one.size for one in self._wanted.own)
        return own + sum(draft.size for draft in tuple(self.drafts.values()))

    @property
    def indexed(self) -> int:
        """Entries of the index that is held ready; 0 where it is the server's own."""
        live = self._live
        if live is None or live.close is None:
            return 0
        return live.glossary.index.lexicon.counts.entries

    @property
    def empty(self) -> bool:
        """Whether there is nothing that would be missed."""
        return self._wanted == Selection() and not self.drafts

    @property
    def pending(self) -> bool:
        """Whether something is to be indexed before what is wanted can be asked."""
        live = self._live
        stale = live is not None and live.close is not None and live.base != self._base.mark
        return stale or self._built.asked() != self._wanted.asked()

    def names(self) -> set[str]:
        """Return the names of all files."""
        drafts = {draft.name for draft in tuple(self.drafts.values())}
        return drafts | {one.name for one in self._wanted.own}

    def state(self) -> dict[str, Any]:
        """Return what a page shows of it, as JSON values."""
        with self._guard:
            wanted, progress, fault = self._wanted, self._progress, self._fault
        parts = [
            {
                "id": part.id,
                "title": clean(part.title),
                "name": clean(part.name),
                "entries": part.entries,
                "on": part.id not in wanted.off,
                "own": False,
            }
            for part in self._base.parts
        ]
        own = [
            {
                "id": one.id,
                "title": clean(one.title),
                "name": clean(one.name),
                "entries": one.entries,
                "on": one.on,
                "own": True,
            }
            for one in wanted.own
        ]
        stage, done, total = progress or ("", 0, 0)
        return {
            "glossaries": parts + own,
            "pending": self.pending,
            "progress": {"stage": stage, "done": done, "total": total},
            "fault": clean(fault),
        }

    # changes

    def hold(self, draft: Draft) -> None:
        """Keep a draft until it is added; the oldest goes where there are too many."""
        if self.size + draft.size > self._limits.user_bytes:
            raise InputError(
                f"{draft.name}: more than {self._limits.user_bytes / 2**20:g} MB together with "
                "what you have here. Remove something first."
            )
        with self._guard:
            self.drafts[draft.id] = draft
            while len(self.drafts) > self._limits.drafts:
                self.drafts.pop(next(iter(self.drafts)))

    def expire(self, now: float) -> None:
        """Drop drafts that nobody came back to."""
        with self._guard:
            for draft in tuple(self.drafts.values()):
                if now - draft.made > self._limits.draft_s:
                    self.drafts.pop(draft.id, None)

    def add(self, draft_ids: Sequence[str]) -> None:
        """Have drafts indexed.

        Raises:
            KeyError: if one isn't there.
            InputError: if they are too many.
        """
        with self._guard:
            drafts = [self.drafts[one] for one in dict.fromkeys(draft_ids)]
            own = (*self._wanted.own, *map(_own, drafts))
            entries = sum(one.entries for one in own)
            if len(own) > self._limits.glossaries or entries > self._limits.user_entries:
                raise InputError(
                    f"{len(own)} glossaries with {entries:,} entries are too many: this page takes "
                    f"{self._limits.glossaries} with {self._limits.user_entries:,} of each user. "
                    "Remove one first."
                )
            for draft in drafts:
                self._keep.put(draft.id, draft.raw)
            off = self._wanted.off
            if not self._base.combines:
                off |= {part.id for part in self._base.parts}
            self._want(Selection(own, off))
            for draft in drafts:
                del self.drafts[draft.id]

    def switch(self, glossary_id: str, on: bool) -> None:
        """Switch a glossary on or off.

        Raises:
            KeyError: if there is no such glossary.
            InputError: if it is the last that is on, or can't be asked with the others.
        """
        with self._guard:
            wanted = self._wanted
            if any(one.id == glossary_id for one in wanted.own):
                wanted = wanted.switch(glossary_id, on)
            elif any(part.id == glossary_id for part in self._base.parts):
                off = wanted.off - {glossary_id} if on else wanted.off | {glossary_id}
                wanted = replace(wanted, off=off)
            else:
                raise KeyError(glossary_id)
            self._check(wanted)
            self._want(wanted)

    def remove(self, glossary_id: str) -> None:
        """Remove a glossary of the user's; where none is left on, the server's are.

        Raises:
            KeyError: if there is no such glossary.
        """
        with self._guard:
            left = tuple(one for one in self._wanted.own if one.id != glossary_id)
            if len(left) == len(self._wanted.own):
                raise KeyError(glossary_id)
            wanted = replace(self._wanted, own=left)
            if not self._asks_anything(wanted):
                wanted = replace(wanted, off=frozenset())
            self._want(wanted)

    def _asks_anything(self, wanted: Selection) -> bool:
        on = any(one.on for one in wanted.own)
        return on or any(part.id not in wanted.off for part in self._base.parts)

    def _check(self, wanted: Selection) -> None:
        if not self._asks_anything(wanted):
            raise InputError("One glossary has to stay on. Switch another one on first.")
        of_base = any(part.id not in wanted.off for part in self._base.parts)
        if of_base and not self._base.combines and any(one.on for one in wanted.own):
            raise InputError(
                f"This server's glossary has {self._base.entries:,} entries, too many to be asked "
                "together with yours. Switch one of them off first."
            )

    def _want(self, wanted: Selection) -> None:
        if self._gone:
            raise InputError("Your glossaries were put away just now. Try once more.")
        self._wanted, self._fault = wanted, ""

    # the index

    def build(self, progress: Progress | None = None) -> None:
        """Make what is wanted the index that is asked.

        Raises:
            GlossaryError: if that can't be; the change is taken back, and the state says so.
        """
        with self._making:
            try:
                while (self.pending or self._live is None) and not self._gone:
                    self._build_once(progress)
            finally:
                self._progress = None
                self._settle()

    def _settle(self) -> None:
        """Keep what there is now, and nothing else."""
        with self._guard:
            if self._gone:
                if self._forgotten:
                    self._keep.clear()
                return
            if self._live is not None and not self.pending:
                self._live.selection = self._wanted
            self._keep.save(self._wanted, self._mark(self._wanted))

    def _build_once(self, progress: Progress | None) -> None:
        wanted, base = self._wanted, self._base.mark
        try:
            made = self._make(wanted, progress)
        except GlossaryError as error:
            with self._guard:
                if self._live is not None:
                    self._live.base = base  # it is what there is; not tried again and again
                if wanted is self._wanted:
                    self._built = self._live.selection if self._live else Selection()
                    self._want(self._built)
                    self._fault = f"Nothing was changed. {error}"
            raise
        with self._guard:
            if self._gone:
                self._retire(made)
            else:
                old, self._live = self._live, made
                self._built, self._rested = wanted, None
                self._retire(old)

    def _make(self, wanted: Selection, progress: Progress | None) -> _Live:
        own = [one for one in wanted.own if one.on]
        if not own and not wanted.off:
            return _Live(wanted, self._base.glossary, None)
        if not own and not self._base.combines:
            raise InputError("The server's glossary is switched off. Switch one on.")
        with self._bases.lending() as base:
            return self._combined(base, wanted, own, progress)

    def _combined(
        self, base: Base, wanted: Selection, own: Sequence[Own], progress: Progress | None
    ) -> _Live:
        readings = base.readings(wanted.off) + [self._read(one) for one in own]
        known = [(base.hashes, base.glossary.index.vectors)]
        live, rested = self._live, self._rested
        if rested is not None:
            known.append(rested)
        elif live is not None and live.close is not None:
            index = live.glossary.index
            known.append((index.lexicon.chunk_hashes(), index.vectors))

        def tell(stage: str, done: int, total: int) -> None:
            self._progress = (stage, done, total)
            if progress is not None:
                progress(stage, done, total)

        encoder = Remembering(base.glossary.encoder, known)
        return self._lively(wanted, self._keep.index(readings, encoder, tell), base.mark)

    def _read(self, own: Own) -> Reading:
        try:
            raw = self._keep.get(own.id)
        except InputError as error:
            raise InputError(f"{own.name}: {error}") from None
        return read_own(raw, own.name, own.id, own.wanted, own.titled)

    def _lively(self, selection: Selection, index: Index, base: str) -> _Live:
        glossary = Glossator(index, self._base.glossary.encoder)
        return _Live(selection, glossary, lambda: self._keep.discard(index), base)

    def _mark(self, selection: Selection) -> str:
        own, off = selection.asked()
        return " ".join([self._base.mark, *own, "-", *sorted(off)])

    def _retire(self, live: _Live | None) -> None:
        """Close what is replaced, now or when its last question is answered; under the guard."""
        if live is not None:
            live.retired = True
            if live.uses == 0 and live.close is not None:
                live.close()

    # asking

    @contextmanager
    def asking(self) -> Iterator[Lent]:
        """Lend the glossary that is asked; it is made first where it was put away."""
        if self._live is None:
            self._wake()
        with self._guard:
            live = self._live or _Live(Selection(), self._base.glossary, None)
            live.uses += 1
        try:
            if live.close is None:
                with self._bases.lending() as base:
                    yield base.lent
            else:
                yield Lent(live.glossary, live.made)
        finally:
            with self._guard:
                live.uses -= 1
                if live.retired and live.uses == 0 and live.close is not None:
                    live.close()

    def _wake(self) -> None:
        try:
            self.build()
        except GlossaryError:
            return  # the state says why; the server's own glossary is asked

    def rest(self) -> None:
        """Put the index away until it is asked again; its vectors stay, so that is soon."""
        with self._guard:
            live = self._live
            if live is not None and live.close is not None and live.uses == 0:
                index = live.glossary.index
                self._rested = index.lexicon.chunk_hashes(), index.vectors
                self._live = None
                self._retire(live)

    def close(self, *, forget: bool) -> None:
        """End; ``forget`` leaves nothing of it, else what is kept stays for the next start."""
        with self._guard:
            self._gone, self._forgotten = True, forget
            live, self._live = self._live, None
            if live is not None and live.close is not None:
                if not forget:
                    live.close = live.glossary.close
                self._retire(live)
            self.drafts.clear()
            if forget:
                self._keep.clear()


def _own(draft: Draft) -> Own:
    return Own(
        draft.id,
        draft.name,
        draft.title,
        draft.titled,
        draft.wanted,
        draft.reading.format,
        len(draft.reading.entries),
        draft.size,
    )
