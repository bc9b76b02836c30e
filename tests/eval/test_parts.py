"""A part of an index is what an index of that part of the glossary would have been."""

from pathlib import Path

import pytest

from glossator.eval.parts import part_of
from glossator.index.encoder import BundledEncoder, bundled
from glossator.rag import Answer, Glossator, InputError

from .small import open_small

ASKED = (
    "what is a keel?",
    "KN",
    "what keeps a boat from being blown sideways?",
    "what is a spinakker?",
    "what swings across when the boat gybes?",
    "storm jib vs jib",
)


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return bundled()


def gist(answer: Answer) -> tuple[object, ...]:
    """Return all that doesn't hang on where in the file an entry stands."""
    quotes = tuple((one.term, one.quote) for one in answer.citations)
    return answer.answered, answer.confidence, answer.ranked, quotes, answer.suggestions


@pytest.mark.parametrize("term", ["Keel", "Jib", "Spinnaker"])
def test_without_an_entry_it_answers_as_if_it_had_never_been_written(
    term: str, encoder: BundledEncoder, tmp_path: Path
) -> None:
    (tmp_path / "less").mkdir()
    whole = open_small(tmp_path, encoder)
    lexicon = whole.index.lexicon
    entries = lexicon.entries(range(lexicon.counts.entries))
    kept = [entry.id for entry in entries if entry.term != term]
    with (
        whole,
        Glossator(part_of(whole.index, kept), encoder) as part,
        open_small(tmp_path / "less", encoder, without=term) as fresh,
    ):
        assert part.index.lexicon.counts.entries == len(entries) - 1
        assert part.index.lexicon.vocabulary() == fresh.index.lexicon.vocabulary()
        for question in ASKED:
            assert gist(part.ask(question)) == gist(fresh.ask(question))
        assert gist(whole.ask(f"what is a {term}?")) != gist(part.ask(f"what is a {term}?"))


def test_quotes_of_a_part_stand_where_they_stood(encoder: BundledEncoder, tmp_path: Path) -> None:
    with open_small(tmp_path, encoder) as whole:
        lexicon = whole.index.lexicon
        kept = [one.id for one in lexicon.entries(range(7)) if one.term in ("Keel", "Boom")]
        with Glossator(part_of(whole.index, kept), encoder) as part:
            (cited,) = part.ask("what is a keel?").citations
            assert lexicon.text("sailing-tsv", cited.start, cited.end) == cited.quote


def test_no_entry_left_is_an_error(encoder: BundledEncoder, tmp_path: Path) -> None:
    with (
        open_small(tmp_path, encoder) as whole,
        pytest.raises(InputError, match="no entry is left"),
    ):
        part_of(whole.index, ["sailing-tsv#rudder"])
