"""Where a user's files lie: in memory, or in a folder that a restart finds again."""

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from ..index.build import build, build_memory
from ..index.disk import replace_file, seal, unseal
from ..index.encoder import Encoder
from ..index.errors import GlossaryError, InputError
from ..index.lexicon_write import Progress
from ..index.opened import Index, open_index
from ..index.records import Reading

__all__ = ["FolderKeep", "Keep", "MemoryKeep", "Own", "Selection", "private_folder"]

_ID = re.compile(r"[0-9a-f]{16}")
_STATE = "shelf.json"


@dataclass(frozen=True, slots=True)
class Own:
    """A glossary that a user brought: what was read, how, and whether it is asked."""

    id: str
    name: str
    title: str
    titled: str | None
    wanted: str
    format: str
    entries: int
    size: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class Selection:
    """A user's glossaries, and the parts of the server's that are switched off."""

    own: tuple[Own, ...] = ()
    off: frozenset[str] = frozenset()

    def asked(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return what an index of it depends on."""
        return tuple(one.id for one in self.own if one.on), self.off

    def switch(self, own_id: str, on: bool) -> "Selection":
        """Return it with one of the user's glossaries switched on or off."""
        return replace(
            self,
            own=tuple(replace(one, on=on) if one.id == own_id else one for one in self.own),
        )


class Keep(Protocol):
    """Holds one user's files and makes the index of some of them."""

    def put(self, own_id: str, raw: bytes) -> None:
        """Take a file's bytes."""

    def get(self, own_id: str) -> bytes:
        """Return a file's bytes; raises InputError where they are gone."""

    def save(self, selection: Selection, mark: str) -> None:
        """Remember what there is, forget every other file, and name what the index is made of."""

    def index(
        self, readings: Sequence[Reading], encoder: Encoder, progress: Progress | None
    ) -> Index:
        """Index readings beside what is live."""

    def discard(self, index: Index) -> None:
        """Close an index that nobody asks any more, and leave nothing of it."""

    def clear(self) -> None:
        """Forget everything."""


class MemoryKeep:
    """Holds files in memory, and nothing elsewhere."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def put(self, own_id: str, raw: bytes) -> None:
        """Take a file's bytes."""
        self._files[own_id] = raw

    def get(self, own_id: str) -> bytes:
        """Return a file's bytes; raises InputError where they are gone."""
        try:
            return self._files[own_id]
        except KeyError:
            raise InputError("the file is gone. Add it again.") from None

    def save(self, selection: Selection, mark: str) -> None:
        """Forget every file that isn't in the selection."""
        kept = {own.id for own in selection.own}
        self._files = {own_id: raw for own_id, raw in self._files.items() if own_id in kept}

    def index(
        self, readings: Sequence[Reading], encoder: Encoder, progress: Progress | None
    ) -> Index:
        """Index readings in memory."""
        return build_memory(readings, encoder, progress=progress)

    def discard(self, index: Index) -> None:
        """Close an index."""
        index.close()

    def clear(self) -> None:
        """Forget everything."""
        self._files.clear()


class FolderKeep:
    """Holds files in a folder that its owner alone may read.

        DIR/shelf.json      the selection, sealed; what the index was made of, and where it is
           /files/ID        the bytes as they came
           /index-ID/       an index directory; a new one for each build, so that a glossary that
                            was removed stands in none

    Args:
        folder: of one user; made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def put(self, own_id: str, raw: bytes) -> None:
        """Take a file's bytes."""
        private_folder(self.folder)
        private_folder(self.folder / "files")
        self._write(self.folder / "files" / own_id, raw)

    def get(self, own_id: str) -> bytes:
        """Return a file's bytes; raises InputError where they are gone."""
        try:
            return (self.folder / "files" / own_id).read_bytes()
        except OSError as error:
            raise InputError(f"the file can't be read ({error.strerror}). Add it again.") from None

    def save(self, selection: Selection, mark: str) -> None:
        """Remember what there is, and forget every other file."""
        private_folder(self.folder)
        fields: dict[str, Any] = {
            "own": [asdict(own) for own in selection.own],
            "off": sorted(selection.off),
            "mark": mark,
            "index": self._newest(),
        }
        self._write(self.folder / _STATE, seal(fields))
        kept = {own.id for own in selection.own}
        with suppress(FileNotFoundError):
            for path in (self.folder / "files").iterdir():
                if path.name not in kept:
                    path.unlink()

    def load(self) -> tuple[Selection, str, Path | None] | None:
        """Return the selection, what the index was made of, and the index; ``None`` if nothing.

        What a server that was killed left half done is removed.
        """
        try:
            fields = unseal((self.folder / _STATE).read_bytes())
            own, off, mark, named = (fields[key] for key in ("own", "off", "mark", "index"))
            if not (isinstance(own, list) and isinstance(off, list) and isinstance(named, str)):
                return None
            selection = Selection(tuple(Own(**one) for one in own), frozenset(off))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        for path in self.folder.glob("index-*"):
            if path.name != named:
                shutil.rmtree(path, ignore_errors=True)
        folder = self.folder / named if re.fullmatch(r"index-[0-9]+", named) else None
        if folder is not None:
            self._made = int(named.removeprefix("index-"))
        return selection, str(mark), folder if folder and folder.is_dir() else None

    def index(
        self, readings: Sequence[Reading], encoder: Encoder, progress: Progress | None
    ) -> Index:
        """Index readings in a folder of their own."""
        private_folder(self.folder)
        self._made += 1
        folder = self.folder / f"index-{self._made}"
        shutil.rmtree(folder, ignore_errors=True)
        private_folder(folder)
        try:
            index = build(readings, encoder, folder, progress=progress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        for path in folder.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        return index

    def reopen(self, folder: Path) -> Index | None:
        """Open an index that an earlier server made; ``None`` where it can't be used."""
        try:
            return open_index(folder)
        except (GlossaryError, OSError):
            return None

    def discard(self, index: Index) -> None:
        """Close an index and remove its folder."""
        index.close()
        if index.path is not None:
            shutil.rmtree(index.path, ignore_errors=True)

    def clear(self) -> None:
        """Remove the user's folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _newest(self) -> str:
        name = f"index-{self._made}"
        return name if (self.folder / name).is_dir() else ""

    def _write(self, path: Path, content: bytes) -> None:
        replace_file(path, content)
        path.chmod(0o600)


def private_folder(folder: Path) -> None:
    """Make a folder that its owner alone may enter, or see to it that one is so.

    Raises:
        InputError: if it can't be made, or others may read it and something lies in it already.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            if any(folder.iterdir()):
                raise InputError(
                    f"{folder}: others may read it (mode {folder.stat().st_mode & 0o777:o}). "
                    f"Expected a folder of yours alone, for what users bring: chmod 700 {folder}"
                )
            folder.chmod(0o700)
    except OSError as error:
        raise InputError(
            f"{folder}: can't be used to keep glossaries in ({error.strerror}). Name a folder "
            "that you may write, or one that doesn't exist yet."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"{folder}: can't be written. Choose another folder for --store.")
