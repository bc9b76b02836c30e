"""Records that only lead to another one, ``{"term": "Jug", "see": "Urn"}``: names of that other."""

from collections.abc import Sequence

from .finder import Record
from .record_parts import Parts
from .rendering import Rendering

__all__ = ["join_redirects"]

_JOINED = "'{}' only refers to '{}', and is taken for another name of it."


def join_redirects(
    made: Rendering, parted: Sequence[tuple[Record, Parts]]
) -> list[tuple[Record, Parts]]:
    """Give the names of records that only lead on to those that define; return the others.

    A record stays where what it leads to is no record, has no definition, or isn't one only.
    """
    defining: dict[str, Parts] = {}
    for _, parts in parted:
        for part in parts.by_language.values():
            for known in (*parts.keys, *part.terms) if part.senses else ():
                defining.setdefault(known.casefold(), parts)
    kept: list[tuple[Record, Parts]] = []
    for record, parts in parted:
        name = _name(record, parts)
        targets = {target.casefold(): target for target in parts.leads_to}
        found = [defining[target] for target in targets if target in defining]
        if not name or len(targets) != 1 or not found or _defines(parts):
            kept.append((record, parts))
            continue
        for part in found[0].by_language.values():
            if part.senses:
                part.aliases.append(name)
                break
        target = next(iter(targets.values()))
        made.page(record.line, record.last, "redirect")
        made.remark(record.line, "redirect", _JOINED.format(name, target))
    return kept


def _defines(parts: Parts) -> bool:
    return any(part.senses for part in parts.by_language.values())


def _name(record: Record, parts: Parts) -> str | None:
    names = [name for part in parts.by_language.values() for name in part.terms]
    return next(iter([*names, *([record.key] if record.key else [])]), None)
