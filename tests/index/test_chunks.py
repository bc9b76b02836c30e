import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.chunks import chunk, sentences
from glossator.index.records import Document, Entry, Section, Span
from tests.stopwatch import cpu_seconds


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, 0, len(text))]


def entry(document: Document, definition: str, **fields: object) -> Entry:
    start = document.text.index(definition)
    return Entry(
        **{  # type: ignore[arg-type]
            "id": "d#weir",
            "document": "d",
            "number": None,
            "term": "Weir",
            "heading": "Weir",
            "aliases": (),
            "said": (),
            "definition": definition,
            "start": start,
            "end": start + len(definition),
            "line": 1,
        }
        | fields
    )


def page(text: str) -> Document:
    return Document("d", "Rivers", "rivers.txt", "0" * 64, text)


def span_of(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote))


def test_sentences_end_at_full_stops_but_not_at_abbreviations_and_decimals() -> None:
    assert split("A weir, e.g. Dr. Low's, is 1.5 m high. It holds water! Does it? Yes.") == [
        "A weir, e.g. Dr. Low's, is 1.5 m high.",
        "It holds water!",
        "Does it?",
        "Yes.",
    ]


def test_offsets_are_code_points_of_the_whole_text() -> None:
    text = "🙂 Vorwort. Ein Wehr staut. 水が流れる。魚が泳ぐ。 Ende."
    spans = sentences(text, 11, len(text) - 5)
    assert [text[span.start : span.end] for span in spans] == [
        "Ein Wehr staut.",
        "水が流れる。",
        "魚が泳ぐ。",
    ]


def test_a_line_break_within_a_sentence_does_not_end_it() -> None:
    assert split("A wall\nacross a river. It\r\nraises water.") == [
        "A wall\nacross a river.",
        "It\r\nraises water.",
    ]


def test_an_empty_line_ends_a_sentence_without_a_full_stop() -> None:
    assert split("A wall\n \nAcross a river") == ["A wall", "Across a river"]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "1.", "12)"])
def test_list_items_are_sentences_without_their_marks(mark: str) -> None:
    text = f"There are two kinds:\n  {mark} broad weirs\n  {mark} sharp ones,\n    which are thin\n"
    assert split(text) == ["There are two kinds:", "broad weirs", "sharp ones,\n    which are thin"]


def test_a_list_run_into_one_line_is_split_after_sentences_only() -> None:
    assert split("Kinds: - Broad. - Sharp, 3 - 4 cm thin. • Old • New") == [
        "Kinds:",
        "Broad.",
        "Sharp, 3 - 4 cm thin.",
        "Old",
        "New",
    ]


def test_a_heading_that_ends_in_a_colon_stands_by_itself() -> None:
    assert split("It holds water.\nWhy weirs matter:\nThey keep fish in.") == [
        "It holds water.",
        "Why weirs matter:",
        "They keep fish in.",
    ]


def test_a_formula_on_its_own_line_stands_by_itself_and_prose_with_a_sign_does_not() -> None:
    assert split(
        "The flow is\nQ = C * L * H^(3/2)\nwhere H is\nthe head. If H\n= 0 the flow is 0."
    ) == [
        "The flow is",
        "Q = C * L * H^(3/2)",
        "where H is\nthe head.",
        "If H\n= 0 the flow is 0.",
    ]


def test_a_piece_without_letters_stays_with_the_sentence_before() -> None:
    assert split("It costs approx. 5. Then more. (See the chapter on weirs.\n)") == [
        "It costs approx. 5.",
        "Then more.",
        "(See the chapter on weirs.\n)",
    ]


def test_a_text_longer_than_the_splitter_takes_at_once_has_the_same_sentences() -> None:
    one = "A weir, as Dr. Low says, is a wall, 1.5 m high, across a river."
    assert split(" ".join([one] * 500)) == [one] * 500
    assert "".join(split("x" * 25_000)) == "x" * 25_000


def test_empty_text_and_bare_bullets_have_no_sentences() -> None:
    assert split("") == split(" \n\n ") == split("- \n•\n*\n") == []


PIECES = st.sampled_from(
    [
        " ",
        "\n",
        "\n\n",
        ". ",
        "! ",
        ": ",
        ":\n",
        "- ",
        "• ",
        "1. ",
        " - ",
        "=",
        "a",
        "Weir",
        "ß🙂",
        "水。",
    ]
)


@given(st.lists(PIECES, max_size=40), st.integers(0, 9), st.integers(0, 9))
def test_spans_ascend_and_leave_out_white_space_and_bullets_only(
    pieces: list[str], before: int, after: int
) -> None:
    text = "".join(pieces)
    start, end = min(before, len(text)), max(len(text) - after, min(before, len(text)))
    place = start
    left_out = []
    for span in sentences(text, start, end):
        assert place <= span.start < span.end <= end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        left_out.append(text[place : span.start])
        place = span.end
    left_out.append(text[place:end])
    assert {char for gap in left_out for char in gap if not char.isspace()} <= set("-•1.")


@pytest.mark.parametrize("piece", ["a ", "a.", "(", "- ", "a\n", "\n", "=\n", ": ", "A. ", "'\""])
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(chars: int) -> float:
        text = piece * (chars // len(piece))
        return cpu_seconds(lambda: sentences(text, 0, len(text)))

    assert seconds(160_000) < 20 * seconds(20_000) + 0.2  # eight times the text


def test_a_chunk_is_a_sentence_headed_by_the_term() -> None:
    document = page("Weir\nA low wall\nacross a river. It raises the water above.\n")
    found = chunk(entry(document, document.text[5:-1]), document)
    assert [piece.text for piece in found] == [
        "Weir — A low wall across a river.",
        "Weir — It raises the water above.",
    ]
    assert [document.text[piece.start : piece.end] for piece in found] == [
        "A low wall\nacross a river.",
        "It raises the water above.",
    ]
    assert {piece.entry for piece in found} == {"d#weir"}


def test_sentences_of_fewer_than_four_words_join_their_neighbours() -> None:
    document = page("A wall.\nIt lies across a river. Old. Very old indeed. So there.\n")
    found = chunk(entry(document, document.text[:-1]), document)
    assert [piece.text for piece in found] == [
        "Weir — A wall. It lies across a river.",
        "Weir — Old. Very old indeed. So there.",
    ]


def test_a_definition_of_one_short_sentence_is_one_chunk() -> None:
    document = page("A wall.")
    assert [piece.text for piece in chunk(entry(document, "A wall."), document)] == [
        "Weir — A wall."
    ]


def test_sections_start_chunks_and_head_them() -> None:
    definition = (
        "A weir has two parts.Crest: The edge that water falls over. It may be sharp or broad. "
        "Apron: The floor below the crest."
    )
    document = page(definition)
    crest = definition.index("The edge"), definition.index("Apron:") - 1
    apron = definition.index("The floor"), len(definition)
    sections = (Section("Crest", *crest), Section("Apron", *apron))
    found = chunk(entry(document, definition, sections=sections), document)
    assert [piece.text for piece in found] == [
        "Weir — A weir has two parts.",
        "Weir — Crest: The edge that water falls over.",
        "Weir — Crest: It may be sharp or broad.",
        "Weir — Apron: The floor below the crest.",
    ]


def test_more_and_the_mnemonic_follow_the_definition() -> None:
    text = "Picture a wire across the river.\nIt spans a river. Weirs and locks share this line.\n"
    document = page(text)
    found = chunk(
        entry(
            document,
            "It spans a river.",
            more=(span_of(document, "Weirs and locks share this line."),),
            mnemonic=span_of(document, "Picture a wire across the river."),
        ),
        document,
    )
    assert [piece.text for piece in found] == [
        "Weir — It spans a river.",
        "Weir — Weirs and locks share this line.",
        "Weir — Picture a wire across the river.",
    ]


def test_an_entry_without_text_has_no_chunks() -> None:
    document = page("Weir\n")
    assert chunk(entry(document, "", start=4, end=4), document) == ()
