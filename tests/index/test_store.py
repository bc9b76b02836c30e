"""An index directory under crashes, damage, two writers, a full disk and a read-only folder."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from glossator.index import checks, disk
from glossator.index.build import write_index
from glossator.index.checks import LEXICON
from glossator.index.errors import (
    DamagedIndexError,
    IndexDirectoryError,
    LockedIndexError,
    StaleIndexError,
)
from glossator.index.manifest import MANIFEST, read_manifest, write_manifest
from glossator.index.opened import open_index
from glossator.index.store import open_version, publish
from glossator.index.vectors import FAISS, NPY
from glossator.index.verify import verify
from tests.index.fakes import FakeEncoder, flip_byte, glossary, only_version, reseal

ROOT = Path(__file__).resolve().parents[2]
OLD = glossary([("Port", (), "The left side of a boat.")])
NEW = glossary([("Starboard", (), "The right side of a boat.")])


def term(folder: Path) -> str:
    """Open an index of one entry, ask it in every way, and return the entry's term."""
    with open_index(folder) as index:
        (entry,) = index.lexicon.entries([0])
        assert index.lexicon.bm25(["nothing"], 1) == []
        rows, _ = index.vectors.search(FakeEncoder().encode([entry.term])[0], 1)
        assert index.lexicon.chunks(rows.tolist())[0].entry_row == 0
        assert entry.definition in index.lexicon.document(entry.document).text
        return entry.term


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_index(OLD, FakeEncoder(), tmp_path / "index")
    return tmp_path / "index"


def test_a_version_is_published_and_named_by_current(folder: Path) -> None:
    version = write_index(NEW, FakeEncoder(), folder)
    assert version.name == "v000002"
    assert json.loads((folder / "CURRENT").read_text())["version"] == "v000002"
    assert sorted(path.name for path in version.iterdir()) == sorted(
        [LEXICON, MANIFEST, NPY, FAISS]
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        ".lock", "CURRENT", "v000001", "v000002",
    ]  # fmt: skip
    assert term(folder) == "Starboard"
    assert verify(folder) == ()


def test_the_manifest_says_what_the_version_holds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    version = write_index(NEW, FakeEncoder(), folder)
    fields = json.loads((version / MANIFEST).read_text())
    text = NEW.documents[0].text
    assert fields["format"] == 2
    assert fields["created"] == "2023-11-14T22:13:20+00:00"
    assert fields["encoder"] == {"name": "fake", "sha256": FakeEncoder().sha256, "dim": 16}
    assert fields["counts"] == {"documents": 1, "entries": 1, "concepts": 1, "chunks": 1}
    assert fields["sources"] == [
        {
            "path": "sails.txt",
            "sha256": NEW.documents[0].sha256,
            "text_sha256": disk.hash_bytes(text.encode()),
        }
    ]
    assert [(mark["name"], mark["size"]) for mark in fields["files"]] == [
        (name, (version / name).stat().st_size) for name in sorted([LEXICON, NPY, FAISS])
    ]


def test_two_old_versions_are_kept(folder: Path) -> None:
    for _ in range(4):
        write_index(NEW, FakeEncoder(), folder)
    assert sorted(path.name for path in folder.glob("v*")) == ["v000003", "v000004", "v000005"]


def test_a_version_that_a_reader_holds_is_not_removed(folder: Path) -> None:
    with open_index(folder) as index:
        for _ in range(4):
            write_index(NEW, FakeEncoder(), folder)
        assert (folder / "v000001").is_dir()
        assert index.lexicon.entries([0])[0].term == "Port"
        assert len(index.vectors) == 1
    write_index(NEW, FakeEncoder(), folder)
    assert not (folder / "v000001").exists()


# crashes


def test_whoever_is_killed_and_whenever_the_old_or_the_new_version_opens(folder: Path) -> None:
    """A child is killed before and after each step of publishing; see killed_publish.py."""
    script = [sys.executable, str(Path(__file__).with_name("killed_publish.py")), str(folder)]
    run = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    outcomes = run.stdout.split()
    assert len(outcomes) >= 20
    assert set(outcomes) == {"old", "new"}
    assert outcomes == sorted(outcomes, reverse=True)  # once new, it stays new


def test_what_a_killed_writer_left_is_removed_by_the_next(folder: Path) -> None:
    left = folder / ".v000002.new"
    left.mkdir()
    (left / NPY).write_bytes(b"half")
    (folder / ".CURRENT.new").write_bytes(b"half")
    assert term(folder) == "Port"
    write_index(NEW, FakeEncoder(), folder)
    assert not left.exists()
    assert not (folder / ".CURRENT.new").exists()
    assert term(folder) == "Starboard"


def test_a_version_that_was_never_made_live_is_not_used(folder: Path) -> None:
    shutil.copytree(folder / "v000001", folder / "v000002")
    with closing(open_version(folder)) as opened:
        assert (opened.path.name, opened.notes) == ("v000001", ())


def test_an_interrupt_leaves_the_old_version_and_no_rubbish(folder: Path) -> None:
    def write(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(folder, write)  # type: ignore[arg-type]
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "CURRENT", "v000001"]
    assert term(folder) == "Port"


def test_readers_see_one_version_or_the_other_during_fifty_rebuilds(folder: Path) -> None:
    seen: set[tuple[str, str]] = set()
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                with open_index(folder) as index:
                    (entry,) = index.lexicon.entries([0])
                    seen.add((entry.term, entry.definition))
                    assert index.notes == ()
                    assert len(index.vectors) == 1
            except Exception as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for at in range(50):
        write_index(OLD if at % 2 else NEW, FakeEncoder(), folder)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    expected = {(one.entries[0].term, one.entries[0].definition) for one in (OLD, NEW)}
    assert seen <= expected


# damage

FILES = (LEXICON, NPY, MANIFEST)


def spread(path: Path, count: int = 12) -> list[int]:
    size = path.stat().st_size
    return sorted({0, size - 1, *(size * at // count for at in range(count))})


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_falls_back_and_says_so(folder: Path, name: str) -> None:
    path = write_index(NEW, FakeEncoder(), folder) / name
    content = path.read_bytes()
    for at in spread(path):
        flip_byte(path, at)
        with closing(open_version(folder)) as opened:
            assert opened.path.name == "v000001"
            assert name in opened.notes[0]
            assert "Using v000001 instead" in opened.notes[1]
        assert term(folder) == "Port"
        assert any(name in fault for fault in verify(folder))
        path.write_bytes(content)
    assert term(folder) == "Starboard"


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_with_nothing_to_fall_back_to_is_damage(folder: Path, name: str) -> None:
    path = only_version(folder) / name
    content = path.read_bytes()
    for at in spread(path):
        flip_byte(path, at)
        with pytest.raises(DamagedIndexError, match=rf"{name}.*rebuild it") as caught:
            open_index(folder)
        assert caught.value.exit_code == 3
        path.write_bytes(content)


def test_a_flipped_byte_in_the_cache_is_healed_from_the_vectors(folder: Path) -> None:
    path = only_version(folder) / FAISS
    content = path.read_bytes()
    for at in spread(path):
        flip_byte(path, at)
        with open_index(folder) as index:
            (note,) = index.notes
            assert note == (
                "v000001/vectors.faiss is not what its sha256 in the manifest says; "
                "rebuilt in memory from vectors.npy"
            )
            rows, cosines = index.vectors.search(FakeEncoder().encode(["Port"])[0], 1)
        path.write_bytes(content)
        with open_index(folder) as whole:
            same_rows, same_cosines = whole.vectors.search(FakeEncoder().encode(["Port"])[0], 1)
        assert (rows.tolist(), cosines.tolist()) == (same_rows.tolist(), same_cosines.tolist())


def test_every_flipped_bit_of_current_is_noticed(folder: Path) -> None:
    write_index(NEW, FakeEncoder(), folder)
    path = folder / "CURRENT"
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :])
        with closing(open_version(folder)) as opened:
            assert opened.path.name == "v000002"
            assert "CURRENT" in opened.notes[0]
        assert verify(folder)[0].startswith("CURRENT")


@pytest.mark.parametrize("name", [*FILES, FAISS, "CURRENT"])
@pytest.mark.parametrize("harm", ["missing", "empty", "short", "long"])
def test_missing_and_cut_files_are_noticed(folder: Path, name: str, harm: str) -> None:
    version = write_index(NEW, FakeEncoder(), folder)
    path = (folder if name == "CURRENT" else version) / name
    content = path.read_bytes()
    changed = {"empty": b"", "short": content[:-1], "long": content + b"\0"}
    path.unlink()
    if harm in changed:
        path.write_bytes(changed[harm])
    with closing(open_version(folder)) as opened:
        assert name in opened.notes[0]
        assert opened.path.name == ("v000002" if name in (FAISS, "CURRENT") else "v000001")
    term(folder)
    assert any(name in fault for fault in verify(folder))


@pytest.mark.parametrize("name", [LEXICON, NPY, FAISS, MANIFEST])
def test_files_of_another_version_are_noticed(folder: Path, name: str) -> None:
    version = write_index(NEW, FakeEncoder(), folder)
    shutil.copy(folder / "v000001" / name, version / name)
    with closing(open_version(folder)) as opened:
        assert name in opened.notes[0]
    assert term(folder) == ("Starboard" if name == FAISS else "Port")


def test_a_whole_version_under_the_name_of_another_is_noticed(folder: Path) -> None:
    version = write_index(NEW, FakeEncoder(), folder)
    shutil.rmtree(version)
    shutil.copytree(folder / "v000001", version)
    with closing(open_version(folder)) as opened:
        assert opened.path.name == "v000001"
        assert "not the one that CURRENT names" in opened.notes[0]


def test_an_extra_file_is_a_fault_but_no_reason_to_refuse(folder: Path) -> None:
    (only_version(folder) / "notes.txt").write_text("mine")
    assert term(folder) == "Port"
    assert verify(folder) == ("v000001/notes.txt is not in the manifest",)


def test_deep_and_wide_json_is_damage_not_a_crash(folder: Path) -> None:
    for content in ("[" * 100_000, "{}", "[]", '{"sha256": ' + "9" * 5000 + "}", "nul", '"a"'):
        (folder / "CURRENT").write_text(content)
        (only_version(folder) / MANIFEST).write_text(content)
        with pytest.raises(DamagedIndexError, match="CURRENT is no"):
            open_index(folder)


# large files: hashed once


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Treat every file as large, and list what is hashed."""
    names: list[str] = []
    whole = disk.hash_file

    def count(path: Path) -> str:
        names.append(path.name)
        return whole(path)

    monkeypatch.setattr(checks, "_HASH_ONCE_BYTES", 0)
    monkeypatch.setattr(checks, "_RACY_NS", 0)
    monkeypatch.setattr(disk, "hash_file", count)
    return names


def test_a_large_file_is_hashed_once_until_it_changes(folder: Path, hashed: list[str]) -> None:
    for _ in range(3):
        open_version(folder).close()
    assert hashed == [LEXICON, NPY, FAISS]
    verified = only_version(folder) / ".verified"
    flip_byte(only_version(folder) / NPY, -1)
    with pytest.raises(DamagedIndexError, match=NPY):
        open_version(folder)
    assert hashed[3:] == [NPY]
    for content in (b"", b"[]", b"{", verified.read_bytes().replace(b"vectors", b"vectorz")):
        verified.write_bytes(content)
        with pytest.raises(DamagedIndexError, match=NPY):
            open_version(folder)


def test_verify_hashes_everything_every_time(folder: Path, hashed: list[str]) -> None:
    assert verify(folder) == verify(folder) == ()
    assert hashed == [LEXICON, NPY, FAISS] * 2


def test_a_file_that_changed_a_moment_ago_is_hashed_again(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_RACY_NS", 10**12)
    open_version(folder).close()
    open_version(folder).close()
    assert hashed == [LEXICON, NPY, FAISS] * 2


# what an index is not


def test_a_folder_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        for use in (open_index, verify):
            with pytest.raises(IndexDirectoryError, match=r"holds no index.*glossator index FILE"):
                use(path)
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(IndexDirectoryError, match="holds no index"):
        open_index(file)
    with pytest.raises(IndexDirectoryError, match="can't be written"):
        write_index(NEW, FakeEncoder(), file)


def test_an_index_is_not_mixed_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("my work")
    with pytest.raises(IndexDirectoryError, match=r"holds other files, such as 'thesis\.tex'"):
        write_index(NEW, FakeEncoder(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("other", [0, 1, 99])
def test_another_format_is_refused_with_the_remedy(folder: Path, other: int) -> None:
    reseal(folder, lambda fields: fields.update(format=other))
    for use in (open_index, verify):
        with pytest.raises(StaleIndexError, match=rf"format {other}, .* format 2.*glossator index"):
            use(folder)


def test_a_manifest_that_miscounts_is_damage(folder: Path) -> None:
    def claim(**counts: int) -> None:
        full = {"documents": 1, "entries": 1, "concepts": 1, "chunks": 1, **counts}
        reseal(folder, lambda fields: fields.update(counts=full))

    claim(entries=2)
    with pytest.raises(DamagedIndexError, match=r"lexicon\.sqlite holds .*entries=1"):
        open_index(folder)
    claim(chunks=2)
    with pytest.raises(DamagedIndexError, match="other than the 2 vectors of dimension 16"):
        open_index(folder)


def test_a_manifest_survives_writing_and_reading(folder: Path) -> None:
    raw = (only_version(folder) / MANIFEST).read_bytes()
    assert write_manifest(read_manifest(raw, folder)) == raw


# writers


def test_a_second_writer_is_told_the_first_ones_pid(folder: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from glossator.index import disk\n"
        "with disk.lock(Path(sys.argv[1])): print('locked', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "locked\n"
        with pytest.raises(LockedIndexError, match=rf"process {child.pid} is writing this index"):
            write_index(NEW, FakeEncoder(), folder)
        assert term(folder) == "Port"  # readers need no lock
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    write_index(NEW, FakeEncoder(), folder)  # a dead owner's lock is free
    assert term(folder) == "Starboard"


def test_two_writers_in_one_process_are_two(folder: Path) -> None:
    with disk.lock(folder), pytest.raises(LockedIndexError, match=f"process {os.getpid()} "):
        write_index(NEW, FakeEncoder(), folder)


@pytest.mark.parametrize("limit", [0, 100, 4096, 60_000, 600_000])
def test_a_full_disk_is_an_error_and_leaves_the_old_version(folder: Path, limit: int) -> None:
    """No file may grow beyond the limit: the lock, the lexicon, then vectors of 1 MB don't fit."""
    many = glossary((f"Term {at}", (), f"Definition number {at}.") for at in range(500))
    before = sorted(folder.rglob("*"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(IndexDirectoryError, match=r"can't be written .* stays usable"):
            write_index(many, FakeEncoder(dim=512), folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert sorted(folder.rglob("*")) == before
    assert term(folder) == "Port"


def test_an_error_at_any_step_is_never_reported_as_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sync and rename fails in turn: as with a broken disk or a full one."""
    steps = 0

    def failing(which: int, name: str) -> Callable[..., object]:
        real = getattr(os, name) if name == "fsync" else getattr(Path, name)

        def step(*args: object) -> object:
            nonlocal steps
            steps += 1
            if steps == which:
                raise OSError(5, "Input/output error")
            return real(*args)

        return step

    for which in range(1, 100):
        steps = 0
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", failing(which, "fsync"))
            patch.setattr(Path, "rename", failing(which, "rename"))
            patch.setattr(Path, "replace", failing(which, "replace"))
            try:
                write_index(NEW, FakeEncoder(), folder)
            except IndexDirectoryError:
                assert term(folder) in ("Port", "Starboard")
                continue
        break
    assert which == 11  # 3 files, manifest, folder; rename, folder; CURRENT: sync, replace, folder
    assert term(folder) == "Starboard"
    assert list(folder.glob(".*.new")) == []


AS_NOBODY = """
import os, sys
sys.path.insert(0, os.getcwd())
from pathlib import Path
from glossator.index.opened import open_index
from glossator.index.verify import verify
from glossator.index.errors import IndexDirectoryError
from glossator.index.build import write_index
from tests.index.fakes import FakeEncoder, glossary
import faiss
folder = Path(sys.argv[1])
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
with open_index(folder) as index:
    print(index.lexicon.entries([0])[0].term, len(index.vectors), index.notes, verify(folder))
try:
    write_index(glossary(), FakeEncoder(), folder)
except IndexDirectoryError as error:
    print(error)
"""


def test_a_read_only_folder_serves_reads_and_refuses_writes(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    reachable = folder
    while reachable != reachable.parent and os.getuid() == 0:  # for another user, too
        reachable = reachable.parent
        reachable.chmod(reachable.stat().st_mode | 0o111)
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    assert run.returncode == 0, run.stderr
    read, refused = run.stdout.splitlines()
    assert read == "Port 1 () ()"
    assert "can't be written" in refused
    assert "Permission denied" in refused


def test_any_folder_name_will_do(tmp_path: Path) -> None:
    home = tmp_path / "a b" / "é?#%20\n"
    write_index(NEW, FakeEncoder(), home)
    linked = tmp_path / "link"
    linked.symlink_to(home)
    write_index(OLD, FakeEncoder(), linked)
    assert term(home) == term(linked) == "Port"
    assert verify(linked) == ()
