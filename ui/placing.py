"""Files that a command writes: whether that is possible is found out before any work is done."""

import os
from pathlib import Path

from ..index.errors import InputError

__all__ = ["place", "write"]


def place(name: str | None) -> Path | None:
    """Return where a file is to be written, once that is sure to be possible.

    Raises:
        InputError: if it isn't.
    """
    if name is None:
        return None
    path = Path(name).resolve()  # a link stays one, /dev/stdout too
    if path.exists() and not path.is_file():
        raise InputError(f"{name}: is no file. Expected a new name, or a file to replace.")
    if not path.parent.is_dir():
        raise InputError(f"{name}: there is no folder '{path.parent}'. Make it, or choose another.")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"{name}: can't write in '{path.parent}'. Choose another folder.")
    return path


def write(path: Path, text: str) -> None:
    """Write a file whole, or leave the old one.

    Raises:
        InputError: if it can't be written.
    """
    from ..index.disk import write_text

    try:
        write_text(path, text)
    except OSError as error:
        raise InputError(f"{path}: can't be written ({error.strerror}).") from error
