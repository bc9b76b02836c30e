"""Files and folders: what is read, what is left out, and what is said of it."""

import gzip
import json
import os
from pathlib import Path

import pytest

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.reading import read_bytes, read_paths

TABLE = "Urn\tA pot with a tap.\nVat\tA tub.\n"
LIST = "1. Urn\n\n  • A pot with a tap.\n\n2. Vat\n\n  • A tub.\n"
LINES = '{"term": "Urn", "definition": "A pot with a tap."}\n'


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# --- one file ---


@pytest.mark.parametrize(
    ("text", "name"), [(TABLE, "table"), (LIST, "numbered"), (LINES, "jsonlines")]
)
def test_the_content_chooses_the_reader_whatever_the_file_s_name(text: str, name: str) -> None:
    reading = read_bytes(text.encode(), "pots.xyz")
    assert reading.format == name
    assert reading.entries[0].definition == "A pot with a tap."
    assert reading.why not in ("", "asked for")


@pytest.mark.parametrize("text", [TABLE, LIST])
def test_one_endless_definition_hides_no_other_and_no_shape(text: str) -> None:
    endless = text.replace("with a tap", "very (hot " * 500_000)
    reading = read_bytes(endless.encode(), "pots.txt")
    assert [entry.term for entry in reading.entries] == ["Vat"]
    assert [remark.code for remark in reading.remarks] == ["too-long"]


def test_a_format_that_is_asked_for_is_used() -> None:
    reading = read_bytes(TABLE.encode(), "pots.txt", "table")
    assert (reading.format, reading.why) == ("table", "asked for")


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"'clay'.*jsonlines.*table.*numbered"):
        read_bytes(TABLE.encode(), "pots.txt", "clay")


def test_text_of_no_known_shape_names_the_known_ones_and_why_not() -> None:
    with pytest.raises(InputError, match=r"prose\.txt.*jsonlines \(0 of.*; nor .*table"):
        read_bytes(b"an urn is a pot with a tap and a vat is a tub", "prose.txt")


@pytest.mark.parametrize("raw", [b"", b" \n\n\t\n", b"\xef\xbb\xbf", gzip.compress(b"")])
def test_an_empty_file_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"pots\.txt: is empty.*check"):
        read_bytes(raw, "pots.txt")


def test_binary_data_is_refused() -> None:
    with pytest.raises(InputError, match="binary"):
        read_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "pots.txt")


def test_only_a_header_gives_a_remark_and_no_entry() -> None:
    reading = read_bytes(b"Term\tDefinition\n", "pots.tsv")
    assert reading.entries == ()
    assert [remark.code for remark in reading.remarks] == ["no-entries"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_give_the_same_entries(encoding: str) -> None:
    text = "Urn\tA pot – with a tap.\r\nVat\tA tub.\r\n"
    reading = read_bytes(text.encode(encoding), "pots.tsv")
    assert [entry.definition for entry in reading.entries] == ["A pot – with a tap.", "A tub."]
    assert reading.remarks == ()


def test_windows_1252_is_read_and_said() -> None:
    reading = read_bytes("Urn\tA pot.\nVat\tA café tub.\n".encode("cp1252"), "pots.tsv")
    assert reading.entries[1].definition == "A café tub."
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("encoding-guessed", 2)]


def test_a_packed_file_is_read_and_hashed_as_it_lies() -> None:
    raw = gzip.compress(LINES.encode()) + gzip.compress(LINES.replace("Urn", "Vat").encode())
    reading = read_bytes(raw, "pots.jsonl.gz")
    assert [entry.term for entry in reading.entries] == ["Urn", "Vat"]
    assert reading.document.sha256 != read_bytes(LINES.encode(), "p").document.sha256


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (gzip.compress(LINES.encode())[:-12], "breaks off"),
        (b"\x1f\x8b" + b"no gzip at all", "damaged"),
        (gzip.compress(LINES.encode()) + b"rest", "damaged"),
    ],
)
def test_a_damaged_packed_file_is_refused(raw: bytes, found: str) -> None:
    with pytest.raises(InputError, match=found):
        read_bytes(raw, "pots.jsonl.gz")


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    small = Options(max_bytes=1_000)
    with pytest.raises(InputError, match=r"more than 1,000 bytes.*--max-bytes"):
        read_bytes(gzip.compress(b"a" * 1_001), "pots.jsonl.gz", options=small)
    packed = gzip.compress(LINES.encode().ljust(1_000))
    assert read_bytes(packed, "pots.jsonl.gz", options=small).entries


# --- files and folders ---


def test_a_folder_is_read_whole_sorted_by_path(tmp_path: Path) -> None:
    write(tmp_path, b=TABLE, a=LIST, sub__c=LINES)
    found = read_paths([tmp_path])
    assert [reading.document.path for reading in found.readings] == ["a", "b", "sub/c"]
    assert [reading.document.id for reading in found.readings] == ["a", "b", "sub-c"]
    assert found.readings[2].entries[0].id == "sub-c#urn"
    assert found.remarks == ()
    assert found.complete


def test_a_named_file_has_its_name_as_path(tmp_path: Path) -> None:
    write(tmp_path, sub__pots=TABLE)
    (reading,) = read_paths([str(tmp_path / "sub" / "pots")]).readings
    assert reading.document.path == "pots"


def test_hidden_files_and_links_to_folders_are_left_out_with_a_remark(tmp_path: Path) -> None:
    write(tmp_path, a=TABLE)
    write(tmp_path / ".git", config="x")
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = read_paths([tmp_path])
    assert [(remark.path, remark.code) for remark in found.remarks] == [
        (".DS_Store", "hidden"),
        (".git", "hidden"),
        ("loop", "link"),
    ]
    assert found.complete


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    write(tmp_path, **{".pots": TABLE})
    assert len(read_paths([tmp_path / ".pots"]).readings) == 1


def test_a_bad_file_in_a_folder_is_an_error_remark_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, a=TABLE, empty="")
    (tmp_path / "image").write_bytes(b"\0\1\2\3" * 10)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    found = read_paths([tmp_path])
    assert [reading.document.path for reading in found.readings] == ["a"]
    assert [(remark.path, remark.code) for remark in found.remarks] == [
        ("empty", "not-read"),
        ("image", "not-read"),
        ("nowhere", "not-read"),
        ("pipe", "not-read"),
    ]
    assert not found.complete


def test_the_same_bad_file_named_itself_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, a=TABLE, empty="")
    with pytest.raises(InputError, match="empty: is empty"):
        read_paths([tmp_path / "a", tmp_path / "empty"])


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone: does not exist.*check the path"):
        read_paths([tmp_path / "gone"])
    with pytest.raises(InputError, match="can't be read"):
        read_paths(["a\0b"])


def test_a_loop_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match="can't be read"):
        read_paths([tmp_path / "a"])


def test_a_file_that_can_t_be_opened_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a=TABLE, b=LIST)
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match=r"a: can't be read \(Permission denied\)"):
        read_paths([tmp_path / "a"])
    found = read_paths([tmp_path])
    assert [(remark.path, remark.code) for remark in found.remarks] == [("a", "not-read")]


@pytest.mark.parametrize("files", [{}, {"empty": ""}, {"header": "Term\tDefinition\n"}])
def test_a_folder_without_any_glossary_is_an_error(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"no glossary entry was found.*check the path"):
        read_paths([write(tmp_path, **files)])


def test_an_unknown_format_is_an_error_even_for_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'clay'"):
        read_paths([write(tmp_path, a=TABLE)], "clay")


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, a=TABLE)
    found = read_paths([tmp_path, tmp_path / "a"])
    assert len(found.readings) == 1
    assert [remark.code for remark in found.remarks] == ["named-twice"]


def test_two_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    write(tmp_path, x__a=TABLE, y__a=LIST)
    found = read_paths([tmp_path / "y", tmp_path / "x" / "a"])
    assert [reading.document.path for reading in found.readings] == ["y/a", "x/a"]
    assert [reading.document.id for reading in found.readings] == ["y-a", "x-a"]


def test_paths_that_make_one_id_get_numbers(tmp_path: Path) -> None:
    write(tmp_path, **{"a-b": TABLE, "a b": TABLE})
    found = read_paths([tmp_path])
    assert [(r.document.path, r.document.id) for r in found.readings] == [
        ("a b", "a-b"),
        ("a-b", "a-b-2"),
    ]


def test_titles_may_be_given_by_path(tmp_path: Path) -> None:
    write(tmp_path, a=TABLE, sub__b=LIST)
    found = read_paths([tmp_path], titles={"sub/b": "Pots", str(tmp_path / "a"): "Tubs"})
    assert [reading.document.title for reading in found.readings] == ["Tubs", "Pots"]
    with pytest.raises(InputError, match=r"'c': no such file.*a, sub/b"):
        read_paths([tmp_path], titles={"c": "Pans"})


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/p\xff"
    try:
        Path(os.fsdecode(name)).write_text(TABLE)
    except OSError:
        pytest.skip("the file system takes no such name")
    (reading,) = read_paths([tmp_path]).readings
    assert reading.document.path == "p\ufffd"


def test_two_runs_give_the_same(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"term": f"Pot {n}", "definition": "A pot."}) + "\n" for n in (1, 2))
    write(tmp_path, a=TABLE, b=LIST, c=lines)
    assert read_paths([tmp_path]) == read_paths([tmp_path])


@pytest.mark.shared
@pytest.mark.slow
def test_a_hundred_thousand_entries_are_read_whole(shared: Path) -> None:
    found = read_paths([shared / "wordnet" / "wordnet.jsonl.gz"]).readings[0]
    assert len(found.entries) == len({entry.id for entry in found.entries}) == 120_630
    assert {remark.code for remark in found.remarks} == {"keys", "keys-ignored"}
    text = found.document.text
    assert all(text[entry.start : entry.end] == entry.definition for entry in found.entries)
    assert all(found.document.line_of(entry.start) == entry.line for entry in found.entries)
