"""The rows and cells of an HTML table, with cells that span several."""

from collections.abc import Callable, Iterator

from .flow import Block, Cell
from .tree import Node

__all__ = ["Spans", "is_layout", "rows_of"]

_MAX_SPAN = 100


def is_layout(table: Node) -> bool:
    """Tell whether a table only lays out the page: it has one column, or holds lists, tables."""
    widths = (sum(1 for one in row.elements if one.tag in ("td", "th")) for row in rows_of(table))
    return max(widths, default=0) < 2 or any(True for _ in table.find("table", "dl"))


def rows_of(table: Node) -> Iterator[Node]:
    """Yield the rows of a table, in groups or not."""
    for child in table.elements:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.elements if row.tag == "tr")


class Spans:
    """Gives each cell its column, row after row; ``None`` stands where one spans."""

    def __init__(self) -> None:
        self._left: dict[int, int] = {}  # column: rows below that a cell still spans

    def cells(
        self, row: Node, inside: Callable[[Node], tuple[Block, ...]]
    ) -> tuple[Cell | None, ...]:
        """Return the cells of the next row.

        Args:
            row: the row.
            inside: reads what stands in a cell.
        """
        cells: list[Cell | None] = []
        for node in row.elements:
            if node.tag not in ("td", "th"):
                continue
            self._skip(cells)
            cell = Cell(inside(node), node.tag == "th")
            down = _span(node, "rowspan")
            for nth in range(_span(node, "colspan") if len(cells) < _MAX_SPAN else 1):
                if down > 1:
                    self._left[len(cells)] = down - 1
                cells.append(None if nth else cell)
        self._skip(cells)
        return tuple(cells)

    def _skip(self, cells: list[Cell | None]) -> None:
        while len(cells) in self._left:
            left = self._left.pop(len(cells))
            if left > 1:
                self._left[len(cells)] = left - 1
            cells.append(None)


def _span(node: Node, name: str) -> int:
    value = node.get(name).strip()
    return min(_MAX_SPAN, max(1, int(value))) if value.isdigit() and len(value) < 6 else 1
