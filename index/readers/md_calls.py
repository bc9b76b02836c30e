"""What a call in a Markdown file shows: Hugo's shortcodes, KumaScript, Liquid, templates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MAX_CHARS", "Macro", "MacroKind", "find_end", "read_call", "read_shortcode", "read_tag"]

_TEXT = r'"(?:[^"\\]|\\.)*"|“[^”]*”'
_HUGO_NAME = re.compile(r"\s*(?P<close>/)?\s*(?P<name>[\w./-]*)")
_HUGO_PARAM = re.compile(
    rf"(?P<key>[\w-]+)\s*=\s*(?P<value>{_TEXT}|`[^`]*`|[^\s\"`>]+)|(?P<only>{_TEXT}|`[^`]*`|[^\s\"`=>]+)"
)
_CALL = re.compile(
    r"\{{2,3}\s*(?P<name>[A-Za-z][\w.-]*)\s*(?:\((?P<args>.*)\))?\s*\}{2,3}", re.DOTALL
)
_ARG = re.compile(
    r"""\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<bare>[^,'"\s][^,'"]*))\s*(?:,|$)"""
)
_LIQUID_NAME = re.compile(r"\{%-?\s*(?P<name>\w*)")
_LATEX = re.compile(r"(?:[{}_^\\]|\\[A-Za-z]+)$")
MAX_CHARS = 2_000  # of one call; a longer one is text with braces
_SHOWN = ("text", "label")  # parameters of shortcodes whose value a page shows
_TARGETS = ("term_id", "term", "id", "slug", "key", "entry")
_GLOSSARY = re.compile(r"gloss|term|tooltip|abbr|dfn|defin", re.IGNORECASE)
_DECORATION = re.compile(
    r"sidebar|embed|_inline$|_header$|compat|specifications|quicklinks|toc$|disambiguation",
    re.IGNORECASE,
)
_THIRD_SHOWN = ("interwiki",)


class MacroKind(StrEnum):
    """What a macro is to the text."""

    COMMENT = "comment"
    MARK = "macro"  # sets off or decorates text, or stands alone: a sidebar, a note's frame
    SHOWN = "shown"  # shows words that it holds
    LOST = "lost"  # shows words that the file doesn't hold


@dataclass(frozen=True, slots=True)
class Macro:
    """A range of the raw file that is a macro or a comment.

    Attributes:
        kind: see :class:`MacroKind`.
        start: where it starts.
        end: where it ends.
        name: the macro's name, case kept; ``""`` for comments.
        kept: the parts of it that a page shows.
        target: the id or name of the entry that it points to.
        by_id: whether ``kept`` is the id of an entry, for want of words to show.
        closes: whether it is the closing one of a pair.
    """

    kind: MacroKind
    start: int
    end: int
    name: str = ""
    kept: tuple[tuple[int, int], ...] = ()
    target: str | None = None
    by_id: bool = False
    closes: bool = False


def find_end(raw: str, mark: str, start: int, missing: set[str], most: int | None = None) -> int:
    """Return where a closing mark ends, 0 if it stands nowhere (or too far) behind ``start``."""
    if mark in missing:
        return 0
    if most is not None:
        end = raw.find(mark, start, start + most)
        return end + len(mark) if end >= 0 else 0
    end = raw.find(mark, start)
    if end < 0:
        missing.add(mark)
        return 0
    return end + len(mark)


def read_shortcode(
    raw: str, begin: int, sign: str, missing: set[str], most: int | None = None
) -> Macro | None:
    """Read a shortcode of Hugo: ``{{< name key="value" >}}`` or ``{{% name %}}``."""
    mark = ">}}" if sign == "<" else "%}}"
    end = find_end(raw, mark, begin, missing, (most - begin) if most else MAX_CHARS)
    if not end:
        return None
    inner = begin + 3
    body_end = end - 3
    if raw[inner : inner + 2] == "/*":  # {{</* shown as it is */>}}
        return None
    named = _HUGO_NAME.match(raw, inner, body_end)
    if not named:
        return None
    name = named["name"].rstrip("/")
    if named["close"]:
        return Macro(MacroKind.MARK, begin, end, name, closes=True)
    params = list(_hugo_params(raw, named.end(), body_end))
    keyed = {key.casefold(): span for key, span in params if key}
    shown = next((keyed[key] for key in _SHOWN if key in keyed), None)
    target = next((keyed[key] for key in _TARGETS if key in keyed), None)
    only = [span for key, span in params if not key]
    by_id = False
    if _GLOSSARY.search(name):
        target = target or (only[0] if only else None)
        by_id = shown is None and target is not None
        shown = shown or (only[-1] if only else target)
    if shown is None or shown[0] >= shown[1]:
        return Macro(MacroKind.LOST, begin, end, name, target=_slice(raw, target))
    return Macro(
        MacroKind.SHOWN, begin, end, name, (shown,), _slice(raw, target), by_id and shown == target
    )


def _hugo_params(raw: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _HUGO_PARAM.finditer(raw, start, end):
        group = "value" if match["key"] else "only"
        first, last = match.span(group)
        if raw[first] in '"`“':
            first, last = first + 1, last - 1
        if match[group] != "/":
            yield match["key"] or "", (first, last)


def _slice(raw: str, span: tuple[int, int] | None) -> str | None:
    return " ".join(raw[slice(*span)].split()) or None if span else None


def read_call(raw: str, begin: int, missing: set[str]) -> Macro | None:
    """Read ``{{Name}}``, ``{{Name("a", "b")}}``, or a template's ``{{ variable }}``."""
    if _LATEX.search(raw[max(0, begin - 30) : begin]):
        return None
    end = find_end(raw, "}}", begin, missing, MAX_CHARS)
    if not end or "\n\n" in raw[begin:end]:
        return None
    end += raw[end : end + 1] == "}" and raw[begin : begin + 3] == "{{{"
    match = _CALL.fullmatch(raw, begin, end)
    if not match:
        template = re.fullmatch(r"\{{2,3}\s*[\w.$\"'][^{}]*\}{2,3}", raw[begin:end])
        name = raw[begin:end].strip("{} \n")
        return Macro(MacroKind.LOST, begin, end, name) if template else None
    name = match["name"]
    if match["args"] is None:
        kind = MacroKind.MARK if _DECORATION.search(name) else MacroKind.LOST
        return Macro(kind, begin, end, name)
    if _DECORATION.search(name):
        return Macro(MacroKind.MARK, begin, end, name)
    args = list(_args(raw, match.start("args"), match.end("args")))
    if not args:
        return Macro(MacroKind.LOST, begin, end, name)
    bare, first = args[0]
    if bare:  # RFC(2616): its name and its number
        return Macro(MacroKind.SHOWN, begin, end, name, (match.span("name"), first))
    given = [span for _, span in args]
    at = 2 if name.casefold() in _THIRD_SHOWN else 1
    shown = next((span for span in given[at : at + 1] if span[0] < span[1]), None)
    shown = shown or (given[at - 1] if len(given) >= at else first)
    target = _slice(raw, first) if _GLOSSARY.search(name) else None
    if shown[0] >= shown[1]:
        return Macro(MacroKind.LOST, begin, end, name)
    return Macro(MacroKind.SHOWN, begin, end, name, (shown,), target)


def _args(raw: str, start: int, end: int) -> Iterator[tuple[bool, tuple[int, int]]]:
    at = start
    while at < end:
        match = _ARG.match(raw, at, end)
        if not match or match.end() == at:
            return
        group = str(match.lastgroup)
        yield group == "bare", match.span(group)
        at = match.end()


def read_tag(raw: str, begin: int, missing: set[str]) -> Macro | None:
    """Read a tag of Liquid or Jinja: ``{% name … %}``."""
    end = find_end(raw, "%}", begin, missing, MAX_CHARS)
    if not end:
        return None
    named = _LIQUID_NAME.match(raw, begin, end)
    name = named["name"] if named else ""
    closes = name.startswith("end")
    lost = name in ("data", "include", "link", "post_url", "render")
    name = name.removeprefix("end") if closes else name
    return Macro(MacroKind.LOST if lost else MacroKind.MARK, begin, end, name, closes=closes)
