"""Words of all scripts, folded names and stems."""

import pytest

from glossator.index.names import fold, squash, stem_words, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Don't cut C++ and e-mail", ["dont", "cut", "c++", "and", "e", "mail"]),
        ("l'eau, dell’acqua, O'Brien's", ["l", "eau", "dell", "acqua", "o", "briens"]),
        ("过拟合 (overfitting)", ["过", "拟", "合", "overfitting"]),
        ("드롭아웃은", ["드", "롭", "아", "웃", "은"]),
        ("हिन्दी भाषा।", ["हिन्दी", "भाषा"]),  # vowel signs belong to their word
        ("กิน", ["กิ", "น"]),
        ("q\u0304 = 1", ["q\u0304", "1"]),  # an accent that no letter is made with
        ("العُقدة", ["العُقدة"]),
        (">>>", []),
    ],
)
def test_text_is_cut_into_the_words_of_its_script(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_a_name_without_blanks_stays_one_key() -> None:
    assert squash("过 拟合") == squash("过拟合") == "过拟合"
    assert fold("Sea-Ports") == "sea port"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sharpened knives", "sharpening knives"),
        ("naïve résumé", "naive resume"),
        ("Übergrößen", "ubergrossen"),
        ("верёвки", "верёвка"),
        ("нейронная", "нейронной"),
        ("العُقدة", "العقدة"),
        ("المصفوفات", "مصفوفة"),
    ],
)
def test_forms_and_spellings_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem_words(one) == stem_words(other)


def test_letters_that_only_look_accented_are_kept_apart() -> None:
    assert stem_words("йод") != stem_words("иод")
    assert stem_words("कम") != stem_words("काम")
