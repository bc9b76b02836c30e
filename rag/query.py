"""What a question asks: the names it mentions, its intent, what it refers back to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..index.lexicon import Lexicon, Named
from ..index.names import fold, squash, stem_words, words
from .english import FRAME, FUNCTION, facts_wanted, intents_of
from .records import Intent

__all__ = ["Mention", "Query", "understand"]

MAX_NAME_WORDS = 7
#: A word shorter than this is never taken for a misspelling; one edit up to 6 letters, then two.
MIN_TYPO_LENGTH = 4
_SPEAKS_OF_A_SOURCE = re.compile(
    r"\b(?:glossar|source|document|file|post|vocabular|course|list|article|module)", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?[+#]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the glossary that the question uses.

    Attributes:
        start: where it stands in the question.
        end: where it ends.
        written: as the question writes it.
        name: as the glossary writes it.
        kind: ``term``, ``alias`` or ``section`` (a run-in head inside an entry).
        edits: letters that had to be changed; 0 for an exact name.
        rows: the entries that claim the name, strongest claim first.
    """

    start: int
    end: int
    written: str
    name: str
    kind: str
    edits: int
    rows: tuple[int, ...]

    def __str__(self) -> str:
        plural = "" if self.edits == 1 else "s"
        edits = f" ({self.edits} edit{plural}: '{self.written}')" if self.edits else ""
        return f"{self.kind} '{self.name}'{edits}"


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    Attributes:
        question: the standalone text.
        intents: what it may ask, surest first; never empty.
        mentions: the names it uses, in order of appearance.
        focus: stems of its content words: no function words, no words of asking.
        rest: the part of ``focus`` that no mention covers.
        facts: the kinds of fact it wants, each with a pattern of sentences that hold one.
        documents: ids of the documents that the question names; empty for all.
    """

    question: str
    intents: tuple[Intent, ...]
    mentions: tuple[Mention, ...]
    focus: tuple[str, ...]
    rest: tuple[str, ...]
    facts: tuple[tuple[str, re.Pattern[str]], ...]
    documents: tuple[str, ...]

    @property
    def named(self) -> float:
        """The share of the content words that the mentions cover, in [0, 1]."""
        return 1 - len(self.rest) / len(self.focus) if self.focus else 0.0


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    written: str

    @property
    def plain(self) -> str:
        return re.sub(r"['’]", "", self.written.casefold())

    @property
    def functional(self) -> bool:
        return self.plain in FUNCTION and not (self.written.isupper() and len(self.written) > 1)

    @property
    def framing(self) -> bool:
        return self.functional or self.plain in FRAME or self.written.casefold() in ("s", "t")


def _tokens(question: str) -> list[_Token]:
    return [_Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(question)]


def understand(question: str, lexicon: Lexicon) -> Query:
    """Read a standalone question against a lexicon.

    Args:
        question: as asked, with references to the history already filled in.
        lexicon: of the index that is asked.
    """
    question = unicodedata.normalize("NFC", question)
    documents, masked = _documents(question, lexicon)
    if Intent.CROSS_SOURCE in intents_of(question):
        documents = ()
    tokens = _tokens(masked)
    mentions = _mentions(masked, tokens, lexicon)
    content = [token for token in tokens if not token.framing]
    covered = [(mention.start, mention.end) for mention in mentions]
    focus = tuple(dict.fromkeys(s for token in content for s in stem_words(token.written)))
    rest = tuple(
        dict.fromkeys(
            stem
            for token in content
            if not any(start <= token.start and token.end <= end for start, end in covered)
            for stem in stem_words(token.written)
        )
    )
    return Query(
        question,
        _intents(masked, mentions, focus, rest),
        tuple(mentions),
        focus,
        rest,
        facts_wanted(masked),
        documents,
    )


def _intents(
    question: str, mentions: Sequence[Mention], focus: Sequence[str], rest: Sequence[str]
) -> tuple[Intent, ...]:
    """List what a question may ask, surest first: stated intents, then by what it names."""
    stated = list(intents_of(question))
    if len(mentions) < 2 and Intent.COMPARE in stated:
        stated.remove(Intent.COMPARE)
    if mentions and not rest and Intent.REVERSE in stated:
        stated.remove(Intent.REVERSE)
    if not focus and not mentions:
        return (*stated, Intent.NONE)
    if mentions and not rest and len(mentions) == 1:
        return (*stated, Intent.DEFINE)
    if mentions:
        return (*stated, Intent.ATTRIBUTE)
    return (*stated, Intent.REVERSE)


def _documents(question: str, lexicon: Lexicon) -> tuple[tuple[str, ...], str]:
    """Find documents that the question names by title; mask the words that name them.

    A document counts as named when the question speaks of a glossary, source or post and
    uses words of one title that no other title has.
    """
    listed = lexicon.documents()
    if len(listed) < 2 or not re.search(
        r"\b(glossar|source|document|file|post|vocabular|course|list|article|module)",
        question,
        re.I,
    ):
        return (), question
    titles = {d.id: {w for w in words(f"{d.title} {d.path}") if len(w) > 3} for d in listed}
    found: dict[str, list[_Token]] = {}
    for token in _tokens(question):
        owners = [item for item, title in titles.items() if token.plain in title]
        if (
            len(owners) == 1
            and not token.framing
            and not _SPEAKS_OF_A_SOURCE.match(token.plain)
            and not lexicon.named([squash(token.plain)])
        ):
            found.setdefault(owners[0], []).append(token)
    if len(found) != 1:
        return (), question
    masked = question
    for token in next(iter(found.values())):
        masked = masked[: token.start] + " " * (token.end - token.start) + masked[token.end :]
    return tuple(found), masked


def _mentions(question: str, tokens: Sequence[_Token], lexicon: Lexicon) -> list[Mention]:
    """Find names, longest match first; misspelled words are read as names only where needed."""
    exact = _match(question, tokens, {}, lexicon)
    fixes = _corrections([t for t in tokens if not _inside(t, exact)], lexicon)
    return _match(question, tokens, fixes, lexicon) if fixes else exact


def _inside(token: _Token, mentions: Iterable[Mention]) -> bool:
    return any(m.start <= token.start and token.end <= m.end for m in mentions)


def _ngrams(count: int) -> Iterator[tuple[int, int]]:
    for size in range(min(MAX_NAME_WORDS, count), 0, -1):
        for first in range(count - size + 1):
            yield first, first + size


def _match(
    question: str,
    tokens: Sequence[_Token],
    fixes: dict[int, tuple[str, int]],
    lexicon: Lexicon,
) -> list[Mention]:
    keys: dict[tuple[int, int], str] = {}
    for first, last in _ngrams(len(tokens)):
        part = tokens[first:last]
        if part[0].functional and (len(part) == 1 or part[-1].functional):
            continue
        if len(part) == 1 and part[0].framing and not part[0].written.isupper():
            continue
        spelled = [fixes.get(token.start, (token.written, 0))[0] for token in part]
        between = question[part[0].start : part[-1].end]
        keys[first, last] = squash(
            " ".join(spelled) if any(token.start in fixes for token in part) else between
        )
    named = lexicon.named(set(keys.values()) - {""})
    for first, last in list(keys):  # "A and B" names two things, not a run-in head
        found = named.get(keys[first, last])
        joined = any(token.plain in ("and", "or", "vs") for token in tokens[first:last])
        if joined and found and all(one.kind == "section" for one in found):
            del keys[first, last]
    mentions: list[Mention] = []
    for (first, last), key in keys.items():  # longest first, then from the left
        part = tokens[first:last]
        if key in named and not any(_inside(token, mentions) for token in part):
            edits = sum(fixes[t.start][1] for t in part if t.start in fixes)
            mentions.append(_mention(question, part, key, edits, named[key]))
    return sorted(mentions, key=lambda mention: mention.start)


def _mention(
    question: str, part: Sequence[_Token], key: str, edits: int, named: Sequence[Named]
) -> Mention:
    start, end = part[0].start, part[-1].end
    first = named[0]
    rows = tuple(dict.fromkeys(found.row for found in named if found.kind == first.kind))
    more = tuple(dict.fromkeys(found.row for found in named if found.row not in rows))
    return Mention(start, end, question[start:end], first.name, first.kind, edits, rows + more)


def _corrections(tokens: Sequence[_Token], lexicon: Lexicon) -> dict[int, tuple[str, int]]:
    """Read unknown words as misspelled words of names: ``{start: (word, edits)}``.

    Only words that stand neither in a name nor in any definition are corrected, by optimal
    string alignment (a swap of neighbours is one edit); nearest first, then the commoner word.
    """
    unknown = [
        token
        for token in tokens
        if len(token.plain) >= MIN_TYPO_LENGTH and not token.framing and token.plain.isalpha()
    ]
    if not unknown:
        return {}
    stems = {token.start: stem_words(token.written)[0] for token in unknown}
    known = lexicon.frequencies(set(stems.values()))
    unknown = [token for token in unknown if not known.get(stems[token.start])]
    fixes: dict[int, tuple[str, int]] = {}
    for token in unknown:
        best = _nearest(fold(token.written), lexicon.vocabulary())
        if best is not None:
            fixes[token.start] = best
    return fixes


def _nearest(word: str, vocabulary: Sequence[str]) -> tuple[str, int] | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    limit = 1 if len(word) <= 6 else 2
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=limit, limit=8)
    close = sorted((int(edits), other) for other, edits, _ in found if len(other) >= 3)
    if close:
        edits, other = close[0]
        return other, edits
    if len(word) >= 5:  # a word cut short: "backprop", "hyperparam"
        longer = sorted(other for other in vocabulary if other.startswith(word))
        if longer and all(other.startswith(longer[0]) for other in longer):
            return longer[0], 1
    return None
