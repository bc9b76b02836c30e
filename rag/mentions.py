"""The names of the glossary that a question uses, however they are spelled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..index.lexicon import Lexicon, Named
from ..index.names import fold, squash, stem_words
from .tokens import Token

__all__ = ["Mention", "find_mentions", "inside"]

MAX_NAME_WORDS = 7
#: A word shorter than this is never taken for a misspelling; one edit up to 6 letters, then two,
#: and never more than one in four letters of a whole name, or in six of one with a word left out.
MIN_TYPO_LENGTH = 3


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


def find_mentions(
    question: str, tokens: Sequence[Token], lexicon: Lexicon, *, comparing: bool
) -> list[Mention]:
    """Find names, longest match first; misspelled words are read as names only where needed.

    A name with a word left out counts where things are compared and one of two isn't named yet, or
    where nothing else is asked.
    """
    found = _match(question, tokens, {}, lexicon)
    fixes = _corrections([t for t in tokens if not inside(t, found)], lexicon)
    if fixes:
        found = _match(question, tokens, fixes, lexicon)
    open_tokens = [t for t in tokens if not inside(t, found) and not t.framing]
    comparing = comparing and len(found) < 2
    if open_tokens and (comparing or not found):
        parts = _match(question, tokens, fixes, lexicon, parts=True)
        parts = [p for p in parts if not any(m.start < p.end and p.start < m.end for m in found)]
        alone = len(parts) == 1 and all(inside(token, parts) for token in open_tokens)
        if comparing or alone:  # parts of two names side by side make a third name
            found = sorted([*found, *parts], key=lambda mention: mention.start)
    return found or _whole_phrase(question, tokens, lexicon)


def _whole_phrase(question: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Mention]:
    """Read all content words of a short question together as one misspelled name."""
    content = [at for at, t in enumerate(tokens) if t.meant or not t.framing]
    if not content or content[-1] - content[0] >= MAX_NAME_WORDS:
        return []
    part = tokens[content[0] : content[-1] + 1]
    if any(_is_spelled_on_purpose(token) for token in part):
        return []
    key = squash(question[part[0].start : part[-1].end])
    best = _nearest(key, lexicon.vocabulary(), limit=min(3, len(key) // 5))
    if best is None or best[1] == 0:
        return []
    fixes = {token.start: ("", 0) for token in part} | {part[0].start: best}
    return _match(question, part, fixes, lexicon)


def inside(token: Token, mentions: Iterable[Mention]) -> bool:
    """Tell whether a token stands inside one of some mentions."""
    return any(m.start <= token.start and token.end <= m.end for m in mentions)


def _ngrams(count: int) -> Iterator[tuple[int, int]]:
    for size in range(min(MAX_NAME_WORDS, count), 0, -1):
        for first in range(count - size + 1):
            yield first, first + size


def _match(
    question: str,
    tokens: Sequence[Token],
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
        if named.get(key) and not any(inside(token, mentions) for token in part):
            edits = sum(fixes[t.start][1] for t in part if t.start in fixes)
            if (6 if parts else 4) * edits <= len(key):
                mentions.append(_mention(question, part, edits, named[key]))
    return sorted(mentions, key=lambda mention: mention.start)


def _mention(question: str, part: Sequence[Token], edits: int, named: Sequence[Named]) -> Mention:
    start, end = part[0].start, part[-1].end
    first = named[0]
    rows = tuple(dict.fromkeys(found.row for found in named if found.kind == first.kind))
    more = tuple(dict.fromkeys(found.row for found in named if found.row not in rows))
    return Mention(start, end, question[start:end], first.name, first.kind, edits, rows + more)


def _corrections(tokens: Sequence[Token], lexicon: Lexicon) -> dict[int, tuple[str, int]]:
    """Read words that no name holds as misspelled words of names: ``{start: (word, edits)}``.

    By optimal string alignment (a swap of neighbours is one edit); nearest first, then in
    alphabetical order. A word that entries use, in whatever form, must be one edit away, and
    long or of the name's own stem ("recal"). Where one word alone gives nothing, it is tried
    together with its neighbour ("drop outt"). A word with capitals inside is a name by itself
    ("MacOS"), and misspells one that has them too at most.
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
        if _is_spelled_on_purpose(token):
            if best is not None and _has_capitals_inside(best[0], lexicon):
                fixes[token.start] = best
            continue
        spelled = best is not None and stem_words(best[0]) == [stems[token.start]]
        if best is not None and (unknown or (best[1] == 1 and (spelled or len(token.plain) >= 7))):
            fixes[token.start] = best
        elif best is None and unknown:
            fixes.update(_joined_with_neighbour(token, tokens, vocabulary))
    return fixes


def _is_spelled_on_purpose(token: Token) -> bool:
    """Tell whether capitals after the first letter mark a name of its own ("MacOS")."""
    tail = token.written[1:]
    return not token.written.isupper() and tail != tail.lower() and token.written[0].isupper()


def _has_capitals_inside(key: str, lexicon: Lexicon) -> bool:
    """Tell whether a name of one word is written like "DaemonSet"."""
    bearers = lexicon.named([key]).get(key, ())
    return any(one.name[1:] != one.name[1:].lower() for one in bearers)


def _joined_with_neighbour(
    token: Token, tokens: Sequence[Token], vocabulary: Sequence[str]
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
