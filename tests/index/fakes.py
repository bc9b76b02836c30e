"""An encoder that computes vectors from the text itself, and small glossaries of our own."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glossator.index import disk
from glossator.index.build import Records
from glossator.index.manifest import MANIFEST, mark_file
from glossator.index.names import words
from glossator.index.records import Concept, Document, Entry, Section, Span
from glossator.index.text import slug

__all__ = [
    "SAILS",
    "FakeEncoder",
    "flip_byte",
    "glossary",
    "only_version",
    "reseal",
    "rich_glossary",
]

#: Term, aliases, definition.
SAILS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Jib", ("foresail",), "A triangular sail set ahead of the mast. It helps the boat to point."),
    ("Boom", (), "A spar along the foot of the mainsail. It swings when the boat gybes."),
    ("Tack", ("Coming About",), "To turn the bow of the boat through the wind."),
    ("Tack", (), "The lower forward corner of a sail."),
    ("Knot", ("kn",), "One nautical mile an hour."),
    ("C++", (), "A programming language; no part of a boat."),
)


class FakeEncoder:
    """Adds up one fixed vector a word: texts with the same words point the same way.

    Attributes:
        seen: every text that was encoded, in order.
    """

    def __init__(self, name: str = "fake", dim: int = 16) -> None:
        self.name = name
        self.dim = dim
        self.sha256 = sha256(f"{name} {dim}".encode()).hexdigest()
        self.seen: list[str] = []

    def encode(self, texts: Iterable[str]) -> NDArray[np.float32]:
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dim)

    def _vector(self, text: str) -> NDArray[np.float32]:
        self.seen.append(text)
        total = np.zeros(self.dim)
        for word in ["", *words(text)]:
            digest = sha256(f"{self.name} {word}".encode()).digest()
            total += np.resize(np.frombuffer(digest, dtype=np.uint8), self.dim) - 127.5
        return (total / np.linalg.norm(total)).astype(np.float32)


def glossary(
    items: Iterable[tuple[str, tuple[str, ...], str]] = SAILS, path: str = "sails.txt"
) -> Records:
    """Make records of a text file with one line an entry; each entry is a concept of its own."""
    name, text, entries = slug(path), "", list[Entry]()
    for line, (term, aliases, definition) in enumerate(items, 1):
        start = len(text) + len(term) + 2
        text += f"{term}: {definition}\n"
        number = sum(slug(entry.term) == slug(term) for entry in entries) + 1
        entry_id = f"{name}#{slug(term)}" + (f"-{number}" if number > 1 else "")
        end = start + len(definition)
        entries.append(
            Entry(entry_id, name, None, term, term, aliases, (), definition, start, end, line)
        )
    starts = (0, *(at + 1 for at, char in enumerate(text) if char == "\n"))[:-1] or (0,)
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(name, "Sails", path, digest, text, ((0, 0, len(text)),), starts)
    concepts = tuple(Concept(one.id, one.term, one.names, (one.id,)) for one in entries)
    return Records((document,), tuple(entries), concepts)


def rich_glossary() -> Records:
    """Make one document and two entries of one concept that use every field there is."""
    text = "Sloop: one mast.\nRig: the sails.\nCrew: two.\nAid: slow poop.\nVessel: a sloop."
    at = {word: text.index(word) for word in ("one mast", "the sails", "Crew", "Aid", "a sloop")}
    document = Document(
        "boats.md", "Boats", "folder/boats.md", "ab" * 32, text,
        ((0, 2, 10), (10, 14, len(text) - 10)), (0, 17, 33, 44, 60),
    )  # fmt: skip
    sloop = Entry(
        "boats.md#sloop", "boats.md", "7", "Sloop", "Sloop (SLP)", ("SLP", "One-master"),
        ("One-master",), text[at["one mast"] : at["Crew"]], at["one mast"], at["Crew"], 1,
        locator="/boats/0", sections=(Section("Rig", at["the sails"], at["Crew"]),),
        more=(Span(at["Crew"], at["Aid"]),), mnemonic=Span(at["Aid"], at["Aid"] + 15),
        references=("vessels", "mast"), see_also=("boats.md#vessel",), dangling=("mast",),
        status="preferred", language="en-GB", flags=("redirect", "truncated"),
    )  # fmt: skip
    vessel = Entry(
        "boats.md#vessel", "boats.md", None, "Vessel", "Vessel", (), (), "a sloop.",
        at["a sloop"], at["a sloop"] + 8, 5,
    )  # fmt: skip
    concept = Concept(
        "boats.md#sloop", "Sloop", ("Sloop", "SLP", "Vessel"), (sloop.id, vessel.id),
        ((vessel.id, "same definition"),),
    )  # fmt: skip
    return Records((document,), (vessel, sloop), (concept,))


def only_version(folder: Path) -> Path:
    """Return the one version that an index directory holds."""
    (version,) = folder.glob("v*")
    return version


def flip_byte(path: Path, at: int) -> None:
    """Change one bit of a file in place; a negative offset counts from its end."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)


def reseal(folder: Path, change: Callable[[dict[str, object]], None] = lambda fields: None) -> None:
    """Make manifest and CURRENT fit the files, as another program would that wrote them."""
    version = only_version(folder)
    fields = disk.unseal((version / MANIFEST).read_bytes())
    marks = [mark_file(path) for path in sorted(version.iterdir()) if path.name != MANIFEST]
    fields["files"] = [
        {"name": mark.name, "size": mark.size, "sha256": mark.sha256} for mark in marks
    ]
    change(fields)
    raw = disk.seal(fields)
    (version / MANIFEST).write_bytes(raw)
    pointer = {"version": version.name, "manifest": disk.hash_bytes(raw)}
    (folder / "CURRENT").write_bytes(disk.seal(pointer))
