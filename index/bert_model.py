"""The float model that an encoder is made from: its weights, sizes, tokenizer and ranges."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from .bert_graph import INPUT, Shape, build, linear_inputs
from .errors import InputError
from .sentence_model import file_sha256

__all__ = ["Model", "read_model", "smoothing"]

_STRENGTH = 0.6  # of smoothing: 0.55 and 0.65 agree less with the float model (docs/encoder.md)
_FLOOR = 1e-3  # channels that stay below are left as if they reached it
_PROBES, _PROBE_WORDS = 64, (4, 48)

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Model:
    """A float model as its folder holds it.

    Attributes:
        weights: by their names in the state dictionary, float32.
        shape: the sizes.
        tokenizer: without padding and truncation.
        sha256: of the weights' file.
    """

    weights: Mapping[str, Array]
    shape: Shape
    tokenizer: Tokenizer
    sha256: str


def read_model(folder: Path) -> Model:
    """Read the weights, sizes and tokenizer of a sentence-transformers model.

    Raises:
        InputError: if a file is missing, or the model is not BERT with erf-GELU, mean pooling
            and a fast tokenizer.
    """
    try:
        config = json.loads((folder / "config.json").read_bytes())
        pooling = json.loads((folder / "1_Pooling/config.json").read_bytes())
        limit = _token_limit(folder)
        stored = load_file(folder / "model.safetensors")
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"{folder}: a file is missing ({error}); expected a sentence-transformers model "
            "saved with safetensors. Save it again: model.save(folder)"
        ) from error
    mean = pooling.get("pooling_mode", "mean" if pooling.get("pooling_mode_mean_tokens") else "")
    kind = (config["model_type"], config["hidden_act"], mean)
    if kind != ("bert", "gelu", "mean"):
        raise InputError(
            f"{folder}: a model of kind {kind}; only ('bert', 'gelu', 'mean') can be written as "
            "a graph. Use it as it is: glossator index … --model FOLDER"
        )
    shape = Shape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        hidden=config["hidden_size"],
        epsilon=config["layer_norm_eps"],
        max_tokens=min(limit, config["max_position_embeddings"]),
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    weights = {name: array.astype(np.float32) for name, array in stored.items()}
    return Model(weights, shape, tokenizer, file_sha256(folder / "model.safetensors"))


def _token_limit(folder: Path) -> int:
    """Return how many tokens of a text count; newer releases keep that with the tokenizer."""
    for name in ("sentence_bert_config.json", "tokenizer_config.json"):
        limits = json.loads((folder / name).read_bytes())
        for key in ("max_seq_length", "model_max_length"):
            if limits.get(key):
                return int(limits[key])
    raise InputError(
        f"{folder}: no limit of tokens; expected 'max_seq_length' in sentence_bert_config.json or "
        "'model_max_length' in tokenizer_config.json. Save it again: model.save(folder)"
    )


def smoothing(model: Model) -> dict[str, Array]:
    """Find the factor for each channel of each tensor that is quantised as it comes.

    The channels that reach far do so whatever the text is, so random words show them well
    enough (docs/encoder.md).

    Returns:
        by the names of :func:`~glossator.index.bert_graph.linear_inputs`: shape ``(channels,)``,
        positive, of geometric mean 1.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    graph = build(model.weights, model.shape).SerializeToString()
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    inputs = linear_inputs(model.shape)
    reach: dict[str, Array] = {name: np.full(1, _FLOOR, np.float32) for name in inputs}
    for ids in _probes(model.tokenizer):
        for name, values in zip(inputs, session.run(list(inputs), {INPUT: ids}), strict=True):
            reach[name] = np.maximum(reach[name], np.abs(values[0]).max(axis=0))
    return {name: _factor(reach[name], model.weights, inputs[name]) for name in inputs}


def _factor(reach: Array, weights: Mapping[str, Array], readers: Iterable[str]) -> Array:
    widest = np.max([np.abs(weights[reader]).max(axis=0) for reader in readers], axis=0)
    factor = reach**_STRENGTH / np.maximum(widest, _FLOOR) ** (1 - _STRENGTH)
    return np.asarray(factor / np.exp(np.log(factor).mean()), np.float32)


def _probes(tokenizer: Tokenizer) -> Iterable[Array]:
    """Make texts of random whole words of the vocabulary, always the same ones."""
    words = sorted(word for word in tokenizer.get_vocab() if word.isalpha() and len(word) > 1)
    random = np.random.default_rng(0)
    for _ in range(_PROBES):
        text = " ".join(random.choice(words, random.integers(*_PROBE_WORDS)))
        yield np.array([tokenizer.encode(text).ids], np.int64)
