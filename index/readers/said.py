"""Other names that prose gives an entry: "also known as …", "another term for …", "short for …".

Cautious on purpose: a missed alias costs a lookup by that name, a false one answers with the
wrong entry. So a statement counts only at the start of a definition or of a later sentence
("Also called Y."), or directly behind one of the entry's own names at the start of a sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..names import fold, is_acronym, words

__all__ = ["is_short_form", "said_aliases", "said_names", "split_names"]

_OFTEN = (
    r"(?:(?:also|sometimes|often|commonly|frequently|usually|generally|simply|just|alternatively|"
    r"otherwise|formerly|previously|informally|occasionally|more|less|better|widely|or)\s+)"
)
_CALLED = r"(?:called|referred\s+to\s+as|termed|named|dubbed|written|spelled|abbreviated)"
_KNOWN = r"(?:known\s+as|a\.?k\.?a\.?|short\s+for|abbreviated\s+(?:as|to))"
_SAYS = rf"(?:{_OFTEN}*{_KNOWN}|{_OFTEN}+{_CALLED})(?=[\s:“\"'‘])"
# "(or Y)", "(formerly Y)", "(synonym: Y)" say the same where nothing else stands in a parenthesis.
_SAYS_INSIDE = re.compile(
    rf"(?:{_SAYS}|(?:or|also|formerly|previously|alias)(?:\s+{_OFTEN}*|\b)|(?:synonyms?|syn\.?|abbr\.?|"
    rf"abbreviation|acronym)(?:\s+(?:of|for)\b|:|\b))[\s:]*",
    re.IGNORECASE,
)
_SAYS_FIRST = re.compile(
    rf"\s*(?:{_SAYS}|(?:an?other|an\s+alternative|a\s+different|alternative|other)\s+"
    r"(?:term|name|word)\s+(?:for|of)\b|(?:an?\s+|the\s+)?(?:synonym|abbreviation|acronym)\s+"
    r"(?:for|of)\b|synonymous\s+with\b)[\s:]*",
    re.IGNORECASE,
)
_SAYS_BEHIND = re.compile(rf"(?:[,(–—]\s*|\s(?:is|are|was|were)\s+)({_SAYS}[\s:]*)", re.IGNORECASE)
_SAYS_LATER = re.compile(rf"(?<=[.!?])\s+(?=[A-Z])({_SAYS}[\s:]*)", re.IGNORECASE)
_MARKS = (  # every statement holds one; a plain search is ten times as fast as the patterns
    *("known", "called", "referred", "termed", "named", "dubbed", "written", "spelled"),
    *("abbrev", "a.k.a", "aka", "term", "name", "word", "short for", "synonym", "acronym"),
)
_SENTENCE_END = re.compile(r"[.!?:;]\s|\n")
_BEFORE_NAME = re.compile(
    r"(?:in|for|with)?\s*(?:(?:the|an|a)\s+)?(?:(?:term|basic|plain|standard|ordinary|simple)\s+)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_LIST_END = re.compile(r"[.!?]\s|[.!?]?$|[;:()\n–—]")
_NAME_END = re.compile(
    r"\s(?:is|are|was|were|\w+ed\s+by|which|that|who|whose|where|when|while|because|since|it|it['’]s|they|"
    r"these|this|but|has|have|can|refers?|means|in|by|used|described|introduced|proposed)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NO_NAME = re.compile(
    r"(?:it|is|are|was|were|has|have|can|which|that|this|these|used|to|in|when|where|for|be|not|"
    r"by|with|more|less|so)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|an|a)\s+(?=\S)", re.IGNORECASE)
_QUOTES = "“”„\"'‘’«»`"
_QUOTED = re.compile(
    r"(?:the\s+)?“[^”\n]{1,80}”(?:,?\s+(?:or|and)\s+“[^”\n]{1,80}”)*", re.IGNORECASE
)
_MAX_WORDS = 8
_REACH = 400  # a name with its article and aside stands within so many characters


def is_short_form(short: str, full: str) -> bool:
    """Tell whether one word is made of letters of the words that it shortens.

    It starts like one of them, and has letters of theirs in their order (``GPS``, ``LEDs``), or
    in another order where it is much shorter (``cosh``: hyperbolic cosine).
    """
    if " " in short.strip() or not short.strip():
        return False
    letters = [char for char in short.casefold() if char.isalpha()]
    if len(letters) > 2 and letters[-1] == "s" and short[-2:-1].isupper():
        letters.pop()
    pool = [char for char in full.casefold() if char.isalpha()]
    initials = {word[0] for word in words(full)}
    if not 2 <= len(letters) < len(pool) or letters[0] not in initials:
        return False
    rest = iter(pool)
    if all(char in rest for char in letters):
        return True
    return 2.5 * len(letters) <= len(pool) and Counter(letters) <= Counter(pool)


def said_names(inside: str) -> tuple[str, ...]:
    """Return the names that a parenthesis states ("also known as Y", "or Y"), if it does."""
    lead = _SAYS_INSIDE.match(inside.strip())
    if not lead:
        return ()
    return tuple(_tidy_all(split_names(inside.strip()[lead.end() :])))


def split_names(text: str) -> tuple[str, ...]:
    """Split a list of names: ``A, B or C``; ``A; B``. One name comes back as it is."""
    parts = re.split(r"\s*[,;|]\s*(?:(?:or|and)\s+)?|\s+or\s+", text.strip())
    return tuple(part for part in parts if part)


def said_aliases(definition: str, names: Iterable[str]) -> tuple[str, ...]:
    """Find the names that a definition states for its own entry, in order of appearance.

    Args:
        definition: the text as quoted.
        names: the entry's term and the aliases known so far.

    Returns:
        Names as printed, without articles and quotes, without repeats; a name that is
        known already comes back too, so that a caller can tell that prose states it.
    """
    lower = definition.casefold()
    if not any(mark in lower for mark in _MARKS):
        return ()
    found: list[str] = []
    first = _SAYS_FIRST.match(definition)
    if first:
        found.extend(_listed(definition, first.end()))
    own = {fold(name) for name in names}
    for says in _SAYS_BEHIND.finditer(definition):
        if _is_own_name(definition[max(0, says.start() - _REACH) : says.start()], own):
            found.extend(_listed(definition, says.end()))
    for says in _SAYS_LATER.finditer(definition):  # "… Also called X.": the entry is its subject
        if says.group(1)[0].isupper():
            found.extend(_listed(definition, says.end()))
    return tuple(dict.fromkeys(found))


def _is_own_name(before: str, own: set[str]) -> bool:
    starts = [match.end() for match in _SENTENCE_END.finditer(before)]
    if not starts and len(before) == _REACH:
        return False  # far inside a long sentence
    sentence = before[starts[-1] :] if starts else before
    lead = _BEFORE_NAME.match(sentence)
    after_lead = sentence[lead.end() :] if lead else sentence
    candidates = (sentence, after_lead, _ASIDE.sub("", sentence), _ASIDE.sub("", after_lead))
    return any(fold(name) in own for name in candidates if name.strip())


def _listed(text: str, start: int) -> Iterator[str]:
    """Read the names that stand from ``start`` on, and an acronym in parentheses behind them."""
    quoted = _QUOTED.match(text, start)
    if quoted:
        end = quoted.end()
        names = list(_tidy_all(re.findall("“([^”]+)", quoted[0])))
    else:
        stop = _LIST_END.search(text, start)
        end = stop.start() if stop else len(text)
        names = list(_tidy_all(_list_items(text[start:end])))
    yield from names
    aside = re.compile(r"\s*\(([^()]{1,40})\)").match(text, end)
    if names and aside and (is_acronym(aside[1]) or is_short_form(aside[1], names[-1])):
        yield aside[1].strip()


def _list_items(text: str) -> Iterator[str]:
    """Yield the items of ``A``, ``A or B``, ``A, B, and C``; prose behind a comma ends the list."""
    clauses = re.split(r"\s*,\s*", text[: 40 * _MAX_WORDS])
    items = [clauses[0]]
    for at, clause in enumerate(clauses[1:], 1):
        joint = re.match(r"(or|and)\s+", clause)
        if joint and (joint[1] == "or" or at > 1) and not _NO_NAME.match(clause[joint.end() :]):
            items = [*clauses[:at], clause[joint.end() :]]
            break
        if joint or len(clause.split()) > 4 or _NO_NAME.match(clause):
            break
    for item in items:
        cut = _NAME_END.sub("", item)
        yield from re.split(r"\s+(?:or|and)(?:\s+|$)", cut)


def _tidy_all(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        plain = name.strip().strip(_QUOTES).strip().rstrip(",.;:").strip(_QUOTES).strip()
        plain = _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain
        plain = " ".join(plain.split()).strip(_QUOTES)
        if plain and len(plain.split()) <= _MAX_WORDS and not _NO_NAME.match(plain):
            yield plain
