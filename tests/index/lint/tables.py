"""Small glossaries for the linter's tests, and what it finds in them."""

from collections.abc import Mapping

from glossator.index.lint import Finding, lint
from glossator.index.reading import Readings, read_bytes

__all__ = ["codes", "found", "markdown", "table", "terms"]


def table(*rows: str) -> str:
    """Make a table of tab-separated cells; ``"Urn: A pot."`` is a row."""
    return "Term\tDefinition\n" + "".join(f"{row.replace(': ', chr(9), 1)}\n" for row in rows)


def markdown(*entries: str) -> str:
    """Make a Markdown glossary with a heading for each term."""
    parts = (entry.split(": ", 1) for entry in entries)
    return "# Kitchen glossary\n\n" + "\n".join(f"## {term}\n\n{text}\n" for term, text in parts)


def found(
    text: str | Mapping[str, str], path: str = "", *, together: bool = False
) -> tuple[Finding, ...]:
    """Lint a text, or several by path."""
    shape = "kitchen.tsv" if "\t" in (text if isinstance(text, str) else "") else "kitchen.md"
    files = {path or shape: text} if isinstance(text, str) else text
    readings = tuple(read_bytes(one.encode(), name) for name, one in files.items())
    return lint(Readings(readings), together=together)


def codes(findings: tuple[Finding, ...]) -> list[tuple[int, str]]:
    """Return lines and codes."""
    return [(one.place.line, one.code.value) for one in findings]


def terms(findings: tuple[Finding, ...], code: str) -> list[str | None]:
    """Return the terms of the findings of a code."""
    return [one.place.term for one in findings if one.code.value == code]
