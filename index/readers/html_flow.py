"""A page as a flow: its content, without navigation, scripts, permalinks and notes.

Elements mean what https://html.spec.whatwg.org/multipage/ says; what tools add to them
(permalinks, copies of a formula) is known from ``html_rules.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .flow import Block, Cell, Kind, Pair, Pairs, Para, Row, Run, Table, paragraphs, tidy
from .html_pairs import is_pair_list, pair_children
from .html_rules import NEVER, Chrome, is_footnote, is_hidden, is_permalink, leads_up
from .html_words import is_bold, language_of, math_text, names_of, raised
from .tree import Node

__all__ = ["Flow", "flow_of"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 7}
_TEXT_BLOCKS = {
    *("p", "div", "section", "article", "main", "blockquote", "address", "figure", "figcaption"),
    *("center", "details", "fieldset", "legend", "form", "body", "html", "hgroup", "header"),
    *("footer", "aside", "search", "caption", "dialog", "dir", "menu", "td", "th", "dt", "dd"),
    *("tr", "tbody", "thead", "tfoot", "hr", "optgroup"),
}
_MAX_SPAN = 100
_MOST_BEFORE = 2  # icons and badges that may stand before a card's heading


@dataclass(frozen=True, slots=True)
class Flow:
    """What a page holds.

    Attributes:
        blocks: its content, in order.
        marks: ``(line, rule)`` where each piece of the page starts, content (rule ``""``) or
            not; lines do not fall.
    """

    blocks: tuple[Block, ...]
    marks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """What the elements above say of a text."""

    strong: bool = False
    term: bool = False
    code: bool = False
    href: str | None = None
    marked: bool = False
    names: tuple[str, ...] = ()
    language: str | None = None
    depth: int = 0  # of lists
    inside: bool = False  # the main part of the page
    head: bool = False  # a heading or dt: a button there is its text


def flow_of(root: Node) -> Flow:
    """Make a flow of a page."""
    maker = _Maker(Chrome(root))
    maker.block(root, _Look(language=language_of(root)))
    maker.flush(_Look())
    maker.marks.sort(key=lambda mark: mark[0])
    return Flow(tuple(maker.blocks), tuple(maker.marks))


class _Maker:
    """Walks the tree once; texts gather as runs until a block begins or ends."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome
        self.blocks: list[Block] = []
        self.marks: list[tuple[int, str]] = []
        self._runs: list[Run] = []
        self._ids: list[str] = []
        self._first = 0  # the line of the first text of the paragraph
        self._line = 1  # where we are
        self._last = 1  # the line of the last text
        self._kind, self._level, self._label = Kind.TEXT, 0, ""

    # --- blocks ---

    def block(self, node: Node, look: _Look) -> None:
        """Read the children of an element, one after the other."""
        before: Node | None = None
        for child in node.children:
            if isinstance(child, str):
                self._say(child, look)
            else:
                self._visit(child, look, before)
                before = child

    def flush(self, look: _Look) -> None:
        """End the paragraph, if there is one."""
        runs = tidy(self._runs, self._kind is Kind.CODE)
        if runs:
            para = Para(
                self._kind,
                runs,
                self._first,
                self._last,
                self._level,
                self._label,
                tuple(self._ids),
                look.language,
            )
            self._ids = []
            if leads_up([run.href for run in runs if run.text.strip(" |·\n")], para.text):
                self.marks.append((para.line, "navigation"))
            else:
                self.blocks.append(para)
                self.marks.append((para.line, ""))
            self._label = "" if self._kind is Kind.ITEM else self._label
            if self._kind is Kind.ITEM:
                self._kind = Kind.TEXT  # a second paragraph of the item
        self._runs = []
        self._first = 0

    def _visit(self, node: Node, look: _Look, before: Node | None) -> None:
        self._line = max(self._line, node.line)
        if self._left_out(node, look, before):
            return
        if node.get("lang"):
            look = replace(look, language=node.get("lang"))
        name = node.get("id") or (node.get("name") if node.tag == "a" else "")
        tag = node.tag
        if tag in _HEADINGS or (node.get("role") == "heading" and node.get("aria-level").isdigit()):
            self._paragraph(node, replace(look, head=True), Kind.HEADING, name)
        elif tag == "pre":
            self._paragraph(node, replace(look, code=True), Kind.CODE, name)
        elif tag in ("ul", "ol"):
            self._list(node, look, name)
        elif tag == "dl" or is_pair_list(node):
            self._pairs(node, look, name)
        elif tag == "table":
            self._table(node, look, name)
        elif tag in _TEXT_BLOCKS:
            self._part(node, look, name)
        else:
            self._called(name)
            self._inline(node, look)

    def _part(self, node: Node, look: _Look, name: str) -> None:
        """Read a block; where it begins with a heading, say where it ends."""
        self.flush(look)
        self._called(name)
        main = node.tag in ("main", "article") or node.get("role") == "main"
        inside = replace(look, inside=look.inside or main)
        before = len(self.blocks)
        self.block(node, inside)
        self.flush(inside)
        self._end(before)

    def _end(self, before: int) -> None:
        """Say that a part ends here that one heading leads, an icon before it or not."""
        own = self.blocks[before:]
        heads = [
            (at, block.level)
            for at, block in enumerate(own)
            if isinstance(block, Para) and block.kind is Kind.HEADING
        ]
        if not heads or heads[0][0] > _MOST_BEFORE or len(own) < heads[0][0] + 2:
            return
        level = min(level for _, level in heads)
        if heads[0][1] == level and sum(one == level for _, one in heads) == 1:
            self.blocks.append(Para(Kind.END, (), self._last, self._last, level))

    def _left_out(self, node: Node, look: _Look, before: Node | None) -> bool:
        """Leave an element out that is no content; what it is called stays."""
        rule = ""
        if node.tag in NEVER:
            rule = "no-text"
        elif node.tag == "button" and not look.head:
            rule = "navigation"
        elif is_hidden(node, before):
            rule = "hidden"
        elif node.tag == "a" and is_permalink(node):
            rule = "permalink"
        elif is_footnote(node):
            rule = "note-mark"
        elif self.chrome(node, look.inside):
            rule = "navigation"
        if not rule:
            return False
        self._called(node.get("id") or node.get("name"))
        if rule in ("navigation", "hidden") and node.text.strip():
            self.marks.append((node.line, rule))
        return True

    def _called(self, name: str) -> None:
        if name:
            self._ids.append(name)

    def _paragraph(self, node: Node, look: _Look, kind: Kind, name: str) -> None:
        self.flush(look)
        self._called(name)
        self._kind, before = kind, self._kind
        self._level, level = _HEADINGS.get(node.tag, 0), self._level
        if kind is Kind.HEADING and not self._level:
            self._level = int(node.get("aria-level")[:2])
        self.block(node, look)
        self.flush(look)
        self._kind, self._level = before, level
        if before is Kind.ITEM:  # a heading in an item: what follows is its text
            self._kind, self._label = Kind.TEXT, ""

    def _list(self, node: Node, look: _Look, name: str) -> None:
        self.flush(look)
        self._called(name)
        start = node.get("start")
        number = int(start) if start.isdigit() and len(start) < 9 else 1
        below = replace(look, depth=look.depth + 1)
        for child in node.children:
            if isinstance(child, str):
                self._say(child, below)
                continue
            self.flush(below)
            if child.tag == "li":
                self._kind, self._level = Kind.ITEM, below.depth
                self._label = f"{number}. " if node.tag == "ol" else "- "
                number += 1
            self._visit_item(child, below)
            self._kind, self._level, self._label = Kind.TEXT, 0, ""
        self.flush(below)

    def _visit_item(self, node: Node, look: _Look) -> None:
        self._line = max(self._line, node.line)
        if node.tag != "li":
            self._visit(node, look, None)
        elif not self._left_out(node, look, None):
            own = replace(look, language=node.get("lang") or look.language)
            self._called(node.get("id"))
            before = len(self.blocks)
            self.block(node, own)
            self.flush(own)
            self._end(before)

    def _inside(self, node: Node, look: _Look) -> tuple[Block, ...]:
        """Return what stands in a cell or behind a term, as blocks of its own."""
        state = (self._kind, self._level, self._label)
        self._kind, self._level, self._label = Kind.TEXT, 0, ""
        blocks, self.blocks = self.blocks, []
        own = replace(look, language=node.get("lang") or look.language, depth=0, inside=True)
        self._called(node.get("id"))
        self._line = max(self._line, node.line)
        self.block(node, own)
        self.flush(own)
        found, self.blocks = self.blocks, blocks
        self._kind, self._level, self._label = state
        return tuple(found)

    # --- pairs ---

    def _pairs(self, node: Node, look: _Look, name: str) -> None:
        self.flush(look)
        self._called(name)
        line = node.line
        self.marks.append((line, ""))
        pairs: list[Pair] = []
        terms: list[Para] = []
        bodies: list[tuple[Block, ...]] = []
        start = line
        own = replace(look, language=node.get("lang") or look.language)

        def end() -> None:
            nonlocal terms, bodies
            if terms or bodies:
                pairs.append(Pair(tuple(terms), tuple(bodies), start, max(start, self._last)))
            terms, bodies = [], []

        for child, is_term in pair_children(node):
            self.marks.append((child.line, ""))
            if is_term:
                if bodies:
                    end()
                start = start if terms else child.line
                terms += paragraphs(self._inside(child, replace(own, head=True)))
            else:
                start = start if terms or bodies else child.line
                bodies.append(self._inside(child, own))
        end()
        words = f"{node.get('class')} {node.get('id')} {node.get('itemtype')}".lower()
        marked = any(run.term for pair in pairs for term in pair.terms for run in term.runs)
        named = marked or "glossar" in words or "definedterm" in words
        fields = bool(node.classes & {"field-list", "docinfo", "option-list", "py", "footnote"})
        if pairs:
            self.blocks.append(Pairs(tuple(pairs), line, self._last, named, fields))

    # --- tables ---

    def _table(self, node: Node, look: _Look, name: str) -> None:
        """Read a table; one that only lays out the page is transparent."""
        self.flush(look)
        self._called(name)
        rows = list(_rows(node))
        widths = [sum(1 for cell in row.elements if cell.tag in ("td", "th")) for row in rows]
        nested = any(True for _ in node.find("table", "dl"))
        if nested or max(widths, default=0) < 2:
            self.block(node, look)
            self.flush(look)
            return
        self.marks.append((node.line, ""))
        made: list[Row] = []
        spans: dict[int, tuple[int, Cell | None]] = {}  # column: rows it still spans
        for row in rows:
            self.marks.append((row.line, ""))
            cells = self._cells(row, look, spans)
            ids = (row.get("id"),) if row.get("id") else ()
            made.append(Row(cells, row.line, max(row.line, self._last), ids))
        for caption in node.find("caption"):
            self.blocks.extend(self._inside(caption, look))
        self.blocks.append(Table(tuple(made), node.line, self._last))

    def _cells(
        self, row: Node, look: _Look, spans: dict[int, tuple[int, Cell | None]]
    ) -> tuple[Cell | None, ...]:
        cells: list[Cell | None] = []

        def spanned() -> None:
            while len(cells) in spans:
                left, _ = spans.pop(len(cells))
                if left > 1:
                    spans[len(cells)] = (left - 1, None)
                cells.append(None)

        for node in row.elements:
            if node.tag not in ("td", "th"):
                continue
            spanned()
            cell = Cell(self._inside(node, look), node.tag == "th")
            down = _span(node, "rowspan")
            for nth in range(_span(node, "colspan") if len(cells) < _MAX_SPAN else 1):
                if down > 1:
                    spans[len(cells)] = (down - 1, None)
                cells.append(None if nth else cell)
        spanned()
        return tuple(cells)

    # --- text ---

    def _say(self, text: str, look: _Look) -> None:
        bare = text.lstrip()
        line = self._line + text.count("\n", 0, len(text) - len(bare))
        if bare:
            self._line = line
            if not self._first:
                self._first = self._line
            self._last = self._line + text.rstrip().count("\n", len(text) - len(bare))
        self._line += text.count("\n", len(text) - len(bare) if bare else 0)
        if text in ("\n", "\t") and not look.code:
            text = " "  # alone, they would be a break
        self._runs.append(
            Run(text, look.strong, look.term, look.href, look.marked, look.names, line)
        )

    def _inline(self, node: Node, look: _Look) -> None:
        tag = node.tag
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag == "math":
            self._say(math_text(node), look)
        elif tag == "sup" and (signs := raised(node.text)):
            self._say(signs, look)
        elif tag == "q":
            self._say("“", look)
            self.block(node, look)
            self._say("”", look)
        else:
            self.block(node, _look_of(node, look))


def _look_of(node: Node, look: _Look) -> _Look:
    """Return what an inline element adds to the look of its text."""
    if node.tag in ("b", "strong") or is_bold(node):
        return replace(look, strong=True)
    if node.tag == "dfn":
        return replace(look, strong=True, term=True, names=names_of(node))
    if node.tag in ("abbr", "acronym"):
        return replace(look, names=names_of(node))
    if node.tag == "a" and node.get("href"):
        return replace(look, href=node.get("href"))
    return replace(look, marked=True) if "std-term" in node.classes else look


def _rows(table: Node) -> Iterator[Node]:
    for child in table.elements:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.elements if row.tag == "tr")


def _span(node: Node, name: str) -> int:
    value = node.get(name).strip()
    return min(_MAX_SPAN, max(1, int(value))) if value.isdigit() and len(value) < 6 else 1
