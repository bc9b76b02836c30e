"""Follow-up questions: fill in from the history what a question refers back to."""

import re
from collections.abc import Iterator, Sequence

from ..index.lexicon import Lexicon
from .english import PRONOUN, intents_of
from .query import Query, understand
from .records import Intent

__all__ = ["standalone"]

#: So many of the latest questions are looked at.
MAX_TURNS = 20
#: A question of up to so many words may be a fragment that needs the last one's topic.
FRAGMENT = 3
_OPENING = re.compile(
    r"^\s*(?:ok(?:ay)?[, ]+)?(?:and|but|so|then|what about|how about)\b[, ]*", re.IGNORECASE
)
_COMPARING = re.compile(
    r"^\s*(?:and\s+)?(?:vs\.?|versus|compared (?:to|with)|or rather)\s", re.IGNORECASE
)
_ONES = re.compile(r"\b(?:ones?)\b", re.IGNORECASE)
_OPPOSITE = re.compile(r"\b(?:the )?(?:opposite|reverse|contrary|inverse)\b(?! of)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_PLAIN = re.compile(
    r"\b(?:it|itself|that|this|they|them|these|those|he|she)\b(?! (?:is|are|was) the\b)",
    re.IGNORECASE,
)
#: "typical values of it?" asks of the topic, whatever else it names.
_OF_IT = re.compile(r"(?<=\bof )(?:it|that|this|them|these|those)(?=\W*$)", re.IGNORECASE)


def standalone(question: str, history: Sequence[str], lexicon: Lexicon) -> str:
    """Return the question with what it refers back to filled in.

    Args:
        question: as asked now.
        history: the user's earlier questions, oldest first.
        lexicon: of the index that is asked.

    Returns:
        The question itself where it stands alone or the history names nothing.
    """
    topics = _topics(history, lexicon)
    topic = next(topics, None)
    if topic is None:
        return question
    query = understand(question, lexicon)
    compared = _compared(question, query, topic, topics)
    if compared is not None:
        return compared
    if query.mentions and not query.rest and not _PLAIN.search(question):
        return question
    if _POSSESSIVE.search(question):
        return _POSSESSIVE.sub(f"{topic}'s", question, count=1)
    if _OF_IT.search(question):
        return _OF_IT.sub(topic, question, count=1)
    if query.mentions and _ONES.search(question):
        return question
    if _PLAIN.search(question) and not query.mentions:
        return _PLAIN.sub(topic, question, count=1)
    if query.mentions and not _OPENING.match(question):
        return question
    if _leans_back(question, query):
        return f"{question.rstrip(' ?.!')} of {topic}?"
    return question


def _compared(question: str, query: Query, topic: str, earlier: Iterator[str]) -> str | None:
    """Fill the topic in where a question sets it against something, or asks for its opposite.

    Where it names neither side ("how do they differ?"), the topic and the one before are meant.
    """
    if _COMPARING.match(question):
        other = _ONES.sub(topic.split()[-1], question)
        return f"{topic} {other.strip()}"
    if _OPPOSITE.search(question):
        return _OPPOSITE.sub(f"the opposite of {topic}", question, count=1)
    if Intent.COMPARE not in intents_of(question) or len(query.mentions) > 1:
        return None
    before = None if query.mentions else next((name for name in earlier if name != topic), None)
    if _PLAIN.search(question) and (query.mentions or before):
        return _PLAIN.sub(f"{before} and {topic}" if before else topic, question, count=1)
    return f"{question.rstrip(' ?.!')} between {before} and {topic}?" if before else None


def _leans_back(question: str, query: Query) -> bool:
    """Tell whether a question without a name of its own needs the topic of the last one."""
    return bool(_OPENING.match(question) or PRONOUN.search(question)) or _is_fragment(
        question, query
    )


def _is_fragment(question: str, query: Query) -> bool:
    """Tell whether a question is only a word or two ("drawbacks?"), no sentence of its own."""
    return len(question.split()) <= FRAGMENT and len(query.focus) <= 2


def _topics(history: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the names that the questions spoke of, the latest question's longest name first."""
    for earlier in reversed(history[-MAX_TURNS:]):
        mentions = understand(earlier, lexicon).mentions
        best_first = sorted(mentions, key=lambda m: (m.kind == "section", -len(m.written), m.start))
        yield from (mention.name for mention in best_first)
