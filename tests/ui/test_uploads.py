"""Glossaries of users: read, looked at, indexed with the server's, switched, bounded, private."""

import gzip
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossator.index.errors import InputError
from glossator.rag import Glossator
from glossator.rag.live import Live
from glossator.ui.uploads import Limits, Uploads, new_token, owner_of
from tests.ui.conftest import ROPES, SAILS

KITES = """\
Term\tDefinition
Bridle\tThe lines that hang a kite at its angle to the wind.
Tail\tA strip that steadies a kite in rough air.
Mainsail\tA word that kite flyers do not use.
"""
KEEL = "The fin beneath the hull that keeps a boat from drifting sideways."


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


Opened = Callable[..., Uploads]


@pytest.fixture(scope="module")
def boats_glossary(boats_index: Path) -> Iterator[Glossator]:
    with Glossator.open(boats_index) as glossary:
        yield glossary


@pytest.fixture
def opened(boats_glossary: Glossator) -> Iterator[Opened]:
    """Open uploads beside the boats, closed when the test ends."""
    made: list[Uploads] = []

    def act(
        store: Path | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] | None = None,
        base: Glossator = boats_glossary,
    ) -> Uploads:
        made.append(Uploads(Live(base, every_s=None), store, limits, clock or Clock()))
        return made[-1]

    yield act
    for one in made:
        one.close()


def comes(uploads: Uploads) -> str:
    """Return the owner of a new shelf."""
    owner = owner_of(new_token())
    assert owner is not None
    uploads.make(owner)
    return owner


def brings(uploads: Uploads, owner: str, text: str = KITES, name: str = "kites.tsv") -> str:
    """Have a glossary read and indexed; return its id."""
    draft = uploads.read(owner, text.encode(), name)
    uploads.add(owner, [draft.id])
    uploads.settled()
    assert uploads.state(owner)["fault"] == ""
    return draft.id


def quotes(uploads: Uploads, owner: str | None, question: str) -> list[str]:
    with uploads.asking(owner) as glossary:
        return [one.quote for one in glossary.ask(question).citations]


def on(uploads: Uploads, owner: str) -> list[str]:
    return [one["name"] for one in uploads.state(owner)["glossaries"] if one["on"]]


def test_a_file_is_shown_entry_by_entry_before_anything_is_indexed(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    broken = "Term\tDefinition\nTail\tA strip.\nonly one cell\nBridle (Harness)\tThe lines.\n"
    shown = uploads.read(owner, broken.encode(), "C:\\kites\\list.tsv").to_dict()
    assert (shown["name"], shown["format"], shown["total"]) == ("list.tsv", "table", 2)
    assert [(one["term"], one["place"]) for one in shown["entries"]] == [
        ("Tail", "line 2"),
        ("Bridle", "line 4"),
    ]
    assert shown["entries"][1]["aliases"] == ["Harness"]
    assert shown["entries"][1]["definition"] == "The lines."
    assert [one["line"] for one in shown["remarks"]] == [3]
    assert shown["lines"] == {"entry": 2, "page": 1, "report": 1}
    assert quotes(uploads, owner, "what is a bridle?") == []


def test_a_long_file_is_shown_in_pages(opened: Opened) -> None:
    uploads = opened()
    rows = [f"Knot{n}\tA knot that is called {n} by sailors." for n in range(450)]
    draft = uploads.read(comes(uploads), "\n".join(["Term\tDefinition", *rows]).encode(), "k.tsv")
    pages = [draft.to_dict(at)["entries"] for at in (0, 200, 400)]
    assert [len(page) for page in pages] == [200, 200, 50]
    assert pages[2][-1]["term"] == "Knot449"


def test_what_was_added_is_asked_together_with_the_server_s_own(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    brings(uploads, owner)
    assert quotes(uploads, owner, "what is a bridle?") == [
        "The lines that hang a kite at its angle to the wind."
    ]
    assert quotes(uploads, owner, "what is a keel?") == [KEEL]
    assert on(uploads, owner) == ["ropes.txt", "sails.tsv", "kites.tsv"]


def test_only_texts_that_are_new_are_encoded(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossator.index.encoder import BundledEncoder

    uploads, encoded = opened(), []
    owner = comes(uploads)
    encode = BundledEncoder.encode

    def noting(self: BundledEncoder, texts: list[str]) -> object:
        encoded.extend(texts)
        return encode(self, texts)

    monkeypatch.setattr(BundledEncoder, "encode", noting)
    own = brings(uploads, owner)
    assert len(encoded) == 3  # a chunk for each entry of the kites, none of the boats
    brings(uploads, owner, SAILS.replace("Keel", "Skeg"), "more.tsv")
    assert len(encoded) == 4  # only the changed one
    uploads.switch(owner, own, on=False)
    uploads.switch(owner, own, on=True)
    uploads.settled()
    assert len(encoded) <= 7  # what was off is not kept


def test_the_combined_index_answers_as_one_built_of_the_files(
    opened: Opened, boats: Path, tmp_path: Path
) -> None:
    uploads = opened()
    owner = comes(uploads)
    brings(uploads, owner)
    (tmp_path / "kites.tsv").write_text(KITES)
    paths = [boats / "ropes.txt", boats / "sails.tsv", tmp_path / "kites.tsv"]
    with Glossator.build(paths) as built, uploads.asking(owner) as ours:
        for question in ("what is a sheet?", "which line ties a small boat?", "what is a tail?"):
            one, other = built.ask(question), ours.ask(question)
            assert (one.text, one.confidence) == (other.text, other.confidence)
            assert one.citations or not one.answered


def test_each_glossary_is_switched_off_and_on(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    own = brings(uploads, owner)
    uploads.switch(owner, own, on=False)
    uploads.switch(owner, "sails-tsv", on=False)
    uploads.settled()
    assert on(uploads, owner) == ["ropes.txt"]
    assert quotes(uploads, owner, "what is a keel?") == []
    assert quotes(uploads, owner, "what is a bridle?") == []
    assert quotes(uploads, None, "what is a keel?") == [KEEL]
    with pytest.raises(InputError, match="has to stay on"):
        uploads.switch(owner, "ropes-txt", on=False)
    uploads.switch(owner, own, on=True)
    uploads.settled()
    assert len(quotes(uploads, owner, "what is a bridle?")) == 1


def test_a_glossary_that_is_removed_is_gone_and_the_server_s_own_come_back(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    own = brings(uploads, owner)
    for part in ("sails-tsv", "ropes-txt"):
        uploads.switch(owner, part, on=False)
    uploads.remove(owner, own)
    uploads.settled()
    assert on(uploads, owner) == ["ropes.txt", "sails.tsv"]
    assert quotes(uploads, owner, "what is a bridle?") == []
    assert quotes(uploads, owner, "what is a keel?") == [KEEL]
    with pytest.raises(KeyError):
        uploads.switch(owner, own, on=True)


def test_two_users_see_nothing_of_each_other_even_with_stolen_ids(opened: Opened) -> None:
    uploads = opened()
    one, other = comes(uploads), comes(uploads)
    own = brings(uploads, one)
    draft = uploads.read(one, SAILS.encode(), "sails.tsv").id
    assert quotes(uploads, other, "what is a bridle?") == []
    assert "kites" not in str(uploads.state(other))
    for act in (
        lambda: uploads.switch(other, own, on=False),
        lambda: uploads.remove(other, own),
        lambda: uploads.draft(other, draft),
        lambda: uploads.drop(other, draft),
        lambda: uploads.add(other, [draft]),
    ):
        with pytest.raises(KeyError):
            act()
    uploads.settled()
    assert len(quotes(uploads, one, "what is a bridle?")) == 1


def test_an_owner_is_made_of_cookie_and_account_and_an_odd_cookie_is_none() -> None:
    token = new_token()
    assert owner_of(token, "ann") != owner_of(token, "bob")
    assert owner_of(token) == owner_of(token)
    for odd in (None, "", "a", token + "a", token[:-1] + "/", "../" * 14 + "a"):
        assert owner_of(odd) is None


def test_one_name_is_given_once(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    for _ in range(2):
        brings(uploads, owner)
    pasted = uploads.read(owner, KITES.encode(), "")
    assert pasted.name == "pasted text"
    assert on(uploads, owner)[2:] == ["kites.tsv", "kites (2).tsv"]


def test_a_title_and_a_format_can_be_chosen(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    draft = uploads.read(owner, KITES.encode(), "k.tsv", "table", "  All\nabout kites ")
    uploads.add(owner, [draft.id])
    uploads.settled()
    with uploads.asking(owner) as glossary:
        assert glossary.ask("what is a bridle?").citations[0].title == "All about kites"
    with pytest.raises(InputError, match=r"format 'papyrus' is not known"):
        uploads.read(owner, KITES.encode(), "k.tsv", "papyrus")


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02" * 100, r"x\.tsv"),
        (b"Hello, this is a letter and no glossary at all.", r"x\.tsv"),
        (b"x" * (2**20 + 1), "larger than 1 MB"),
        (gzip.compress(b"Term\tDefinition\n" + b" " * 2**28), "larger than 1 MB"),
        (gzip.compress(KITES.encode())[:-12], "breaks off"),
        (KITES.encode() + b"".join(b"K%d\tA thing.\n" % n for n in range(60)), "holds 63 entries"),
    ],
)
def test_what_is_no_glossary_or_too_much_is_refused(
    opened: Opened, raw: bytes, complaint: str
) -> None:
    uploads = opened(limits=Limits(file_bytes=2**20, user_entries=50))
    with pytest.raises(InputError, match=complaint):
        uploads.read(comes(uploads), raw, "x.tsv")


def test_a_packed_file_is_read(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    draft = uploads.read(owner, gzip.compress(KITES.encode()), "kites.tsv.gz")
    assert (draft.size, len(draft.reading.entries)) == (len(KITES.encode()), 3)


def test_a_user_s_share_is_bounded(opened: Opened) -> None:
    uploads = opened(limits=Limits(glossaries=2, user_bytes=3 * len(KITES), drafts=2))
    owner = comes(uploads)
    first, second = (uploads.read(owner, KITES.encode(), "a.tsv").id for _ in range(2))
    third = uploads.read(owner, KITES.encode(), "a.tsv").id
    with pytest.raises(KeyError):
        uploads.draft(owner, first)  # the oldest draft went
    uploads.add(owner, [second, third])
    uploads.read(owner, KITES.encode(), "a.tsv")
    with pytest.raises(InputError, match="together with what you have"):
        uploads.read(owner, KITES.encode(), "b.tsv")
    with pytest.raises(InputError, match="3 glossaries with 9 entries are too many"):
        uploads.add(owner, uploads.state(owner)["drafts"])


def test_who_was_away_longest_is_forgotten_first(opened: Opened) -> None:
    clock = Clock()
    uploads = opened(limits=Limits(users=2, idle_s=100), clock=clock)
    one, two = comes(uploads), comes(uploads)
    brings(uploads, one)
    clock.now += 1
    brings(uploads, two)
    clock.now += 1
    quotes(uploads, one, "what is a keel?")
    three = comes(uploads)
    assert [uploads.has(owner) for owner in (one, two, three)] == [True, False, True]
    assert quotes(uploads, two, "what is a bridle?") == []
    clock.now += 101
    assert quotes(uploads, one, "what is a bridle?") == []
    assert not uploads.has(one)


def test_the_bytes_of_all_are_bounded(opened: Opened) -> None:
    uploads = opened(limits=Limits(all_bytes=2 * len(KITES)))
    users = [comes(uploads) for _ in range(3)]
    for user in users:
        brings(uploads, user)
    assert [uploads.has(user) for user in users] == [False, True, True]


def test_an_index_that_was_put_away_is_made_again_when_asked(opened: Opened) -> None:
    uploads = opened(limits=Limits(indexed_entries=20))
    users = [comes(uploads) for _ in range(3)]
    for user in users:
        brings(uploads, user)  # ten entries each, with those of the boats
    assert [uploads._shelves[user].indexed for user in users] == [0, 10, 10]
    assert len(quotes(uploads, users[0], "what is a bridle?")) == 1


def test_a_draft_that_nobody_came_back_to_goes(opened: Opened) -> None:
    clock = Clock()
    uploads = opened(clock=clock)
    owner = comes(uploads)
    uploads.read(owner, KITES.encode(), "kites.tsv")
    clock.now += Limits().draft_s + 1
    assert uploads.state(owner)["drafts"] == []


def test_what_can_t_be_indexed_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    store = tmp_path / "store"
    uploads = opened(store)
    owner = comes(uploads)
    own = brings(uploads, owner)
    (store / owner / "files" / own).unlink()
    draft = uploads.read(owner, ROPES.encode(), "mine.txt")
    uploads.add(owner, [draft.id])
    uploads.settled()
    state = uploads.state(owner)
    assert state["fault"].startswith("Nothing was changed. kites.tsv: the file can't be read")
    assert not state["pending"]
    assert on(uploads, owner) == ["ropes.txt", "sails.tsv", "kites.tsv"]
    assert len(quotes(uploads, owner, "what is a bridle?")) == 1
    assert not (store / owner / "files" / draft.id).exists()


def test_questions_under_way_end_on_the_index_that_they_began_with(opened: Opened) -> None:
    uploads = opened()
    owner = comes(uploads)
    own = brings(uploads, owner)
    with uploads.asking(owner) as before:
        uploads.remove(owner, own)
        uploads.settled()
        assert before.ask("what is a bridle?").answered
    assert quotes(uploads, owner, "what is a bridle?") == []
    with pytest.raises(ValueError, match="was closed"):
        before.index.lexicon.named({"never asked"})


def test_a_server_s_glossary_too_large_to_combine_is_asked_alone(opened: Opened) -> None:
    uploads = opened(limits=Limits(base_entries=3))
    owner = comes(uploads)
    own = brings(uploads, owner)
    assert on(uploads, owner) == ["kites.tsv"]
    assert quotes(uploads, owner, "what is a keel?") == []
    with pytest.raises(InputError, match="7 entries, too many"):
        uploads.switch(owner, "all", on=True)
    uploads.remove(owner, own)
    uploads.settled()
    assert quotes(uploads, owner, "what is a keel?") == [KEEL]


def test_many_threads_ask_while_glossaries_change(opened: Opened) -> None:
    uploads = opened()
    users = [comes(uploads) for _ in range(3)]
    owns = [
        brings(uploads, user, KITES.replace("kite", f"kite of {at}"), "kites.tsv")
        for at, user in enumerate(users)
    ]
    faults: list[str] = []
    stop = threading.Event()

    def asks(at: int) -> None:
        while not stop.is_set():
            found = quotes(uploads, users[at], "what is a bridle?")
            if found not in ([], [f"The lines that hang a kite of {at} at its angle to the wind."]):
                faults.append(f"{at}: {found}")

    threads = [threading.Thread(target=asks, args=(at,)) for at in range(3) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        for user, own in zip(users, owns, strict=True):
            uploads.switch(user, own, on=bool(turn % 2))
        uploads.settled()
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []


# --- kept in a folder ---


def modes(folder: Path) -> set[str]:
    return {stat.filemode(path.lstat().st_mode) for path in folder.rglob("*")}


def test_kept_glossaries_survive_a_restart_and_are_their_owner_s_alone(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    uploads = opened(store)
    owner = comes(uploads)
    brings(uploads, owner)
    off = brings(uploads, owner, ROPES, "mine.txt")
    uploads.switch(owner, off, on=False)
    uploads.settled()
    assert uploads.state(owner)["kept"]
    assert modes(store) == {"drwx------", "-rw-------"}
    assert stat.filemode(store.stat().st_mode) == "drwx------"
    with pytest.raises(InputError, match="another server"):
        opened(store)
    uploads.close()

    again = opened(store)
    monkeypatch.setattr("glossator.ui.uploads_keep.build", None)  # nothing is built again
    assert on(again, owner) == ["ropes.txt", "sails.tsv", "kites.tsv"]
    assert len(quotes(again, owner, "what is a bridle?")) == 1
    assert not any(owner in line for line in (store / owner / "shelf.json").read_text())


def test_what_was_removed_stands_in_no_file(opened: Opened, tmp_path: Path) -> None:
    store = tmp_path / "store"
    uploads = opened(store)
    owner = comes(uploads)
    own = brings(uploads, owner)
    other = brings(uploads, owner, ROPES, "mine.txt")
    uploads.remove(owner, own)
    uploads.settled()
    held = [path for path in store.rglob("*") if path.is_file()]
    assert held
    assert not [path for path in held if b"hang a kite" in path.read_bytes()]
    uploads.remove(owner, other)
    uploads.settled()
    assert {path.name for path in (store / owner).iterdir()} == {"shelf.json", "files"}
    uploads.forget(owner)
    assert not (store / owner).exists()


def test_a_stale_or_damaged_index_is_made_again_from_the_files(
    opened: Opened, boats_glossary: Glossator, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    uploads = opened(store)
    owner = comes(uploads)
    brings(uploads, owner)
    uploads.close()
    (tmp_path / "new.tsv").write_text(SAILS.replace("fin beneath", "plank beneath"))
    with Glossator.build([tmp_path / "new.tsv"]) as other:
        changed = opened(store, base=other)
        assert quotes(changed, owner, "what is a keel?") == [KEEL.replace("fin", "plank")]
        assert len(quotes(changed, owner, "what is a bridle?")) == 1
        changed.close()
    for file in (store / owner).glob("index-*/v*/lexicon.sqlite"):
        file.chmod(0o600)
        file.write_bytes(b"")
    assert len(quotes(opened(store), owner, "what is a bridle?")) == 1


def test_a_file_that_was_lost_leaves_the_server_s_own(opened: Opened, tmp_path: Path) -> None:
    store = tmp_path / "store"
    uploads = opened(store)
    owner = comes(uploads)
    own = brings(uploads, owner)
    uploads.close()
    (store / owner / "files" / own).unlink()
    for file in (store / owner).glob("index-*/CURRENT"):
        file.unlink()
    for file in (store / owner).glob("index-*/v*/manifest.json"):
        file.unlink()
    again = opened(store)
    assert quotes(again, owner, "what is a keel?") == [KEEL]
    assert "Nothing was changed" in again.state(owner)["fault"]


def test_kept_ones_leave_memory_for_others_and_come_back(opened: Opened, tmp_path: Path) -> None:
    limits = replace(Limits(), indexed_entries=10)
    uploads = opened(tmp_path / "store", limits)
    users = [comes(uploads) for _ in range(3)]
    for user in users:
        brings(uploads, user)
    assert list(uploads._shelves) == users[2:]
    assert [len(quotes(uploads, user, "what is a bridle?")) for user in users] == [1, 1, 1]


def test_kept_ones_are_forgotten_after_a_season(opened: Opened, tmp_path: Path) -> None:
    clock = Clock()
    uploads = opened(tmp_path / "store", clock=clock)
    owner = comes(uploads)
    brings(uploads, owner)
    clock.now += 91 * 24 * 3600
    assert quotes(uploads, owner, "what is a bridle?") == []
    assert not (tmp_path / "store" / owner).exists()


def test_a_folder_that_others_may_read_is_refused(opened: Opened, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    (shared / "file").write_text("x")
    with pytest.raises(InputError, match=r"others may read it \(mode 755\).*chmod 700"):
        opened(shared)
    with pytest.raises(InputError, match="can't be used"):
        opened(shared / "file")
