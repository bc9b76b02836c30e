"""What figures rest on: files, versions, the commit, the encoder."""

import subprocess
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from ..index.opened import Index
from .faults import read_bytes
from .results import Provenance, QuestionFile

__all__ = ["provenance_of", "question_file"]

_LIBRARIES = (
    "faiss-cpu",
    "ir_measures",
    "numpy",
    "onnxruntime",
    "pytrec-eval-terrier",
    "rapidfuzz",
    "scipy",
    "tokenizers",
)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    """Return the commit of our source tree, ``+`` where tracked files changed.

    ``""`` where these very files are not tracked: an installed package, in whatever tree.
    """
    folder = Path(__file__).resolve().parent
    try:
        _git(folder, "ls-files", "--error-unmatch", Path(__file__).name)
        head = _git(folder, "rev-parse", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return ""
    return head + ("+" if changed else "")


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    return done.stdout.strip()


def question_file(path: Path, n: int) -> QuestionFile:
    """Return a file's mark: its name, how many of its questions were asked, its sha256."""
    return QuestionFile(path.name, n, sha256(read_bytes(path)).hexdigest())


def provenance_of(
    index: Index,
    questions: Sequence[QuestionFile],
    *,
    seed: int,
    split: str = "",
    command: str = "",
) -> Provenance:
    """Return what an evaluation rests on; nothing in it differs between two equal runs."""
    manifest = index.manifest
    counts = manifest.counts
    held = {
        "documents": str(counts.documents),
        "entries": str(counts.entries),
        "concepts": str(counts.concepts),
        "chunks": str(counts.chunks),
        "chunking": manifest.chunking,
        **{f"sha256 of {source.path}": source.sha256 for source in manifest.sources},
    }
    return Provenance(
        _version("glossator"),
        _commit(),
        seed,
        tuple(questions),
        split,
        held,
        (manifest.encoder.name, manifest.encoder.sha256),
        {"python": python_version(), **{name: _version(name) for name in _LIBRARIES}},
        command,
    )
