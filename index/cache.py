"""A small cache over batched look-ups in immutable files."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Generic, TypeVar

__all__ = ["BatchCache"]

K = TypeVar("K")
V = TypeVar("V")


class BatchCache(Generic[K, V]):
    """Remembers what a batched look-up found, also that it found nothing.

    Threads may share it: at worst two of them look the same thing up. When it is full it
    starts again from nothing, which at glossary size never happens.

    Args:
        load: given keys, returns the values of those that there are.
        size: how many keys to remember.
    """

    def __init__(self, load: Callable[[Collection[K]], Mapping[K, V]], size: int) -> None:
        self._load = load
        self._size = size
        self._known: dict[K, V | None] = {}

    def get(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the values of those keys that there are, in the order asked."""
        wanted = list(dict.fromkeys(keys))
        known = self._known
        found = {key: known[key] for key in wanted if key in known}
        missing = [key for key in wanted if key not in found]
        if missing:
            loaded = self._load(missing)
            fresh = {key: loaded.get(key) for key in missing}
            if len(known) + len(fresh) > self._size:
                self._known = dict(fresh)
            else:
                known.update(fresh)
            found |= fresh
        return {key: value for key in wanted if (value := found[key]) is not None}
