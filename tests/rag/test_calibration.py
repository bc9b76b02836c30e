"""A calibration is read as settings, or refused with what is wrong and what to do."""

import json
from pathlib import Path

import pytest

from glossator.rag import Glossator, InputError, Settings
from glossator.rag.calibration import load_settings

ENCODER = "ab" * 32
ROW = {"threshold": 0.4, "slope": 0.5, "shift": -1.25, "encoder": ENCODER, "risk": 0.02}


def written(folder: Path, values: object) -> Path:
    path = folder / "calibration.json"
    path.write_text(values if isinstance(values, str) else json.dumps(values), encoding="utf-8")
    return path


def test_threshold_and_scale_become_settings(tmp_path: Path) -> None:
    found = load_settings(written(tmp_path, ROW), ENCODER)
    assert found == Settings(threshold=0.4, slope=0.5, shift=-1.25)
    assert found.channels == Settings().channels


def test_another_encoder_is_named_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(
        InputError,
        match=r"calibration\.json: fitted with encoder abababababab, .*uses cdcdcdcdcdcd\."
        r".*glossator eval calibrate",
    ):
        load_settings(written(tmp_path, ROW), "cd" * 32)


@pytest.mark.parametrize("gone", ["threshold", "slope", "shift", "encoder"])
def test_a_file_without_what_is_needed_names_that(tmp_path: Path, gone: str) -> None:
    row = {key: value for key, value in ROW.items() if key != gone}
    with pytest.raises(InputError, match=f"{gone}.*expected what 'glossator eval calibrate"):
        load_settings(written(tmp_path, row), ENCODER)


@pytest.mark.parametrize(
    "values",
    ["", "no json", "[]", "3", "null", '"threshold"', {**ROW, "slope": "steep"},
     {**ROW, "shift": None}],
)  # fmt: skip
def test_what_is_no_calibration_is_refused(tmp_path: Path, values: object) -> None:
    with pytest.raises(InputError, match=r"calibration\.json: .*expected what 'glossator eval"):
        load_settings(written(tmp_path, values), ENCODER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 1.5},
        {"threshold": -0.1},
        {"threshold": float("nan")},
        {"slope": 0},
        {"slope": -1},
        {"slope": float("inf")},
        {"shift": float("nan")},
        {"shift": float("-inf")},
    ],
)
def test_figures_that_would_turn_confidence_round_or_off_are_refused(
    tmp_path: Path, wrong: dict[str, float]
) -> None:
    with pytest.raises(InputError, match=r"calibration\.json: .*expected what 'glossator eval"):
        load_settings(written(tmp_path, {**ROW, **wrong}), ENCODER)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(InputError, match="expected what 'glossator eval calibrate"):
        load_settings(path, ENCODER)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json: can't be read \(No such file"):
        load_settings(tmp_path / "none.json", ENCODER)
    with pytest.raises(InputError, match="can't be read"):
        load_settings(tmp_path, ENCODER)


def test_the_scale_moves_the_confidence_and_the_threshold_decides(
    sailing: Glossator, tmp_path: Path
) -> None:
    question = "which rope hoists a sail?"
    plain = sailing.ask(question).confidence
    row = {**ROW, "threshold": 0.0, "shift": -2.0, "slope": 1.0}
    row["encoder"] = sailing.encoder.sha256
    lower = load_settings(written(tmp_path, row), sailing.encoder.sha256)
    assert sailing.ask(question, settings=lower).confidence < plain
    above = load_settings(written(tmp_path, {**row, "threshold": 1.0}), sailing.encoder.sha256)
    assert not sailing.ask(question, settings=above).answered
