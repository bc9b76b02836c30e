"""What the report says: everything in the records, nothing as markup, the same bytes each time."""

import base64
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from glossator.eval.catalogue import EVERYTHING, METRICS
from glossator.eval.markup import element, to_html
from glossator.eval.records import QuestionType
from glossator.eval.report import compared_markdown, report_html, report_markdown, write_report
from glossator.eval.report_markdown import code
from glossator.eval.report_tables import TABLES
from glossator.eval.results import Evaluation
from glossator.eval.results_file import from_json, to_json
from glossator.eval.wording import ends, figure
from tests.eval.report_case import ATTACKS, CASE
from tests.eval.test_markup import Parsed

GOLDEN = Path(__file__).parent.parent / "golden" / "report.md"


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(CASE)


def only(evaluation: Evaluation, **changes: object) -> Evaluation:
    """Return an evaluation of one run, changed."""
    run = replace(evaluation.runs[0], **changes)  # type: ignore[arg-type]
    return replace(evaluation, runs=(run,), comparisons=())


def test_no_text_becomes_markup(page: str) -> None:
    found = Parsed(page)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("script") == tags.count("style") == tags.count("title") - 2 == 1
    assert not {"img", "iframe", "object", "base"} & set(tags)
    names = {name for _, attributes in found.tags for name in attributes}
    assert (
        not {name for name in names if name.startswith("on")} | {"src", "style", "action"} & names
    )
    assert not [1 for tag, attributes in found.tags if attributes.get("id") == "owned"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_hostile_text_stands_on_the_page_as_it_is(page: str, attack: str) -> None:
    assert attack in Parsed(page).text


def test_links_lead_nowhere_but_to_the_page_itself(page: str) -> None:
    links = {attributes["href"] for _, attributes in Parsed(page).tags if "href" in attributes}
    ids = {attributes.get("id") for _, attributes in Parsed(page).tags}
    assert links - {"data:,"}
    for link in links - {"data:,"}:
        assert link is not None
        assert link[0] == "#"
        assert link[1:] in ids


def test_the_policy_allows_the_very_style_and_script_that_are_there(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    for tag in ("style", "script"):
        text = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert text is not None
        mark = base64.b64encode(sha256(text[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{mark}'" in policy[1]


def test_no_id_stands_twice(page: str) -> None:
    ids = [attributes["id"] for _, attributes in Parsed(page).tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_figure_equals_its_record_and_shows_its_interval_and_n() -> None:
    page = Parsed(report_html(only(CASE))).text
    for one in CASE.runs[0].measures:
        unit, found = METRICS[one.metric].unit, one.interval
        if one.metric in ("verbatim", "safe", "resolved") and one.slice != EVERYTHING:
            continue  # the headline has it in words
        shown = figure(found.value, unit) + ends(found, unit)
        shown += "e" if found.method == "exact" else ""
        asked = dict(CASE.slices)[one.slice]
        assert shown + (f"n\u00a0=\u00a0{found.n}" if found.n != asked else "") in page


def test_the_headline_has_the_two_figures_that_matter_and_the_invariants(page: str) -> None:
    text = Parsed(page).text.replace("\u00a0", " ")
    assert "Coverage at ≤ 1 % risk10 %" in text
    assert "95 % interval 0.2 % to 44.5 %, n = 10." in text
    assert "False answers on near misses100 %" in text
    assert "95 % interval 15.8 % to 100 %, 2 of 2." in text
    assert "Verbatim: 7 of 7, as it must be." in text
    assert "Resolved: 6 of 7, a fault: it must be all." in text
    assert "Safe: 1 of 2, a fault: it must be all." in text


def test_every_metric_has_its_place_in_a_table() -> None:
    listed = [name for _, names in TABLES for name in names]
    assert sorted(listed) == sorted(METRICS)


def test_a_comparison_says_its_direction_in_words(page: str) -> None:
    text = Parsed(page).text
    assert (
        "better in 1, worse in 1 of 3\u00a0comparisons, no difference shown in the others" in text
    )
    assert "+0.500 [+0.100,\u00a0+0.900]<0.0012better" in text
    assert "+1.000 [+0.800,\u00a0+1.000]0.0202worse" in text


def test_each_failure_says_what_was_asked_given_and_wanted(page: str) -> None:
    articles = re.findall("<article.*?</article>", page, re.DOTALL)
    assert len(articles) == 8
    sheet = Parsed(next(one for one in articles if "which rope" in one)).text
    for words in (
        "q2 · reverse · #low-overlap · confidence 0.710",
        "A line that trims a sail.",
        "Sheet · boats.tsv, line 11",
        "Halyard stands 2nd of what was found",
        "Other runs: false refusal in names.",
        "What was wanted",
        "Halyard or Halliard",
        "A line that hoists a sail.",
    ):
        assert words in sheet
    sock = Parsed(next(one for one in articles if "spinnaker sock" in one)).text
    assert "A refusal: the glossary does not hold the answer." in sock
    assert "Asked without the entries of Sock." in sock


def test_a_cross_source_question_wants_two_of_its_groups_and_others_want_all() -> None:
    def wanted(kind: QuestionType) -> str:
        question = replace(CASE.questions[1], type=kind, gold_quotes=(("A.", "B."), ("C.",)))
        questions = (CASE.questions[0], question, *CASE.questions[2:])
        page = report_html(replace(CASE, questions=questions))
        return Parsed(page[page.index("Halyard</b> or ") : page.index("C.</blockquote>")]).text

    assert wanted(QuestionType.REVERSE).endswith("HalliardA.orB.and")
    assert wanted(QuestionType.CROSS_SOURCE).endswith("HalliardTwo of these:A.orB.or")


def test_the_same_evaluation_gives_the_same_bytes(tmp_path: Path) -> None:
    again = from_json(to_json(CASE))
    files = []
    for name, evaluation in (("a", CASE), ("b", CASE), ("c", again)):
        folder = tmp_path / name
        folder.mkdir()
        files.append([path.read_bytes() for path in write_report(evaluation, folder)])
    assert files[0] == files[1] == files[2]


def test_half_a_surrogate_pair_can_be_written(tmp_path: Path) -> None:
    broken = replace(CASE.questions[6], question="half \ud83d a pair")
    questions = (*CASE.questions[:6], broken, *CASE.questions[7:])
    page, markdown = write_report(replace(CASE, questions=questions), tmp_path)
    assert "half \\ud83d a pair" in page.read_text(encoding="utf-8")
    assert "half \\ud83d a pair" in markdown.read_text(encoding="utf-8")


def test_without_failures_curves_and_comparisons_the_page_says_so() -> None:
    page = report_html(
        only(CASE, rows=CASE.runs[0].rows[:1], attack_rows=(), curves=(), reliability=())
    )
    assert "None in 1\u00a0question." in page
    assert 'id="plots"' not in page
    assert 'id="comparison"' not in page
    assert 'id="filter"' not in page


def test_a_run_of_rankings_only_has_a_headline_that_says_what_was_not_measured() -> None:
    rows = tuple(replace(row, answer=None, grade="", failure=None) for row in CASE.runs[0].rows)
    bare = only(
        CASE, kind="ranking", rows=rows, measures=(), attack_rows=(), curves=(), reliability=()
    )
    assert report_html(bare).count("not measured") == 2
    assert report_markdown(bare).count("not measured") == 2


def test_the_markdown_is_as_it_was() -> None:
    # after a wanted change: write report_markdown(CASE) to the file and review the difference
    assert report_markdown(CASE) == GOLDEN.read_text(encoding="utf-8")


def test_markdown_counts_the_failures_that_it_leaves_out() -> None:
    short = report_markdown(CASE, max_failures=2)
    assert short.count("- **") == report_markdown(CASE).count("- **") - 6
    assert "- … and 6 more in `report.html`" in short


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("plain", "`plain`"),
        ("two\n\n# lines", "`two # lines`"),
        ("a `tick`", "`` a `tick` ``"),
        ("``` fence", "```` ``` fence ````"),
        ("", "` `"),
        ("\u202eturned\x1b[31m", "`\\u202eturned\\u001b[31m`"),
    ],
)
def test_a_code_span_holds_any_text(text: str, span: str) -> None:
    assert code(text) == span


def test_differences_of_brief_runs_are_counted_but_not_listed() -> None:
    assert "| `hybrid` | `always refuse` | `define` |" in compared_markdown(CASE.comparisons)
    brief = compared_markdown(CASE.comparisons, ["always refuse"])
    assert brief == (
        "- `hybrid` against `always refuse`: better in 1, worse in 1 of 3\u00a0comparisons, "
        "no difference shown in the others"
    )


def test_the_sheet_and_the_script_can_be_embedded(page: str) -> None:
    for tag in ("style", "script"):
        text = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert text is not None
        assert to_html(element(tag, text[1])) in f"<!doctype html>\n<{tag}>{text[1]}</{tag}>\n"
        assert "</" not in text[1]
