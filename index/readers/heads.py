"""Headwords: what a printed head such as "12. Seed Tray(s) (also known as …):" names.

The rules are about shape only: brackets, joints, capitals, and letters that stand in the
words they shorten. They know no subject.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..names import fold, is_acronym, words
from .said import is_short_form, said_names, split_names

__all__ = ["Head", "head_of_value", "parse_head"]

_MAX_CHARS = 300  # longer is no head; left as it is
_NUMBER = re.compile(r"\(?(\d{1,4}(?:\.\d{1,3})*)[.)]\s+(?=\S*[^\W\d_])")
_BOLD = re.compile(r"(\*\*|\*|`)(?=\S)(.*\S)\1$")
_DASH = re.compile(r"\s+[-–—]\s+")
_ALSO = re.compile(
    r"\s*,\s+also\s+(?:(?:known|referred\s+to)\s+as\s+|called\s+)?"
    r"|\s*,?\s+(?:also\s+(?:known\s+as|called)|a\.?k\.?a\.?)\s+",
    re.IGNORECASE,
)
_SHOWN = re.compile(rf"\(|{_DASH.pattern}|{_ALSO.pattern}", re.IGNORECASE)
_PLURALS = {"s", "es", "ies", "n", "en", "e"}
_USAGE = re.compile(
    r"(?:(?:pl(?:ural)?|sing(?:ular)?|noun|verb|adj(?:ective)?|adv(?:erb)?|n|v|optional|deprecated|"
    r"obsolete|archaic|beta|alpha|draft|new)\.?$|(?:in|of|for|from|to|with|as|at|by|on|see|e\.?g|"
    r"i\.?e|cf|not)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """A headword and what its print says of other names.

    Attributes:
        printed: the head as printed, without numbering, enclosing marks and closing colon.
        term: the first name, without parentheses that only hold other names.
        aliases: the other names, in order of appearance, without repeats and the term.
        said: those of them that words state: "(also known as …)", "(or …)".
        number: the numbering, as printed, or ``None``.
    """

    printed: str
    term: str
    aliases: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    number: str | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """A parenthesis at the top level of a head: ``[start, end)`` with its brackets."""

    start: int
    end: int
    inside: str


def parse_head(printed: str) -> Head:
    """Read a printed head.

    Examples:
        ``Global Positioning System (GPS)`` has the alias GPS, ``Kettle (Boiler)`` has Boiler,
        ``Seed Tray(s)`` has Seed Trays; ``Light Emitting Diode (LED) Lamp`` is the term Light
        Emitting Diode Lamp with the aliases LED Lamp and LED; ``Drum (music)`` stays whole and
        has the alias Drum, for a lower-case qualifier is no name.
    """
    text = " ".join(printed.split())
    if len(text) > _MAX_CHARS:
        return Head(text, text)
    text, number = _plain(text)
    names = [_parse_one(part) for part in _joined(text)]
    term = names[0].term
    aliases = [*names[0].aliases]
    for name in names[1:]:
        aliases += [name.term, *name.aliases]
    said = [alias for name in names for alias in name.said]
    return Head(text, term, _distinct(aliases, term), _distinct(said, term), number)


def head_of_value(term: str) -> Head:
    """Read a term out of a cell or a value: as it stands, unless it shows other names.

    These are names in a parenthesis, behind "also", and long forms behind a dash; "Bow or arrow"
    stays whole where nothing but a term stands.
    """
    return parse_head(term) if _SHOWN.search(term) else Head(term, term)


def _plain(text: str) -> tuple[str, str | None]:
    """Strip numbering, enclosing bold or code marks and a closing colon or dash."""
    number = None
    for _ in range(2):  # "**3. Name:**" and "3. **Name**:" alike
        text = re.sub(r"\s*[:：–—]\s*$", "", text)
        bold = _BOLD.match(text)
        text = bold[2] if bold else text
        numbering = None if number else _NUMBER.match(text)
        if numbering:
            number, text = numbering[1], text[numbering.end() :]
    return re.sub(r"\s*[:：–—]\s*$", "", text).strip(), number


def _distinct(names: Iterable[str], term: str) -> tuple[str, ...]:
    kept = {name.casefold(): name for name in reversed(list(names))}
    kept.pop(term.casefold(), None)
    return tuple(reversed(kept.values()))


# --- several names in one head ---


def _joined(text: str) -> list[str]:
    """Split "A, B, or C", "A, also B", "A / B", and "A (X) and B (Y)" into names; else one name.

    "And" joins names of one thing only where each brings its own parenthesis, or where one is
    the other with a word more ("grafting and tongue grafting"); "salt and pepper" stays.
    """
    outside = _blank_groups(text)
    if _ALSO.search(outside):
        parts = _split(text, outside, rf"{_ALSO.pattern}|\s*,\s*(?:or\s+)?|\s+or\s+")
    elif re.search(r"\sor\s", outside):
        parts = _split(text, outside, r"\s*,\s*(?:or\s+)?|\s+or\s+")
    elif re.search(r"\s/\s", outside):
        parts = _split(text, outside, r"\s+/\s+")
    elif len(re.findall(r"\sand\s", outside)) == 1:
        parts = _split(text, outside, r"\s*,?\s+and\s+")
        bracketed = all(part.endswith(")") and "(" in part.strip("(") for part in parts)
        if not bracketed and not _extends(*parts[:2]):
            return [text]
    elif len(_DASH.findall(outside)) == 1:  # "GPS - Global Positioning System"
        parts = _split(text, outside, _DASH.pattern)
        if not (is_short_form(*parts[:2]) or is_short_form(*parts[1::-1])):
            return [text]
    else:
        return [text]
    return parts if len(parts) > 1 and all(words(part) for part in parts) else [text]


def _split(text: str, outside: str, pattern: str) -> list[str]:
    parts, at = [], 0
    for joint in re.finditer(pattern, outside):
        parts.append(text[at : joint.start()].strip())
        at = joint.end()
    return [*parts, text[at:].strip()]


def _extends(one: str, two: str) -> bool:
    short, long = sorted((fold(one), fold(two)), key=len)
    return bool(short) and (long.startswith(f"{short} ") or long.endswith(f" {short}"))


# --- one name with its parentheses ---


def _groups(text: str) -> Iterator[_Group]:
    """Yield the parentheses at the top level; none where they don't balance."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char == "(":
            start = at if depth == 0 else start
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                found.append(_Group(start, at + 1, text[start + 1 : at].strip()))
    if depth == 0:
        yield from found


def _blank_groups(text: str) -> str:
    """Put other characters for parentheses, at equal length, so that joints inside don't count."""
    for group in list(_groups(text)):
        text = text[: group.start] + "x" * (group.end - group.start) + text[group.end :]
    return text


def _parse_one(text: str) -> Head:
    groups = list(_groups(text))
    names = {group.start: group for group in groups if _is_name(text, group)}
    term = _without(text, names.values()) or text
    aliases: list[str] = []
    said: list[str] = []
    for group in groups:
        if group.start in names:
            new, by_words = _names_in(text, group, names.values())
            said += new if by_words else ()
            aliases += new
        else:
            aliases += _variants(text, group)
    return Head(text, term, _distinct((*aliases, *_slashed(term)), term), tuple(said))


def _is_name(text: str, group: _Group) -> bool:
    """Tell whether a parenthesis holds other names or an ending, and so is not of the term."""
    left, right, inside = text[: group.start], text[group.end :], group.inside
    if left[-1:].isalnum() and inside in _PLURALS:
        return True
    if not left.strip() or not inside:
        return False
    short = is_short_form(inside, left) or is_short_form(left.split()[-1], inside)
    if left[-1:].isalnum() or right[:1].isalnum():  # "f(x)", "(un)sealed", "System(GPS)"
        return (short or is_acronym(inside)) and not right[:1].isalnum()
    if short or said_names(inside):
        return True
    if right.strip() and inside == inside.casefold():
        return False  # "dry (stone) wall": a word that may be left out
    if _USAGE.match(inside) or not words(inside) or not any(map(str.isalpha, inside)):
        return False
    return not (left[0].isupper() and inside == inside.casefold())


def _names_in(text: str, group: _Group, names: Iterable[_Group]) -> tuple[tuple[str, ...], bool]:
    """Return the names a parenthesis gives, and whether words state them."""
    left = text[: group.start]
    rest = _without(text, names, group.end)
    if left[-1:].isalnum() and group.inside in _PLURALS:
        plural = left + group.inside
        if group.inside == "ies":
            plural = left.removesuffix("y") + "ies"
        return (" ".join(f"{_without(plural, names)} {rest}".split()),), False
    by_words = said_names(group.inside)
    expands = is_short_form("".join(char for char in left if char.isalnum()), group.inside)
    inner = by_words or ((group.inside,) if expands else split_names(group.inside))
    if not rest:
        return inner, bool(by_words)
    shorts = tuple(name for name in inner if is_acronym(name) or is_short_form(name, left))
    return (*(f"{name} {rest}" for name in inner), *shorts), bool(by_words)


def _variants(text: str, group: _Group) -> tuple[str, ...]:
    """Return other spellings of a name whose parenthesis is part of it or qualifies it."""
    left, right = text[: group.start], text[group.end :]
    bare = " ".join(f"{left.rstrip() if right[:1] == ' ' else left}{right}".split())
    glued = left[-1:].isalnum() or right[:1].isalnum()
    if glued and not right[:1].isalpha():  # "print()", "f(x)"
        return (bare,) if not group.inside and words(bare) else ()
    if not words(bare):
        return ()
    if right.strip():
        return (bare, " ".join(f"{left}{group.inside}{right}".split()))
    return (bare,)


def _without(text: str, groups: Iterable[_Group], start: int = 0) -> str:
    """Leave groups out of ``text[start:]``; blanks single."""
    pieces, at = [], start
    for group in sorted(groups, key=lambda group: group.start):
        if group.start >= start and group.end <= len(text):
            pieces.append(text[at : group.start])
            at = group.end
    return re.sub(r"\s+([,;:])", r"\1", " ".join(" ".join([*pieces, text[at:]]).split()))


def _slashed(term: str) -> Iterator[str]:
    """Yield both readings of capitalised names joined by a slash: "Fick/Graham law"."""
    joint = re.search(r"(?<!\S)([A-Z][\w-]*[a-z]\w*)/([A-Z][\w-]*[a-z]\w*)(?!\S)", term)
    if not joint or " " not in term:
        return
    left, right = term[: joint.end(1)].split(), term[joint.start(2) :].split()
    if len(left) > 1 and left[-1].casefold() == right[-1].casefold():  # "Hot Pots/Tea Pots"
        yield from (" ".join(left), " ".join(right))
    else:
        for name in joint.groups():
            yield f"{term[: joint.start()]}{name}{term[joint.end() :]}"
