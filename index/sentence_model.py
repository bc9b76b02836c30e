"""Sentence-transformers models as encoders: the one module that imports that library."""

import hashlib
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from .encoder import Vectors, model_digest, usable
from .errors import InputError

__all__ = ["SentenceModelEncoder", "file_sha256", "model_folder"]


class SentenceModelEncoder:
    """A sentence-transformers model, one text a call, so that a vector depends on its text alone.

    Args:
        name_or_path: a folder, or a public name; a name is downloaded where the cache
            doesn't hold it, unless ``HF_HUB_OFFLINE=1`` is set. Code that comes with a
            model is never run.

    Raises:
        InputError: if there is no such model, or it can't be loaded.
    """

    def __init__(self, name_or_path: str) -> None:
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(name_or_path)
            folder = model_folder(name_or_path)
        except Exception as error:  # of many kinds, depending on what the files hold
            reason = str(error).strip().partition("\n")[0]
            raise InputError(
                f"'{name_or_path}': not a sentence-transformers model that can be loaded "
                f"({reason}). Name the folder of one, or a public model while online."
            ) from error
        given = Path(name_or_path)
        self.name: str = str(given.resolve()) if given.is_dir() else name_or_path
        self.dim: int = self._model.get_embedding_dimension() or 0
        self.sha256: str = model_digest(_digests(folder))
        self._lock = threading.Lock()  # its tokenizer's settings are set anew in every call

    def encode(self, texts: Iterable[str]) -> Vectors:
        """Return one row a text, float32, shape ``(n, dim)``, each of unit length.

        Raises:
            InputError: if the model gives a vector that can't be scaled to unit length.
        """
        usable_texts = [usable(text) for text in texts]
        if not usable_texts:
            return np.empty((0, self.dim), np.float32)
        with self._lock:
            rows = self._model.encode(usable_texts, batch_size=1, show_progress_bar=False)
        vectors = np.asarray(rows, np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths) & (lengths > 0)).all():
            raise InputError(f"'{self.name}': the model gives vectors that are not finite, or zero")
        return np.asarray(vectors / lengths, np.float32)


def model_folder(name_or_path: str) -> Path:
    """Return the folder that holds a model's files; for a name, that of the local cache.

    Raises:
        OSError: if there is none.
    """
    if Path(name_or_path).is_dir():
        return Path(name_or_path)
    for name in (name_or_path, f"sentence-transformers/{name_or_path}"):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise FileNotFoundError(f"no folder and no model of the local cache: {name_or_path}")


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    """Hash the weights and settings of a model's folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    weights = [path for path in files if path.suffix == ".safetensors"]
    weights = weights or [path for path in files if path.suffix == ".bin"]
    settings = [path for path in files if path.suffix in (".json", ".txt", ".model")]
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in weights + settings}
