"""What holds of checking, whatever is quoted: slices are verbatim, offsets are right."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.rag import Glossator, Verdict
from glossator.rag.wording import find_all, wording

MARKS = st.sampled_from([*"“”\"'‘’«»„‹›「」[]()>*_`#:—–-….,;!?\n\t ", "\n\n", " [1]", "don’t "])
PIECES = st.one_of(
    MARKS, st.text(max_size=6), st.sampled_from(["Dropout ", "epoch ", "not ", "a "])
)
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip)
#: A slice that begins or ends amid a compound, or beside a negation, is cut short.
CUT = re.compile(
    r"(?:\w[-‐‑]|\b(?:not|no|none|never|nobody|nothing|neither|nor|without|cannot|hardly|scarcely|"
    r"no longer|not yet|not (?:a|an|the)|\w+n['’]t)\s+)$",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"\s+(?:not|no|none|never|nobody|nothing|neither|nor|without|cannot|hardly|scarcely|\w+n['’]t)\b",
    re.IGNORECASE,
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_every_slice_of_an_entry_at_words_is_verbatim_unless_it_cuts_off_a_not(
    data: st.DataObject, own: Glossator
) -> None:
    lexicon = own.index.lexicon
    row = data.draw(st.integers(0, lexicon.counts.entries - 1))
    (entry,) = lexicon.entries([row])
    words = wording(entry.definition)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(len(words) - 1, first + 40)))
    start, end = words.spans[first][0], words.spans[last][1]
    quote = entry.definition[start:end]
    if not any(char.isalnum() for char in quote):
        return
    check = own.verify_quote(quote)
    cut = CUT.search(entry.definition[:start]) or BEHIND.match(entry.definition, end)
    if not cut:
        assert check.verdict is Verdict.VERBATIM, check.summary
        said = wording(check.citations[0].quote).keys
        assert next(find_all(said, wording(quote).keys), None) is not None
    else:
        assert check.verdict in (Verdict.VERBATIM, Verdict.ALTERED)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_text_is_checked_and_every_offset_is_one_of_it(text: str, own: Glossator) -> None:
    checked = own.check_answer(text)
    end = 0
    for sentence in checked.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        end = sentence.end
        for quote in sentence.quotes:
            assert sentence.start <= quote.start <= quote.end <= sentence.end
            assert len(quote.quote) == quote.end - quote.start
            for one in quote.differences:
                assert quote.quote[one.start : one.end] == one.said
            assert (quote.verdict is Verdict.ALTERED) == bool(quote.differences)
            assert (quote.verdict is Verdict.ABSENT) == (not quote.citations)
    assert checked.to_dict()["holds"] == checked.holds
