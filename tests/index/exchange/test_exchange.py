"""An index exported and read back: nothing lost, sound by the format's standard, safe to open."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.index.build import build_memory
from glossator.index.errors import InputError
from glossator.index.exchange import FORMATS, Item, by_source, collect, titles, write
from glossator.index.exchange.as_csv import HEADER, armed, defused, join, split
from glossator.index.exchange.as_tbx import lost_characters
from glossator.index.exchange.check import faults, losses, skos_faults, tbx_faults
from glossator.index.exchange.records import Link
from glossator.index.opened import Index
from glossator.index.reading import read_bytes, read_paths
from tests.index.fakes import FakeEncoder

TITLES = {"pots.md": "Pots & Pans"}
KETTLE = Item(
    id="pots-md#kettle",
    concept="pots-md#kettle",
    source="pots.md",
    number="4.2",
    term="kettle; big \\ <one>",
    aliases=("boiler; hot", "=SUM(A1)", "back\\slash"),
    definition='=cmd|"calc"\n\n  - of <b>iron</b> & tin,\n    wrapped\t;\x0c"""',
    notes=("@note, of two\nlines",),
    links=(Link("Pan (frying)", "pots-md#pan"), Link("hob")),
    status="accepted",
    language="Portuguese (old)",
)
PAN = Item(
    "pots-md#pan", "pots-md#pan", "pots.md", None, "Pan (frying)", (), "-flat-", (), (),
    "deprecated", "pt-br",
)  # fmt: skip


def text(items: tuple[Item, ...], to: str) -> str:
    return "".join(write(items, TITLES, to))


def index(*paths: Path) -> Index:
    return build_memory(read_paths(paths).readings, FakeEncoder())


# what is taken out of an index

ROPES = """{"term": "Sheet", "definition": "Trims a sail.", "see_also": ["Sail", "Cleat"]}
{"term": "Halyard", "definition": "Hoists a sail.", "language": "en", "status": "preferred"}
"""
SAILS = """{"term": "Sail", "aliases": ["Canvas"], "definition": "Catches wind."}
{"term": "Sheet", "definition": "The rope that trims a sail."}
"""


@pytest.fixture
def boats(tmp_path: Path) -> Index:
    (tmp_path / "ropes.jsonl").write_text(ROPES)
    (tmp_path / "sails.jsonl").write_text(SAILS)
    return index(tmp_path)


def test_entries_come_in_the_order_of_documents_with_terms_for_references(boats: Index) -> None:
    items = collect(boats.lexicon)
    assert [(item.source, item.term) for item in items] == [
        ("ropes.jsonl", "Sheet"),
        ("ropes.jsonl", "Halyard"),
        ("sails.jsonl", "Sail"),
        ("sails.jsonl", "Sheet"),
    ]
    assert items[0].links == (Link("Sail", "sails-jsonl#sail"), Link("Cleat"))
    assert (items[1].language, items[1].status) == ("en", "preferred")
    assert items[0].concept == items[3].concept


def test_a_single_document_keeps_the_names_of_references_that_lead_out_of_it(boats: Index) -> None:
    items = collect(boats.lexicon, "ropes.jsonl")
    assert [item.term for item in items] == ["Sheet", "Halyard"]
    assert items[0].links == (Link("Sail"), Link("Cleat"))
    assert by_source(collect(boats.lexicon))["ropes.jsonl"] == items
    assert titles(boats.lexicon, "sails.jsonl") == {"sails.jsonl": "sails.jsonl"}
    with pytest.raises(InputError, match=r"source 'x': no such document.*'ropes\.jsonl'"):
        collect(boats.lexicon, "x")


@pytest.mark.parametrize("to", FORMATS)
def test_a_file_for_each_document_keeps_all_references_and_concepts(
    to: str, boats: Index, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for path, part in by_source(collect(boats.lexicon)).items():
        file = "".join(write(part, titles(boats.lexicon, path), to))
        (out / path.replace(".jsonl", f".{to}")).write_text(file, newline="")
    again = collect(index(out).lexicon)
    assert [(one.term, one.definition, one.links) for one in again] == [
        (one.term, one.definition, tuple(
            replace(link, target=link.target and link.target.replace("jsonl", to))
            for link in one.links
        ))
        for one in collect(boats.lexicon)
    ]  # fmt: skip
    assert again[0].concept == again[3].concept


# nothing lost


@pytest.mark.parametrize("to", FORMATS)
def test_odd_names_texts_languages_and_statuses_come_back_as_they_were(to: str) -> None:
    kettle = KETTLE
    if to == "tbx":  # XML has no form feed
        kettle = replace(KETTLE, definition=KETTLE.definition.replace("\x0c", "\ufffd"))
    items = (kettle, PAN)
    assert list(faults(text((KETTLE, PAN), to), to, items)) == []


NAME = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1).map(
    lambda name: " ".join(name.split())
)
PROSE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1)


@st.composite
def any_items(draw: st.DrawFn) -> tuple[Item, ...]:
    terms = draw(st.lists(NAME.filter(str.strip), min_size=1, max_size=4, unique_by=str.casefold))
    made = []
    for at, term in enumerate(terms):
        definition = draw(PROSE.map(str.strip).filter(bool))
        names = [
            one for one in draw(st.lists(NAME, max_size=3)) if one.casefold() != term.casefold()
        ]
        aliases = tuple({one.casefold(): one for one in names}.values())
        target = draw(st.integers(0, len(terms) - 1))
        links = (Link(terms[target], f"d#{target}"),) if target != at else ()
        status = draw(st.sampled_from([None, "preferred", "deprecated", "accepted", "a b"]))
        language = draw(st.sampled_from([None, "en", "pt-BR", "pt-br", "old Norse"]))
        made.append(
            Item(f"d#{at}", f"d#{at}", "pots.md", draw(st.sampled_from([None, "1", "-2"])), term,
                 aliases, definition, (), links, status, language)
        )  # fmt: skip
    return tuple(made)


@pytest.mark.parametrize("to", FORMATS)
@given(items=any_items())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_entries_come_back(to: str, items: tuple[Item, ...]) -> None:
    written = text(items, to)
    if to == "tbx":
        odd = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
        items = tuple(
            replace(item, definition=re.sub(odd, "\ufffd", item.definition).strip())
            for item in items
        )
    said = [one for one in faults(written, to, items) if "its aliases" not in one]
    assert said == []


def test_what_is_lost_is_named() -> None:
    reading = read_bytes(text((KETTLE, PAN), "json").encode(), "x.json")
    other = replace(PAN, status="preferred")
    assert list(losses([KETTLE, other], reading)) == [
        "'Pan (frying)' lost its status: preferred came back as deprecated"
    ]
    assert list(losses([replace(PAN, term="pot")], reading)) == ["'pot' lost as a whole"]


# CSV


def test_cells_that_would_be_run_as_formulas_are_defused() -> None:
    rows = list(csv.reader(io.StringIO(text((KETTLE, PAN), "csv"), newline="")))
    assert rows[0] == list(HEADER)
    for row in rows[1:]:
        for cell in row:
            assert not re.match(r"[=+\-@\t\r\n|%]", cell)
    assert rows[2][1] == "'-flat-"


@given(st.text())
def test_an_apostrophe_that_was_put_is_taken_away_and_no_other(cell: str) -> None:
    assert armed(defused(cell)) == cell


@given(st.lists(NAME))
def test_names_in_a_cell_are_told_apart(names: list[str]) -> None:
    assert split(join(names)) == tuple(names)


def test_a_spreadsheet_may_have_put_other_separators() -> None:
    plain = text((PAN,), "csv").replace(",", ";")
    (entry,) = read_bytes(plain.encode(), "pots.csv").entries
    assert (entry.term, entry.definition, entry.language) == ("Pan (frying)", "-flat-", "pt-br")


def test_a_row_with_lost_quotes_is_reported() -> None:
    reading = read_bytes((",".join(HEADER) + '\na,b\n,"c\nd",,\n').encode(), "pots.csv")
    assert [(e.term, e.definition, e.line) for e in reading.entries] == [("a", "b", 2)]
    assert [(one.code, one.line) for one in reading.remarks] == [("no-term", 3)]


def test_blank_rows_are_page_text_and_cells_without_a_header_are_reported() -> None:
    commas = "," * (len(HEADER) - 2)
    reading = read_bytes(f"{','.join(HEADER)}\na,b{commas},x\n,,,,\n".encode(), "pots.csv")
    assert [(entry.term, entry.definition) for entry in reading.entries] == [("a", "b")]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("extra-cells", 2)]
    assert [span.rule for span in reading.lines][-1] == "blank-row"


# JSON


def test_json_is_one_object_with_titles_and_an_entry_a_line() -> None:
    written = text((KETTLE, PAN), "json")
    found = json.loads(written)
    assert (found["glossator"], found["titles"]) == (1, TITLES)
    assert [entry["term"] for entry in found["entries"]] == [KETTLE.term, PAN.term]
    reading = read_bytes(written.encode(), "pots.json")
    assert reading.document.title == "Pots & Pans"
    assert [(entry.line, entry.locator) for entry in reading.entries] == [
        (3, "/entries/0"),
        (4, "/entries/1"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"definition": "-flat-"', '"definition": 3', "bad-value"),
        ('"term": "Pan (frying)", ', '"term": "Pan", "aliases": "x", ', "bad-value"),
        ('"definition": "-flat-"', '"definition": ""', "no-definition"),
    ],
)
def test_a_bad_entry_is_reported_and_costs_no_other(old: str, new: str, code: str) -> None:
    reading = read_bytes(text((KETTLE, PAN), "json").replace(old, new).encode(), "pots.json")
    assert [entry.term for entry in reading.entries] == [KETTLE.term]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [(code, 4)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"glossator": 1', '"glossator": 2', "version 2 of our JSON"),
        ("\n]}", "", "no JSON"),
        ('"entries": [', '"entries": [' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_json_that_is_damaged_or_newer_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_bytes(text((PAN,), "json").replace(old, new).encode(), "pots.json")


# SKOS and TBX


def test_skos_breaks_no_integrity_condition_and_the_check_finds_those_that_are() -> None:
    written = text((KETTLE, PAN), "skos")
    assert list(skos_faults(written)) == []
    broken = (
        written
        + """
<urn:a> a skos:Concept, skos:ConceptScheme ; skos:prefLabel "a"@en, "b"@en ; skos:altLabel "a"@en ;
  skos:broader <urn:b> ; skos:related <urn:c> ; skos:exactMatch <urn:c> ; skos:broadMatch <urn:c> .
<urn:b> a skos:Concept ; skos:prefLabel "b" ; skos:broader <urn:c> .
<urn:c> a skos:Concept ; skos:related <urn:d> .
"""
    )
    said = list(skos_faults(broken))
    found = [
        one.group() for fault in said if (one := re.search(r"\(S\d+|no skos:|no concept", fault))
    ]
    assert found == ["(S9", "(S14", "(S13", "no skos:", "(S27", "(S46", "no concept"]


def test_tbx_has_what_the_standard_requires_and_the_check_finds_what_lacks() -> None:
    written = text((KETTLE, PAN), "tbx")
    assert list(tbx_faults(written)) == []
    for old, new, says in (
        ('<langSec xml:lang="pt-br">', "<langSec>", "has no xml:lang"),
        ('id="c2"', 'id="c1"', "the id 'c1' is taken"),
        ('target="c2"', 'target="c9"', "leads to 'c9'"),
        ("<term>Pan (frying)</term>", "<term/>", "<term> is empty"),
        (' style="dca"', "", "no attribute style"),
        ('type="definition"', 'type="meaning"', "of type 'meaning', which TBX-Basic"),
        ("deprecatedTerm-admn-sts", "deprecated", "<termNote> is 'deprecated'; expected one"),
        ("<term>Pan (frying)</term>", "<note>x</note><term>Pan</term>", "not what may stand"),
        ("<p>Pots &amp; Pans, pots.md</p>", "", "<sourceDesc> holds no <p>"),
    ):
        assert old in written
        assert any(says in fault for fault in tbx_faults(written.replace(old, new)))


def test_characters_that_xml_lacks_are_counted() -> None:
    assert lost_characters([KETTLE, PAN]) == 1


def test_the_same_entries_give_the_same_bytes(boats: Index) -> None:
    for to in FORMATS:
        one, two = ("".join(write(collect(boats.lexicon), TITLES | {
            "ropes.jsonl": "Ropes", "sails.jsonl": "Sails"}, to)) for _ in range(2))  # fmt: skip
        assert one == two


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"format 'xls' is not known.*csv, json, skos, tbx"):
        write((), {}, "xls")


@pytest.mark.shared
@pytest.mark.parametrize("to", FORMATS)
def test_the_source_glossaries_and_a_vocabulary_come_back(to: str, shared: Path) -> None:
    for paths in ([shared / "seeds"], [shared / "glossaries" / "w3c-dpv" / "dpv.ttl"]):
        lexicon = index(*paths).lexicon
        items = collect(lexicon)
        written = "".join(write(items, titles(lexicon), to))
        assert len(items) in (237, 1116)
        assert list(faults(written, to, items)) == []
