r"""Macros, comments and code of Markdown files: what a page shows of them, and what it doesn't.

Pages that a site generator makes hold calls inside their sentences: Hugo's shortcodes
(``{{< tooltip text="hives" id="hive" >}}``), KumaScript (``{{Glossary("hive", "hives")}}``),
Liquid and Jinja (``{% note %}``, ``{{ site.name }}``), MDX (``{/* … */}``). Of a call the words
that it shows stay, where the call holds them; the rest is cut, and what it would have fetched
from elsewhere is reported. Comments (``<!-- … -->``) are cut, whatever language they hold.

https://gohugo.io/content-management/shortcodes/ ·
https://developer.mozilla.org/en-US/docs/MDN/Writing_guidelines/Page_structures/Macros ·
https://shopify.github.io/liquid/basics/introduction/
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .md_calls import MAX_CHARS, Macro, MacroKind, find_end, read_call, read_shortcode, read_tag

__all__ = ["Macro", "MacroKind", "find_macros", "mask"]

_START = re.compile(
    r"""(?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<ticks>`{3,}|~{3,})(?P<info>[^\n`]*)$)
    |(?P<code>`+)
    |(?P<escape>\\(?:\\|\{\{))
    |(?P<comment><!--)
    |(?P<hidden><(?P<tag>script|style|svg|template|iframe|object|video|audio)\b[^<>]{0,1000}>)
    |(?P<hugo>\{\{(?P<sign>[<%]))
    |(?P<braces>\{\{)
    |(?P<liquid>\{%)
    |(?P<mdx>\{/\*)""",
    re.MULTILINE | re.VERBOSE,
)
_HUGO = re.compile(r"\{\{([<%])")
_LINKS = re.compile(r"gloss|xref|term|abbr|element", re.IGNORECASE)
_HIDING = ("comment",)  # a pair of these hides what stands between


def find_macros(raw: str, start: int = 0) -> tuple[Macro, ...]:
    """Find macros and comments from ``start`` on, in order, none inside another.

    In code only Hugo's shortcodes are macros: Hugo runs them wherever they stand. Linear in
    the length of the text.
    """
    return tuple(_settled(raw, _unhidden(list(_scan(raw, start)))))


def mask(raw: str, macros: Sequence[Macro], start: int = 0) -> str:
    """Return the text, at equal length, with fillers for what macros don't show.

    Lines that hold macros only are blank; elsewhere a filler is a letter, so that what stands
    beside it keeps its place in the line. Everything before ``start`` is blank.
    """
    pieces: list[str] = [_blank(raw[:start])]
    at = start
    for macro in macros:
        pieces.append(raw[at : macro.start])
        bare = not macro.kept and _fills_lines(raw, macro, macros)
        edge = macro.start
        for kept in (*macro.kept, (macro.end, macro.end)):
            gap = raw[edge : kept[0]]
            pieces.append(_blank(gap) if bare else _filled(gap))
            pieces.append(raw[kept[0] : kept[1]])
            edge = kept[1]
        at = macro.end
    return "".join([*pieces, raw[at:]])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


_FILLER = "\ue000"  # of a private use area: a letter to nobody


def _filled(text: str) -> str:
    return re.sub(r"[^\n]", _FILLER, text)


def _fills_lines(raw: str, macro: Macro, macros: Sequence[Macro]) -> bool:
    """Tell whether nothing else stands on a macro's lines but macros that show nothing."""
    far = 4 * MAX_CHARS  # a longer line holds text
    first = raw.rfind("\n", max(0, macro.start - far), macro.start) + 1
    last = raw.find("\n", macro.end, macro.end + far)
    if (not first and macro.start > far) or (last < 0 and len(raw) - macro.end > far):
        return False
    last = len(raw) if last < 0 else last
    if not raw[first : macro.start].strip() and not raw[macro.end : last].strip():
        return True
    at = bisect_right(macros, first, key=lambda one: one.end)
    rest = first
    while at < len(macros) and macros[at].start < last:
        one = macros[at]
        if one.kept or raw[rest : one.start].strip():
            return False
        rest = one.end
        at += 1
    return not raw[rest:last].strip()


# --- finding them ---


def _scan(raw: str, start: int) -> Iterator[Macro]:
    partners = _ticks(raw, start)
    missing: set[str] = set()  # closing marks that stand nowhere further on
    at = start
    while match := _START.search(raw, at):
        begin = match.start()
        at = match.end()
        code = _fence_end(raw, match) if match["fence"] is not None else partners.get(begin)
        if match["fence"] is not None or match["code"]:
            if code is not None and not (match["info"] or "").lstrip().startswith("{"):
                yield from _in_code(raw, begin, code)
                at = code
            continue
        if match["escape"]:
            if match["escape"] != "\\\\":
                yield Macro(MacroKind.MARK, begin, begin + 1)  # the backslash alone goes
            continue
        found = _macro(raw, match, missing)
        if found:
            yield found
            at = found.end


def _macro(raw: str, match: re.Match[str], missing: set[str]) -> Macro | None:
    begin = match.start()
    if match["comment"]:
        return _comment(raw, begin, missing)
    if match["hidden"]:
        own = match["hidden"].endswith("/>")
        end = match.end() if own else find_end(raw, f"</{match['tag']}>", begin, missing)
        return Macro(MacroKind.COMMENT, begin, end) if end else None
    if match["hugo"]:
        return read_shortcode(raw, begin, match["sign"], missing)
    if match["liquid"]:
        return read_tag(raw, begin, missing)
    if match["braces"]:
        return read_call(raw, begin, missing)
    end = find_end(raw, "*/}", begin, missing)
    return Macro(MacroKind.COMMENT, begin, end) if end else None


def _comment(raw: str, begin: int, missing: set[str]) -> Macro:
    end = find_end(raw, "-->", begin + 2, missing)
    if not end:  # nothing closes it: its mark goes, its words stay
        return Macro(MacroKind.MARK, begin, begin + 4, name="<!--")
    more = raw[begin:end].strip("<!-> \t\n").casefold() == "more"
    return Macro(MacroKind.MARK if more else MacroKind.COMMENT, begin, end)


def _fence_end(raw: str, match: re.Match[str]) -> int:
    ticks = match["ticks"]
    close = re.compile(rf"^[ \t>]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$", re.MULTILINE)
    found = close.search(raw, match.end())
    return found.end() if found else len(raw)


def _in_code(raw: str, start: int, end: int) -> Iterator[Macro]:
    while match := _HUGO.search(raw, start, end):
        found = read_shortcode(raw, match.start(), match[1], set(), end)
        start = found.end if found else match.end()
        if found:
            yield found


def _ticks(raw: str, start: int) -> dict[int, int]:
    """Pair runs of backticks of one length inside a paragraph: start of the first, end of both."""
    runs: list[tuple[int, int, int]] = []
    paragraph, at = 0, start
    for match in re.finditer(r"`+|\n[ \t>]*(?=\n)", raw[start:] if start else raw):
        if match[0][0] == "\n":
            paragraph += 1
        else:
            runs.append((match.start() + start, match.end() + start, paragraph))
    partners: dict[int, int] = {}
    last: dict[tuple[int, int], int] = {}
    close: dict[int, int] = {}
    for at in reversed(range(len(runs))):
        key = (runs[at][1] - runs[at][0], runs[at][2])
        if key in last:
            close[at] = last[key]
        last[key] = at
    for at, other in close.items():
        partners[runs[at][0]] = runs[other][1]
    return partners


# --- pairs, and what stands alone ---


def _unhidden(found: Sequence[Macro]) -> Iterator[Macro]:
    """Cut what a pair of hiding marks encloses; a mark that opens a pair has lost nothing."""
    opened: dict[str, list[int]] = {}
    pairs: dict[int, int] = {}
    for at, macro in enumerate(found):
        if macro.name and not macro.closes:
            opened.setdefault(macro.name, []).append(at)
        elif macro.name and opened.get(macro.name):
            pairs[opened[macro.name].pop()] = at
    skip_to = -1
    for at, macro in enumerate(found):
        if at <= skip_to:
            continue
        if at in pairs and macro.name in _HIDING:
            skip_to = pairs[at]
            yield Macro(MacroKind.COMMENT, macro.start, found[skip_to].end)
        elif at in pairs:
            yield replace(macro, kind=MacroKind.MARK, kept=(), by_id=False)
        else:
            yield macro


def _settled(raw: str, found: Iterable[Macro]) -> Iterator[Macro]:
    """Cut calls that are a paragraph of their own, unless they name an entry."""
    for macro in found:
        names_entry = macro.kind is MacroKind.SHOWN and _LINKS.search(macro.name)
        if (
            macro.kind in (MacroKind.SHOWN, MacroKind.LOST)
            and not names_entry
            and _alone(raw, macro)
        ):
            yield replace(macro, kind=MacroKind.MARK, kept=())
        else:
            yield macro


def _alone(raw: str, macro: Macro) -> bool:
    """Tell whether a macro is a paragraph of its own."""
    before = raw[max(0, macro.start - 200) : macro.start]
    after = raw[macro.end : macro.end + 200]
    return bool(
        re.search(r"(?:^|\n)[ \t]*\n[ \t]*$|^\s*$|---[ \t]*\n[ \t]*$", before)
        and re.match(r"[ \t]*(?:\n[ \t]*(?:\n|$)|$)", after)
    )
