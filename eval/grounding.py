"""Whether an answer stands on its citations: verbatim, resolvable, supporting, relevant.

Counts, not rates: a rate over many answers is the sum of hits over the sum of cases, and its
interval needs both.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from .correctness import is_gold
from .matching import MIN_QUOTE_CHARS, SourceNames, text_key
from .records import Cited, GivenAnswer, Question

__all__ = [
    "Share",
    "Statement",
    "Supports",
    "citation_precision",
    "citation_recall",
    "is_verbatim",
    "relevant_share",
    "resolved_share",
    "resolves",
    "span_supports",
    "stands_in",
    "statements_of",
    "verbatim_share",
]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: ``hits`` of ``cases``."""

    hits: int
    cases: int


#: Tells whether quotes together support a statement; an entailment model may take the place of
#: :func:`span_supports`.
Supports = Callable[[Sequence[str], str], bool]


def resolves(cited: Cited, texts: Mapping[str, str], sources: SourceNames) -> bool:
    """Tell whether a citation leads somewhere: to a document, its version, a place in it.

    Args:
        cited: the citation; without offsets or hash it does not resolve.
        texts: the text of each document, by path.
        sources: the names of the documents.
    """
    text = texts.get(sources.resolve(cited.source) or "")
    if text is None or cited.start is None or cited.end is None:
        return False
    inside = 0 <= cited.start < cited.end <= len(text)
    return inside and sha256(text.encode()).hexdigest() == cited.text_sha256


def is_verbatim(cited: Cited, texts: Mapping[str, str], sources: SourceNames) -> bool:
    """Tell whether the quote is the very text at the cited place of the cited version."""
    if not resolves(cited, texts, sources):
        return False
    return texts[sources.resolve(cited.source) or ""][cited.start : cited.end] == cited.quote


def stands_in(cited: Cited, texts: Mapping[str, str], sources: SourceNames) -> bool:
    """Tell whether the quote stands anywhere in the named document, markup and blanks aside.

    For systems that cite no offsets; weaker than :func:`is_verbatim`.
    """
    quote, text = text_key(cited.quote), texts.get(sources.resolve(cited.source) or "")
    return bool(quote) and text is not None and quote in text_key(text)


def verbatim_share(answer: GivenAnswer, texts: Mapping[str, str], sources: SourceNames) -> Share:
    """Count the citations that are verbatim; 1.0 is an invariant of ours."""
    hits = sum(is_verbatim(cited, texts, sources) for cited in _cited(answer))
    return Share(hits, len(_cited(answer)))


def resolved_share(answer: GivenAnswer, texts: Mapping[str, str], sources: SourceNames) -> Share:
    """Count the citations that resolve; 1.0 is an invariant of ours."""
    hits = sum(resolves(cited, texts, sources) for cited in _cited(answer))
    return Share(hits, len(_cited(answer)))


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an answer's text and the marks of the citations that close it."""

    text: str
    marks: tuple[int, ...]


_MARKS = re.compile(r"(?:\[\d+\]\s*)+")
# "Dropout — …", "In the first glossary: …": names what follows and says nothing of its own
_LEAD_IN = re.compile(r"[^—–:]{1,80}[—–:][\"'“‘«]*")


def statements_of(answer: GivenAnswer) -> tuple[Statement, ...]:
    """Split an answer's text into statements, each with the marks ``[n]`` behind it.

    A mark inside a quote is the source's own. Text behind the last mark is a statement without
    marks. An answer without any mark is one statement under all its citations.
    """
    quoted = [
        match.span()
        for quote in {cited.quote for cited in answer.citations if cited.quote}
        for match in re.finditer(re.escape(quote), answer.text)
    ]
    marks = [
        match
        for match in _MARKS.finditer(answer.text)
        if not any(start <= match.start() and match.end() <= end for start, end in quoted)
    ]
    if not marks:
        everything = tuple(cited.n for cited in answer.citations)
        return (Statement(answer.text, everything),) if _says(answer.text) else ()
    statements: list[Statement] = []
    start = 0
    for match in marks:
        numbers = tuple(dict.fromkeys(map(int, re.findall(r"\d+", match[0]))))
        statements.append(Statement(answer.text[start : match.start()], numbers))
        start = match.end()
    if _says(answer.text[start:]):
        statements.append(Statement(answer.text[start:], ()))
    return tuple(statements)


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def span_supports(quotes: Sequence[str], statement: str) -> bool:
    """Tell whether every word of a statement, lead-ins aside, lies in one of the quotes.

    The quotes are cut out of the statement, longest first. What is left before one may be a
    lead-in of at most 80 characters that ends in a dash or colon; any other letter or digit is
    said by nobody. A statement of 20 or more characters, blanks aside, inside a quote is supported
    as well.
    """
    keys = sorted(filter(None, map(text_key, quotes)), key=lambda key: (-len(key), key))
    text = text_key(statement)
    whole = [text, *(text[match.end() :] for match in [_LEAD_IN.match(text)] if match)]
    for key in keys:
        text = text.replace(key, "\n")  # a key holds no line break of its own
    *before, rest = text.split("\n")
    if before:
        led = all(not _says(part) or _LEAD_IN.fullmatch(part) for part in before)
        return led and not _says(rest)
    return any(len(part) >= MIN_QUOTE_CHARS and part in key for part in whole for key in keys)


def citation_recall(answer: GivenAnswer, supports: Supports = span_supports) -> Share:
    """Count the statements that their citations together support.

    ALCE (Gao et al. 2023), with spans in place of its entailment model.
    """
    statements = statements_of(answer) if answer.answered else ()
    quotes = _quotes(answer)
    hits = sum(_supported(item, item.marks, quotes, supports) for item in statements)
    return Share(hits, len(statements))


def citation_precision(answer: GivenAnswer, supports: Supports = span_supports) -> Share:
    """Count the citations that a statement needs.

    ALCE (Gao et al. 2023): a citation counts if its statement is supported, and it
    supports it alone or the others would not without it. A citation that no statement names, and
    a mark without a citation, are cases without a hit.
    """
    statements = statements_of(answer) if answer.answered else ()
    quotes = _quotes(answer)
    hits = cases = 0
    for item in statements:
        full = _supported(item, item.marks, quotes, supports)
        for mark in item.marks:
            rest = tuple(other for other in item.marks if other != mark)
            alone = _supported(item, (mark,), quotes, supports)
            hits += full and (alone or not _supported(item, rest, quotes, supports))
            cases += 1
    if statements:
        named = {mark for item in statements for mark in item.marks}
        cases += sum(cited.n not in named for cited in answer.citations)
    return Share(hits, cases)


def _supported(
    item: Statement, marks: Sequence[int], quotes: Mapping[int, str], supports: Supports
) -> bool:
    given = [quotes[mark] for mark in marks if mark in quotes]
    return bool(given) and supports(given, item.text)


def relevant_share(question: Question, answer: GivenAnswer, sources: SourceNames) -> Share:
    """Count the citations whose entry is a gold entry: relevance-aware precision.

    Text that is quoted supports itself, so ALCE's precision is high by construction here; this
    is the number that can fail. Every citation of an answer to an unanswerable question is a
    case without a hit.
    """
    hits = sum(is_gold(cited, question, sources) for cited in _cited(answer))
    return Share(hits, len(_cited(answer)))


def _cited(answer: GivenAnswer) -> tuple[Cited, ...]:
    return answer.citations if answer.answered else ()


def _quotes(answer: GivenAnswer) -> dict[int, str]:
    return {cited.n: cited.quote for cited in answer.citations}
