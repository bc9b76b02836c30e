"""A page as a flow: its content, without navigation, scripts, permalinks and notes.

Elements mean what https://html.spec.whatwg.org/multipage/ says; what tools add to them
(permalinks, copies of a formula) is known from ``html_rules.py``.
"""

from dataclasses import dataclass, replace

from .flow import Block, Kind, Pair, Pairs, Para, Row, Run, Table, paragraphs, tidy
from .html_look import Look, look_of
from .html_pairs import is_pair_list, pair_children
from .html_rules import NEVER, Chrome, badges, is_footnote, is_hidden, is_permalink, leads_up
from .html_tables import Spans, is_layout, rows_of
from .html_words import language_of, math_text, raised
from .tree import Node

__all__ = ["Flow", "flow_of"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 7}
_TEXT_BLOCKS = {
    *("p", "div", "section", "article", "main", "blockquote", "address", "figure", "figcaption"),
    *("center", "details", "fieldset", "legend", "form", "body", "html", "hgroup", "header"),
    *("footer", "aside", "search", "caption", "dialog", "dir", "menu", "td", "th", "dt", "dd"),
    *("tr", "tbody", "thead", "tfoot", "hr", "optgroup"),
}
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


def flow_of(root: Node) -> Flow:
    """Make a flow of a page."""
    maker = _Maker(Chrome(root), badges(root))
    maker.block(root, Look(language=language_of(root)))
    maker.flush(Look())
    maker.marks.sort(key=lambda mark: mark[0])
    return Flow(tuple(maker.blocks), tuple(maker.marks))


class _Maker:
    """Walks the tree once; texts gather as runs until a block begins or ends."""

    def __init__(self, chrome: Chrome, signs: frozenset[int]) -> None:
        self.chrome = chrome
        self._signs = signs  # badges, left out of heads
        self.blocks: list[Block] = []
        self.marks: list[tuple[int, str]] = []
        self._runs: list[Run] = []
        self._ids: list[str] = []
        self._first = 0  # the line of the first text of the paragraph
        self._line = 1  # where we are
        self._last = 1  # the line of the last text
        self._kind, self._level, self._label = Kind.TEXT, 0, ""

    # --- blocks ---

    def block(self, node: Node, look: Look) -> None:
        """Read the children of an element, one after the other."""
        before: Node | None = None
        for child in node.children:
            if isinstance(child, str):
                self._say(child, look)
            else:
                self._visit(child, look, before)
                before = child

    def flush(self, look: Look) -> None:
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

    def _visit(self, node: Node, look: Look, before: Node | None) -> None:
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

    def _part(self, node: Node, look: Look, name: str) -> None:
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

    def _left_out(self, node: Node, look: Look, before: Node | None) -> bool:
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
        elif look.head and id(node) in self._signs:
            rule = "badge"
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

    def _paragraph(self, node: Node, look: Look, kind: Kind, name: str) -> None:
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

    def _list(self, node: Node, look: Look, name: str) -> None:
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

    def _visit_item(self, node: Node, look: Look) -> None:
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

    def _inside(self, node: Node, look: Look) -> tuple[Block, ...]:
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

    def _pairs(self, node: Node, look: Look, name: str) -> None:
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

    def _table(self, node: Node, look: Look, name: str) -> None:
        """Read a table; one that only lays out the page is transparent."""
        self.flush(look)
        self._called(name)
        if is_layout(node):
            self.block(node, look)
            self.flush(look)
            return
        self.marks.append((node.line, ""))
        rows: list[Row] = []
        spans = Spans()
        for row in rows_of(node):
            self.marks.append((row.line, ""))
            cells = spans.cells(row, lambda cell: self._inside(cell, look))
            ids = (row.get("id"),) if row.get("id") else ()
            rows.append(Row(cells, row.line, max(row.line, self._last), ids))
        for caption in node.find("caption"):
            self.blocks.extend(self._inside(caption, look))
        self.blocks.append(Table(tuple(rows), node.line, self._last))

    # --- text ---

    def _say(self, text: str, look: Look) -> None:
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

    def _inline(self, node: Node, look: Look) -> None:
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
            self.block(node, look_of(node, look))
