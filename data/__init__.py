"""What ships with the package: our own glossary, our own questions, the bundled encoder."""

from importlib.resources import files
from pathlib import Path

__all__ = ["path"]


def path(name: str) -> Path:
    """Return where a shipped file or folder lies, such as ``glossaries`` or ``models``.

    Wheels are installed unpacked, so a plain path is enough: onnxruntime and SQLite
    open files by path, not through an importer.
    """
    return Path(str(files(__name__))) / name
