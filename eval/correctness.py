"""Whether an answer is the right one: it cites the gold entries and holds the gold quotes.

The rules of matching are in ``matching.py``. A refusal, or no answer at all, scores 0.
"""

from collections.abc import Sequence

from .matching import MIN_QUOTE_CHARS, SourceNames, gold_keys, name_keys, text_key
from .records import Cited, GivenAnswer, Question, QuestionType

__all__ = ["all_cited", "entry_accuracy", "gold_text", "is_gold", "is_right", "quote_share"]


def is_gold(cited: Cited, question: Question, sources: SourceNames) -> bool:
    """Tell whether a citation names an entry of a gold concept in a gold source."""
    keys = name_keys(cited.term)
    if not any(keys & gold for gold in gold_keys(question)):
        return False
    return not question.gold_sources or sources.resolve(cited.source) in question.gold_sources


def entry_accuracy(question: Question, answer: GivenAnswer | None, sources: SourceNames) -> float:
    """Return 1 if the question is answered from a gold entry, else 0."""
    return float(any(is_gold(cited, question, sources) for cited in _citations(answer)))


def all_cited(question: Question, answer: GivenAnswer | None, sources: SourceNames) -> float:
    """Return 1 if every gold concept is cited, else 0.

    A cross-source question also needs two of its gold sources (or its only one).
    """
    citations = _citations(answer)
    keys = [name_keys(cited.term) for cited in citations]
    golds = gold_keys(question)
    if not golds or not all(any(gold & key for key in keys) for gold in golds):
        return 0.0
    if question.type is QuestionType.CROSS_SOURCE:
        named = {
            sources.resolve(cited.source)
            for cited in citations
            if is_gold(cited, question, sources)
        }
        return float(len(named) >= min(2, len(question.gold_sources)))
    return 1.0


def quote_share(question: Question, answer: GivenAnswer | None) -> float | None:
    """Return the share of the gold quotes' groups that the answer holds, in [0, 1].

    A group is held if one of its quotes stands in the answer's text or in a cited quote, or if a
    cited quote of 20 or more characters lies inside one. A cross-source question needs two
    groups. ``None`` for a question without gold quotes.
    """
    groups = question.gold_quotes
    if not groups:
        return None
    if answer is None or not answer.answered:
        return 0.0
    held = sum(_holds(answer, group) for group in groups)
    cross = question.type is QuestionType.CROSS_SOURCE
    return min(1.0, held / (min(2, len(groups)) if cross else len(groups)))


def _holds(answer: GivenAnswer, group: Sequence[str]) -> bool:
    texts = [text_key(answer.text), *(text_key(cited.quote) for cited in answer.citations)]
    long = [
        text_key(cited.quote)
        for cited in answer.citations
        if len(cited.quote.replace("*", "").strip()) >= MIN_QUOTE_CHARS
    ]
    golds = [key for key in map(text_key, group) if key]
    return any(
        any(gold in text for text in texts) or any(quote in gold for quote in long)
        for gold in golds
    )


def is_right(question: Question, answer: GivenAnswer | None, sources: SourceNames) -> bool:
    """Tell whether an answer is right: from a gold entry, with all that its gold asks.

    All groups of gold quotes are held, or, without gold quotes, all concepts cited. A refusal is
    right where nothing could be answered.
    """
    if answer is None:
        return False
    if not question.answerable or not answer.answered:
        return question.answerable == answer.answered
    share = quote_share(question, answer)
    if share is None:
        share = all_cited(question, answer, sources)
    return share == 1.0 and bool(entry_accuracy(question, answer, sources))


def gold_text(question: Question, answer: GivenAnswer | None) -> tuple[str, tuple[str, ...]]:
    """Return what exact match and token F1 compare: the quotes given, and the gold texts.

    The prediction is the answer's different quotes in their order, or its text where it cites
    none. A gold text is one quote of each group; of all such texts the groups' own are taken
    by position, so the first quotes make the first gold text, and so on.
    """
    if answer is None or not answer.answered:
        prediction = ""
    else:
        quotes = dict.fromkeys(cited.quote for cited in answer.citations)
        prediction = " ".join(quotes) or answer.text
    size = max(map(len, question.gold_quotes), default=0)
    golds = tuple(
        " ".join(group[min(row, len(group) - 1)] for group in question.gold_quotes)
        for row in range(size)
    )
    return prediction, golds


def _citations(answer: GivenAnswer | None) -> tuple[Cited, ...]:
    return answer.citations if answer is not None and answer.answered else ()
