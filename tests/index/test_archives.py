"""Zip archives: what is read of them, what is refused, and that sizes are held against data."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.reading import Readings, read_bytes, read_paths
from glossator.index.sources import as_source

TABLE = "Urn\tA pot with a tap.\nVat\tA tub.\n"
LIST = "1. Jug\n\n  • A pot with a beak.\n\n2. Cup\n\n  • A small pot.\n"


def packed(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return held.getvalue()


def read(folder: Path, raw: bytes, options: Options | None = None) -> Readings:
    place = folder / "pots.zip"
    place.write_bytes(raw)
    return read_paths([place], options=options or Options())


def test_an_archive_is_read_file_by_file_like_a_folder(tmp_path: Path) -> None:
    found = read(tmp_path, packed({"b/list.txt": LIST, "a.tsv": TABLE, "b/": ""}))
    assert [reading.document.path for reading in found.readings] == [
        "pots.zip/a.tsv",
        "pots.zip/b/list.txt",
    ]
    assert [len(reading.entries) for reading in found.readings] == [2, 2]
    assert found.complete
    assert found.readings[0].document.sha256 == read_bytes(TABLE.encode(), "a").document.sha256


def test_an_archive_in_a_folder_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "x.zip").write_bytes(packed({"a.tsv": TABLE}))
    (tmp_path / "list.txt").write_text(LIST)
    found = read_paths([tmp_path])
    assert [reading.document.path for reading in found.readings] == [
        "list.txt",
        "shelf/x.zip/a.tsv",
    ]


def test_a_title_may_be_given_to_a_file_in_an_archive(tmp_path: Path) -> None:
    place = tmp_path / "pots.zip"
    place.write_bytes(packed({"a.tsv": TABLE}))
    found = read_paths([place], titles={"pots.zip/a.tsv": "Pots"})
    assert found.readings[0].document.title == "Pots"


def test_two_archives_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "p.zip").write_bytes(packed({"a/t.tsv": TABLE}))
    found = read_paths([tmp_path / "x" / "p.zip", tmp_path / "y" / "p.zip"])
    assert [reading.document.path for reading in found.readings] == [
        "x/p.zip/a/t.tsv",
        "y/p.zip/a/t.tsv",
    ]


def test_hidden_files_of_an_archive_are_left_out_with_a_remark(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.tsv": TABLE, ".git/x": "y", "__MACOSX/._a.tsv": b"\0\5"}
    found = read(tmp_path, packed(files))
    assert [(remark.path, remark.code) for remark in found.remarks] == [
        ("pots.zip/.git/x", "hidden"),
        ("pots.zip/__MACOSX/._a.tsv", "hidden"),
    ]


@pytest.mark.parametrize("name", ["../x.tsv", "a/../../x.tsv", "/etc/x.tsv", "C:\\x.tsv", "..\\x"])
def test_a_name_that_points_out_of_the_archive_is_refused_and_the_rest_read(
    tmp_path: Path, name: str
) -> None:
    found = read(tmp_path, packed({name: TABLE, "list.txt": LIST}))
    assert [reading.document.path for reading in found.readings] == ["pots.zip/list.txt"]
    assert "points out of the archive" in found.unread[0].message
    assert not found.complete


def test_a_name_that_stands_twice_is_said(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in ("a.tsv", "b.tsv"):
            made.writestr(name, TABLE)
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.tsv", TABLE)
    found = read(tmp_path, held.getvalue())
    assert [reading.document.path for reading in found.readings] == ["pots.zip/b.tsv"]
    assert "twice" in found.unread[0].message


def test_an_encrypted_file_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    raw = bytearray(packed({"a.tsv": TABLE, "b.tsv": TABLE}))
    entry = raw.index(b"PK\1\2")
    raw[entry + 8] |= 1  # the flag of the first member
    found = read(tmp_path, bytes(raw))
    assert [reading.document.path for reading in found.readings] == ["pots.zip/b.tsv"]
    assert "encrypted" in found.unread[0].message


def test_an_archive_inside_an_archive_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    found = read(tmp_path, packed({"inner.zip": packed({"a.tsv": TABLE}), "b.tsv": TABLE}))
    assert [reading.document.path for reading in found.readings] == ["pots.zip/b.tsv"]
    assert "is an archive of files" in found.unread[0].message


def test_a_damaged_file_of_an_archive_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    raw = bytearray(packed({"a.tsv": TABLE, "b.tsv": TABLE}, zipfile.ZIP_STORED))
    raw[raw.index(b"Urn")] ^= 1
    found = read(tmp_path, bytes(raw))
    assert [reading.document.path for reading in found.readings] == ["pots.zip/b.tsv"]
    assert "damaged" in found.unread[0].message


def test_names_in_utf_8_that_don_t_say_so_are_read_as_such(tmp_path: Path) -> None:
    raw = packed({"töpfe.tsv": TABLE})
    for magic, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = raw.index(magic) + at
        raw = raw[:place] + b"\0\0" + raw[place + 2 :]
    assert read(tmp_path, raw).readings[0].document.path == "pots.zip/töpfe.tsv"


def test_an_archive_named_itself_that_is_damaged_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pots\.zip: .*damaged.*pack it again"):
        read(tmp_path, packed({"a.tsv": TABLE})[:-30])


def test_an_archive_of_nothing_readable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no glossary entry was found"):
        read(tmp_path, packed({"a.png": b"\x89PNG\0\0"}))
    with pytest.raises(InputError, match="no glossary entry was found"):
        read(tmp_path, packed({}))


def test_an_archive_where_one_file_is_expected_says_what_to_do() -> None:
    with pytest.raises(InputError, match=r"archive of files.*Unpack"):
        read_bytes(packed({"a.tsv": TABLE}), "pots.zip")


# --- bombs and lies ---


def test_an_archive_over_the_limit_is_refused_with_the_option(tmp_path: Path) -> None:
    raw = packed({"a.tsv": TABLE * 20, "b.tsv": TABLE * 20})
    with pytest.raises(InputError, match=r"holds 1,320 bytes unpacked.*at most 600.*--max-bytes"):
        read(tmp_path, raw, Options(max_bytes=600))
    with pytest.raises(InputError, match=r"has \d+ bytes.*at most 40.*--max-bytes"):
        read(tmp_path, raw, Options(max_bytes=40))


def test_what_is_packed_as_only_bombs_are_is_refused() -> None:
    raw = packed({"xl/sheet1.xml": b"<a/>" * 2**23, "[Content_Types].xml": "<x/>"})
    with pytest.raises(InputError, match=r"so tight only bombs are"):
        as_source(raw, "pots.xlsx")


def test_many_members_are_refused() -> None:
    raw = b"PK\3\4" + b"PK\1\2" * 20_001
    with pytest.raises(InputError, match="more than 20,000 members"):
        as_source(raw, "pots.zip")


def lying(declared: int) -> bytes:
    """Return a document whose member says that it is smaller than it is, with a sum to match."""
    content = b"a" * 100_000
    raw = bytearray(packed({"[Content_Types].xml": content}))
    for magic, at in ((b"PK\3\4", 14), (b"PK\1\2", 16)):
        place = raw.index(magic) + at
        struct.pack_into("<I", raw, place, zlib.crc32(content[:declared]))
        struct.pack_into("<I", raw, place + 8, declared)
    return bytes(raw)


def test_a_document_that_lies_about_its_size_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(lying(10))) as opened:
        assert opened.read("[Content_Types].xml") == b"a" * 10  # the library believes it
    with pytest.raises(InputError, match="not as large as it says"):
        as_source(lying(10), "pots.docx")


def test_an_encrypted_document_is_refused() -> None:
    raw = bytearray(packed({"[Content_Types].xml": "<x/>"}))
    raw[raw.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(InputError, match=r"encrypted.*without a password"):
        as_source(bytes(raw), "pots.docx")


def test_a_document_comes_with_its_bytes_and_without_text() -> None:
    raw = packed({"[Content_Types].xml": "<x/>"})
    source = as_source(raw, "pots.docx")
    assert (source.text, source.encoding, source.raw) == ("", "binary", raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "older or an encrypted Office file"),
    ],
)
def test_what_no_reader_reads_is_named_with_what_to_do(raw: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_bytes(raw, "pots.bin")


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_changed_archive_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, change: bytes, document: bool
) -> None:
    name = "[Content_Types].xml" if document else "a.tsv"
    raw = bytearray(packed({name: TABLE, "b.tsv": LIST}))
    at = min(at, len(raw) - 1)
    raw[at : at + len(change)] = change
    folder = tmp_path_factory.mktemp("changed")
    try:
        found = read(folder, bytes(raw))
    except InputError:
        return
    for reading in found.readings:
        for entry in reading.entries:
            assert reading.document.text[entry.start : entry.end] == entry.definition
