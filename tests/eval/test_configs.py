"""Settings of runs as people write them."""

import pytest

from glossator.eval.configs import SYSTEM, baselines, parse_config, settings_text, system
from glossator.rag import InputError, Settings

SHIPPED = Settings(threshold=0.4)


def test_fields_are_changed_and_others_kept() -> None:
    config = parse_config("strict=threshold:0.9,channels:name+dense", SHIPPED)
    assert config.name == "strict"
    assert config.settings == Settings(frozenset({"name", "dense"}), 0.9)
    assert parse_config("same=", SHIPPED).settings == SHIPPED
    assert settings_text(config)["channels"] == "dense+name"
    assert settings_text(config)["threshold"] == "0.9"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("strict", "expected NAME=field:value"),
        ("=threshold:1", "expected NAME=field:value"),
        ("a=treshold:1", r"'treshold:1'; expected field:value with a field of channels, threshold"),
        ("a=threshold", "expected field:value"),
        ("a=threshold:high", "threshold can't be 'high'"),
        ("a=channels:name+smell", r"channels can't be 'name\+smell' \(expected some of dense"),
    ],
)
def test_a_setting_that_cannot_be_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_config(text, SHIPPED)


def test_the_rows_that_are_always_there() -> None:
    rows = baselines(SHIPPED)
    names = ["names", "bm25", "dense", "always-answer", "always-refuse", "perfect-retriever"]
    assert [one.name for one in rows] == names
    assert system(SHIPPED).name == SYSTEM
    assert [one.settings.threshold for one in rows] == [0.4, 0.4, 0.4, 0.0, 0.4, 0.0]
    assert all(one.kind == "baseline" for one in rows)
