"""A BERT sentence encoder as an ONNX graph, in float or in int8, made from its weights.

The graph is written node by node instead of by an exporter and a quantiser: it leaves out what
one unpadded text does not need (attention mask, token types), starts and runs faster
(``docs/encoder.md`` has the figures), and stays the same under other versions of those tools.
It ends in mean pooling and L2 normalisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

__all__ = ["INPUT", "OUTPUT", "Shape", "build", "linear_inputs"]

Array = NDArray[Any]
Weights = Mapping[str, Array]
INPUT, OUTPUT = "input_ids", "vector"
_OPSET, _IR = 20, 9  # onnxruntime >= 1.17 reads both
_CONTRIB = "com.microsoft"
_MOST = 64  # of a matrix: 2 * 64 * 255 still fits into 16 bits


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder.

    Attributes:
        layers: how many transformer layers.
        heads: attention heads in each.
        hidden: width of a token's vector, and of the sentence's.
        epsilon: of the layer normalisations.
        max_tokens: longest text, in tokens, special ones included.
    """

    layers: int
    heads: int
    hidden: int
    epsilon: float
    max_tokens: int


def linear_inputs(shape: Shape) -> dict[str, tuple[str, ...]]:
    """Map each tensor that smoothing can rescale to the weights it is multiplied with."""
    found: dict[str, tuple[str, ...]] = {}
    for layer in range(shape.layers):
        at = f"encoder.layer.{layer}."
        found[f"{layer}.in"] = tuple(
            f"{at}attention.self.{name}.weight" for name in ("query", "key", "value")
        )
        found[f"{layer}.middle"] = (f"{at}intermediate.dense.weight",)
        found[f"{layer}.gelu"] = (f"{at}output.dense.weight",)
    return found


def build(
    weights: Weights, shape: Shape, smooth: Mapping[str, Array] | None = None
) -> onnx.ModelProto:
    """Write the graph: ``input_ids`` int64 (1, n) to ``vector`` float32 (1, hidden), unit length.

    Args:
        weights: as in the model's state dictionary, float32, matrices ``(out, in)``.
        shape: the sizes.
        smooth: for an int8 graph, the factor for each channel of each of
            :func:`linear_inputs`; without it the graph is float, and those tensors are
            outputs too, so that their ranges can be measured.
    """
    graph = _Graph(weights, shape, smooth)
    state = graph.embed()
    for layer in range(shape.layers):
        state = graph.layer(state, layer)
    return graph.finish(state)


class _Graph:
    """Nodes and constants of one graph, in the order in which they run.

    int8: matrices have one scale for each output channel, word vectors one for each row;
    what goes into a matrix product is quantised as it comes, with one scale for the whole
    tensor. Few channels of those tensors are some fifteen times as wide as the rest and would
    take most of the 256 steps, so each is divided by a factor, which the following
    matrix takes in (SmoothQuant, Xiao et al. 2023, equation 3). Matrices use 7 of the 8 bits:
    processors without VNNI add two products in 16 bits, which 8 bits would overflow.
    """

    def __init__(self, weights: Weights, shape: Shape, smooth: Mapping[str, Array] | None) -> None:
        self._weights, self._shape, self._smooth = weights, shape, smooth
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def _const(self, name: str, array: Array) -> str:
        if name not in self._constants:
            value = np.ascontiguousarray(array)
            self._constants[name] = numpy_helper.from_array(value, name)
        return name

    def _add(self, op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = _CONTRIB if op in ("DynamicQuantizeMatMul", "MultiHeadAttention") else ""
        node = helper.make_node(op, inputs, [output], output, domain=domain, **attributes)
        self._nodes.append(node)
        return output

    def _factor(self, tensor: str) -> Array | None:
        return None if self._smooth is None else self._smooth.get(tensor)

    def _linear(self, source: str, name: str, factor: Array | None, output: str) -> str:
        matrix, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        bias_name = self._const(f"{name}.bias", bias)
        if self._smooth is None:
            product = self._add(
                "MatMul", [source, self._const(f"{name}.weight", matrix.T)], f"{output}.product"
            )
            return self._add("Add", [product, bias_name], output)
        whole, scale = _int8_rows(matrix if factor is None else matrix * factor, _MOST)
        inputs = [
            source,
            self._const(f"{name}.int8", whole.T),
            self._const(f"{name}.scale", scale[:, 0]),
            "",
            bias_name,
        ]
        return self._add("DynamicQuantizeMatMul", inputs, output)

    def _norm(self, source: str, name: str, output: str) -> str:
        gain, shift = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        factor = self._factor(output)
        if factor is not None:
            gain, shift = gain / factor, shift / factor
        inputs = [source, self._const(f"{name}.gain", gain), self._const(f"{name}.shift", shift)]
        return self._add("LayerNormalization", inputs, output, axis=-1, epsilon=self._shape.epsilon)

    def _add_back(self, change: str, state: str, output: str) -> str:
        """Add the residual, which smoothing may have divided by a factor."""
        factor = self._factor(state)
        if factor is not None:
            state = self._add(
                "Mul", [state, self._const(f"{state}.factor", factor)], f"{state}.whole"
            )
        return self._add("Add", [change, state], output)

    def embed(self) -> str:
        words = self._weights["embeddings.word_embeddings.weight"]
        if self._smooth is None:
            state = self._add("Gather", [self._const("words", words), INPUT], "words.of")
        else:
            whole, scale = _int8_rows(words, 127)
            rows = self._add("Gather", [self._const("words.int8", whole), INPUT], "words.rows")
            rows = self._add("Cast", [rows], "words.float", to=TensorProto.FLOAT)
            scales = self._add("Gather", [self._const("words.scale", scale), INPUT], "words.scales")
            state = self._add("Mul", [rows, scales], "words.of")
        places = self._weights["embeddings.position_embeddings.weight"][: self._shape.max_tokens]
        places = places + self._weights["embeddings.token_type_embeddings.weight"][0]
        length = self._add("Shape", [INPUT], "length", start=1, end=2)
        zero = self._const("zero", np.zeros(1, np.int64))
        place = self._add("Slice", [self._const("places", places), zero, length], "places.of")
        state = self._add("Add", [state, place], "embedded")
        return self._norm(state, "embeddings.LayerNorm", "0.in")

    def layer(self, state: str, layer: int) -> str:
        at, out = f"encoder.layer.{layer}.", f"{layer}."
        heads = [
            self._linear(state, f"{at}attention.self.{name}", self._factor(state), out + name)
            for name in ("query", "key", "value")
        ]
        mixed = self._add(
            "MultiHeadAttention", heads, out + "attended", num_heads=self._shape.heads
        )
        mixed = self._linear(mixed, f"{at}attention.output.dense", None, out + "mixed")
        middle = self._add_back(mixed, state, out + "attention.sum")
        middle = self._norm(middle, f"{at}attention.output.LayerNorm", out + "middle")

        wide = self._linear(middle, f"{at}intermediate.dense", self._factor(middle), out + "wide")
        factor = self._factor(out + "gelu")
        wide = self._add("Gelu", [wide], out + "gelu")
        if factor is not None:
            wide = self._add(
                "Mul", [wide, self._const(out + "gelu.factor", 1 / factor)], out + "gelu.even"
            )
        narrow = self._linear(wide, f"{at}output.dense", factor, out + "narrow")
        narrow = self._add_back(narrow, middle, out + "sum")
        return self._norm(narrow, f"{at}output.LayerNorm", f"{layer + 1}.in")

    def finish(self, state: str) -> onnx.ModelProto:
        tokens = self._const("tokens", np.ones(1, np.int64))
        mean = self._add("ReduceMean", [state, tokens], "mean", keepdims=0)
        length = self._add("ReduceL2", [mean, tokens], "norm", keepdims=1)
        self._add("Div", [mean, length], OUTPUT)
        source = helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])
        names = [OUTPUT]
        if self._smooth is None:
            names += linear_inputs(self._shape)
        targets = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names]
        graph = helper.make_graph(
            self._nodes, "sentence encoder", [source], targets, list(self._constants.values())
        )
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=_IR)


def _int8_rows(matrix: Array, most: int) -> tuple[Array, Array]:
    """Quantise each row symmetrically: ``matrix ≈ int8 * scale``, scale of shape (rows, 1)."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) / most
    scale[scale == 0] = 1
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)
