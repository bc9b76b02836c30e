"""Memory aids: which term each names, and where it ends."""

from glossator.index.readers.aids import aids_in, names_of
from glossator.index.readers.heads import parse_head

HEADS = [parse_head(head) for head in ("Bed", "Raised Bed (RB)", "Hoe")]


def found(text: str) -> list[tuple[int, str]]:
    aids = aids_in(text, names_of(HEADS), 0, len(text))
    return [(aid.entry, text[aid.start : aid.end].strip()) for aid in aids]


def test_an_aid_ends_where_the_next_term_stands() -> None:
    text = "Bed: Think of “sleep.”Raised Bed (RB): A box: it is high!Hoe: Ho, ho."
    assert found(text) == [(0, "Think of “sleep.”"), (1, "A box: it is high!"), (2, "Ho, ho.")]


def test_a_term_inside_a_longer_one_or_a_sentence_is_no_head() -> None:
    text = "Raised bed: A box. The bed: is high. Strong raised bed: no. Hoes: Ho."
    assert found(text) == [(1, "A box. The bed: is high. Strong raised bed: no."), (2, "Ho.")]


def test_an_alias_names_its_entry_and_a_term_goes_before_it() -> None:
    names = names_of([parse_head("Hot Bed (HB)"), parse_head("HB")])
    assert (names.owners["hb"], names.owners["hot bed"]) == (1, 0)
    assert found("RB: High.") == [(1, "High.")]


def test_text_that_opens_with_no_known_term_holds_no_aids() -> None:
    assert found("Remember this. Bed: Sleep.") == []
    assert found("No colon at all.") == []
    assert found("") == []
