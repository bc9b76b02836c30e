"""Quotes that others set: which hold, which are from another entry, altered, or nowhere."""

import time
from pathlib import Path

import pytest

from glossator.index.database import Database
from glossator.index.lexicon import Lexicon
from glossator.index.lexicon_write import build_lexicon
from glossator.index.reading import read_paths
from glossator.rag import Difference, Glossator, InputError, QuoteCheck, Verdict
from glossator.rag.quote_check import QuoteChecker
from glossator.rag.verdicts import DifferenceKind

TERMS = """\
Term\tAliases\tDefinition
Jib\tforesail\tA triangular sail set ahead of the mast. It isn’t hoisted in a gale. Most are small.
Kedge\t\tA small anchor — it does not hold a ship in a storm, only in a calm — that's kept astern.
Leeway\t\tHow far a boat is blown sideways: about 3.5 degrees at 10 knots, or 1,000 feet a mile.
Gate\t\tA door that the sailors call the “dry gate”. Is it ever shut? Only in a dock.
Wake\t\tThe waves behind a boat. A self-steering boat leaves a straight wake of f'(x) metres.
Tack\t\tNo boat sails straight into the wind, so it sails from side to side at an angle to the wind.
帆船\t\t帆船是一种靠风推动的船。它没有发动机。
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    path = tmp_path_factory.mktemp("terms") / "terms.tsv"
    path.write_text(TERMS, encoding="utf-8")
    return Glossator.build([path])


def told(check: QuoteCheck) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.said, one.held) for one in check.differences]


@pytest.mark.parametrize(
    "quote",
    [
        "A triangular sail set ahead of the mast.",
        "triangular sail set ahead",
        "A  triangular\nsail\tset\u00a0ahead of the mast .",
        "It isn't hoisted in a gale.",
        "A small anchor - it does not hold a ship in a storm,",
        "that’s kept astern",
        'the sailors call the "dry gate".',
        "the sailors call the 'dry gate'",
        "A triangular **sail** set *ahead* of the [mast](mast.html).",
        "… set ahead of the mast. It isn’t hoisted […]",
        "A triangular sail,",
        "“A triangular sail set ahead of the mast.”",
        "- A triangular sail\n  set ahead of the mast",
        "Jib: A triangular sail set ahead of the mast.",
        "**foresail** — A triangular sail",
        "about 3.5 degrees at 10 knots",
        "a straight wake of f’(x) metres",
        "它没有发动机",
        "A self\u2010steering boat",
        "tri\u00adangular sail",
    ],
)
def test_typography_layout_and_cuts_are_no_alterations(terms: Glossator, quote: str) -> None:
    check = terms.verify_quote(quote)
    assert (check.verdict, check.differences) == (Verdict.VERBATIM, ())
    (cited,) = check.citations
    document = terms.index.lexicon.documents()[0]
    assert cited.quote == terms.index.lexicon.text(document.id, cited.start, cited.end)


@pytest.mark.parametrize(
    ("quote", "differences"),
    [
        ("A square sail set ahead of the mast.", [("changed", "square", "triangular")]),
        ("A triangular sail set behind the mast.", [("changed", "behind", "ahead of")]),
        ("A triangular sail ahead of the mast.", [("left out", "", "set")]),
        ("A big triangular sail set ahead of the mast.", [("added", "big", "")]),
        ("a triangular sail set ahead of the mast", [("case", "a", "A")]),
        ("about 35 degrees at 10 knots", [("changed", "35", "3.5")]),
        ("about 3. 5 degrees at 10 knots", [("changed", "3. 5", "3.5")]),
        ("or 1.000 feet a mile", [("changed", "1.000", "1,000")]),
        ("it does hold a ship in a storm", [("left out", "", "not")]),
        ("It is hoisted in a gale.", [("changed", "is", "isn’t")]),
        ("hoisted in a gale", [("left out", "", "isn’t")]),
        ("hold a ship in a storm", [("left out", "", "not")]),
        ("boat sails straight into the wind", [("left out", "", "No")]),
        ("steering boat leaves a straight wake", [("left out", "", "self-")]),
        ("Is it ever shut.", [("changed", ".", "?")]),
        ("A triangular sail … Most are small.", None),
        ("A triangular sail set ahead of the mast. Most are small.", None),
    ],
)
def test_an_altered_quote_is_told_from_what_the_entry_says(
    terms: Glossator, quote: str, differences: list[tuple[str, str, str]] | None
) -> None:
    check = terms.verify_quote(quote)
    assert check.verdict is Verdict.ALTERED
    assert not check.holds
    if differences is not None:
        assert told(check) == differences
    for one in check.differences:
        assert quote[one.start : one.end] == one.said


def test_what_an_ellipsis_hides_is_shown(terms: Glossator) -> None:
    check = terms.verify_quote("it does … hold a ship in a storm")
    assert told(check) == [("left out", "…", "not")]
    assert check.citations[0].quote == "it does not hold a ship in a storm"


def test_a_quote_joined_of_two_entries_names_both(terms: Glossator) -> None:
    quote = "A triangular sail set ahead of the mast. The waves behind a boat."
    check = terms.verify_quote(quote)
    assert [one.term for one in check.citations] == ["Jib", "Wake"]
    assert check.differences == (
        Difference(DifferenceKind.JOINED, "The waves behind a boat.", "", 41, 65),
    )


def test_words_that_no_entry_says_are_absent(terms: Glossator) -> None:
    check = terms.verify_quote("Mount Everest is the highest mountain on earth")
    assert (check.verdict, check.citations, check.holds) == (Verdict.ABSENT, (), False)


def test_a_quote_holds_for_its_entry_by_id_term_and_alias_only(terms: Glossator) -> None:
    quote = "A triangular sail set ahead of the mast."
    assert terms.verify_quote(quote, entry="terms-tsv#jib").holds
    assert terms.verify_quote(quote, entry="Jibs").holds
    assert terms.verify_quote(quote, entry="foresail").holds
    check = terms.verify_quote(quote, entry="Wake")
    assert (check.verdict, check.attributed) == (Verdict.ELSEWHERE, "Wake")
    assert check.citations[0].term == "Jib"
    assert "from another entry: Jib" in check.summary


@pytest.mark.parametrize(
    ("quote", "entry", "message"),
    [
        ("", None, "empty"),
        (" \n", None, "empty"),
        ("x" * 100_001, None, "100,001 characters; expected 100,000"),
        ("a sail", "Mast", "no entry 'Mast'.*search"),
    ],
)
def test_what_cannot_be_checked_says_why(
    terms: Glossator, quote: str, entry: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        terms.verify_quote(quote, entry=entry)


def test_a_check_is_plain_json(terms: Glossator) -> None:
    check = terms.verify_quote("A square sail set ahead of the mast.", entry="Jib").to_dict()
    assert check["verdict"] == "altered"
    assert check["differences"][0]["kind"] == "changed"
    assert check["citations"][0]["quote"] == "A triangular sail set ahead of the mast."
    assert check["summary"].startswith("altered: “square” stands for “triangular”: Jib (")


def test_an_altered_chinese_quote_is_near_its_entry(terms: Glossator) -> None:
    check = terms.verify_quote("帆船是一种靠油推动的船")
    assert check.verdict is Verdict.ALTERED
    assert told(check) == [("changed", "油", "风")]


def test_symbols_alone_are_absent(terms: Glossator) -> None:
    assert terms.verify_quote(">>>").verdict is Verdict.ABSENT


def test_the_seeds_hold_every_sentence_of_theirs(seeds_index: Path) -> None:
    with Glossator.open(seeds_index) as glossary:
        lexicon = glossary.index.lexicon
        for chunk in lexicon.chunks(range(0, lexicon.counts.chunks, 7)):
            text, _ = lexicon.wording(chunk)
            check = glossary.verify_quote(text)
            assert check.holds, check.summary


def test_common_words_and_long_nonsense_take_a_moment_in_a_large_glossary(tmp_path: Path) -> None:
    words = [
        "the",
        "boat",
        "of",
        "a",
        "sail",
        "on",
        "the",
        "sea",
        "with",
        "a",
        "rope",
        "in",
        "the",
        "wind",
        "by",
        "day",
    ]
    rows = [f"Term {n}\t{' '.join(words[n % 7 :] + words[: n % 7])} {n}." for n in range(5000)]
    lexicon = lexicon_of("\n".join(["Term\tDefinition", *rows]), tmp_path)
    checker = QuoteChecker(lexicon)
    assert checker.verify_quote("the sea with").holds
    assert checker.verify_quote("on the sea with a rope 4999").verdict is Verdict.ALTERED
    for quote in ("the", "of the", "a " * 300, " ".join(words[::-1] * 20), "sails " * 50):
        began = time.process_time()
        checker.verify_quote(quote)
        assert time.process_time() - began < 5


def lexicon_of(table: str, folder: Path) -> Lexicon:
    """The lexicon of a table, without vectors, which take long to make."""
    path = folder / "terms.tsv"
    path.write_text(table, encoding="utf-8")
    readings = read_paths([path]).readings
    documents = [reading.document for reading in readings]
    entries = [entry for reading in readings for entry in reading.entries]
    built = build_lexicon(documents, entries, [], [])
    return Lexicon(Database.copies_of(built, "a lexicon"))
