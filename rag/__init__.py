"""Asking glossaries: the public API.

from glossator.rag import Glossator

with Glossator.open() as glossary:
answer = glossary.ask("what is dropout?")
print(answer.text)
"""

from ..index.errors import (
    DamagedIndexError,
    GlossaryError,
    IndexDirectoryError,
    InputError,
    LockedIndexError,
    MissingPartError,
    StaleIndexError,
)
from .annotate import Annotated, Occurrence
from .entries import FullEntry
from .glossator import Glossator
from .live import Live
from .records import Answer, Citation, Hit, Intent, Reason, Settings, Why
from .verdicts import (
    CheckedAnswer,
    CheckedSentence,
    Difference,
    Grounding,
    QuoteCheck,
    Verdict,
)

__all__ = [
    "Annotated",
    "Answer",
    "CheckedAnswer",
    "CheckedSentence",
    "Citation",
    "DamagedIndexError",
    "Difference",
    "FullEntry",
    "GlossaryError",
    "Glossator",
    "Grounding",
    "Hit",
    "IndexDirectoryError",
    "InputError",
    "Intent",
    "Live",
    "LockedIndexError",
    "MissingPartError",
    "Occurrence",
    "QuoteCheck",
    "Reason",
    "Settings",
    "StaleIndexError",
    "Verdict",
    "Why",
]
