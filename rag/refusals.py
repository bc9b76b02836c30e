"""What is said instead of an answer: why there is none, what the glossary covers, what is near."""

import re
from collections.abc import Sequence

from ..index.lexicon import Lexicon
from .records import Reason

__all__ = ["refusal_text"]

_GREETS = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|thanks?|thank you|"
    r"bye|goodbye|cheers|how are you)\b(?!-)",
    re.IGNORECASE,
)
_TITLES = 3


def refusal_text(
    reason: Reason, question: str, lexicon: Lexicon, about: str, suggestions: Sequence[str]
) -> str:
    """Return one to three sentences for a person.

    Args:
        reason: why there is no answer.
        question: as asked.
        lexicon: of the index that was asked.
        about: the name of the concept that the question names, or ``""``.
        suggestions: the nearest terms, best first.
    """
    near = f" Nearest terms: {', '.join(suggestions)}." if suggestions else ""
    if reason is Reason.TOO_LONG:
        return "That question is too long: ask it in up to 2,000 characters."
    if reason is Reason.EMPTY:
        return "There were no words in that question. Ask what a term means, or describe a thing."
    if reason is Reason.FACT_NOT_HELD and about:
        return f"There is an entry on {about}, but it doesn't say that.{near}"
    if reason is Reason.OFF_TOPIC:
        if _GREETS.match(question):
            return f"Hello! I quote from a glossary and know nothing else. {_covers(lexicon)}"
        return f"That is outside what this glossary covers. {_covers(lexicon)}{near}"
    return f"There is no entry for that.{near}"


def _covers(lexicon: Lexicon) -> str:
    """Say what there is: how many entries, from which documents."""
    listed = list(dict.fromkeys(document.title for document in lexicon.documents()))
    titles = [f"“{title}”" for title in listed[:_TITLES]]
    rest = len(listed) - len(titles)
    if rest:
        titles.append(f"{rest} more")
    names = " and ".join(filter(None, [", ".join(titles[:-1]), titles[-1]]))
    count = lexicon.counts.entries
    return f"It has {count:,} {'entry' if count == 1 else 'entries'}, from {names}."
