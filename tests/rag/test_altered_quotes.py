"""Quotes altered in ten ways by rule and by hand are all caught; true ones are never rejected."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from glossator.rag import Glossator, Verdict
from tests.rag.altered import ALTERED, SAME

BY_HAND = Path(__file__).parent / "altered_quotes.tsv"
#: So many of each rule: with those by hand, over 300.
EACH = 25


def quotes(glossary: Glossator, step: int = 1) -> list[tuple[str, str]]:
    """Sentences of entries with the ids of their entries, in the glossary's order."""
    lexicon = glossary.index.lexicon
    found = []
    for chunk in lexicon.chunks(range(0, lexicon.counts.chunks, step)):
        text, _ = lexicon.wording(chunk)
        if len(text.split()) >= 5:
            found.append((lexicon.entries([chunk.entry_row])[0].id, " ".join(text.split())))
    return found


def by_rule(true: Sequence[tuple[str, str]], each: int) -> Iterator[tuple[str, str, str]]:
    """Yield rule, entry and altered quote: ``each`` of every rule, spread over the glossary."""
    for rule in ALTERED:
        found = []
        for place, (entry, words) in enumerate(true):
            other = true[(place * 7 + 101) % len(true)][1]
            altered = rule(words, other)
            if altered is not None:
                found.append((rule.__name__, entry, altered))
        step = max(1, len(found) // each)
        yield from found[::step][:each]


def by_hand() -> list[tuple[str, str, str]]:
    with BY_HAND.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["how"], row["entry"], row["quote"]) for row in rows]


def test_each_of_300_altered_quotes_is_caught(own: Glossator) -> None:
    altered = [*by_rule(quotes(own), EACH), *by_hand()]
    assert len(altered) > 300
    assert len({how for how, _, _ in altered}) >= 10
    missed, nowhere = [], 0
    for how, entry, quote in altered:
        check = own.verify_quote(quote)
        nowhere += check.verdict is Verdict.ABSENT
        if check.verdict not in (Verdict.ALTERED, Verdict.ABSENT):
            missed.append((how, entry, quote, check.summary))
        if check.verdict is Verdict.ALTERED:
            assert check.differences, quote
            assert check.citations, quote
            for one in check.differences:
                assert quote[one.start : one.end] == one.said
    assert missed == []
    assert nowhere <= len(altered) // 100  # the difference is told of nearly all


def test_each_is_caught_in_an_answer_too(own: Glossator) -> None:
    for how, entry, quote in [*by_rule(quotes(own), EACH), *by_hand()]:
        text = f"This is what the glossary has to say: «{quote}» [{entry}]"
        checked = own.check_answer(text)
        assert not checked.holds, (how, quote)
        (fault,) = checked.faults
        assert text[fault.start : fault.end] == quote


def test_quotes_altered_by_hand_are_shown_beside_what_their_entry_says(own: Glossator) -> None:
    for how, entry, quote in by_hand():
        check = own.verify_quote(quote)
        assert (check.verdict, check.citations[0].entry_id) == (Verdict.ALTERED, entry), how


def test_no_true_quote_is_rejected_however_it_is_set(own: Glossator) -> None:
    rejected = [
        (how.__name__, how(words))
        for place, (_, words) in enumerate(quotes(own))
        for how in (SAME[place % len(SAME)], SAME[(place + 3) % len(SAME)])
        if not own.verify_quote(how(words)).holds
    ]
    assert rejected == []


def test_a_true_quote_of_another_entry_is_from_elsewhere(own: Glossator) -> None:
    true = quotes(own, 20)
    for place, (entry, words) in enumerate(true):
        wrong, _ = true[(place + 5) % len(true)]
        assert own.verify_quote(words, entry=entry).verdict is Verdict.VERBATIM
        check = own.verify_quote(words, entry=wrong)
        assert check.verdict is Verdict.ELSEWHERE
        assert entry in [one.entry_id for one in check.citations]
        text = f"“{words}” [{wrong}]"
        assert own.check_answer(text).sentences[0].verdict is Verdict.ELSEWHERE


@pytest.mark.shared
def test_so_it_is_with_glossaries_that_it_was_not_made_on(seeds_index: Path) -> None:
    with Glossator.open(seeds_index) as glossary:
        true = quotes(glossary, 5)
        missed = [
            altered
            for altered in by_rule(true, 40)
            if glossary.verify_quote(altered[2]).verdict is Verdict.VERBATIM
        ]
        assert missed == []
        rejected = [
            how(words)
            for place, (_, words) in enumerate(true)
            for how in (SAME[place % len(SAME)],)
            if not glossary.verify_quote(how(words)).holds
        ]
        assert rejected == []
