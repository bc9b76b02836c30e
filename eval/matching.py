"""When two names, sources or quotes count as the same.

The rules are the scorer's own, not those by which the retriever folds names: a fault there must
not hide itself here.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePath

from .records import Question

__all__ = [
    "MIN_QUOTE_CHARS",
    "SourceNames",
    "clusters_of",
    "concept_ranks",
    "entry_grades",
    "gold_keys",
    "name_key",
    "name_keys",
    "text_key",
]

#: A cited quote shorter than this, without emphasis, says too little to stand for a gold quote.
MIN_QUOTE_CHARS = 20

_PARENTHESIS = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^\s*\d+\s*[.):]\s*")
_WORD = re.compile(r"[^\W_]+(?:[+#]+(?![^\W_]))?")
_JOINED = re.compile(r",|;|/|\band\b|\bor\b")


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(s|x|ch|sh)es$", word):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return what two spellings of a name share.

    Case, emphasis, parentheses, leading numbering, punctuation, white space and a plural s fall
    away; ``C++`` and ``C#`` stay apart. A name of symbols only keeps them.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("*", "")
    bare = re.sub(r"['’]", "", _NUMBERING.sub("", _PARENTHESIS.sub(" ", plain)))
    return "".join(_singular(word) for word in _WORD.findall(bare)) or "".join(plain.split())


@lru_cache(maxsize=65536)
def name_keys(name: str) -> frozenset[str]:
    """Return the keys of a cited name: its own, and of each part of a heading that joins several.

    ``"Weights, 16. Biases"`` names both of its parts.
    """
    parts = _JOINED.split(_PARENTHESIS.sub(" ", name))
    return frozenset(filter(None, map(name_key, (name, *parts))))


def text_key(text: str) -> str:
    """Return what two printings of a passage share.

    NFC, without asterisks, white space and ``>`` at line starts; letters, case and curly quotes
    stay the document's own.
    """
    plain = re.sub(r"(?m)^[ \t]*>+", "", unicodedata.normalize("NFC", text))
    return re.sub(r"[\s*\u200b\ufeff]+", "", plain)


class SourceNames:
    """The names under which answers cite documents: path, file name, its stem, title.

    Args:
        documents: ``(path, title)`` of each. A name that two documents share names none.
    """

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        self._paths: dict[str, str | None] = {}
        self._exact: set[str] = set()
        for path, title in documents:
            self._exact.add(path)
            file = PurePath(path)
            for name in {_source_key(name) for name in (path, file.name, file.stem, title)} - {""}:
                known = self._paths.setdefault(name, path)
                self._paths[name] = path if known == path else None

    def resolve(self, name: str) -> str | None:
        """Return the path of the document that a citation names, or ``None``."""
        if name in self._exact:
            return name
        last = PurePath(name.replace("\\", "/")).name
        return self._paths.get(_source_key(name)) or self._paths.get(_source_key(last))


def _source_key(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def gold_keys(question: Question) -> tuple[frozenset[str], ...]:
    """Return, for each concept that a question's answer needs, the keys of its names."""
    return tuple(frozenset(map(name_key, names)) - {""} for names in question.gold_terms)


def concept_ranks(question: Question, terms: Sequence[str]) -> tuple[int | None, ...]:
    """Return, for each gold concept, the rank (from 1) of the first of the terms that names it."""
    keys = [name_keys(term) for term in terms]
    return tuple(
        next((rank for rank, key in enumerate(keys, 1) if key & gold), None)
        for gold in gold_keys(question)
    )


def entry_grades(
    question: Question, entries: Iterable[tuple[str, Iterable[str], str]]
) -> dict[str, int]:
    """Return graded judgements (qrels) of one question over the entries of a glossary.

    Args:
        question: with its gold.
        entries: ``(id, names, source)`` of each.

    Returns:
        By entry id: 2 where an entry of a gold concept stands in a gold source (any source,
        where none is named), 1 where it stands in another; entries of grade 0 are left out.
    """
    golds = gold_keys(question)
    grades: dict[str, int] = {}
    for entry_id, names, source in entries:
        keys = frozenset(map(name_key, names))
        if any(keys & gold for gold in golds):
            right = not question.gold_sources or source in question.gold_sources
            grades[entry_id] = 2 if right else 1
    return grades


def clusters_of(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return the entry that each question is about, as a label: what the bootstrap resamples.

    Questions about one entry are not independent. A question's entry is its first gold concept;
    two concepts are one where they share a name. A question without gold stands alone.
    """
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    firsts = [sorted(keys[0]) if (keys := gold_keys(question)) else [] for question in questions]
    for names in firsts:
        for name in names[1:]:
            low, high = sorted((root(names[0]), root(name)))
            parent[high] = low  # the least name of a group labels it, whatever the order
    return tuple(
        f"entry {root(names[0])}" if names else f"question {question.id}"
        for question, names in zip(questions, firsts, strict=True)
    )
