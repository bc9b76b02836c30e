"""What a question asks: the names it mentions, its intent, what it refers back to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..index.lexicon import Lexicon, Named
from ..index.names import fold, singular, squash, stem_words, words
from .english import (
    ASKS_AFTER,
    ASKS_BEFORE,
    ASKS_WHAT_SOMETHING_IS,
    ENDS_OR_PLACES,
    FRAME,
    FUNCTION,
    facts_wanted,
    intents_of,
)
from .records import Intent

__all__ = ["Mention", "Query", "understand"]

MAX_NAME_WORDS = 7
#: Up to so many words beside a name, none of them a content word, a question asks what it is.
SHORT = 5
_FRAME_WORDS = sorted(word for word in FRAME | FUNCTION if len(word) > 2)
#: A word shorter than this is never taken for a misspelling; one edit up to 6 letters, then two,
#: and never more than one in four letters of a whole name, or in six of one with a word left out.
MIN_TYPO_LENGTH = 3
_SPEAKS_OF_A_SOURCE = re.compile(
    r"\b(?:glossar|dictionar|source|document|file|post|vocabular|course|list|article|module|"
    r"cards?\b|table|according to|acc\.)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|[^\W_]+(?:['’][^\W_]+)?[+#]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the glossary that the question uses.

    Attributes:
        start: where it stands in the question.
        end: where it ends.
        written: as the question writes it.
        name: as the glossary writes it.
        kind: ``term``, ``alias``, ``section`` (a run-in head inside an entry) or ``part`` (a
            name with a word left out).
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
        chatty: whether it may only ask what the mentioned thing is, its other words being chat.
        unnamed: whether it asks what something is, in a few words that are no entry's name.
    """

    question: str
    intents: tuple[Intent, ...]
    mentions: tuple[Mention, ...]
    focus: tuple[str, ...]
    rest: tuple[str, ...]
    facts: tuple[tuple[str, re.Pattern[str]], ...]
    documents: tuple[str, ...]
    chatty: bool
    unnamed: bool

    @property
    def named(self) -> float:
        """The share of the content words that the mentions cover, in [0, 1]."""
        return 1 - len(self.rest) / len(self.focus) if self.focus else 0.0


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the question.

    Attributes:
        start: where it stands.
        end: where it ends.
        written: as written.
        plain: case-folded, without apostrophes.
        key: squashed, as names are looked up.
        functional: whether it is a function word.
        framing: whether it is that, or a word of asking, or a misspelled one of these.
        meant: the word of asking that it misspells, or ``""``.
    """

    start: int
    end: int
    written: str
    plain: str
    key: str
    functional: bool
    framing: bool
    meant: str = ""


def _tokens(question: str) -> list[_Token]:
    return [_token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(question)]


def _token(start: int, end: int, written: str) -> _Token:
    plain = re.sub(r"['’]", "", written.casefold())
    functional = plain in FUNCTION and not (written.isupper() and len(written) > 1)
    framing = functional or plain in FRAME or singular(plain) in FRAME
    return _Token(start, end, written, plain, squash(written), functional, framing)


def understand(question: str, lexicon: Lexicon) -> Query:
    """Read a standalone question against a lexicon.

    Args:
        question: as asked, with references to the history already filled in.
        lexicon: of the index that is asked.
    """
    question = unicodedata.normalize("NFC", question)
    if question.isupper() and len(question.split()) > 1:
        question = question.lower()  # all in capitals, so capitals mark no names
    documents, masked = _documents(question, lexicon)
    tokens = _without_noise(_tokens(masked), lexicon)
    asked = _as_meant(masked, tokens)
    stated = intents_of(asked)
    if len(documents) > 1 and Intent.CROSS_SOURCE not in stated:
        stated = (Intent.CROSS_SOURCE, *stated)
    if Intent.CROSS_SOURCE in stated:
        documents = ()
    mentions = _mentions(masked, tokens, lexicon, comparing=Intent.COMPARE in stated)
    content = [token for token in tokens if not token.framing]
    focus = tuple(dict.fromkeys(s for token in content for s in stem_words(token.written)))
    rest = tuple(
        dict.fromkeys(
            stem
            for token in content
            if not _inside(token, mentions)
            for stem in stem_words(token.written)
        )
    )
    facts = facts_wanted(asked)
    asks = [_asks_what_it_is(masked, mention) for mention in mentions]
    sure = "sure" in asks and not facts
    beside = sum(not _inside(token, mentions) for token in tokens)
    intents = _intents(stated, mentions, focus, rest, sure=sure, short=beside <= SHORT)
    chatty = "maybe" in asks and not facts
    compound = not mentions or any(_stands_beside(m, tokens) for m in mentions)
    unnamed = bool(rest) and len(focus) <= 4 and not (stated or sure or facts)
    unnamed = unnamed and compound and _asks_a_name(masked)
    return Query(question, intents, tuple(mentions), focus, rest, facts, documents, chatty, unnamed)


def _stands_beside(mention: Mention, tokens: Sequence[_Token]) -> bool:
    """Tell whether a content word stands right before a name, so that they make another one."""
    before = [token for token in tokens if token.end <= mention.start]
    return bool(before) and not before[-1].framing


def _asks_a_name(question: str) -> bool:
    return len(question.split()) <= 3 or bool(ASKS_WHAT_SOMETHING_IS.match(question))


def _asks_what_it_is(question: str, mention: Mention) -> str:
    """Tell whether a question asks what a mentioned thing is: ``sure``, ``maybe`` or ``no``.

    Sure after words that ask for a definition ("what is a …", "meaning of …"), unless more is
    said of it than where it is used; maybe where only one side looks like that.
    """
    before, after = question[: mention.start], question[mention.end :]
    if ASKS_BEFORE.search(before) and ENDS_OR_PLACES.match(after):
        return "sure"
    return "maybe" if ASKS_BEFORE.search(before) or ASKS_AFTER.match(after) else "no"


def _without_noise(tokens: Sequence[_Token], lexicon: Lexicon) -> list[_Token]:
    """Mark misspelled words of asking ("waht", "teh"), which no entry knows."""
    unknown = [t for t in tokens if not t.framing and 3 <= len(t.plain) <= 12 and t.plain.isalpha()]
    if not unknown:
        return list(tokens)
    known = lexicon.frequencies({s for t in unknown for s in stem_words(t.written)})
    suspects = [t for t in unknown if not any(known.get(s) for s in stem_words(t.written))]
    vocabulary = lexicon.vocabulary() if suspects else ()
    meant = {t.start: _meant(t, vocabulary) for t in suspects}
    return [
        replace(token, meant=meant[token.start], framing=True) if meant.get(token.start) else token
        for token in tokens
    ]


def _as_meant(question: str, tokens: Sequence[_Token]) -> str:
    """Return the question with its words of asking spelled right."""
    for token in reversed(tokens):
        if token.meant:
            question = question[: token.start] + token.meant + question[token.end :]
    return question


def _meant(token: _Token, vocabulary: Sequence[str]) -> str:
    """Return the word of asking that a word is one edit from, if every name's is farther.

    Of several, one with the same letters, then the first of the alphabet. Another first letter
    is no such edit, nor is any other letter in a word of four: it makes another word ("cost",
    "mast"; "most") rather.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if token.written.isupper():
        return ""
    found = process.extract(
        token.plain, _FRAME_WORDS, scorer=OSA.distance, score_cutoff=1, limit=None
    )
    near = [word for word, _, _ in found if not _is_another_word(token.plain, word)]
    if not near:
        return ""
    nearer = process.extractOne(fold(token.plain), vocabulary, scorer=OSA.distance, score_cutoff=1)
    letters = sorted(token.plain)
    return "" if nearer else min(near, key=lambda word: (sorted(word) != letters, word))


def _is_another_word(one: str, two: str) -> bool:
    """Tell whether words one edit apart differ by another letter, where that makes other words."""
    replaced = len(one) == len(two) and sorted(one) != sorted(two)
    return replaced and (len(one) <= 4 or one[1:] == two[1:])


def _intents(
    stated: Sequence[Intent],
    mentions: Sequence[Mention],
    focus: Sequence[str],
    rest: Sequence[str],
    *,
    sure: bool,
    short: bool,
) -> tuple[Intent, ...]:
    """List what a question may ask, surest first: stated intents, then by what it names."""
    found = list(stated)
    if len(mentions) < 2 and Intent.COMPARE in found:
        found.remove(Intent.COMPARE)
    if mentions and not rest and Intent.REVERSE in found:
        found.remove(Intent.REVERSE)
    if not focus and not mentions:
        found.append(Intent.NONE)
    elif mentions and (sure or (not rest and len(mentions) == 1 and short)):
        found.append(Intent.DEFINE)
    else:
        found.append(Intent.ATTRIBUTE if mentions else Intent.REVERSE)
    return tuple(dict.fromkeys(found))


def _documents(question: str, lexicon: Lexicon) -> tuple[tuple[str, ...], str]:
    """Find documents that the question names by title or path; mask the words that name them.

    A document counts as named when the question speaks of a glossary, source, file or cards, and
    has a run of words of one title of which one stands in no other title and is no entry's
    name, or the whole title.
    """
    listed = lexicon.documents()
    if len(listed) < 2 or not _SPEAKS_OF_A_SOURCE.search(question):
        return (), question
    titles = {d.id: words(f"{d.title} {d.path.rpartition('.')[0]}") for d in listed}
    tokens = _tokens(question)
    found: dict[str, None] = {}
    masked = question
    for document in listed:
        own = {fold(word) for word in titles[document.id] if len(word) > 2}
        others = {fold(w) for d, title in titles.items() if d != document.id for w in title}
        for run in _runs(tokens, own):
            telling = [t for t in run if fold(t.written) not in others and not t.framing]
            whole = squash(document.title) == squash("".join(t.written for t in run))
            told = [t for t in telling if not lexicon.named([squash(t.written)])]
            if whole or told or len(telling) > 1:
                found[document.id] = None
                start, end = run[0].start, run[-1].end
                masked = masked[:start] + " " * (end - start) + masked[end:]
    return tuple(found), masked


def _runs(tokens: Sequence[_Token], own: set[str]) -> Iterator[list[_Token]]:
    """Yield the longest runs of tokens that are words of a title, functional ones inside them."""
    run: list[_Token] = []
    for token in (*tokens, None):
        if token is not None and (fold(token.written) in own or (run and token.plain == "and")):
            run.append(token)
            continue
        while run and run[-1].functional:
            run.pop()
        if run:
            yield run
        run = []


def _mentions(
    question: str, tokens: Sequence[_Token], lexicon: Lexicon, *, comparing: bool
) -> list[Mention]:
    """Find names, longest match first; misspelled words are read as names only where needed.

    A name with a word left out counts where two things are compared or nothing else is asked.
    """
    found = _match(question, tokens, {}, lexicon)
    fixes = _corrections([t for t in tokens if not _inside(t, found)], lexicon)
    if fixes:
        found = _match(question, tokens, fixes, lexicon)
    open_tokens = [t for t in tokens if not _inside(t, found) and not t.framing]
    if open_tokens and (comparing or not found):
        parts = _match(question, tokens, fixes, lexicon, parts=True)
        parts = [p for p in parts if not any(m.start < p.end and p.start < m.end for m in found)]
        if comparing or all(_inside(token, parts) for token in open_tokens):
            found = sorted([*found, *parts], key=lambda mention: mention.start)
    return found or _whole_phrase(question, tokens, lexicon)


def _whole_phrase(question: str, tokens: Sequence[_Token], lexicon: Lexicon) -> list[Mention]:
    """Read all content words of a short question together as one misspelled name."""
    content = [at for at, t in enumerate(tokens) if t.meant or not t.framing]
    if not content or content[-1] - content[0] >= MAX_NAME_WORDS:
        return []
    part = tokens[content[0] : content[-1] + 1]
    key = squash(question[part[0].start : part[-1].end])
    best = _nearest(key, lexicon.vocabulary(), limit=min(3, len(key) // 5))
    if best is None or best[1] == 0:
        return []
    fixes = {token.start: ("", 0) for token in part} | {part[0].start: best}
    return _match(question, part, fixes, lexicon)


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
    *,
    parts: bool = False,
) -> list[Mention]:
    keys: dict[tuple[int, int], str] = {}
    for first, last in _ngrams(len(tokens)):
        part = tokens[first:last]
        if part[0].functional and (len(part) == 1 or part[-1].functional):
            continue
        if len(part) == 1 and part[0].framing and not part[0].written.isupper():
            continue
        keys[first, last] = "".join(
            squash(fixes[token.start][0]) if token.start in fixes else token.key for token in part
        )
    named = lexicon.named(set(keys.values()) - {""})
    named = {
        key: [one for one in bearers if (one.kind == "part") is parts]
        for key, bearers in named.items()
    }
    for first, last in list(keys):  # "A and B" names two things, not a run-in head
        found = named.get(keys[first, last])
        joined = any(token.plain in ("and", "or", "vs") for token in tokens[first:last])
        if joined and found and all(one.kind == "section" for one in found):
            del keys[first, last]
    mentions: list[Mention] = []
    for (first, last), key in keys.items():  # longest first, then from the left
        part = tokens[first:last]
        if named.get(key) and not any(_inside(token, mentions) for token in part):
            edits = sum(fixes[t.start][1] for t in part if t.start in fixes)
            if (6 if parts else 4) * edits <= len(key):
                mentions.append(_mention(question, part, edits, named[key]))
    return sorted(mentions, key=lambda mention: mention.start)


def _mention(question: str, part: Sequence[_Token], edits: int, named: Sequence[Named]) -> Mention:
    start, end = part[0].start, part[-1].end
    first = named[0]
    rows = tuple(dict.fromkeys(found.row for found in named if found.kind == first.kind))
    more = tuple(dict.fromkeys(found.row for found in named if found.row not in rows))
    return Mention(start, end, question[start:end], first.name, first.kind, edits, rows + more)


def _corrections(tokens: Sequence[_Token], lexicon: Lexicon) -> dict[int, tuple[str, int]]:
    """Read words that no name holds as misspelled words of names: ``{start: (word, edits)}``.

    By optimal string alignment (a swap of neighbours is one edit); nearest first, then in
    alphabetical order. A word that entries use, in whatever form, must be long and one edit
    away. Where one word alone gives nothing, it is tried together with its neighbour
    ("drop outt").
    """
    candidates = [
        token
        for token in tokens
        if len(token.plain) >= MIN_TYPO_LENGTH
        and token.plain.isalpha()
        and not token.framing
        and not lexicon.is_name_word(fold(token.written))
    ]
    if not candidates:
        return {}
    vocabulary = lexicon.vocabulary()
    stems = {token.start: stem_words(token.written)[0] for token in candidates}
    known = lexicon.frequencies(set(stems.values()))
    fixes: dict[int, tuple[str, int]] = {}
    for token in candidates:
        unknown = not known.get(stems[token.start])
        best = _nearest(fold(token.written), vocabulary)
        if best is not None and (unknown or (best[1] == 1 and len(token.plain) >= 7)):
            fixes[token.start] = best
        elif best is None and unknown:
            fixes.update(_joined_with_neighbour(token, tokens, vocabulary))
    return fixes


def _joined_with_neighbour(
    token: _Token, tokens: Sequence[_Token], vocabulary: Sequence[str]
) -> dict[int, tuple[str, int]]:
    at = tokens.index(token)
    for first in (at - 1, at):
        if first >= 0 and first + 1 < len(tokens) and not tokens[first].functional:
            pair = tokens[first : first + 2]
            best = _nearest(fold("".join(t.written for t in pair)), vocabulary)
            if best is not None:
                return {pair[0].start: best, pair[1].start: ("", 0)}
    return {}


def _nearest(
    word: str, vocabulary: Sequence[str], limit: int | None = None
) -> tuple[str, int] | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    limit = (1 if len(word) < 5 else 2) if limit is None else limit
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
