"""SKOS and its kin in every syntax of RDF; what can't be quoted or read is reported."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers import skos
from glossator.index.readers.finish import finish
from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from glossator.index.sources import as_source

PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix ex: <http://example.org/pots#> .
"""
KETTLE = """
ex:kettle a skos:Concept ;
    skos:prefLabel "kettle"@en ;
    skos:altLabel "tea kettle"@en, "boiler"@en ;
    skos:hiddenLabel "ketle"@en ;
    skos:definition "A pot with a spout; see <b>lid</b> &amp; hob."@en ;
    skos:scopeNote "For water only."@en ;
    skos:example "A whistling one."@en ;
    skos:notation "4.2" ;
    skos:broader ex:pot ;
    skos:related ex:lid, <http://elsewhere.org/x> .
"""
POT = """
# a comment
ex:pot a skos:Concept ; skos:prefLabel "pot"@en ; skos:definition "A deep vessel."@en .
ex:lid a skos:Concept ;
    skos:prefLabel "lid"@en .
"""


def read(text: str, path: str = "pots.ttl", language: str | None = None) -> Reading:
    source = replace(as_source(text.encode(), path), options=Options(language=language))
    return finish(skos.read(source), source, document="pots", title=None, name="skos", why="test")


def codes(reading: Reading) -> dict[str, int]:
    return dict(Counter(remark.code for remark in reading.remarks))


def more(reading: Reading, at: int = 0) -> list[str]:
    text = reading.document.text
    return [text[span.start : span.end] for span in reading.entries[at].more]


# what becomes of a concept


def test_labels_definition_notes_relations_and_iri_of_a_concept() -> None:
    reading = read(PREFIXES + KETTLE + POT)
    kettle, pot = reading.entries
    assert (kettle.term, kettle.aliases) == ("kettle", ("tea kettle", "boiler", "ketle"))
    assert kettle.definition == "A pot with a spout; see lid & hob."
    assert more(reading) == ["For water only.", "A whistling one."]
    assert (kettle.references, kettle.number, kettle.language) == (("pot", "lid"), "4.2", "en")
    assert (kettle.locator, kettle.line) == ("http://example.org/pots#kettle", 9)
    assert (pot.term, pot.definition, pot.line) == ("pot", "A deep vessel.", 21)
    assert [(s.first, s.last, s.use.value, s.rule) for s in reading.lines] == [
        (1, 7, "page", "no-concept"),
        (9, 18, "entry", kettle.id),
        (20, 20, "page", "no-concept"),
        (21, 21, "entry", pot.id),
        (22, 23, "report", "no-definition"),
    ]
    assert codes(reading) == {"elsewhere": 1, "no-definition": 1}


def test_a_concept_without_a_definition_is_a_name_that_is_reported() -> None:
    reading = read(PREFIXES + KETTLE + POT)
    (remark,) = [one for one in reading.remarks if one.code == "no-definition"]
    assert "'lid' has no definition" in remark.message
    assert (remark.line, "lid" in [entry.term for entry in reading.entries]) == (22, False)


def test_each_language_with_a_definition_is_an_entry_and_other_names_are_aliases() -> None:
    concept = """
ex:kettle a skos:Concept ;
    skos:prefLabel "kettle"@en, "Kessel"@de, "bouilloire"@fr ;
    skos:altLabel "Wasserkocher"@de, "boiler"@en ;
    skos:scopeNote "Pour l'eau."@fr ;
    skos:definition "A pot with a spout."@en, "Ein Topf mit Tülle."@de ;
    skos:related ex:pot .
ex:pot a skos:Concept ; skos:prefLabel "pot"@en, "Topf"@de ; skos:definition "Deep."@en .
"""
    reading = read(PREFIXES + concept)
    english, german, pot = reading.entries
    assert (english.term, english.aliases) == ("kettle", ("boiler", "bouilloire"))
    assert (english.language, english.references) == ("en", ("pot",))
    assert (german.term, german.aliases, german.language) == ("Kessel", ("Wasserkocher",), "de")
    assert (german.definition, german.references) == ("Ein Topf mit Tülle.", ("Topf",))
    assert more(reading) == ["Pour l'eau."]
    assert (pot.term, pot.aliases) == ("pot", ("Topf",))


def test_an_asked_for_language_goes_first_and_the_others_are_reported() -> None:
    concept = """
ex:kettle a skos:Concept ; skos:prefLabel "kettle"@en, "Kessel"@de, "bouilloire"@fr ;
    skos:definition "A pot with a spout."@en, "Ein Topf."@de .
"""
    reading = read(PREFIXES + concept, language="de")
    (entry,) = reading.entries
    assert (entry.term, entry.aliases) == ("Kessel", ("bouilloire",))
    assert codes(reading) == {"other-language": 1}


@pytest.mark.parametrize(
    ("labels", "definition", "language"),
    [
        ('"kettle"@en, "Kessel"@de', '"A pot with a spout."', "en"),
        ('"kettle"', '"A pot with a spout."@en', "en"),
        ('"kettle"@en-gb', '"A pot with a spout."@en', "en-GB"),
        ('"kettle"', '"A pot with a spout."', None),
    ],
)
def test_a_definition_goes_with_the_labels_of_its_language_or_the_main_one(
    labels: str, definition: str, language: str | None
) -> None:
    other = 'ex:a a skos:Concept ; skos:prefLabel "pan"@en ; skos:definition "Flat."@en .\n'
    kettle = f"ex:b a skos:Concept ; skos:prefLabel {labels} ; skos:definition {definition} .\n"
    entry = read(PREFIXES + other + kettle).entries[1]
    assert (entry.term, entry.definition) == ("kettle", "A pot with a spout.")
    assert entry.language == language


def test_labels_and_notes_that_are_resources_are_read() -> None:
    concept = """
ex:kettle a skos:Concept ;
    xl:prefLabel ex:l1 ; xl:altLabel [ xl:literalForm "boiler"@en ] ;
    skos:definition [ rdf:value "A pot with a spout."@en ; dct:creator "me" ] .
ex:l1 a xl:Label ; xl:literalForm "kettle"@en .
"""
    (entry,) = read(PREFIXES + concept).entries
    assert (entry.term, entry.aliases, entry.definition) == (
        "kettle",
        ("boiler",),
        "A pot with a spout.",
    )


def test_further_definitions_and_descriptions_stand_beside_the_first() -> None:
    reading = read(
        PREFIXES + 'ex:a a skos:Concept ; skos:prefLabel "pan"@en ; rdfs:comment "Of iron."@en ;\n'
        ' skos:definition "Flat."@en, "Wide."@en ; rdfs:label "frying pan"@en ; dct:title "x" .\n'
    )
    (entry,) = reading.entries
    assert (entry.definition, more(reading)) == ("Flat.", ["Wide.", "Of iron."])
    assert (entry.term, entry.aliases) == ("pan", ("frying pan",))


def test_a_parenthesis_that_holds_another_name_becomes_an_alias() -> None:
    text = 'ex:a a skos:Concept ; skos:prefLabel "Deep Fryer (DF)" ; skos:definition "Fries." .'
    (entry,) = read(PREFIXES + text).entries
    assert (entry.term, entry.aliases, entry.heading) == ("Deep Fryer", ("DF",), "Deep Fryer (DF)")


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("owl:deprecated true", "deprecated"),
        ('owl:deprecated "false"', None),
        ('<http://www.w3.org/2003/06/sw-vocab-status/ns#term_status> "accepted"@en', "accepted"),
        ("<http://www.w3.org/ns/adms#status> <http://example.org/status/retired>", "retired"),
    ],
)
def test_the_status_is_a_word_of_the_files_own(statement: str, status: str | None) -> None:
    text = f'ex:a a skos:Concept ; skos:prefLabel "pan" ; skos:definition "Flat." ; {statement} .'
    assert read(PREFIXES + text).entries[0].status == status


def test_a_concept_may_be_of_a_class_of_the_file_or_known_by_its_relations() -> None:
    text = """
ex:Pot rdfs:subClassOf ex:Vessel . ex:Vessel rdfs:subClassOf skos:Concept .
ex:a a ex:Pot ; skos:prefLabel "pan" ; skos:definition "Flat." .
ex:b skos:prefLabel "lid" ; skos:definition "Covers." ; skos:related ex:a .
ex:c skos:prefLabel "hob" ; skos:definition "Heats." .
ex:s a skos:ConceptScheme ; skos:prefLabel "Pots" ; skos:definition "A scheme." .
ex:g a skos:Collection ; skos:prefLabel "Flat ones" ; skos:definition "Some." ; skos:member ex:a .
"""
    reading = read(PREFIXES + text)
    assert [entry.term for entry in reading.entries] == ["pan", "lid", "hob"]
    assert reading.document.title == "Pots"
    assert codes(reading) == {"not-concepts": 1}


def test_an_ontology_without_concepts_is_read_by_labels_and_comments() -> None:
    text = """
<http://example.org/pots> a owl:Ontology ; dct:title "Töpfe"@de, "Pots"@en .
ex:Pot a owl:Class ; rdfs:label "pot"@en ; rdfs:comment "A deep vessel."@en .
ex:Pan a owl:Class ; rdfs:label "pan"@en ; rdfs:comment "A flat pot."@en ; rdfs:subClassOf ex:Pot .
ex:size a owl:DatatypeProperty ; rdfs:label "size"@en .
"""
    reading = read(PREFIXES + text)
    assert [(e.term, e.references) for e in reading.entries] == [("pot", ()), ("pan", ("pot",))]
    assert reading.document.title == "Pots"
    assert codes(reading) == {"described": 1, "not-concepts": 1}


def test_a_label_goes_before_other_names_whatever_their_tags() -> None:
    text = """
ex:a a owl:Class ; rdfs:label "pan"@en ; <http://purl.obolibrary.org/obo/IAO_0000115> "Flat." ;
    <http://www.geneontology.org/formats/oboInOwl#hasExactSynonym> "skillet" .
"""
    (entry,) = read(PREFIXES + text).entries
    assert (entry.term, entry.aliases, entry.language) == ("pan", ("skillet",), "en")


def test_names_relative_to_the_file_and_subjects_without_a_name_keep_their_lines() -> None:
    text = """@prefix : <#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:pan a skos:Concept ; skos:prefLabel "pan" ; skos:definition "Flat." .
[] a skos:Concept ; skos:prefLabel "lid" ;
    skos:definition "Covers." .
skos:a\\,b a skos:Concept ; skos:prefLabel "hob" ; skos:definition "Heats.".
"""
    reading = read("\ufeff" + text.replace("\n", "\r\n"))
    assert [(entry.term, entry.line, entry.locator) for entry in reading.entries] == [
        ("pan", 3, "#pan"),
        ("lid", 4, "line 4"),
        ("hob", 6, "http://www.w3.org/2004/02/skos/core#a,b"),
    ]


# syntaxes

RDF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [ <!ENTITY skos "http://www.w3.org/2004/02/skos/core#"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="&skos;"
    xml:base="http://example.org/pots">
  <skos:Concept rdf:about="#kettle">
    <skos:prefLabel xml:lang="en">kettle</skos:prefLabel>
    <skos:definition xml:lang="en">A pot with a spout,
      for water.</skos:definition>
    <skos:narrower>
      <skos:Concept rdf:ID="whistler">
        <skos:prefLabel xml:lang="en">whistler</skos:prefLabel>
        <skos:definition xml:lang="en" rdf:parseType="Literal">It <b>whistles</b>.</skos:definition>
      </skos:Concept>
    </skos:narrower>
  </skos:Concept>
  <rdf:Description rdf:about="http://example.org/pots#lid">
    <rdf:type rdf:resource="&skos;Concept"/>
    <skos:prefLabel>lid</skos:prefLabel>
    <skos:definition>Covers.</skos:definition>
  </rdf:Description>
  <skos:Concept>
    <skos:prefLabel>hob</skos:prefLabel>
    <skos:definition>Heats.</skos:definition>
  </skos:Concept>
</rdf:RDF>
"""


def test_rdf_xml_with_nested_and_nameless_concepts_keeps_their_lines() -> None:
    reading = read(RDF_XML, "pots.rdf")
    assert [(e.term, e.definition, e.line, e.locator, e.references) for e in reading.entries] == [
        ("kettle", "A pot with a spout, for water.", 5, "http://example.org/pots#kettle",
         ("whistler",)),
        ("whistler", "It whistles.", 10, "http://example.org/pots#whistler", ()),
        ("lid", "Covers.", 16, "http://example.org/pots#lid", ()),
        ("hob", "Heats.", 21, "line 21", ()),
    ]  # fmt: skip
    assert [span.rule for span in reading.lines if span.use is LineUse.PAGE] == ["no-concept"] * 2


def test_n_triples_and_n_quads_gather_the_lines_of_a_concept() -> None:
    space = "http://www.w3.org/2004/02/skos/core#"
    lines = [
        '<http://example.org/a> <{s}prefLabel> "p\\u00E4n"@en {g}.',
        '<http://example.org/b> <{s}prefLabel> "lid"@en {g}.',
        '<http://example.org/a> <{s}definition> "Flat. \\"Wide\\""@en {g}.',
        '<http://example.org/b> <{s}definition> "Covers."@en {g}.',
    ]
    for graph in ("", "<http://example.org/g> "):
        text = "".join(line.format(s=space, g=graph) + "\n" for line in lines)
        reading = read(text, "pots.nt")
        assert [(e.term, e.definition, e.line) for e in reading.entries] == [
            ("pän", 'Flat. "Wide"', 1),
            ("lid", "Covers.", 2),
        ]
        assert all(span.use is LineUse.ENTRY for span in reading.lines)


def test_trig_and_sparql_style_prefixes_are_read() -> None:
    text = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <http://example.org/>
GRAPH <g> {
  <pan> a skos:Concept ;
    skos:prefLabel 'pan'@en ; skos:definition '''Flat. "Wide" # no comment
and so on.'''@en .
}
"""
    reading = read(text, "pots.trig")
    (entry,) = reading.entries
    assert (entry.term, entry.line, entry.locator) == ("pan", 4, "http://example.org/pan")
    assert entry.definition == 'Flat. "Wide" # no comment\nand so on.'
    assert [(s.first, s.last, s.use.value) for s in reading.lines] == [
        (1, 3, "page"),
        (4, 6, "entry"),
        (7, 7, "page"),
    ]


CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "uri": "@id",
    "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "definition": {"@id": "skos:definition", "@language": "en"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "ex": "http://example.org/",
}
NODES = [
    {
        "uri": "ex:kettle",
        "type": "skos:Concept",
        "prefLabel": {"en": "kettle", "de": "Kessel"},
        "definition": "A pot with a spout.",
        "broader": "ex:pot",
    },
    {
        "uri": "http://example.org/pot",
        "type": "skos:Concept",
        "prefLabel": {"en": "pot"},
        "definition": "A deep vessel.",
    },
]


def test_json_ld_with_a_context_of_its_own() -> None:
    reading = read(json.dumps({"@context": CONTEXT, "@graph": NODES}, indent=1), "pots.jsonld")
    kettle, pot = reading.entries
    assert (kettle.term, kettle.aliases, kettle.references) == ("kettle", ("Kessel",), ("pot",))
    assert (kettle.line, kettle.locator) == (21, "http://example.org/kettle")
    assert (pot.line, pot.definition) == (31, "A deep vessel.")
    assert Counter(span.use.value for span in reading.lines) == {"page": 2, "entry": 2}


@pytest.mark.parametrize(
    "context",
    ["https://example.org/skos.jsonld", ["https://example.org/x", {"ex": "http://example.org/"}]],
)
def test_a_context_on_the_web_is_not_fetched_and_said(context: object) -> None:
    node = {
        "@context": context,
        "@graph": [
            {"id": "http://example.org/pan", "type": "Concept", "prefLabel": "pan",
             "definition": "Flat."},
        ],
    }  # fmt: skip
    reading = read(json.dumps(node), "pots.jsonld")
    (entry,) = reading.entries
    assert (entry.term, entry.definition) == ("pan", "Flat.")
    assert codes(reading) == {"remote-context": 1}


def test_terms_of_schema_org_without_ids_are_told_apart() -> None:
    text = json.dumps(
        {
            "@context": "https://schema.org/",
            "@type": "DefinedTermSet",
            "name": "Pots",
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "name": "pan", "description": "Flat.", "termCode": "P1"},
                {"@type": "DefinedTerm", "name": "lid", "description": "Covers.",
                 "alternateName": ["cover", "top"]},
            ],
        },
        indent=1,
    )  # fmt: skip
    reading = read(text, "pots.json")
    assert [(e.term, e.aliases, e.definition, e.number, e.line) for e in reading.entries] == [
        ("pan", (), "Flat.", "P1", 6),
        ("lid", ("cover", "top"), "Covers.", None, 12),
    ]
    assert reading.document.title == "Pots"
    assert codes(reading) == {"described": 1, "not-concepts": 1, "remote-context": 1}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PREFIXES + KETTLE, "Turtle that names SKOS"),
        (RDF_XML, "RDF/XML that names SKOS"),
        (json.dumps({"@context": CONTEXT, "@graph": NODES}), "JSON-LD that names SKOS"),
    ],
)
def test_the_reader_is_chosen_by_content(text: str, why: str) -> None:
    reading = read_bytes(text.encode(), "no-ending")
    assert (reading.format, reading.why) == ("skos", why)


@pytest.mark.parametrize(
    "text",
    [
        "# Pots\n\n`@prefix skos: <http://www.w3.org/2004/02/skos/core#>` begins a file.\n",
        "<p>See http://www.w3.org/2004/02/skos/core#</p>\n",
        '<html prefix="skos: http://www.w3.org/2004/02/skos/core#"><p>Pots</p></html>',
        '{"term": "pan", "definition": "Flat."}\n',
        "<https://example.org> is where pots are sold.\n",
        "prefix: what stands before\nsuffix: what stands behind\n",
        "",
        "\n\n",
    ],
)
def test_other_texts_are_left_to_other_readers(text: str) -> None:
    assert skos.sniff(replace(as_source(b"x", "x"), text=text)).score < 0.2


# bad input


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            PREFIXES + "ex:a a skos:Concept ;\n skos:prefLabel ",
            r"line \d+: can't be read as turtle",
        ),
        (PREFIXES + 'ex:a skos:prefLabel "a', "can't be read as turtle"),
        ("skos:a skos:b skos:c .", "can't be read as turtle"),
        (RDF_XML.replace("</rdf:RDF>", ""), "line 26, column 1: no well-formed XML"),
        (
            RDF_XML.replace(
                '"http://www.w3.org/2004/02/skos/core#"', 'SYSTEM "file:///etc/passwd"'
            ),
            "line 2: declares the external entity 'skos'",
        ),
        (RDF_XML.replace("ENTITY skos", "ENTITY % skos"), "line 2: declares the parameter entity"),
        (
            RDF_XML.replace("]>", '<!ENTITY a "ha"> <!ENTITY b "&a;&a;"> ]>'),
            "declares the entity 'b', made of other entities",
        ),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" + "<a>" * 400, "deep"),
        ('{"@context": {}, "@graph": ' + "[" * 100_000, "nested too deeply"),
        ('{"@graph": [{"@id": ]}', "no JSON"),
        (
            PREFIXES + "ex:a ex:b " + "[ ex:b " * 5000 + "ex:c" + " ]" * 5000 + " .",
            "nested too deep",
        ),
    ],
)
def test_what_is_broken_or_harmful_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(text)


def test_nothing_is_said_on_standard_error_of_odd_iris_and_literals(
    capfd: pytest.CaptureFixture[str],
) -> None:
    concept = (
        'ex:a a skos:Concept ; skos:prefLabel "pan" ; skos:definition "Flat." ;\n'
        ' dct:created "no date"^^<http://www.w3.org/2001/XMLSchema#date> ;\n'
        " rdfs:seeAlso <http://example.org/a|b> .\n"
    )
    reading = read(PREFIXES + concept)
    assert [entry.term for entry in reading.entries] == ["pan"]
    assert capfd.readouterr() == ("", "")


# properties

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def turtle(text: str) -> str:
    return json.dumps(text)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_definition_survives_turtle(rows: list[tuple[str, str]]) -> None:
    escaped = str.maketrans({"\0": "\ufffd", "\x7f": "\ufffd"})
    statements = [
        f"ex:c{at} a skos:Concept ; skos:prefLabel {json.dumps(f'pot {term}'.translate(escaped))} ;"
        f" skos:definition {json.dumps(definition.translate(escaped))} .\n"
        for at, (term, definition) in enumerate(rows)
    ]
    # JSON writes characters beyond the BMP as two escapes; Turtle wants the characters
    text = re.sub(
        r"(?:\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})",
        lambda found: json.loads(f'"{found[0]}"'),
        "".join(statements),
    )
    reading = read(PREFIXES + text)
    whole = reading.document.text
    lines = {entry.line for entry in reading.entries} | {
        remark.line for remark in reading.remarks if remark.code == "no-definition"
    }
    assert lines == set(range(8, 8 + len(rows)))
    for entry in reading.entries:
        assert whole[entry.start : entry.end] == entry.definition
        assert entry.definition.split() != []


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_mangled_files_are_refused_or_read_and_every_line_is_accounted_for(
    data: st.DataObject,
) -> None:
    whole = data.draw(
        st.sampled_from(
            [PREFIXES + KETTLE + POT, RDF_XML, json.dumps({"@context": CONTEXT, "@graph": NODES})]
        )
    )
    text = list(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
        )
    try:
        reading = read("".join(text))
    except InputError:
        return
    for entry in reading.entries:
        assert reading.document.text[entry.start : entry.end] == entry.definition
    covered = {line for span in reading.lines for line in range(span.first, span.last + 1)}
    content = "".join(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert {at for at, line in enumerate(content, 1) if line.strip()} <= covered
    assert not any(remark.code == "unread" for remark in reading.remarks)


# the sample glossary


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dpv.ttl", "dpv.rdf"])
def test_the_sample_vocabulary_has_its_concepts_definitions_and_relations(
    name: str, shared: Path
) -> None:
    folder = shared / "glossaries" / "w3c-dpv"
    reading = read_bytes((folder / name).read_bytes(), name)
    assert (reading.format, len(reading.entries)) == ("skos", 1116)
    assert codes(reading)["no-definition"] == 1123 - 1116
    # counted in the file itself, without a parser of RDF
    raw = (folder / "dpv.ttl").read_text(encoding="utf-8")
    statements = re.split(r" \.\n\n", raw)
    concepts = [one for one in statements if re.search(r"(?:a|,)\s[^;]*\bskos:Concept\b", one)]
    assert len(concepts) == 1123
    labels = {}
    for one in concepts:
        subject = re.match(r"\S+", one.split("@prefix")[-1].split(" .\n")[-1].strip())
        label = re.search(r'skos:prefLabel "([^"]*)"', one)
        assert subject is not None
        assert label is not None
        labels[subject[0]] = label[1]
    expected: Counter[tuple[str, str, frozenset[str]]] = Counter()
    for one in concepts:
        definition = re.search(r'skos:definition "((?:[^"\\]|\\.)*)"', one)
        if definition is None:
            continue
        targets = set()
        for relation in re.findall(r"skos:(?:broader|related) ([^;]*?)(?: ;|\n\n|$)", one):
            targets |= {labels[one] for one in re.split(r",\s*", relation.strip()) if one in labels}
        own = re.search(r'skos:prefLabel "([^"]*)"', one)
        assert own is not None
        expected[own[1], json.loads(f'"{definition[1]}"'), frozenset(targets - {own[1]})] += 1
    found = Counter(
        (entry.heading, entry.definition, frozenset(entry.references)) for entry in reading.entries
    )
    assert found == expected
    assert all(not re.search(r"<\w+[^>]*>|&\w+;", entry.definition) for entry in reading.entries)
    assert not any(span.rule == "unread" for span in reading.lines)
