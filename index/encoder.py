"""Texts to unit vectors: the bundled encoder, or any sentence-transformers model.

A text's vector depends on the text alone: every text goes through the model by itself, without
padding, on one thread. In int8 the activations of a call share one scale, so what else is in a
batch would change a text's vector (measured: cosine 0.993 to itself), and batches save nothing.
"""

import hashlib
import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..data import path as data_path
from .errors import MissingPartError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = [
    "MAX_CHARS",
    "BundledEncoder",
    "Encoder",
    "Vectors",
    "bundled",
    "load",
    "model_digest",
    "sentence_transformers_encoder",
    "usable",
]

Vectors = NDArray[np.float32]

MAX_CHARS = 10_000
"""Only so much of a text is looked at: the 256 tokens that count are about 1,200 characters."""


class Encoder(Protocol):
    """Anything that turns texts into vectors whose inner product says how near they are.

    An index keeps all three properties, and refuses another encoder's queries.
    """

    @property
    def name(self) -> str:
        """What :func:`load` finds the encoder by."""

    @property
    def dim(self) -> int:
        """The length of a vector."""

    @property
    def sha256(self) -> str:
        """Of all that decides the vectors, in hex."""

    def encode(self, texts: Iterable[str]) -> Vectors:
        """Return one row a text, float32, shape ``(n, dim)``, each of unit length."""


class BundledEncoder:
    """The encoder of a folder that ``python -m glossator.index.export`` wrote.

    What it is comes from ``model.json`` alone; session and tokenizer are loaded when the first
    text comes. One instance may be used by any number of threads.

    Args:
        folder: holds ``model.json``, ``model.onnx``, its weights and ``tokenizer.json``.

    Raises:
        MissingPartError: if a file is missing or has another size than ``model.json`` says.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        about = _read_card(folder)
        self.name: str = about["name"]
        self.dim: int = about["dim"]
        self.sha256: str = about["sha256"]
        self._max_tokens: int = about["max_tokens"]
        self._lock = threading.Lock()
        self._parts: tuple[Tokenizer, InferenceSession] | None = None

    def encode(self, texts: Iterable[str]) -> Vectors:
        """Return one row a text, float32, shape ``(n, dim)``, each of unit length.

        Of a long text the first 256 tokens count. An empty text has a vector too.
        """
        tokenizer, session = self._parts or self._load()
        rows = []
        for text in texts:
            ids = tokenizer.encode(usable(text)).ids
            rows.append(session.run(["vector"], {"input_ids": np.array([ids], np.int64)})[0])
        return np.concatenate(rows) if rows else np.empty((0, self.dim), np.float32)

    def _load(self) -> "tuple[Tokenizer, InferenceSession]":
        with self._lock:
            if self._parts is None:
                from tokenizers import Tokenizer

                tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
                tokenizer.enable_truncation(self._max_tokens)
                self._parts = tokenizer, _session(self._folder / "model.onnx")
            return self._parts


def bundled() -> BundledEncoder:
    """Return the encoder that ships with the package; nothing heavy is loaded yet."""
    return BundledEncoder(data_path("models"))


def load(name: str | None = None) -> Encoder:
    """Return the encoder of a name, as ``--model`` and an index's manifest give it.

    Args:
        name: ``None`` or the bundled encoder's own name for that one; else the folder or name
            of a sentence-transformers model.
    """
    own = bundled()
    return own if name is None or name == own.name else sentence_transformers_encoder(name)


def sentence_transformers_encoder(name_or_path: str) -> Encoder:
    """Load a sentence-transformers model from a folder or by its public name.

    A name that is not in the local cache is downloaded, unless ``HF_HUB_OFFLINE=1`` is set.

    Raises:
        MissingPartError: if the extra ``models`` is not installed.
        InputError: if there is no such model, or it can't be loaded.
    """
    try:
        from .sentence_model import SentenceModelEncoder
    except ModuleNotFoundError as error:
        raise MissingPartError(
            f"the model '{name_or_path}' needs {error.name}, which is not installed. "
            "Install it: pip install 'glossator[models]'"
        ) from error
    return SentenceModelEncoder(name_or_path)


def model_digest(files: dict[str, str]) -> str:
    """Return one sha256 for several files, given ``{name: sha256}``: that of their sorted list."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def usable(text: str) -> str:
    """Return what an encoder takes of a text: no white space around, :data:`MAX_CHARS` at most."""
    # half of a surrogate pair, which JSON can carry, is no text that a tokenizer takes
    return text.strip()[:MAX_CHARS].encode("utf-8", "replace").decode("utf-8")


def _read_card(folder: Path) -> dict[str, Any]:
    """Read ``model.json`` and hold the files' sizes against it.

    The sha256 sums in it are trusted: they would cost every start some 15 ms, and a
    test holds them against the files.
    """
    again = "Install glossator again, or write the folder: python -m glossator.index.export"
    try:
        about: dict[str, Any] = json.loads((folder / "model.json").read_bytes())
        for name, file in about["files"].items():
            size = (folder / name).stat().st_size
            if size != file["bytes"]:
                raise MissingPartError(
                    f"{folder / name}: {size} bytes, expected {file['bytes']}. {again}"
                )
    except FileNotFoundError as error:
        raise MissingPartError(f"{error.filename}: no such file of the encoder. {again}") from error
    except (ValueError, KeyError) as error:
        raise MissingPartError(
            f"{folder / 'model.json'}: can't be read ({error}). {again}"
        ) from error
    return about


def _session(model: Path) -> "InferenceSession":
    # Read when onnxruntime is first imported: it writes a device id and events into the user's
    # cache folder otherwise, to be sent to its maker. Never overruled.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
