"""What headers and keys promise, in several languages, and what they don't."""

import pytest

from glossator.index.readers.language_tags import language_code, language_of_path, language_tag
from glossator.index.readers.roles import named


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Term", "term"),
        ("Glossary Terms", "term"),
        ("GlossTerm", "term"),
        ("prefLabel", "term"),
        ("Begriff", "term"),
        ("用語", "term"),
        ("Meaning", "definition"),
        ("short_definition", "definition"),
        ("Erklärung", "definition"),
        ("Term Definition", "definition"),
        ("Definition of the term", "definition"),
        ("What does the word mean?", "definition"),
        ("Acronym", "short"),
        ("Stands for", "long"),
        ("Also known as", "aliases"),
        ("Synonym(s)", "aliases"),
        ("See also", "references"),
        ("relatedTerms", "references"),
        ("Language", "language"),
        ("normative_status", "status"),
        ("No.", "number"),
        ("ID", "id"),
        ("Usage note", "notes"),
    ],
)
def test_a_header_has_the_role_that_its_words_say(header: str, role: str) -> None:
    assert named(header).role == role


@pytest.mark.parametrize(
    "header",
    ["", "::", "Category", "Definition source", "date of definition", "Name of owner", "x" * 500],
)
def test_other_headers_have_none(header: str) -> None:
    assert named(header).role is None


@pytest.mark.parametrize(
    ("header", "role", "language"),
    [
        ("English_word", "term", "en"),
        ("French_descr", "definition", "fr"),
        ("definition (fr)", "definition", "fr"),
        ("term_pt_BR", "term", "pt-BR"),
        ("en_term", "term", "en"),
        ("termEN", "term", "en"),
        ("Terme français", "term", "fr"),
        ("Deutsch", None, "de"),
        ("EN", None, "en"),
    ],
)
def test_a_header_may_name_a_language(header: str, role: str | None, language: str) -> None:
    assert (named(header).role, named(header).language) == (role, language)


def test_a_sentence_is_told_from_a_name() -> None:
    assert named("Definition").exact
    assert not named("Please define the term").exact


def test_surer_words_go_before_others() -> None:
    ranks = [named(header).rank for header in ("Term", "Word", "Name")]
    assert ranks == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("English", "en"),
        ("français", "fr"),
        ("deu", "de"),
        ("pt_BR", "pt-BR"),
        ("zh-Hans", "zh-Hans"),
        ("(FR)", "fr"),
        ("ID", None),
        ("No", None),
        ("Klingon", None),
        ("en_term", None),
    ],
)
def test_names_and_codes_of_languages_become_tags(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


def test_a_code_may_be_a_word_where_only_codes_stand() -> None:
    assert (language_code("no"), language_code("it"), language_code("xx")) == ("no", "it", None)


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("i18n/pt.json", "pt"),
        ("i18n/cs.json", "cs"),
        ("pots.fr.csv", "fr"),
        ("pots-pt-BR.yml", "pt-BR"),
        ("glossary_de.xlsx", "de"),
        ("fr/glossary.json", "fr"),
        ("locales/german/pots.yml", "de"),
        ("glossary-it.csv", None),
        ("cs.json", None),
        ("ml.yml", None),
        ("pots.json", None),
    ],
)
def test_a_path_may_name_a_language_but_no_field_of_knowledge(path: str, tag: str | None) -> None:
    assert language_of_path(path) == tag
