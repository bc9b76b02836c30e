"""JSON lines: one object an entry, each line for itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.readers import jsonlines
from glossator.index.readers.finish import finish
from glossator.index.records import Reading
from glossator.index.text import decode


def read(*lines: object) -> Reading:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    source = decode(text.encode(), "pots.jsonl")
    return finish(
        jsonlines.read(source), source, document="pots", title=None, name="jsonlines", why="test"
    )


URN = {"term": "Urn", "definition": "A pot with a tap."}


def test_each_object_is_an_entry_and_a_block_of_the_text() -> None:
    reading = read(URN, "", {"term": "Vat", "definition": "A tub."})
    assert reading.document.text == "Urn\nA pot with a tap.\n\nVat\nA tub.\n\n"
    assert reading.document.runs == ()
    assert reading.document.line_starts == (0, 23, 23)
    assert [(e.term, e.start, e.end, e.line, e.locator) for e in reading.entries] == [
        ("Urn", 4, 21, 1, "line 1"),
        ("Vat", 27, 33, 3, "line 3"),
    ]
    assert [reading.document.line_of(entry.start) for entry in reading.entries] == [1, 3]
    assert reading.document.title == "pots.jsonl"
    assert [(span.first, span.last, span.use) for span in reading.lines] == [
        (1, 1, "entry"),
        (3, 3, "entry"),
    ]


def test_all_known_keys_are_read() -> None:
    (entry,) = read(
        {
            **URN,
            "id": "u1",
            "aliases": ["Samovar", "Boiler"],
            "language": "en",
            "status": "preferred",
            "see_also": ["Kettle"],
        }
    ).entries
    assert entry.aliases == ("Samovar", "Boiler")
    assert (entry.language, entry.status, entry.references) == ("en", "preferred", ("Kettle",))


def test_a_reference_by_id_becomes_the_term() -> None:
    reading = read({**URN, "see_also": ["v1", "Pan"]}, {**URN, "term": "Vat", "id": "v1"})
    assert reading.entries[0].references == ("Vat", "Pan")


def test_other_keys_are_said_once() -> None:
    reading = read(URN, {**URN, "size": 3, "color": "red"}, {**URN, "size": 4})
    (remark,) = reading.remarks
    assert (remark.code, remark.line) == ("keys-ignored", 2)
    assert "'color', 'size'" in remark.message


def test_a_term_with_a_parenthesis_gives_the_alias_another_term_stays_as_it_is() -> None:
    reading = read({**URN, "term": "Big Urn (BU)"}, {**URN, "term": "1. Urn or Vat"})
    assert [(e.term, e.aliases) for e in reading.entries] == [
        ("Big Urn", ("BU",)),
        ("1. Urn or Vat", ()),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"term": "Urn", "definition": "A pot', "bad-json"),
        ('["Urn", "A pot"]', "bad-json"),
        ("Urn: a pot", "bad-json"),
        ("[" * 100_000, "bad-json"),
        ('{"term": "Urn", "definition": "half \\ud83d"}', "bad-json"),
        ('{"term": 3, "definition": "A pot."}', "bad-value"),
        ('{"term": "Urn", "definition": ["A pot."]}', "bad-value"),
        ('{"term": "Urn", "definition": "A pot.", "aliases": [3]}', "bad-value"),
        ('{"term": "Urn", "definition": "A pot.", "status": {}}', "bad-value"),
        ('{"term": "Urn"}', "no-definition"),
        ('{"term": "Urn", "definition": null}', "no-definition"),
        ('{"term": "Urn", "definition": " \\n"}', "no-definition"),
        ('{"definition": "A pot."}', "no-term"),
        ('{"term": " ", "definition": "A pot."}', "no-term"),
    ],
)
def test_a_bad_line_is_reported_and_costs_no_other(line: str, code: str) -> None:
    reading = read(URN, line, {**URN, "term": "Vat"})
    assert [(entry.term, entry.line) for entry in reading.entries] == [("Urn", 1), ("Vat", 3)]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [(code, 2)]
    assert [span.rule for span in reading.lines if span.use == "report"] == [code]
    text = reading.document.text
    assert all(text[e.start : e.end] == e.definition for e in reading.entries)


def test_null_characters_and_other_line_ends_are_made_plain() -> None:
    (entry,) = read({"term": "Ur\x00n", "definition": "A\r\npot\rwith a tap\x00."}).entries
    assert (entry.term, entry.definition) == ("Ur\ufffdn", "A\npot\nwith a tap\ufffd.")


def test_json_lines_are_told_from_other_text() -> None:
    def score(text: str) -> float:
        return jsonlines.sniff(decode(text.encode(), "x")).score

    assert score(json.dumps(URN) + "\n") == 1.0
    assert score(json.dumps(URN) + "\n{broken\n") == 0.5
    assert score('{"name": "Urn"}\n') == 0.0
    assert score("Urn\tA pot.\n") == 0.0
    assert score("\n\n") == 0.0


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6), st.booleans())
def test_any_definition_survives_json_lines(rows: list[tuple[str, str]], escaped: bool) -> None:
    lines = [
        json.dumps({"term": term, "definition": definition}, ensure_ascii=escaped)
        for term, definition in rows
    ]
    reading = read(*lines)
    text = reading.document.text
    faulty = {remark.line for remark in reading.remarks}
    assert {entry.line for entry in reading.entries} | faulty == set(range(1, len(rows) + 1))
    for entry in reading.entries:
        assert text[entry.start : entry.end] == entry.definition == rows[entry.line - 1][1].strip()
        assert reading.document.line_of(entry.start) == entry.line
    for line in faulty:
        assert not rows[line - 1][0].strip() or not rows[line - 1][1].strip()
