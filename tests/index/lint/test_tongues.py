"""Languages, told by function words and scripts."""

import pytest

from glossator.index.lint.tongues import tongue_of
from tests.index.lint.tables import codes, found, table

SPOKEN = {
    "en": "A large tub that is used for the brewing of beer, and which has a lid on it.",
    "de": "Eine Pfanne mit rundem Boden, die auf dem Herd der Küche steht und nicht klebt.",
    "fr": "Une poêle à fond rond que l'on pose sur le feu dans la cuisine avec du beurre.",
    "es": "Una olla de hierro que se pone en el fuego para la sopa y para los huevos.",
    "it": "Una pentola di ferro che si mette sul fuoco della cucina con il burro e la pasta.",
    "nl": "Een pan van ijzer die op het vuur wordt gezet voor het bakken van vis en ei.",
    "pt": "Uma panela de ferro que não pega e que serve para os ovos e para as sopas da casa.",
    "sv": "En panna av järn som inte fastnar och som är till för att steka fisk med smör.",
    "Cyrillic letters": "Большой сосуд с краном для воды и чая.",
    "Chinese characters": "一种带有龙头的大型水壶用于煮咖啡和茶水",
    "Japanese": "お湯を沸かすための蛇口が付いた大きなポット",
}


@pytest.mark.parametrize("tongue", SPOKEN)
def test_a_sentence_s_language_is_told(tongue: str) -> None:
    assert tongue_of(SPOKEN[tongue]) == tongue


@pytest.mark.parametrize(
    "text", ["A pot.", "z = μ + σ ε", "", "12, 13", "Kettle lid brass spout handle tap"]
)
def test_what_is_too_short_has_none(text: str) -> None:
    assert tongue_of(text) is None


ENGLISH = ("Urn: A pot with a tap that is used for coffee or for tea.", f"Vat: {SPOKEN['en']}",
           "Pan: A flat dish of iron that is put on the stove for the eggs.")  # fmt: skip


@pytest.mark.parametrize("tongue", [name for name in SPOKEN if name != "en"])
def test_a_definition_in_another_language_than_the_glossary_is_found(tongue: str) -> None:
    findings = found(table(*ENGLISH, f"Wok: {SPOKEN[tongue]}"))
    assert codes(findings) == [(5, "mixed-languages")]


def test_a_sentence_in_another_language_is_found() -> None:
    findings = found(table(*ENGLISH, f"Wok: {SPOKEN['en']} {SPOKEN['de']}"))
    assert codes(findings) == [(5, "mixed-languages")]
    assert "'de'" in findings[0].message


def test_a_glossary_of_one_language_or_of_two_halves_is_left_in_peace() -> None:
    assert found(table(*ENGLISH)) == ()
    halves = (
        f"Vat: {SPOKEN['en']}",
        "Urn: A pot with a tap that is used for the tea.",
        f"Wok: {SPOKEN['de']}",
        "Topf: Ein Gefäß mit Deckel, das auf dem Herd und im Ofen steht.",
    )
    assert found(table(*halves)) == ()


def test_a_tag_that_the_definition_belies_is_found() -> None:
    rows = ["Term,Definition,Language", "Urn,A pot with a tap.,en"]
    rows += [f'Wok,"{SPOKEN["de"]}",en', f'Vat,"{SPOKEN["en"]}",en']
    text = "".join(f"{row}\n" for row in rows)
    (one,) = found(text, "kitchen.csv")
    assert one.message == "'Wok' is marked as 'en', but defined in 'de'"
