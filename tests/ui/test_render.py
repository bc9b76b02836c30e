"""Answers and hits as pages for a terminal, and text of documents made harmless."""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.rag import Answer, Citation, Hit, Intent, Reason, Why
from glossator.rag.explain import Explanation
from glossator.ui.render import answer_text, explanation_text, hits_text, json_line, visible
from tests.ui.program import check_golden

SHEET = Citation(
    n=1,
    term="Sheet",
    concept="sails#sheet",
    entry_id="sails#sheet",
    source="boats/sails.tsv",
    title="Sails",
    line=12,
    locator=None,
    quote="The rope that trims a sail: hauled in to point higher, eased to bear away, and let "
    "fly when a squall\nlays the boat over.",
    start=300,
    end=418,
    text_sha256="0" * 64,
)
ROPE = replace(
    SHEET, n=2, source="ropes.jsonl", title="Ropes of a Ship", locator="/3", quote="A rope."
)
CLEAT = replace(SHEET, n=3, term="Cleat", entry_id="sails#cleat", quote="Holds a rope.", line=14)
ANSWER = Answer(
    id="",
    question="and a sheet?",
    standalone_question="what is a sheet?",
    answered=True,
    intent=Intent.DEFINE,
    text="",
    confidence=0.87654,
    citations=(SHEET, ROPE, CLEAT),
    why=(
        Why("sails#sheet", {"name": 1, "lexical": 2}, "term 'Sheet'"),
        Why("sails#cleat", {"dense": 3}, "meaning"),
    ),
    senses=("Sheet (paper)",),
    related=("Halyard", "Painter", "Boom", "Traveller", "Block and tackle", "Jib", "Main sheet"),
)
REFUSAL = Answer(
    id="",
    question="what is a mizzen?",
    standalone_question="what is a mizzen?",
    answered=False,
    intent=Intent.NONE,
    text="There is no entry for that. Nearest terms: Mast, Mainsail.",
    confidence=0.04,
    reason=Reason.NO_SUCH_TERM,
    suggestions=("Mast", "Mainsail"),
)
EXPLAINED = Explanation(
    standalone="what is a sheet?",
    names=("term 'Sheet'", "alias 'Rope' (1 edit: 'roep')"),
    intents=(Intent.YES_NO, Intent.DEFINE),
    sounds={"define": 0.8123, "fact": 0.15, "list": 0.004},
    facts=("person or year",),
    unread=("squall", "boat"),
    bias=-2.5,
    pulls={"whole": 1.872, "margin": -0.25},
    confidence=0.87654,
    threshold=None,
    held_bias=0.75,
    held_pulls={"unnamed": -1.5, "dense": 0.5},
    held=0.43782,
    least_held=0.6,
)
HITS = (
    Hit(
        1, 0.91234, "Sheet", (), "sails#sheet", "sails#sheet", "boats/sails.tsv", 12, 300, 418,
        SHEET.quote, {"lexical": 1},
    ),
    Hit(
        2, 0.4, "Cleat", (), "sails#cleat", "sails#cleat", "boats/sails.tsv", 14, 430, 443,
        "Holds a rope.", {"dense": 2},
    ),
)  # fmt: skip
ANSI = re.compile("\x1b\\[[0-9;]*m")


def test_an_answer_sets_quotes_apart_with_marks_and_sources() -> None:
    check_golden("answer.txt", answer_text(ANSWER))


def test_a_refusal_says_why_and_names_the_nearest_terms() -> None:
    check_golden("refusal.txt", answer_text(REFUSAL))


def test_hits_have_rank_term_score_passage_and_place() -> None:
    check_golden("hits.txt", hits_text(HITS))


def test_an_explanation_says_how_it_was_read_found_and_weighed() -> None:
    check_golden("explanation.txt", explanation_text(ANSWER, EXPLAINED))


def test_an_explanation_leaves_out_what_there_is_nothing_of() -> None:
    bare = replace(EXPLAINED, names=(), sounds={}, facts=(), unread=(), pulls={})
    heads = [line.split(":")[0] for line in explanation_text(ANSWER, bare).splitlines() if line]
    assert heads[:4] == ["Asked", "Read as", "Held", "Held, log odds"]
    full = explanation_text(ANSWER, EXPLAINED)
    for name in ("Sounds like", "Names", "Other words", "Wants"):
        assert f"{name}: " in full
    assert "list 0.00" not in full


def test_an_explanation_says_which_bound_decided() -> None:
    by_itself = explanation_text(ANSWER, EXPLAINED)
    assert "Held: 0.44; refused below 0.60" in by_itself
    assert "Right: 0.88\n" in by_itself
    told = explanation_text(ANSWER, replace(EXPLAINED, threshold=0.9))
    assert "Held: 0.44\n" in told
    assert "Right: 0.88; refused below 0.90" in told


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_is_its_own_text_and_nothing_else(reason: Reason) -> None:
    text = "No word of that stands here. Ask for something else."
    page = answer_text(replace(REFUSAL, reason=reason, text=text))
    assert page == f"{text}\n"


def test_no_hits_are_said() -> None:
    assert hits_text(()) == "Nothing found.\n"


def test_the_term_stands_once_above_neighbouring_quotes() -> None:
    lines = answer_text(ANSWER).splitlines()
    assert lines.count("Sheet") == 1
    assert lines.index("Sheet") < lines.index("Cleat")


@pytest.mark.parametrize(("width", "used"), [(80, 80), (40, 40), (10, 30), (200, 88)])
def test_lines_are_wrapped_between_30_and_88_columns(width: int, used: int) -> None:
    long = replace(ANSWER, citations=(replace(SHEET, quote="word " * 100 + "x" * 300),))
    for page in (answer_text(long, width=width), explanation_text(ANSWER, EXPLAINED, width=width)):
        assert max(map(len, page.splitlines())) <= used
    assert max(map(len, answer_text(long, width=width).splitlines())) == used


def test_a_wrapped_quote_is_indented_below_its_first_word() -> None:
    lines = answer_text(ANSWER, width=40).splitlines()
    first = next(at for at, line in enumerate(lines) if "[1]" in line)
    assert lines[first].startswith("  [1] “The rope")
    assert lines[first + 1].startswith("      ")
    assert lines[first + 1][6] != " "


def test_colour_is_there_only_when_asked_for_and_changes_no_word() -> None:
    plain, coloured = answer_text(ANSWER), answer_text(ANSWER, colour=True)
    assert "\x1b" not in plain
    assert ANSI.sub("", coloured) == plain
    assert coloured.startswith("\x1b[1mSheet\x1b[0m\n  \x1b[31m[1]\x1b[0m “The rope")
    assert ANSI.sub("", hits_text(HITS, colour=True)) == hits_text(HITS)
    assert hits_text(HITS, colour=True).startswith("\x1b[1m1. Sheet (0.91)\x1b[0m\n")


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07", "bell␇"),
        ("null\0", "null␀"),
        ("del\x7f", "del␡"),
        ("c1\x9b31m", "c1<U+009B>31m"),
        ("a\nb\tc\rd", "a b c d"),
        ("next\x85line\u2028para\u2029", "next<U+0085>line<U+2028>para<U+2029>"),
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("\u2066isolate\u2069", "<U+2066>isolate<U+2069>"),
        ("mark\u200e\u200f\u061c", "mark<U+200E><U+200F><U+061C>"),
        ("zero\u200bwidth\ufeff\u2060", "zero<U+200B>width<U+FEFF><U+2060>"),
        ("filler\u3164\u115f\u180e", "filler<U+3164><U+115F><U+180E>"),
        ("ann\ufff9otated\ufffb", "ann<U+FFF9>otated<U+FFFB>"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("half\ud800", "half<U+D800>"),
        ("a\u200d\u200cb", "a<U+200D><U+200C>b"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_shown(hidden: str, shown: str) -> None:
    assert visible(hidden) == shown


@pytest.mark.parametrize(
    "text",
    ["naïve", "π ≤ ∑ xᵢ²", "学习率", "שלום", "می\u200cخواهم", "👩\u200d🔬", "क्\u200dष", "e\u0301"],
)
def test_letters_of_all_scripts_and_joiners_they_need_stay(text: str) -> None:
    assert visible(text) == text


def test_text_of_documents_reaches_no_page_unseen() -> None:
    """Every field that comes from a document or a question goes through ``visible``."""
    bad = "\x1b]0;owned\x07\u202e"
    cited = replace(
        SHEET, term=bad, source=bad, title=bad, locator=bad, quote=bad, entry_id=bad, concept=bad
    )
    answer = replace(
        ANSWER,
        citations=(cited,),
        senses=(bad,),
        related=(bad,),
        standalone_question=bad,
        why=(Why(bad, {"name": 1}, bad),),
    )
    hit = replace(HITS[0], term=bad, text=bad, source=bad)
    refusal = replace(REFUSAL, text=f"Nearest terms: {bad}.")
    explained = replace(EXPLAINED, names=(bad,), unread=(bad,))
    for page in (
        answer_text(answer),
        answer_text(refusal),
        explanation_text(answer, explained),
        hits_text([hit]),
    ):
        assert "␛]0;owned␇<U+202E>" in page
        assert not set("\x1b\x07\u202e") & set(page)


@given(st.text(max_size=300))
def test_any_quote_survives_wrapping_and_no_control_gets_through(quote: str) -> None:
    page = answer_text(replace(ANSWER, citations=(replace(SHEET, quote=quote),)), width=50)
    assert "".join(f"“{visible(quote)}”".split()) in "".join(page.split())
    kinds = {unicodedata.category(char) for char in page if char != "\n"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(char) for char in page} & {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip


@given(st.dictionaries(st.text(), st.text()))
def test_a_json_line_is_one_line_of_the_same_value_without_controls(value: dict[str, str]) -> None:
    line = json_line(value)
    assert json.loads(line) == value
    assert visible(line) == line
    assert line.splitlines() == [line]


def test_json_keeps_the_letters_of_all_scripts() -> None:
    assert json_line({"term": "学习率 π"}) == '{"term": "学习率 π"}'
    assert json_line({"term": "\x9b\x7f\u202e\U000e0041"}) == (
        '{"term": "\\u009b\\u007f\\u202e\\udb40\\udc41"}'
    )
