"""Which language a question is in, and how questions in others than English are answered."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.data import path as shipped
from glossator.index.names import words
from glossator.rag import Glossator, Intent, Settings
from glossator.rag.tongues import asks_difference, small_words, spoken

ROPES = [
    ("Palstek", "Der Palstek ist ein Knoten, der eine feste Schlinge am Ende eines Seils macht."),
    ("Kopfschlag", "Mit dem Kopfschlag wird eine Leine auf der Klampe gegen Lösen gesichert."),
    ("Fender", "Ein Fender schützt den Rumpf, wenn das Boot am Steg liegt."),
    ("Pinne", "Die Pinne ist der Hebel, mit dem das Ruder bewegt wird."),
    ("Kiel", "Der Kiel hält das Boot aufrecht und verhindert seitliches Abtreiben."),
]
KNOTS = [
    ("булинь", "Булинь — узел, который делает незатягивающуюся петлю на конце верёвки."),
    ("кнехт", "Кнехт — парная тумба, за которую крепят швартовы у причала."),
    ("румпель", "Румпель — рычаг, которым поворачивают руль лодки."),
    ("киль", "Киль держит лодку прямо и не даёт ей сноситься вбок."),
]
SAILS = [
    ("船锚", "船锚是抛到水底、使船停住的重物。"),
    ("龙骨", "龙骨是船底的鳍，使船保持直立。"),
    ("船舵", "船舵是船尾的板，用来改变航向。"),
    ("缆绳", "缆绳是把船系在码头上的绳子。"),
]


def of(folder: Path, entries: list[tuple[str, str]]) -> Glossator:
    path = folder / "terms.jsonl"
    rows = (json.dumps({"term": term, "definition": text}) for term, text in entries)
    path.write_text("\n".join(rows), "utf-8")
    return Glossator.build([path])


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glossator]:
    with of(tmp_path_factory.mktemp("german"), ROPES) as glossary:
        yield glossary


@pytest.mark.parametrize(
    ("question", "tongue"),
    [
        ("which knot doesn't slip?", "en"),
        ("bowline", ""),
        ("wie nennt man den Hebel am Ruder?", "de"),
        ("¿qué es un nudo?", "es"),
        ("qu'est-ce que le nœud de chaise ?", "fr"),
        ("che cos'è un nodo?", "it"),
        ("o que é um nó?", "pt"),
        ("wat is een paalsteek?", "nl"),
        ("vad är en pålstek?", "sv"),
        ("co to jest węzeł?", "pl"),
        ("что такое узел", "ru"),
        ("ما هي العقدة؟", "ar"),
        ("什么是船锚", "zh"),
        ("もやい結びとは", "ja"),
        ("매듭이란 무엇입니까", "ko"),
        ("תורן", "he"),
        ("what does per se mean", "en"),
        ("die casting", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_question_is_told(question: str, tongue: str) -> None:
    assert spoken(question) == tongue


def test_our_own_questions_are_english() -> None:
    lines = (shipped("qa") / "questions.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    assert [question for question in asked if spoken(question) not in ("en", "")] == []


def test_small_words_are_cut_as_questions_are() -> None:
    assert {"was", "der", "bedeutet"} <= small_words("de")
    assert "dire" in small_words("fr")
    assert small_words("he") == frozenset()
    for tag in ("de", "fr", "es", "it", "pt", "nl", "sv", "pl", "ru", "ar", "zh", "ja", "ko"):
        assert [one for one in small_words(tag) if words(one) != [one]] == []


def test_differences_are_asked_for_in_other_languages() -> None:
    assert asks_difference("Was ist der Unterschied zwischen Kiel und Pinne?")
    assert not asks_difference("Was ist ein Kiel?")


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Was ist ein Palstek?", "Palstek"),
        ("was ist der Palstk", "Palstek"),
        ("Womit wird das Ruder eines Bootes bewegt?", "Pinne"),
        ("Welcher Knoten macht eine feste Schlinge?", "Palstek"),
        ("was hält das Boot aufrecht", "Kiel"),
        ("was schützt den Rumpf am Steg?", "Fender"),
    ],
)
def test_german_questions_find_german_entries(german: Glossator, question: str, term: str) -> None:
    answer = german.ask(question)
    assert answer.answered
    assert answer.citations[0].term == term


def test_a_german_comparison_quotes_both_sides(german: Glossator) -> None:
    answer = german.ask("Was ist der Unterschied zwischen Kiel und Pinne?")
    assert answer.intent is Intent.COMPARE
    assert {citation.term for citation in answer.citations} == {"Kiel", "Pinne"}


@pytest.mark.parametrize(
    "question", ["Was ist die Hauptstadt von Frankreich?", "wie backt man einen Kuchen mit Äpfeln"]
)
def test_a_german_question_without_a_word_in_common_is_refused(
    german: Glossator, question: str
) -> None:
    assert not german.ask(question).answered


@pytest.mark.parametrize(
    ("question", "term"),
    [("что такое булинь?", "булинь"), ("каким рычагом поворачивают руль", "румпель")],
)
def test_russian_questions_find_russian_entries(tmp_path: Path, question: str, term: str) -> None:
    with of(tmp_path, KNOTS) as glossary:
        assert glossary.ask(question).ranked[0][0] == term


@pytest.mark.parametrize(
    ("question", "term"),
    [("什么是船锚", "船锚"), ("船锚是什么？", "船锚"), ("哪个东西把船系在码头上", "缆绳")],
)
def test_chinese_names_and_words_are_found_without_blanks(
    tmp_path: Path, question: str, term: str
) -> None:
    with of(tmp_path, SAILS) as glossary:
        answer = glossary.ask(question)
        assert answer.citations[0].term == term


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("qu'est-ce que l’écoute ?", "Écoute"),
        ("c'est quoi une ecoute", "Écoute"),
        ("à quoi sert l'ancre ?", "Ancre"),
        ("quelle corde règle l'angle d'une voile ?", "Écoute"),
    ],
)
def test_elisions_are_words_of_their_own(tmp_path: Path, question: str, term: str) -> None:
    entries = [
        ("Écoute", "Corde qui règle l'angle de la voile."),
        ("Ancre", "Pièce lourde qui retient le bateau au fond de l'eau."),
        ("Quille", "Aileron qui tient le bateau droit."),
    ]
    with of(tmp_path, entries) as glossary:
        answer = glossary.ask(question)
        assert [citation.term for citation in answer.citations] == [term]


def test_of_several_languages_the_one_of_the_question_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "terms.json"
    both = {
        "id": "1",
        "terms": {"en": "sea anchor", "de": "Treibanker"},
        "definitions": {
            "en": "A sea anchor is a bag of cloth dragged behind a boat to slow it down.",
            "de": "Ein Treibanker ist ein Sack aus Tuch, der das Boot bremst.",
        },
    }
    path.write_text(json.dumps([both]), "utf-8")
    with Glossator.build([path]) as glossary:
        settings = Settings(threshold=0.0)
        english = glossary.ask("what is a sea anchor?", settings=settings)
        german = glossary.ask("was ist denn ein Treibanker?", settings=settings)
        bare = glossary.ask("Treibanker", settings=settings)
    assert [c.quote[:12] for c in english.citations] == ["A sea anchor"]
    assert [c.quote[:12] for c in german.citations] == ["Ein Treibank"]
    assert [c.quote[:12] for c in bare.citations] == ["Ein Treibank"]
