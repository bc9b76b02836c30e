"""The report of an evaluation: one HTML page that needs nothing else, and Markdown.

The page is a view of the records: every figure in it stands in ``results.json`` and none is
computed here. It loads nothing and runs no script but ours: its content security policy names
the hashes of its style sheet and its script, so that even a text that slipped through the
escaping would stay a text.
"""

import base64
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element

from .catalogue import EVERYTHING
from .findings import findings
from .markup import Child, element, to_html
from .report_comparison import comparison_sections
from .report_failures import failure_filter, failure_groups, failure_summary
from .report_markdown import compared_markdown, report_markdown
from .report_plots import plot_figures
from .report_tables import headline, runs_table, slice_tables
from .results import Evaluation, RunResult
from .wording import ALPHA, counted

__all__ = ["compared_markdown", "report_html", "report_markdown", "write_report"]


def write_report(evaluation: Evaluation, folder: Path) -> tuple[Path, Path]:
    """Write ``report.html`` and ``report.md`` into a folder that exists.

    The same evaluation gives the same bytes.

    Returns:
        The two paths.
    """
    page, markdown = folder / "report.html", folder / "report.md"
    for path, text in ((page, report_html(evaluation)), (markdown, report_markdown(evaluation))):
        # half a surrogate pair, which JSON can carry, is written as its escape
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    return page, markdown


def report_html(evaluation: Evaluation) -> str:
    """Return the page: what to know first stands first, what the figures rest on last.

    The first run is reported in full, the others beside it.
    """
    style, script = (
        Path(__file__).with_name(name).read_text(encoding="utf-8")
        for name in ("report.css", "report.js")
    )
    run = evaluation.runs[0]
    sections = list(_sections(evaluation, run))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("link", rel="icon", href="data:,"),
        element("title", f"Evaluation of {run.name} · Glossator"),
        element("style", style),
    )
    body = element(
        "body",
        _header(evaluation, run, sections),
        element("main", sections),
        element("script", script),
    )
    return to_html(element("html", head, body, lang="en"))


def _policy(style: str, script: str) -> str:
    style_hash, script_hash = (
        f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in (style, script)
    )
    return (
        f"default-src 'none'; style-src {style_hash}; script-src {script_hash}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _header(evaluation: Evaluation, run: RunResult, sections: Sequence[Element]) -> Element:
    split = evaluation.provenance.split
    asked = counted(len(evaluation.questions), "question") + (f", split {split}" if split else "")
    links = [
        element("a", part.findtext("h2") or "", href=f"#{part.get('id')}") for part in sections
    ]
    return element(
        "header",
        element("p", "Glossator", class_="wordmark"),
        element("h1", "Evaluation of ", element("span", run.name)),
        element("p", f"{run.says[:1].upper()}{run.says[1:]}. {asked}."),
        element("nav", links, aria_label="Sections"),
    )


def _section(name: str, title: str, *children: Child | Iterable[Child]) -> Element:
    return element("section", element("h2", title), *children, id=name)


def _note(*words: Child) -> Element:
    return element("p", *words, class_="note")


def _sections(evaluation: Evaluation, run: RunResult) -> Iterable[Element]:
    yield _section("headline", "What to know first", headline(run))
    yield _section("runs", "Beside other runs", runs_table(evaluation))
    yield _section(
        "slices",
        "By slice",
        _note(
            "Each figure with its 95\u00a0% interval, and n, the number of questions, citations "
            "or statements that it rests on, where that is not the number of questions of its "
            "row. Intervals draw whole entries (BCa bootstrap); those marked ",
            element("i", "e"),
            " are exact (Clopper and Pearson). Higher is better unless a column says otherwise.",
        ),
        slice_tables(evaluation, run),
    )
    plots = list(plot_figures(evaluation, run))
    if plots:
        yield _section("plots", "When to answer", element("div", plots, class_="plots"))
    if evaluation.comparisons:
        yield _section(
            "comparison",
            "Compared",
            _note(
                "The same questions, in pairs: permutation test over entries, two-sided; p is "
                "corrected for the slices tested together (Holm). A difference is called one "
                f"where p is below {ALPHA}.",
            ),
            comparison_sections(evaluation),
        )
    yield _failures(evaluation, run)
    yield _section("provenance", "What the figures rest on", _provenance(evaluation, run))


def _failures(evaluation: Evaluation, run: RunResult) -> Element:
    found = findings(evaluation, run)
    asked = counted(len(run.rows), "question")
    if run.attack_rows:
        asked += f" and {counted(len(run.attack_rows), 'attack')}"
    slices = [name for name, _ in evaluation.slices if name != EVERYTHING]
    if not found:
        return _section("failures", "Failures", _note(f"None in {asked}."))
    return _section(
        "failures",
        "Failures",
        _note(f"{len(found):,} in {asked}, the most harmful first; among equals the surest first."),
        failure_summary(found),
        failure_filter(found, slices),
        element("p", id="shown", role="status"),
        failure_groups(found, slices),
    )


def _provenance(evaluation: Evaluation, run: RunResult) -> Element:
    origin = evaluation.provenance
    encoder, mark = origin.encoder
    facts: list[tuple[str, Iterable[str]]] = [
        ("Glossator", (origin.version, f"commit {origin.commit}" if origin.commit else "")),
        ("Command", (origin.command,)),
        ("Seed", (str(origin.seed),)),
        (
            "Questions",
            (f"{file.name}: {file.n:,} asked, sha256 {file.sha256}" for file in origin.questions),
        ),
        ("Split", (origin.split,)),
        ("Index", (f"{name}: {value}" for name, value in origin.index.items())),
        ("Encoder", (f"{encoder}, sha256 {mark}" if mark else encoder,)),
        ("Settings", (f"{name}: {value}" for name, value in run.settings.items())),
        ("Libraries", (f"{name} {value}" for name, value in origin.libraries.items())),
    ]
    rows: list[Child] = []
    for name, values in facts:
        told = [element("dd", value) for value in values if value]
        if told:
            rows += [element("dt", name), *told]
    return element("dl", rows, class_="facts")
