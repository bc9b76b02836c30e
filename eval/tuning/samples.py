"""Public glossaries in formats of their own, as rows that the JSON lines reader takes.

Only terms, other names and prose are taken, markup left out: this is what an encoder is tuned
and measured on, not how the glossaries are to be quoted.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml
from openpyxl import load_workbook

from ...index.errors import InputError

__all__ = ["HELD_OUT", "SAMPLES", "Row", "rows", "write_lines"]

#: Never trained on, in no part: what is measured there holds for glossaries nobody has seen.
HELD_OUT = ("git", "kubernetes", "transformers")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: a term, its other names, and its definition in plain text."""

    term: str
    definition: str
    aliases: tuple[str, ...] = ()


def _adoc(folder: Path) -> Iterator[Row]:
    """AsciiDoc's labelled lists: ``[[def_x]]x::`` and an indented block."""
    text = _read(folder / "glossary-content.adoc")
    blocks = re.split(r"^(?:\[\[[^\]\n]*\]\]\s*)?(\S[^\n]*)::[ \t]*$", text, flags=re.M)
    for term, body in zip(blocks[1::2], blocks[2::2], strict=True):
        body = re.sub(r"^\[\[[^\]\n]*\]\]\s*", "", body, flags=re.M)
        body = re.sub(r"<<[^,>]*,([^>]*)>>", r"\1", body)
        body = re.sub(r"link(?:git)?:[^\[]*\[([^\]]*)\]", r"\1", body)
        yield Row(_plain(term), _plain(re.sub(r"^[+-]+$", "", body, flags=re.M)))


def _front_matter(folder: Path) -> Iterator[Row]:
    """One Markdown file an entry, with YAML in front."""
    for path in sorted((folder / "en").glob("*.md")):
        _, head, body = _read(path).split("---", 2)
        fields = yaml.safe_load(head)
        if "full_link" not in fields and "short_description" not in fields:
            continue  # the list's own page
        aka = fields.get("aka") or ()
        names = (aka,) if isinstance(aka, str) else tuple(str(name) for name in aka if name)
        body = re.sub(r"\{\{<[^>]*?text=\"([^\"]*)\"[^>]*>\}\}", r"\1", body)
        body = re.sub(r"\{\{[<%].*?[>%]\}\}", "", body)
        yield Row(str(fields["title"]).strip(), _plain(body), names)


def _headings(folder: Path) -> Iterator[Row]:
    """Markdown with a heading of the third level an entry."""
    text = re.sub(r"^```.*?^```", "", _read(folder / "glossary.md"), flags=re.M | re.S)
    blocks = re.split(r"^(#{2,3}) ([^\n]*)$", text, flags=re.M)
    for marks, term, body in zip(blocks[1::3], blocks[2::3], blocks[3::3], strict=True):
        if marks == "###":
            yield Row(_plain(term), _plain(body))


def _rst(folder: Path) -> Iterator[Row]:
    """ReStructuredText's ``.. glossary::``, several terms to one block."""
    terms: list[str] = []
    body: list[str] = []
    inside = False
    for line in [*_read(folder / "glossary.rst").splitlines(), "End"]:
        if line.startswith(".. glossary::"):
            inside = True
        elif line and not line[0].isspace():
            inside = False
        head = re.match(r" {4}(\S.*)$", line)
        if (not inside or (head and body)) and terms:
            text = re.sub(r":[\w:]+:`([^`<]*?)\s*(?:<[^>]*>)?`", r"\1", "\n".join(body))
            yield Row(_plain(terms[0]), _plain(text), tuple(map(_plain, terms[1:])))
            terms, body = [], []
        if inside and head:
            terms.append(head[1])
        elif inside and terms:
            body.append(line)


def _json(folder: Path) -> Iterator[Row]:
    """JSON lists of objects with a term."""
    for path in sorted((folder / "terms").glob("*.json")):
        for found in json.loads(_read(path)):
            yield Row(found["term"], found["definition"], tuple(found.get("aliases", ())))


def _csv(folder: Path) -> Iterator[Row]:
    """A CSV with a label and a definition."""
    with (folder / "dpv.csv").open(encoding="utf-8", newline="") as stream:
        for found in csv.DictReader(stream):
            definition = found["definition"].strip().rstrip(".")
            parts = (f"{definition}." if definition else "", found["scopenote"].strip())
            yield Row(found["label"], _plain("\n\n".join(part for part in parts if part)))


def _xlsx(folder: Path) -> Iterator[Row]:
    """A sheet with an English word and its description."""
    sheet = load_workbook(folder / "glossary.xlsx").worksheets[0]
    cells = sheet.iter_rows(values_only=True)
    head = [str(name) for name in next(cells)]
    word, text = head.index("English_word"), head.index("English_descr")
    for row in cells:
        if row[word] and row[text]:
            yield Row(_plain(str(row[word])), _plain(str(row[text])))


SAMPLES: dict[str, Callable[[Path], Iterator[Row]]] = {
    "engineering-xlsx": _xlsx,
    "git": _adoc,
    "kubernetes": _front_matter,
    "scikit-learn": _rst,
    "solana-json": _json,
    "transformers": _headings,
    "w3c-dpv": _csv,
}
"""How each folder is read. ``git-html`` holds the text of ``git`` and is left out."""


def rows(name: str, folder: Path) -> list[Row]:
    """Return the entries of one sample glossary that have a definition.

    Raises:
        InputError: if the folder isn't there.
    """
    if not (folder / name).is_dir():
        raise InputError(f"{folder / name}: no such folder; expected the sample glossary '{name}'")
    return [row for row in SAMPLES[name](folder / name) if row.term and row.definition]


def write_lines(found: list[Row], path: Path) -> None:
    """Write rows as JSON lines, an object an entry."""
    lines = (json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in found)
    path.write_text("".join(lines), encoding="utf-8")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _plain(text: str) -> str:
    """Cut markup out, keep paragraphs, and join the lines of each."""
    text = re.sub(r"<!--.*?-->|<[A-Za-z/][^>\n]*>", "", text, flags=re.S)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`+|\*\*|(?<!\w)[_*](?=\w)|(?<=\w)[_*](?!\w)", "", text)
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(part for part in paragraphs if part)
