"""Files are whole or as they were; sealed JSON tells of every changed bit."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index import disk


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    disk.write_text(path, "first")
    disk.write_text(path, "zweiter Text: ä")
    assert path.read_text(encoding="utf-8") == "zweiter Text: ä"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_half_a_character_stands_as_its_escape(tmp_path: Path) -> None:
    disk.write_text(tmp_path / "report.json", '"\udce4"')
    assert (tmp_path / "report.json").read_bytes() == b'"\\udce4"'


def test_a_failed_replacement_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.json"
    disk.write_text(path, "first")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        disk.write_text(path, "second")
    assert path.read_text() == "first"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    disk.write_file(tmp_path / "new", [b"one ", memoryview(b"two")])
    assert (tmp_path / "new").read_bytes() == b"one two"
    with pytest.raises(FileExistsError):
        disk.write_file(tmp_path / "new", [b"three"])


FIELDS = st.dictionaries(
    st.text(max_size=5).filter(lambda key: key != "sha256"),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=5,
    ),
)


@given(FIELDS, st.integers(0), st.integers(0, 7))
def test_sealed_fields_come_back_and_no_changed_bit_does(
    fields: dict[str, object], at: int, bit: int
) -> None:
    sealed = bytearray(disk.seal(fields))
    assert disk.unseal(bytes(sealed)) == fields
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(ValueError, match=r"is no JSON object|is not what"):
        disk.unseal(bytes(sealed))
