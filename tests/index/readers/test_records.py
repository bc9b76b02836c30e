"""JSON and YAML: where records stand, what their keys hold, several languages, ids, harm."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers.json_nodes import JsonFault, parse_json
from glossator.index.readers.nodes import Node
from glossator.index.readers.yaml_nodes import YamlFault, parse_yaml
from glossator.index.reading import read_bytes
from glossator.index.records import Reading

KETTLE = {"term": "Kettle", "definition": "A pot."}
URN = {"term": "Urn", "definition": "A jug."}


def read(value: object, path: str = "pots.json", options: Options | None = None) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
    return read_bytes(text.encode(), path, options=options or Options())


def yaml(text: str, path: str = "pots.yml") -> Reading:
    reading = read_bytes(text.encode(), path)
    assert reading.format == "yaml_records"
    return reading


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def by_language(reading: Reading) -> list[tuple[str | None, str, str]]:
    return [(entry.language, entry.term, entry.definition) for entry in reading.entries]


def said(reading: Reading, code: str) -> str:
    return next(remark.message for remark in reading.remarks if remark.code == code)


BOTH = [("Kettle", "A pot."), ("Urn", "A jug.")]


# --- where records stand ---


@pytest.mark.parametrize(
    "value",
    [
        [KETTLE, URN],
        {"title": "Pots", "terms": [KETTLE, URN]},
        {"data": {"glossary": {"entries": [KETTLE, URN]}}},
        {"kettle": KETTLE, "urn": URN},
        {"K": [KETTLE], "U": [URN]},
        {"Kettle": {"definition": "A pot."}, "Urn": {"definition": "A jug."}},
        {"glossary": {"Kettle": {"meaning": "A pot.", "x": 1}, "Urn": {"meaning": "A jug."}}},
        {"K": {"Kettle": {"def": "A pot."}}, "U": {"Urn": {"def": "A jug."}}},
        [{"word": "Kettle", "meaning": "A pot."}, {"word": "Urn", "meaning": "A jug."}],
        [{"name": "Kettle", "description": "A pot."}, {"name": "Urn", "description": "A jug."}],
        [["Term", "Definition"], ["Kettle", "A pot."], ["Urn", "A jug."]],
        {"@type": "DefinedTermSet", "name": "Pots", "hasDefinedTerm": [KETTLE, URN]},
    ],
)
def test_records_are_found_in_lists_and_maps(value: object) -> None:
    reading = read(value)
    assert reading.format == "json_records"
    assert pairs(reading) == BOTH
    assert {line.use for line in reading.lines} <= {"entry", "page"}


def test_definitions_by_name_are_entries() -> None:
    prose = {"Kettle": "A pot that whistles.", "Urn": "A jug with a tap on it."}
    assert pairs(read(prose)) == list(prose.items())
    assert pairs(read({"version": "1.0", "words": prose})) == list(prose.items())


def test_a_term_may_be_called_like_a_key() -> None:
    words = {
        "label": "What stands on a jar.",
        "name": "What a thing is called.",
        "description": "What is said of a thing.",
        "jar": "A vessel made of glass.",
        "lid": "What closes a jar or pot.",
        "tap": "What opens an urn or vat.",
        "hob": "What a kettle stands on.",
        "spout": "What a kettle pours from.",
    }
    assert len(read(words).entries) == 8


def test_several_definitions_of_a_name_are_senses() -> None:
    for value in (
        [{"term": "Kettle", "definitions": ["A pot.", "A drum."]}],
        {"Kettle": ["A pot.", "A drum."], "Urn": ["A jug of clay."]},
        [
            {
                "term": "Kettle",
                "definitions": [{"text": "A pot.", "source": "x"}, {"text": "A drum."}],
            }
        ],
        {"Kettle": [{"definition": "A pot."}, {"definition": "A drum."}]},
    ):
        assert pairs(read(value))[:2] == [("Kettle", "A pot."), ("Kettle", "A drum.")]


def test_paragraphs_of_one_definition_stay_one() -> None:
    value = [{"term": "Kettle", "definition": ["A pot.", "It whistles."]}]
    assert pairs(read(value)) == [("Kettle", "A pot.\nIt whistles.")]


def test_nested_parts_of_a_definition_are_read() -> None:
    entry = {
        "ID": "SP",
        "GlossTerm": "Standard Pot",
        "Acronym": "SPOT",
        "GlossDef": {"para": "A pot to measure pots by.", "GlossSeeAlso": ["Urn", "Vat"]},
        "GlossSee": "Kettle",
    }
    reading = read({"glossary": {"title": "Pots", "GlossDiv": {"title": "S", "List": [entry]}}})
    (found,) = reading.entries
    assert (found.term, found.aliases, found.definition) == (
        "Standard Pot",
        ("SPOT",),
        "A pot to measure pots by.",
    )
    assert found.references == ("Kettle", "Urn", "Vat")
    assert reading.document.title == "Pots"


# --- what keys hold ---


def test_all_roles_are_read_and_the_rest_is_told() -> None:
    first = {
        "id": "k",
        "number": 7,
        "term": "Kettle (KT)",
        "aliases": ["Boiler"],
        "abbreviation": "K.",
        "definition": "A **pot** &amp; [jug](#u).",
        "example": "A hot one.",
        "see_also": ["u", "Vat"],
        "status": "draft",
        "lang": "en",
        "category": "x",
    }
    reading = read([first, {**URN, "id": "u", "deprecated": True}])
    kettle, urn = reading.entries
    assert (kettle.term, kettle.aliases) == ("Kettle", ("KT", "Boiler", "K."))
    assert (kettle.definition, kettle.number) == ("A pot & jug.", "7")
    assert (kettle.references, kettle.language) == (("Urn", "Vat"), "en")
    assert (kettle.status, urn.status) == ("draft", "deprecated")
    text = reading.document.text
    assert [text[span.start : span.end] for span in kettle.more] == ["A hot one."]
    assert (kettle.line, kettle.locator) == (2, "/0/definition")
    assert said(reading, "keys-ignored").startswith("Keys not read: 'category'")
    assert "term = 'term'" in said(reading, "keys")


def test_references_that_name_no_entry_are_taken_for_sources() -> None:
    reading = read([{**KETTLE, "references": ["Urn"]}, {**URN, "references": ["A book, 1999"]}])
    assert [entry.references for entry in reading.entries] == [("Urn",), ()]
    reading = read([{**KETTLE, "references": ["A book"]}])
    assert "'references'" in said(reading, "keys-ignored")


def test_a_second_definition_is_kept_beside_the_first() -> None:
    entry = {"term": "Kettle", "summary": "A short text on it.", "definition": "A pot."}
    reading = read([entry])
    (found,) = reading.entries
    assert found.definition == "A pot."
    (span,) = found.more
    assert reading.document.text[span.start : span.end] == "A short text on it."


def test_short_and_full_forms() -> None:
    assert pairs(read([{"acronym": "TK", "expansion": "Tin kettle"}])) == [("TK", "Tin kettle")]
    full = {"acronym": "TK", "full_name": "Tin kettle", "description": "A pot of tin."}
    (entry,) = read([full]).entries
    assert (entry.term, entry.aliases) == ("Tin kettle", ("TK",))


def test_named_keys_overrule_and_must_be_there() -> None:
    value = [{"k": "Kettle", "v": "A pot.", "term": "x", "definition": "y"}]
    asked = Options({"term": ("k",), "definition": ("V",)})
    assert pairs(read(value, options=asked)) == [("Kettle", "A pot.")]
    with pytest.raises(InputError, match=r"no key 'zed'.*'k', 'v', 'term', 'definition'"):
        read(value, options=Options({"term": ("zed",)}))


def test_keys_that_no_word_is_known_for_are_told_by_what_they_hold() -> None:
    rows = [
        {"bereich": "Küche", "wat": "Ketel", "dit is dat": "Een pan met een tuit om in te koken."},
        {"bereich": "Küche", "wat": "Kruik", "dit is dat": "Een kan met een kraan aan de voet."},
        {"bereich": "Tuin", "wat": "Gieter", "dit is dat": "Een kan met gaatjes voor de planten."},
    ]
    reading = read(rows, "glossary.json")
    assert [entry.term for entry in reading.entries] == ["Ketel", "Kruik", "Gieter"]
    assert reading.entries[0].definition == "Een pan met een tuit om in te koken."
    assert reading.entries[0].locator == "/0/dit is dat"
    assert "term = 'wat'; definition = 'dit is dat'" in said(reading, "keys")
    assert "'bereich'" in said(reading, "keys-ignored")


def test_persian_keys_are_known() -> None:
    rows = [{"اصطلاح": "کتری", "تعریف": "ظرف"}, {"اصطلاح": "کوزه", "تعریف": "سبو"}]
    assert pairs(read(rows)) == [("کتری", "ظرف"), ("کوزه", "سبو")]


def test_fields_that_records_share_are_no_names_with_definitions() -> None:
    rows = [{"who": "Ann of the kiln", "what": "She made a pot of clay."}] * 2
    with pytest.raises(InputError):
        read(rows, "people.json")
    assert read_bytes(json.dumps(rows).encode(), "people.json", "json_records").entries == ()


def test_a_term_of_any_key_stands_beside_meanings_in_parts() -> None:
    lines = [
        {"plain": "kettel", "meanings": [{"now": "kettle"}]},
        {"plain": "panne", "meanings": [{"now": "pan", "note": "of iron"}, {"now": "a tile"}]},
        {"plain": "potte", "meanings": [{"now": "a round pot"}]},
        {"plain": "pannes", "synonymOf": "panne"},
    ]
    reading = read("\n".join(json.dumps(line) for line in lines), "pots.jsonl")
    assert pairs(reading) == [
        ("kettel", "kettle"),
        ("panne", "pan"),
        ("panne", "a tile"),
        ("potte", "a round pot"),
    ]
    assert reading.entries[1].aliases == ("pannes",)


def test_terms_and_definitions_named_as_in_html() -> None:
    said_of = ["A pot.", {"ul": ["With a spout.", "Of <b>iron</b>."]}, "It boils water."]
    value = {"glossary": [{"section": "K", "dl": [{"dt": "Kettle", "dd": said_of}]}]}
    value["glossary"].append({"section": "U", "dl": [{"dt": "Urn", "dd": ["A jug."]}]})
    assert pairs(read(value)) == [
        ("Kettle", "A pot.\nWith a spout.\n\nOf iron.\nIt boils water."),
        ("Urn", "A jug."),
    ]


def test_titles_with_texts_are_entries_where_the_file_is_called_a_glossary() -> None:
    value = {
        "kettle": {"title": "Kettle", "content": ["A pot with a spout.", "It boils water."]},
        "urn": {"title": "Urn", "content": ["A jug with a tap."]},
    }
    reading = read(value, "i18n/en/glossary.json")
    assert [entry.term for entry in reading.entries] == ["Kettle", "Urn"]
    with pytest.raises(InputError):
        read(value, "i18n/en/pages.json")


def test_one_record_in_a_list_of_terms_is_read() -> None:
    text = "terms:\n  - id: urn\n    display: Urn\n    definition: A jug with a tap.\n"
    assert pairs(yaml(text)) == [("Urn", "A jug with a tap.")]


def test_records_that_only_lead_to_another_name_it() -> None:
    jug, pan = {"term": "Jug", "see": "Urn"}, {"term": "Pan", "see": "Wok"}
    reading = read([KETTLE, URN, jug, pan])
    assert pairs(reading) == BOTH
    assert reading.entries[1].aliases == ("Jug",)
    assert said(reading, "redirect").startswith("'Jug' only refers to 'Urn'")
    assert said(reading, "no-definition").startswith("'Pan'")


def test_names_with_nothing_under_them_are_reported() -> None:
    text = "Urn: A jug with a tap.\nKettle:\nPan: |\n\nPot: A round thing.\nversion:\n"
    reading = yaml(text)
    assert [entry.term for entry in reading.entries] == ["Urn", "Pot"]
    lines = [remark.line for remark in reading.remarks if remark.code == "no-definition"]
    assert lines == [2, 3]


def test_paths_of_pages_are_no_references() -> None:
    record = {**KETTLE, "see": "/pots/kettle/", "related": ["../urn.md", "Urn"]}
    assert read([record, URN]).entries[0].references == ("Urn",)


def test_records_without_a_definition_are_reported() -> None:
    reading = read([KETTLE, {"term": "Vat", "definition": None}, {"term": "Pan"}])
    assert [(r.code, r.line) for r in reading.remarks if r.code == "no-definition"] == [
        ("no-definition", 6),
        ("no-definition", 10),
    ]


def test_what_is_no_record_is_reported() -> None:
    reading = read({"terms": [KETTLE], "odd": ["just", "words"], "more": {"x": 1}})
    assert "'/odd'" in said(reading, "unread-value")
    assert "'x'" in said(reading, "about")


def test_a_key_that_stands_twice_is_read_twice() -> None:
    reading = read('{"Kettle": "A pot that whistles.", "Kettle": "A drum made of copper."}')
    assert [entry.definition for entry in reading.entries] == [
        "A pot that whistles.",
        "A drum made of copper.",
    ]


# --- several languages ---

FRENCH = {"term": "Bouilloire", "definition": "Un pot."}


@pytest.mark.parametrize(
    "value",
    [
        {"en": [KETTLE], "fr": [FRENCH]},
        {"en": {"Kettle": {"definition": "A pot."}}, "fr": {"Bouilloire": {"def": "Un pot."}}},
        [{"id": "k", "en": KETTLE, "fr": FRENCH}],
        {"k": {"en": KETTLE, "fr": FRENCH}},
        [{"translations": {"en": KETTLE, "fr": FRENCH}}],
        [{"term": {"en": "Kettle", "fr": "Bouilloire"},
          "definition": {"en": "A pot.", "fr": "Un pot."}}],
        [{"term_en": "Kettle", "definition_en": "A pot.",
          "term_fr": "Bouilloire", "definition_fr": "Un pot."}],
        [{**KETTLE, "lang": "en"}, {**FRENCH, "lang": "fr"}],
        [{"translations": [{**KETTLE, "language": "English"}, {**FRENCH, "language": "French"}]}],
    ],
)  # fmt: skip
def test_each_language_is_an_entry(value: object) -> None:
    assert by_language(read(value)) == [("en", "Kettle", "A pot."), ("fr", "Bouilloire", "Un pot.")]


def test_names_in_languages_without_a_definition_are_aliases() -> None:
    (entry,) = read([{"en": "Kettle", "fr": "Bouilloire", "definition": "A pot."}]).entries
    assert (entry.term, entry.aliases) == ("Kettle", ("Bouilloire",))
    (entry,) = read([{**KETTLE, "translations": {"de": "Kessel"}}]).entries
    assert entry.aliases == ("Kessel",)


def test_texts_by_language_define_the_name_above_them() -> None:
    value = {"Kettle": {"en": "A pot that whistles.", "fr": "Un pot qui siffle."}}
    assert by_language(read({**value, "Urn": {"en": "A jug with a tap."}})) == [
        ("en", "Kettle", "A pot that whistles."),
        ("fr", "Kettle", "Un pot qui siffle."),
        ("en", "Urn", "A jug with a tap."),
    ]


def test_terms_that_look_like_languages_are_terms() -> None:
    value = {"ml": {"definition": "A thousandth."}, "mm": {"definition": "A tiny length."}}
    assert [entry.language for entry in read(value).entries] == [None, None]


def test_the_file_s_name_or_its_own_word_gives_the_language() -> None:
    reading = read([FRENCH], "i18n/fr.json")
    assert [entry.language for entry in reading.entries] == ["fr"]
    assert "'fr'" in said(reading, "language")
    reading = read({"locale": "fr", "terms": [FRENCH]})
    assert [entry.language for entry in reading.entries] == ["fr"]


# --- YAML ---

COURSE = """\
# terms for a course
- slug: absolute_pot
  ref:
    - relative_pot
    - nowhere
  en:
    term: "absolute pot"
    acronym: AP
    def: >
      The value of the pot. See
      [relative pot](#relative_pot).
  fr:
    term: "pot absolu"
    def: La valeur.

- slug: relative_pot
  en:
    term: "relative pot"
    def: A ratio.
  fr:
    term: "pot relatif"
  de:
    term: "relativer Topf"
"""


def test_records_with_languages_inside_and_slugs_as_references() -> None:
    reading = yaml(COURSE)
    first, french, second = reading.entries
    assert (first.term, first.aliases, first.language, first.line) == (
        "absolute pot",
        ("AP",),
        "en",
        6,
    )
    assert first.definition == "The value of the pot. See relative pot."
    assert first.references == ("relative pot",)
    assert (french.term, french.line, french.locator) == ("pot absolu", 12, "/0/fr/def")
    assert second.aliases == ("pot relatif", "relativer Topf")
    assert [line.first for line in reading.lines if line.use == "report"] == []


def test_concepts_with_designations_and_parts() -> None:
    reading = yaml(
        "termid: 10\nterm: pot\neng:\n  terms:\n  - designation: pot\n"
        "    normative_status: preferred\n"
        "  - designation: vessel\n    normative_status: deprecated\n"
        "  definition:\n  - content: thing for {{boil, boiling}} water\n"
        "  examples:\n  - content: a kettle\n  language_code: eng\n"
        "fra:\n  terms:\n  - designation: marmite\n  definition:\n  - content: une chose\n"
    )
    first, second = reading.entries
    assert (first.term, first.aliases, first.language) == ("pot", ("vessel",), "en")
    assert (first.definition, first.references) == ("thing for boiling water", ("boil",))
    assert (second.term, second.language) == ("marmite", "fr")


def test_scalars_stay_as_they_are_written() -> None:
    reading = yaml("No: Not a yes, it is.\n1.10: A number.\nnull: Nothing at all.\nOff: Not on.\n")
    assert [entry.term for entry in reading.entries] == ["No", "1.10", "null", "Off"]


def test_anchors_and_merges_are_followed() -> None:
    reading = yaml(
        "- &base\n  term: Kettle\n  definition: A pot.\n  status: draft\n"
        "- <<: *base\n  term: Urn\n  definition: A jug.\n"
    )
    assert [(entry.term, entry.status) for entry in reading.entries] == [
        ("Kettle", "draft"),
        ("Urn", "draft"),
    ]


def test_several_documents_are_read() -> None:
    assert (
        pairs(yaml("term: Kettle\ndefinition: A pot.\n---\nterm: Urn\ndefinition: A jug.\n"))
        == BOTH
    )


def test_tags_that_would_make_objects_are_ignored_and_told() -> None:
    reading = yaml("- term: Kettle\n  definition: !!python/name:os.system A pot.\n")
    assert pairs(reading) == [("Kettle", "A pot.")]
    assert "python/name" in said(reading, "tag-ignored")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("---\ntitle: Kettle\n---\nA pot that whistles.\n", "kettle.md"),
        ("Kettle: A pot that whistles.\nUrn: A jug.\nVat: A tub.\n", "pots.txt"),
    ],
)
def test_front_matter_and_plain_text_are_left_to_their_readers(text: str, path: str) -> None:
    assert read_bytes(text.encode(), path).format != "yaml_records"


# --- what else looks like it ---


def test_lines_of_json_with_more_keys_are_read_whole() -> None:
    text = '{"term": "Kettle", "meaning": "A pot."}\n{"term": "Urn", "meaning": "A jug."}\n'
    reading = read(text, "pots.jsonl")
    assert reading.format == "json_records"
    assert pairs(reading) == BOTH
    assert [entry.line for entry in reading.entries] == [1, 2]


def test_a_package_s_data_are_no_glossary() -> None:
    package = {
        "name": "pots",
        "version": "1.0.0",
        "description": "A package of pots",
        "scripts": {"test": "run all the tests", "build": "build it all anew"},
    }
    with pytest.raises(InputError):
        read_bytes(json.dumps(package).encode(), "package.toml")


# --- parsers ---


def plain(node: Node) -> object:
    if node.items is not None:
        return [plain(item) for item in node.items]
    if node.pairs is not None:
        return {pair.key: plain(pair.value) for pair in node.pairs}
    return node.text


def as_text(value: object) -> object:
    """Return what the standard library made, scalars as JSON writes them."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    return value if value is None or isinstance(value, str) else json.dumps(value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1]))
def test_json_is_parsed_like_the_standard_library_does(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert [plain(root) for root in parse_json(text).roots] == [as_text(json.loads(text))]


@given(st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), max_size=3))
def test_records_that_are_one_line_are_parsed_like_others(values: list[dict[str, object]]) -> None:
    lines = [json.dumps(value, ensure_ascii=False) for value in values]
    (whole,) = parse_json("[" + "\n,".join(lines) + "]").roots
    assert parse_json("\n".join(lines)).roots == whole.items


@pytest.mark.parametrize(
    "line",
    ['{"a": 1.10, "a": -2e5, "b": NaN}', '{"a": "x",} // note', "{}  ", '{"a": [{"b": null}]}'],
)
def test_what_a_line_holds_is_kept_as_written(line: str) -> None:
    (whole,) = parse_json("[" + line + "\n]").roots
    assert parse_json(line).roots == whole.items


def test_a_record_of_one_line_is_held_to_the_same_depth() -> None:
    with pytest.raises(JsonFault, match="deep"):
        parse_json('{"a": ' + "[" * 100 + "]" * 100 + "}")


@given(VALUES)
def test_json_is_yaml(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable() and "\\" not in text:  # YAML has other escapes
        assert [plain(root) for root in parse_yaml(text).roots] == [as_text(value)]


def test_lines_are_counted() -> None:
    (root,) = parse_json('\n{"a": [1,\n2],\n"b": "x"\n}\n').roots
    assert (root.line, root.last) == (2, 5)
    assert [(pair.line, pair.value.last) for pair in root.pairs or ()] == [(2, 3), (4, 4)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1 2]", r"line 1, column 4: expected ',' or ']'"),
        ('{"a"\n1}', r"line 2, column 1: expected ':'"),
        ("{'a': 1}", "expected a key in quote marks"),
        ('["a', "Unterminated string"),
        ("[1, {]", "expected a key"),
        ('{"a": [}', "expected ']', found '}'"),
        ("tru", "expected a value"),
        ("[" * 100_000, "nested more than 60 deep"),
        ('[{"a": ' * 100_000, "nested more than 60 deep"),
        ("[1", "the file ends before ']'"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(text: str, reason: str) -> None:
    with pytest.raises(JsonFault, match=reason):
        parse_json(text)
    assert parse_json(text, partial=True).roots is not None


def test_comments_and_last_commas_are_read_over() -> None:
    assert (
        pairs(read('// pots\n[{"term": "Kettle", /* x */ "definition": "A pot.",},]')) == BOTH[:1]
    )


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n"
    for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b: c", "line 1, column 5: mapping values"),
        ("a: '", "unexpected end"),
        ("[" * 100_000, "nested more than 60 deep"),
        ("- &a [*a]", "names nothing, or what holds it"),
        (BOMB, "aliases make the file more than 10 times as large"),
        ("a: \x01", "control characters"),
    ],
)
def test_what_is_no_yaml_or_a_bomb_is_refused_at_once(text: str, reason: str) -> None:
    began = time.process_time()
    with pytest.raises(YamlFault, match=reason):
        parse_yaml(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("path", ["pots.json", "pots.yml"])
def test_a_broken_file_is_refused_with_its_name_and_the_place(path: str) -> None:
    good = json.dumps([KETTLE] * 9, indent=1) if path == "pots.json" else COURSE
    text = good[:-30] + ("" if path == "pots.json" else "\n\t- x: y: z\n")
    with pytest.raises(InputError, match=rf"{path}: is no .*line \d+"):
        read(text, path)


def test_a_text_for_the_glossary_defines_where_no_definition_does() -> None:
    text = """terms:
  urn:
    name: Urn
    definition:
    glossary: A jug with a tap.
  pan:
    name: Pan
    definition: A **pan** is a flat pot.
    glossary: A flat pot.
"""
    reading = yaml(text)
    assert pairs(reading) == [("Urn", "A jug with a tap."), ("Pan", "A pan is a flat pot.")]


def test_a_translation_beside_a_definition_is_another_name() -> None:
    assert read([{**KETTLE, "translation": "Kessel"}, URN]).entries[0].aliases == ("Kessel",)
