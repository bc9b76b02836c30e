"""Imports follow one direction, heavy ones sit in one module, names are what the docs say."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator import rag

ROOT = Path(__file__).resolve().parent.parent
#: What each part may import of the others.
ARROW = {
    "data": set[str](),
    "index": {"data"},
    "rag": {"index", "data"},
    "eval": {"index", "rag", "data"},
    "ui": {"index", "rag", "eval", "data"},
}
#: Heavy libraries and the one module that may import each.
HOMES = {
    "faiss": {"index/vectors.py"},
    "onnxruntime": {"index/encoder.py", "index/bert_model.py"},
    "tokenizers": {"index/encoder.py", "index/bert_model.py"},
    "sentence_transformers": {"index/sentence_model.py", "eval/tuning/training.py"},
    "torch": {"eval/tuning/training.py"},
    "pandas": {"eval/frames.py", "index/readers/sheets.py"},
    "python_calamine": {"index/readers/sheets.py"},
    "gradio": {"ui/chat.py"},
    "prometheus_client": {"ui/metrics.py"},
    "shtab": {"ui/completing.py"},
    "mcp": {"ui/mcp.py"},
    "langchain_core": {"ui/adapters/langchain.py"},
    "llama_index": {"ui/adapters/llamaindex.py"},
    "haystack": {"ui/adapters/haystack.py"},
    "lxml": {"index/readers/tree.py"},
    "markdown_it": {"index/readers/md_blocks.py", "rag/markdown_text.py"},  # entries; any text
    "docx": {"index/readers/docx_flow.py"},
    "pypdfium2": {"index/readers/pdf_worker.py"},
    "rdflib": {"index/rdf.py"},
    "yaml": {
        "index/readers/md_front.py",  # nodes with offsets, for quotes from front matter
        "index/readers/yaml_nodes.py",
    },
    "ir_measures": {"eval/ranking.py"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for part in ARROW:
        for path in sorted((ROOT / part).rglob("*.py")):
            yield part, path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the absolute name and line of everything a module imports, wherever it does."""
    home = ("glossator", *path.relative_to(ROOT).with_suffix("").parts)
    package = home if path.name == "__init__.py" else home[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield name, node.lineno
            for alias in node.names:
                yield f"{name}.{alias.name}", node.lineno


def test_imports_follow_the_arrow() -> None:
    backwards = []
    for part, path in modules():
        for name, line in imports(path):
            parts = name.split(".")
            if parts[0] != "glossator" or len(parts) < 2 or parts[1] == part:
                continue
            if parts[1] in ARROW and parts[1] not in ARROW[part]:
                backwards.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert backwards == []


def test_no_part_imports_another_by_a_bare_name() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{line}"
        for _, path in modules()
        for name, line in imports(path)
        if name.split(".")[0] in ARROW
    ]
    assert bare == []


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_is_imported_in_one_place(library: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for _, path in modules()
        for name, _ in imports(path)
        if name.split(".")[0] == library
        and not str(path.relative_to(ROOT)).startswith("eval/benchmarks/")
    }
    assert users <= HOMES[library]


def test_importing_the_public_api_loads_nothing_heavy() -> None:
    program = (
        "import sys; import glossator.rag; "
        "print({'torch', 'pandas', 'gradio', 'faiss', 'onnxruntime'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"


def test_the_public_names_are_those_that_the_docs_list() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    documented = re.findall(r"^### `(\w+)`", page, re.MULTILINE)
    assert sorted(documented) == sorted(rag.__all__)
    assert all(hasattr(rag, name) for name in rag.__all__)
