"""The embedded deep-learning glossary: what is asked when no index is named."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from ..data import path as shipped
from .encoder import Encoder
from .errors import GlossaryError
from .manifest import CHUNKING, FORMAT
from .opened import Index, open_index

__all__ = ["open_embedded"]

Progress = Callable[[str, int, int], None]


def open_embedded(encoder: Encoder, progress: Progress | None = None) -> Index:
    """Open the index of the embedded glossary; build it first where there is none yet.

    It lies in the user's cache folder under a name made from all that it depends on, so another
    release, encoder or format builds its own. Where the cache can't be read or written it is
    built in memory.
    """
    folder = _cache() / f"embedded-{_fingerprint(encoder)}"
    try:
        return open_index(folder)
    except (GlossaryError, OSError):
        pass  # not there yet, or damaged: it is only a cache
    # only the first time: loading readers takes a tenth of a cold answer
    from .build import build, build_memory
    from .reading import read_paths

    readings = read_paths([shipped("glossaries")]).readings
    try:
        return build(readings, encoder, folder, progress=progress)
    except (GlossaryError, OSError):
        return build_memory(readings, encoder, progress=progress)


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("glossator", appauthor=False)


def _fingerprint(encoder: Encoder) -> str:
    mark = sha256(f"{FORMAT} {CHUNKING} {encoder.sha256}".encode())
    for place in sorted(shipped("glossaries").iterdir()):
        if place.is_file():
            mark.update(os.fsencode(place.name) + b"\0" + place.read_bytes())
    return mark.hexdigest()[:16]
