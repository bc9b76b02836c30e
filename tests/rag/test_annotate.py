"""Defined terms in any text: which names are found, where, and what is passed over."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.index.names import squash
from glossator.rag import Annotated, Glossator, InputError
from glossator.rag.annotate import Which
from glossator.rag.running_text import Format

TERMS = """\
Term\tAliases\tDefinition
Jib\tforesail\tA triangular sail set ahead of the mast.
Jib Sheet\t\tThe rope that trims a jib.
Cross-Country Race\t\tA race from port to port.
Seaport\t\tA town where ships land.
Gybe\t\tTo turn the stern of a boat through the wind.
Pre-Heating\t\tWarming an engine before it starts.
GPS\tGlobal Positioning System\tA system that finds a place by satellites.
IT\t\tInformation technology.
RoPE\t\tA way to encode positions.
Cap\t\tWhat a sailor wears.
C++\t\tA programming language.
.NET\t\tAnother one.
C\t\tThe oldest of the three.
In Irons\t\tStuck with the bow to the wind.
Moor's Knot\t\tA knot for mooring.
Bow (archery)\t\tA weapon that shoots arrows.
The Doldrums\t\tA belt of calms.
HEAD\t\tThe tip of a branch.
head\t\tThe toilet of a boat.
帆船\t\tA boat with sails, in Chinese.
Mât\t\tA mast, in French.
"""
SENSES = """\
Term\tDefinition
Sheet\tThe rope that trims a sail.
Sheet\tA piece of paper.
ANCHORAGE\tA place to drop the anchor.
BREAKWATER\tA wall against the sea.
BUOY\tA mark that floats.
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    folder = tmp_path_factory.mktemp("terms")
    (folder / "terms.tsv").write_text(TERMS, encoding="utf-8")
    (folder / "senses.tsv").write_text(SENSES, encoding="utf-8")
    return Glossator.build([folder])


def found(terms: Glossator, text: str, kind: Format = "text") -> list[tuple[str, str]]:
    result = terms.annotate(text, format=kind, which="all")
    assert all(text[one.start : one.end] == one.text for one in result.occurrences)
    return [(one.text, one.name) for one in result.occurrences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Set the jib.", [("jib", "Jib")]),
        ("Trim the jib sheet!", [("jib sheet", "Jib Sheet")]),
        ("The foresails of both", [("foresails", "foresail")]),
        ("a cross country race", [("cross country race", "Cross-Country Race")]),
        ("cross-\ncountry race", [("cross-\ncountry race", "Cross-Country Race")]),
        ("cross\n\ncountry race", []),
        ("a sea-port, sea port", [("sea-port", "Seaport"), ("sea port", "Seaport")]),
        ("out at sea. Port wine", []),
        ("they gybed, gybing", [("gybed", "Gybe"), ("gybing", "Gybe")]),
        ("a preheated engine", [("preheated", "Pre-Heating")]),
        ("pre-heat it", [("pre-heat", "Pre-Heating")]),
        ("the jib's foot, the jib’s", [("jib", "Jib"), ("jib", "Jib")]),
        ("a Moor's knot", [("Moor's knot", "Moor's Knot")]),
        (
            "global positioning systems",
            [("global positioning systems", "Global Positioning System")],
        ),
        ("two GPSs; gps", [("GPSs", "GPS")]),
        ("it is IT", [("IT", "IT")]),
        ("a rope, RoPE, ROPE", [("RoPE", "RoPE"), ("ROPE", "RoPE")]),
        ("a cap, the CAP theorem", [("cap", "Cap")]),
        ("CAP AND JIB", [("CAP", "Cap"), ("JIB", "Jib")]),
        ("C++ and c++, not C+", [("C++", "C++"), ("c++", "C++")]),
        ("on .NET but in a net", [(".NET", ".NET")]),
        ("in C, vitamin c", [("C", "C")]),
        ("Acme Inc. is in irons", [("in irons", "In Irons")]),
        ("a bow", [("bow", "Bow")]),
        ("the doldrums", [("the doldrums", "The Doldrums")]),
        ("move HEAD to the head", [("HEAD", "HEAD"), ("head", "head")]),
        ("一艘帆船在海上", [("帆船", "帆船")]),
        ("le ma\u0302t", [("ma\u0302t", "Mât")]),
        ("jibber, ajib", []),
        ("anchorages and a buoy", [("anchorages", "ANCHORAGE"), ("buoy", "BUOY")]),
        ("see https://jib.example/seaport?cap=1 or cap@jib.example", []),
        ("", []),
        ("\0\ud800 jib", [("jib", "Jib")]),
    ],
)
def test_a_text_s_names_are_found(
    text: str, expected: list[tuple[str, str]], terms: Glossator
) -> None:
    assert found(terms, text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# Jib\n\nJib\n---\n\nThe jib.", 1),
        ("---\ntitle: jib\n---\n\na cap", 1),
        ("`jib` and ``a ` jib`` and **jib**", 1),
        ("`jib", 1),
        ("```\njib\n```\n\n    jib\n\n~~~ jib\njib", 0),
        ("- item\n\n      jib\n\n  jib\n", 1),
        ("[jib](x) ![jib](y) [jib][z] [jib] <https://jib> [a [jib] b](c)\n\n[z]: /jib 'jib'", 0),
        ("[x](a(jib)b) jib", 1),
        (r"\[jib, \`jib", 2),
        ("$jib = 1$ costs $5 and a jib $6", 1),
        ("$$\njib\n$$ and \\(jib\\)", 0),
        ("<a href='jib'>jib</a> <b title='jib'>jib</b> <!-- jib --> <code>jib</code>", 1),
        ("<div>\njib\n</div>\n\njib", 1),
        ("| Part | Use |\n|---|---|\n| jib | `jib` |", 1),
        ("> a jib\n> sheet", 1),
        ("{{ jib }} {% jib %} jib{: .jib }", 1),
        ('!!! note "jib"\n    jib', 1),
        ("jib\r\n\r\n`jib`\r\njib\r\n", 2),
    ],
)
def test_code_links_and_headings_of_markdown_are_passed_over(
    text: str, count: int, terms: Glossator
) -> None:
    names = [name for _, name in found(terms, text, "markdown")]
    assert len([name for name in names if name in ("Jib", "Cap")]) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<p>jib <b>jib</b></p>", 2),
        ("<a>jib</a><code>jib</code><pre>jib</pre><h2>jib</h2><script>jib</script>", 0),
        ("<title>jib</title><style>jib</style><textarea>jib</textarea><button>jib</button>", 0),
        ("<p title='jib'>&jib; <!-- jib --> <![CDATA[jib]]></p>", 0),
        ("<code/>jib", 0),
        ("<svg/>jib", 1),
        ("<pre>\n<span>jib</span>\n</pre>\n\njib", 1),
        ("<a>jib", 0),
        ("<head><meta>jib<body>jib", 1),
        ("a < jib & jib > b", 2),
        ("</code>jib", 1),
        ("https://jib.example/jib <i>jib</i>", 1),
    ],
)
def test_code_links_and_headings_of_html_are_passed_over(
    text: str, count: int, terms: Glossator
) -> None:
    assert [name for _, name in found(terms, text, "html")] == ["Jib"] * count


def test_the_first_mention_of_each_concept_counts_under_any_of_its_names(terms: Glossator) -> None:
    text = "A foresail is a jib; the cap, the jib, the caps."
    first = terms.annotate(text)
    assert [(one.start, one.text, one.n) for one in first.occurrences] == [
        (2, "foresail", 1),
        (25, "cap", 2),
    ]
    every = terms.annotate(text, which="all")
    assert [one.n for one in every.occurrences] == [1, 1, 2, 1, 2]
    assert every.citations == first.citations


def test_each_definition_is_a_slice_of_its_document(terms: Glossator) -> None:
    (citation,) = terms.annotate("a jib").citations
    document = terms.index.lexicon.document("terms-tsv")
    assert citation.quote == "A triangular sail set ahead of the mast."
    assert document.text[citation.start : citation.end] == citation.quote
    assert (citation.n, citation.source, citation.line) == (1, "terms.tsv", 2)


def test_a_name_with_two_meanings_names_both(terms: Glossator) -> None:
    result = terms.annotate("a sheet")
    (sheet,) = result.occurrences
    quotes = {one.n: one.quote for one in result.citations}
    assert quotes[sheet.n] == "The rope that trims a sail."
    assert [quotes[n] for n in sheet.others] == ["A piece of paper."]


def test_an_entry_that_only_refers_to_another_is_spoken_for_by_that_one(tmp_path: Path) -> None:
    table = "term,definition\nJib,A triangular sail.\nForesail,see Jib\nKeel,A fin.\n"
    (tmp_path / "sails.csv").write_text(table, encoding="utf-8")
    with Glossator.build([tmp_path]) as sails:
        result = sails.annotate("a foresail")
    assert [one.quote for one in result.citations] == ["A triangular sail."]


def test_as_json_an_annotation_names_offsets_and_citations(terms: Glossator) -> None:
    told = terms.annotate("a jib").to_dict()
    assert list(told) == ["format", "occurrences", "citations"]
    assert told["occurrences"] == [
        {"start": 2, "end": 5, "text": "jib", "name": "Jib", "n": 1, "others": []}
    ]
    assert told["citations"][0]["entry_id"] == "terms-tsv#jib"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda g: g.annotate("x", format="rtf"), "format is 'rtf'; expected one of text, mark"),
        (lambda g: g.annotate("x", which="some"), "which is 'some'; expected one of first, all"),
        (lambda g: g.annotate(None), "the text is of type NoneType; expected a string"),
        (lambda g: g.annotate("x" * 10_000_001), "has 10,000,001 characters; expected 10,000,000"),
    ],
)
def test_bad_input_says_what_was_expected(
    change: Callable[[Glossator], Annotated], complaint: str, terms: Glossator
) -> None:
    with pytest.raises(InputError, match=complaint):
        change(terms)


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
@pytest.mark.parametrize("unit", ["x@", "://", "[a](", "` ``", "<a ", "<!--", "$$ ", "\\(", "{{"])
def test_text_made_to_harm_takes_seconds_at_most(terms: Glossator, kind: Format, unit: str) -> None:
    started = time.process_time()
    assert terms.annotate(unit * (100_000 // len(unit)), format=kind).occurrences == ()
    assert time.process_time() - started < 5


def test_threads_get_the_same(terms: Glossator) -> None:
    text = f"{TERMS} {SENSES}" * 20
    alone = terms.annotate(text, which="all")
    fresh = Glossator(terms.index, terms.encoder)
    results: list[Annotated] = []
    threads = [
        threading.Thread(target=lambda: results.append(fresh.annotate(text, which="all")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [alone] * 8


PIECES = [
    *(
        "jib",
        "Jib Sheet",
        "sea-port",
        "GPS",
        "it",
        "IT",
        "gybed",
        "C++",
        ".NET",
        "帆船",
        "ma\u0302t",
    ),
    *("`", "``", "```", "\n", "\n\n", "    ", "# ", "- ", "> ", "[", "]", "(", ")", "$", "<a>"),
    *("</a>", "<code>", "</code>", "<", ">", "&amp;", "&", "|", "\\", "*", "_", "{", "}", "'s"),
    *("https://jib.example", "\r\n", "\0", "ﬁ", "İ", "ß", "\u200b", "~~~", "<!--", "-->", ".", " "),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=40).map("".join)


@given(TEXTS, st.sampled_from(["text", "markdown", "html"]), st.sampled_from(["first", "all"]))
@settings(max_examples=400, deadline=None)
def test_every_offset_names_what_spells_the_name(
    terms: Glossator, text: str, kind: Format, which: Which
) -> None:
    result = terms.annotate(text, format=kind, which=which)
    at = 0
    for one in result.occurrences:
        assert at <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        # the same letters, but for an inflected end
        assert squash(one.text)[:3] == squash(one.name.removesuffix(" (archery)"))[:3]
        assert {one.n, *one.others} <= set(range(1, len(result.citations) + 1))
        at = one.end
    if which == "first":
        concepts = [one.n for one in result.occurrences]
        assert len(concepts) == len(set(concepts))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_what_is_marked_in_markdown_is_no_code_link_or_heading_to_markdown_it(
    terms: Glossator, text: str
) -> None:
    from markdown_it import MarkdownIt

    marked = text.replace("\ue000", "").replace("\ue001", "")
    result = terms.annotate(marked, format="markdown", which="all")
    for one in reversed(result.occurrences):
        marked = f"{marked[: one.start]}\ue000{one.text}\ue001{marked[one.end :]}"
    heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(marked):
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        if token.type in ("fence", "code_block", "html_block") or heading:
            assert "\ue000" not in token.content
        depth = 0
        for child in token.children or ():
            depth += child.nesting if child.type.startswith("link_") else 0
            if depth or child.type in ("code_inline", "image", "html_inline"):
                assert "\ue000" not in child.content
