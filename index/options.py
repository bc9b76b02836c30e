"""What a person may say about an input that its content doesn't."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .errors import InputError

__all__ = ["MAX_BYTES", "ROLES", "Options", "options_of", "parse_columns"]

MAX_BYTES = 128 * 2**20  # of one file, packed or unpacked
#: What a column (or a key of a record) may be.
ROLES = (
    "term",
    "definition",
    "aliases",
    "references",
    "language",
    "status",
    "number",
    "id",
    "mnemonic",
    "ignore",
)
_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
_SIZE = re.compile(r"([0-9]{1,15})\s*([KMG]?)i?B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}
_SYNONYMS = {
    "alias": "aliases",
    "synonym": "aliases",
    "synonyms": "aliases",
    "reference": "references",
    "see_also": "references",
    "see-also": "references",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What overrules or completes what a reader finds.

    Attributes:
        columns: for tables and records: which columns or keys hold what, by role (see
            :data:`ROLES`). A column is named by its header, by its letter (``"B"``) or by its
            number from 1. Empty: readers decide, and say how.
        language: the language (a BCP 47 tag) of entries whose source names none; entries of
            other languages are left out, and the report says so.
        max_bytes: the largest file that is read, packed or unpacked, and the most that all
            members of an archive may hold together.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str | None = None
    max_bytes: int = MAX_BYTES


def parse_columns(given: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read ``"term=Name,definition=Meaning"``; a role that is given again adds a column.

    A comma in a header is no end: ``"term=Name, short"`` is one pair, for what stands behind
    the comma names no role.

    Raises:
        InputError: if a part has no ``=``, or its role isn't one of :data:`ROLES`.
    """
    found: dict[str, tuple[str, ...]] = {}
    roles = "|".join(map(re.escape, (*ROLES, *_SYNONYMS)))
    for text in given:
        for pair in re.split(rf",(?=\s*(?:{roles})\s*=)", text):
            role, equals, column = (part.strip() for part in pair.partition("="))
            role = _SYNONYMS.get(role, role)
            if not equals or not column or role not in ROLES:
                raise InputError(
                    f"columns '{pair}': expected ROLE=COLUMN, with one of these roles: "
                    f"{', '.join(ROLES)}; for example term=Name,definition=Meaning"
                )
            found[role] = (*found.get(role, ()), column)
    return found


def options_of(
    columns: Iterable[str] | Mapping[str, str | Sequence[str]] = (),
    language: str | None = None,
    max_bytes: int | str | None = None,
) -> Options:
    """Check what a person says and return it as options.

    Args:
        columns: as :func:`parse_columns` reads them, or by role: a column, or several.
        language: a BCP 47 tag, such as ``en`` or ``pt-BR``.
        max_bytes: a number of bytes, or a text such as ``"500M"`` or ``"2G"``.

    Raises:
        InputError: if one can't be understood.
    """
    if isinstance(columns, Mapping):
        pairs = [
            f"{role}={column}"
            for role, given in columns.items()
            for column in ([given] if isinstance(given, str) else given)
        ]
    else:
        pairs = [columns] if isinstance(columns, str) else list(columns)
    if language is not None and not _TAG.fullmatch(language):
        raise InputError(
            f"language '{language}': expected a BCP 47 tag such as en, de or pt-BR; it is what a "
            "file's own marks are compared with"
        )
    return Options(parse_columns(pairs), language, _bytes(max_bytes))


def _bytes(given: int | str | None) -> int:
    if given is None:
        return MAX_BYTES
    found = _SIZE.fullmatch(str(given).strip())
    count = int(found[1]) * _UNITS[found[2].upper()] if found else 0
    if count < 1:
        raise InputError(
            f"max-bytes '{given}': expected a number of bytes, at least 1, such as 500000000, 500M "
            "or 2G"
        )
    return count
