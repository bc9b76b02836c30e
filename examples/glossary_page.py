"""Make an HTML page of a Markdown file, with a definition to hover over at each term.

python examples/glossary_page.py notes.md > notes.html
"""

import sys
from pathlib import Path

from markdown_it import MarkdownIt

from glossator.rag import Glossator
from glossator.ui.annotated import as_html


def main() -> int:
    """Render, then annotate what was rendered: code, links and headings are left alone."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    body = MarkdownIt().render(Path(sys.argv[1]).read_text(encoding="utf-8"))
    head = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    page = f"{head}<body>\n{body}</body>\n</html>\n"
    with Glossator.open() as glossary:
        found = glossary.annotate(page, format="html")
    sys.stdout.write(as_html(found))
    print(f"{len(found.occurrences)} terms", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
