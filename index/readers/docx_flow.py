"""A Word document (ECMA-376, WordprocessingML) as a flow; the one module that uses python-docx.

Left out: comments, deleted text, field codes, hidden text, headers and footers, tables of
contents. Macros are never run, and nothing outside the file is fetched.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from ..errors import InputError, MissingPartError
from .docx_parts import MAX_DEPTH, WRAPPERS, base_texts, inside, symbol, text_boxes, with_tabs
from .docx_styles import Styles, child_of, tag_of, value
from .flow import Block, Cell, Kind, Para, Row, Run, Table, paragraphs, text_of, tidy
from .shape_headings import LETTERS

__all__ = ["Document", "open_document"]

_KINDS = (  # of the same shape as documents: with macros, templates
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_MAX_COLUMNS = 63  # Word's own limit


@dataclass(slots=True)
class Document:
    """What a document holds.

    Attributes:
        blocks: its content, in order; a paragraph or a row of a table is a line.
        lines: the text of each line.
        marks: ``(line, rule)``, as in a page's flow.
        title: its own title, or ``None``.
        language: a BCP 47 tag, or ``None``.
        remarks: ``(line, code, message)``.
    """

    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    remarks: list[tuple[int, str, str]] = field(default_factory=list)


def open_document(raw: bytes, path: str) -> Document:
    """Read a Word document.

    Raises:
        InputError: if the bytes are no such document.
        MissingPartError: if python-docx isn't installed.
    """
    try:
        from docx.opc.part import PartFactory
        from docx.package import Package
        from docx.parts.document import DocumentPart
    except ImportError:
        raise MissingPartError(
            'Reading Word documents needs python-docx. Install it: pip install "glossator[formats]"'
        ) from None
    for kind in _KINDS:
        PartFactory.part_type_for.setdefault(kind, DocumentPart)
    try:
        part = Package.open(BytesIO(raw)).main_document_part
        if not isinstance(part, DocumentPart):
            raise InputError(
                f"{path}: is an Office file, but no Word document ({part.content_type}). Expected "
                "a .docx file; save it as one."
            )
        return _Reader(part, path).read()
    except InputError:
        raise
    except Exception as error:  # python-docx lets KeyError, ValueError, lxml's errors … through
        reason = " ".join(str(error).split())[:150] or type(error).__name__
        raise InputError(
            f"{path}: is no Word document that can be read ({reason}). Expected a .docx file; "
            "open it in a word processor and save it again."
        ) from None


class _Reader:
    """Walks the body once."""

    def __init__(self, part: Any, path: str) -> None:
        self._part = part
        self._path = path
        self._made = Document()
        self._styles = Styles(part)
        self._counters: Counter[tuple[str, int]] = Counter()
        self._hidden = 0
        self._first_hidden = 0

    def read(self) -> Document:
        made = self._made
        self._blocks(self._part.element.body, 0)
        properties = self._part.package.core_properties
        heads = [one for one in made.blocks if isinstance(one, Para) and one.kind is Kind.HEADING]
        named = [one.text for one in heads if one.level == 0]
        first = [one.text for one in heads if one.level == 1 and not LETTERS.match(one.text)]
        made.title = named[0] if named else (properties.title or "").strip() or None
        made.title = made.title or (first[0] if len(first) == 1 else None)
        made.language = (properties.language or "").strip() or None
        if any("vbaProject" in str(one.partname) for one in self._part.package.iter_parts()):
            made.remarks.append((0, "macros", "The document holds macros. They were not run."))
        if self._hidden:
            made.remarks.append(
                (
                    self._first_hidden,
                    "hidden-text",
                    f"{self._hidden} pieces of hidden text were left out. Show the text in the "
                    "word processor if it belongs to the glossary.",
                )
            )
        return made

    def _blocks(self, parent: Any, depth: int) -> None:
        for child in parent:
            tag = tag_of(child)
            if tag == "p":
                self._paragraph(child)
            elif tag == "tbl":
                self._table(child)
            elif tag == "altChunk":
                message = "A document inside the document was not read. Read it by itself."
                self._made.remarks.append((len(self._made.lines), "embedded", message))
            elif tag in WRAPPERS and depth < MAX_DEPTH:
                gallery = next(child.iter("{*}docPartGallery"), None)
                if gallery is None or "contents" not in (value(gallery) or "").lower():
                    self._blocks(child, depth + 1)
                else:
                    self._contents(child)

    def _contents(self, parent: Any) -> None:
        for child in parent.iter("{*}p"):
            text = "".join(run.text for run in self._runs(child, ""))
            self._line(text, "contents")

    def _line(self, text: str, rule: str = "") -> int:
        self._made.lines.append(" ".join(text.split()))
        self._made.marks.append((len(self._made.lines), rule))
        return len(self._made.lines)

    # --- paragraphs ---

    def _paragraph(self, element: Any) -> None:
        style = self._styles.of(element)
        if style.contents:
            self._contents_line(element)
            return
        para = self._para(element)
        line = self._line(para.text)
        if para.runs:
            self._made.blocks.append(_at_line(para, line))
        for box in text_boxes(element):
            self._blocks(box, 1)

    def _contents_line(self, element: Any) -> None:
        self._line("".join(run.text for run in self._runs(element, "")), "contents")

    def _para(self, element: Any) -> Para:
        style = self._styles.of(element)
        hidden = self._hidden
        runs = tidy(self._runs(element, style.name))
        if self._hidden > hidden and not self._first_hidden:
            self._first_hidden = len(self._made.lines) + 1
        ids = tuple(
            name
            for mark in element.iter("{*}bookmarkStart")
            if (name := value(mark, "name") or "") and not name.startswith("_GoBack")
        )
        kind, level, label = Kind.TEXT, 0, ""
        if style.heading is not None:
            kind, level = Kind.HEADING, style.heading
        elif style.list_id is not None and runs:
            kind, level = Kind.ITEM, style.list_level + 1
            label = self._label(style.list_id, style.list_level)
        return Para(kind, runs, 0, 0, level, label, ids)

    def _label(self, list_id: str, level: int) -> str:
        self._counters[list_id, level] += 1
        for deeper in range(level + 1, 9):
            self._counters[list_id, deeper] = 0
        if not self._styles.is_numbered(list_id, level):
            return "- "
        return f"{self._counters[list_id, level]}. "

    def _runs(self, element: Any, style: str) -> Iterator[Run]:
        stack: list[tuple[Any, str | None, int]] = [
            (child, None, 0) for child in reversed(list(element))
        ]
        while stack:
            child, href, depth = stack.pop()
            tag = tag_of(child)
            if tag == "r":
                yield from self._run(child, href, style)
            elif tag == "hyperlink":
                own = self._address(child)
                stack += [(one, own, depth) for one in reversed(list(child))]
            elif tag in WRAPPERS and depth < MAX_DEPTH:
                stack += [(one, href, depth + 1) for one in reversed(list(child))]
            elif tag in ("oMath", "oMathPara"):
                yield Run("".join(one.text or "" for one in child.iter("{*}t")), href=href)

    def _run(self, element: Any, href: str | None, style: str) -> Iterator[Run]:
        look = self._styles.run(element, style)
        if look.hidden:
            self._hidden += any(one.text for one in element.iter("{*}t"))
            return
        for child in element:
            tag = tag_of(child)
            if tag == "t":
                yield from with_tabs(child.text or "", look.bold, href)
            elif tag == "tab":
                yield Run("\t")
            elif tag in ("br", "cr"):
                yield Run("\n")
            elif tag == "noBreakHyphen":
                yield Run("-", strong=look.bold, href=href)
            elif tag == "sym":
                yield Run(symbol(value(child, "char")), strong=look.bold)
            elif tag == "ruby":
                yield from (Run(one.text or "", look.bold) for one in base_texts(child))

    def _address(self, element: Any) -> str | None:
        anchor = value(element, "anchor")
        if anchor:
            return f"#{anchor}"
        name = value(element, "id")
        relation = self._part.rels.get(name) if name else None
        return str(relation.target_ref) if relation is not None else None

    # --- tables ---

    def _table(self, element: Any) -> None:
        rows: list[Row] = []
        for row in inside(element, "tr"):
            cells = self._cells(row)
            line = self._line("\t".join(text_of(one.blocks) for one in cells if one))
            if any(cell and cell.blocks for cell in cells):
                placed = tuple(_cell_at(cell, line) for cell in cells)
                rows.append(Row(placed, line, line))
        if rows:
            self._made.blocks.append(Table(tuple(rows), rows[0].line, rows[-1].last))

    def _cells(self, row: Any) -> tuple[Cell | None, ...]:
        header = child_of(row, "trPr", "tblHeader")
        is_header = header is not None and value(header) not in ("0", "false", "off")
        cells: list[Cell | None] = []
        for cell in inside(row, "tc"):
            span = child_of(cell, "tcPr", "gridSpan")
            merged = child_of(cell, "tcPr", "vMerge")
            width = value(span) if span is not None else ""
            goes_on = merged is not None and value(merged) in (None, "", "continue")
            blocks = tuple(para for one in cell.iter("{*}p") if (para := self._para(one)).runs)
            cells.append(None if goes_on and not blocks else Cell(blocks, is_header))
            extra = int(width) - 1 if width and width.isdigit() and len(width) < 4 else 0
            cells += [None] * min(extra, _MAX_COLUMNS)
        return tuple(cells)


def _at_line(para: Para, line: int) -> Para:
    return Para(para.kind, para.runs, line, line, para.level, para.label, para.ids)


def _cell_at(cell: Cell | None, line: int) -> Cell | None:
    if cell is None:
        return None
    return Cell(tuple(_at_line(para, line) for para in paragraphs(cell.blocks)), cell.header)
