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
from .glossator import Glossator
from .records import Answer, Citation, Hit, Intent, Reason, Settings, Why

__all__ = [
    "Annotated",
    "Answer",
    "Citation",
    "DamagedIndexError",
    "GlossaryError",
    "Glossator",
    "Hit",
    "IndexDirectoryError",
    "InputError",
    "Intent",
    "LockedIndexError",
    "MissingPartError",
    "Occurrence",
    "Reason",
    "Settings",
    "StaleIndexError",
    "Why",
]
