"""Names of the glossary in a question, however they are written."""

from pathlib import Path

import pytest

from glossator.index.lexicon import Lexicon
from glossator.rag import Glossator
from glossator.rag.mentions import Mention
from glossator.rag.query import understand


@pytest.fixture(scope="module")
def sails(sailing: Glossator) -> Lexicon:
    return sailing.index.lexicon


def mentions(question: str, lexicon: Lexicon) -> list[tuple[str, str, int]]:
    found = understand(question, lexicon).mentions
    return [(mention.kind, mention.name, mention.edits) for mention in found]


def test_a_mention_says_where_it_stands_and_who_claims_it(sails: Lexicon) -> None:
    question = "Is the Foresail a jib?"
    alias, term = understand(question, sails).mentions
    assert question[alias.start : alias.end] == alias.written == "Foresail"
    assert (alias.name, alias.kind, alias.edits) == ("Foresail", "alias", 0)
    assert (question[term.start : term.end], term.kind) == ("jib", "term")
    claimed = [entry.id for entry in sails.entries(term.rows)]
    assert claimed == ["learning-md#jib", "rigging-tsv#jib"]


def test_a_mention_tells_its_kind_and_edits() -> None:
    mention = Mention(0, 3, "jbi", "Jib", "term", 1, (4,))
    assert str(mention) == "term 'Jib' (1 edit: 'jbi')"
    assert str(Mention(0, 3, "jib", "Jib", "term", 0, (4,))) == "term 'Jib'"
    assert str(Mention(0, 5, "kxxel", "Keel", "alias", 2, ())) == "alias 'Keel' (2 edits: 'kxxel')"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("storm jib", [("term", "Storm jib", 0)]),
        ("running backstay", [("term", "Running Backstay", 0)]),
        ("running", [("section", "Running", 0)]),
        ("points of sail", [("term", "Points of Sail", 0)]),
        ("jib and storm jib", [("term", "Jib", 0), ("term", "Storm jib", 0)]),
    ],
)
def test_the_longest_name_wins(
    sails: Lexicon, question: str, expected: list[tuple[str, str, int]]
) -> None:
    assert mentions(question, sails) == expected


@pytest.mark.parametrize(
    "written",
    [
        "clove hitch",
        "Clove Hitches",
        "CLOVE HITCH",
        "clove-hitch",
        "clove–hitch",
        "clovehitch",
        "clove  hitch's",
        "ｃｌｏｖｅ ｈｉｔｃｈ",
        "clo\u200bve hitch",
    ],
)
def test_case_plural_hyphens_and_blanks_make_no_other_name(sails: Lexicon, written: str) -> None:
    query = understand(f"what is a {written}?", sails)
    (found,) = query.mentions
    assert (found.name, found.kind, found.edits) == ("Clove Hitch", "term", 0)
    assert query.question[found.start : found.end] == found.written


@pytest.mark.parametrize("written", ["AIS", "ais", "Ais", "A.I.S."])
def test_an_acronym_is_a_name_in_any_case(sails: Lexicon, written: str) -> None:
    assert mentions(f"what does {written} stand for?", sails) == [("alias", "AIS", 0)]


@pytest.mark.parametrize(
    ("written", "name", "edits"),
    [
        ("halyrd", "Halyard", 1),  # a letter left out
        ("hallyard", "Halyard", 1),  # one put in
        ("haliard", "Halyard", 1),  # another one
        ("halyrad", "Halyard", 1),  # two changed places
        ("keal", "Keel", 1),
        ("hull spede", "Hull Speed", 1),
        ("maisnial", "Mainsail", 2),
        ("centrbaord", "Centreboard", 2),
        ("clov hithc", "Clove Hitch", 2),  # one in each word
        ("cloevhitch", "Clove Hitch", 1),  # and the blank left out
        ("bow lin", "Bowline", 1),  # and a blank put in
        ("starb", "Starboard", 1),  # cut short
        ("centreb", "Centreboard", 1),
    ],
)
def test_misspelled_names_are_read_with_their_edits(
    sails: Lexicon, written: str, name: str, edits: int
) -> None:
    assert mentions(f"what is a {written}", sails) == [("term", name, edits)]
    assert mentions(written, sails) == [("term", name, edits)]


@pytest.mark.parametrize("written", ["bow line", "centre board", "main-sail", "star board"])
def test_a_name_split_in_two_is_still_that_name(sails: Lexicon, written: str) -> None:
    ((_, name, edits),) = mentions(f"define {written}", sails)
    assert (name.casefold(), edits) == (written.replace(" ", "").replace("-", ""), 0)


@pytest.mark.parametrize(
    "written",
    [
        "kile",  # two of four letters of Keel
        "jab jub",
        "bowl",  # cut short, and too short to say of what
        "love",  # one letter from a word of Clove Hitch is too little to go by
        "crew",  # a word that entries use is no misspelled Clew
        "wind",
        "the",
        "zzzzzz",
    ],
)
def test_what_is_too_far_off_or_another_word_is_no_name(sails: Lexicon, written: str) -> None:
    assert mentions(f"what about {written}?", sails) == []


def test_capitals_inside_a_word_are_misspelled_only_where_the_name_has_them(
    tmp_path: Path,
) -> None:
    rows = ("SailPlan\tThe sails a boat sets.", "Mainsail\tThe largest sail.", "Keel\tA fin.")
    (tmp_path / "terms.tsv").write_text("\n".join(("Term\tDefinition", *rows)), "utf-8")
    with Glossator.build([tmp_path / "terms.tsv"]) as glossary:
        lexicon = glossary.index.lexicon
        assert mentions("what is a SailPlna?", lexicon) == [("term", "SailPlan", 1)]
        assert mentions("what is a MainSial?", lexicon) == []


def test_an_exact_name_is_never_read_as_another_misspelled_one(sails: Lexicon) -> None:
    assert mentions("tack or tacking", sails) == [("term", "Tack", 0), ("term", "Tacking", 0)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("backstay", [("part", "Running Backstay", 0)]),
        ("what is a backstay?", [("part", "Running Backstay", 0)]),
        ("automatic system", [("part", "Automatic Identification System", 0)]),
        (
            "difference between a backstay and a halyard",
            [("part", "Running Backstay", 0), ("term", "Halyard", 0)],
        ),
        ("which wire is the backstay made of", []),
        ("backstay or reef, of what wire?", []),
        ("what is a backstay identification?", []),  # parts of two names make a third
        (  # with both sides named in full, a word of another name is no third
            "How does a halyard by the backstay differ from a jib?",
            [("term", "Halyard", 0), ("term", "Jib", 0)],
        ),
    ],
)
def test_a_name_with_a_word_left_out_counts_only_alone_or_compared(
    sails: Lexicon, question: str, expected: list[tuple[str, str, int]]
) -> None:
    assert mentions(question, sails) == expected
