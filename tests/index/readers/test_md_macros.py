"""Macros of Markdown files: what a page shows of them stays, the rest goes."""

import pytest

from glossator.index.readers.md_macros import MacroKind, find_macros, mask


def shown(text: str) -> str:
    """Return the text as it is left when macros are cut, without what they don't show."""
    pieces, at = [], 0
    for macro in find_macros(text):
        pieces.append(text[at : macro.start])
        pieces.append(" ".join(text[slice(*kept)] for kept in macro.kept))
        at = macro.end
    return "".join([*pieces, text[at:]])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('full of {{< glossary_tooltip text="bees" term_id="bee" >}}.', "full of bees."),
        ('full of {{<glossary_tooltip term_id="bee" text="bees">}}.', "full of bees."),
        ('full of {{< glossary_tooltip term_id="bee" >}}.', "full of bee."),
        ('{{% tooltip "bee" "bees" %}} fly', "bees fly"),
        ('{{< gloss "bee" >}}Bees{{< /gloss >}} fly', "Bees fly"),
        ('version {{< param "version" >}} of it', "version  of it"),
        ("{{< note >}}\nMind it.\n{{< /note >}}", "\nMind it.\n"),
        ("{{< comment >}}\nhidden {{< x >}}\n{{< /comment >}}\nseen", "\nseen"),
    ],
)
def test_a_shortcode_leaves_the_words_that_it_shows(text: str, left: str) -> None:
    assert shown(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('a {{Glossary("Bee", "bees")}} b', "a bees b"),
        ('a {{Glossary("Bee")}} b', "a Bee b"),
        ("a {{glossary('Bee')}} b", "a Bee b"),
        ('a {{Glossary("Bee", "")}} b', "a Bee b"),
        ('a {{domxref("Hive.open()", "open()")}} b', "a open() b"),
        ('a {{interwiki("wikipedia", "Bee (insect)", "Bee")}} b', "a Bee b"),
        ("a {{RFC(2616)}} b", "a RFC 2616 b"),
        ("{{GlossarySidebar}}\n\nText", "\n\nText"),
        ('Text\n\n{{EmbedLiveSample("bee", 100, 200)}}\n', "Text\n\n\n"),
        ('- {{Glossary("Bee")}}\n', "- Bee\n"),
        (r"a \{{Glossary}} b", "a {{Glossary}} b"),
    ],
)
def test_a_call_of_kumascript_leaves_its_label(text: str, left: str) -> None:
    assert shown(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{% note %}\nMind.\n{% endnote %}", "\nMind.\n"),
        ("{% comment %}no{% endcomment %}yes", "yes"),
        ("on {{ site.name }} now", "on  now"),
        ("on {% data variables.name %} now", "on  now"),
        ("a {/* not this */} b", "a  b"),
        ("a <!-- not\n\nthis --> b", "a  b"),
        ("a <style>b { c }</style> d", "a  d"),
        ("a <!-- never closed", "a  never closed"),
        (r"$\frac{{a}}{b}$ and x_{{ij}}", r"$\frac{{a}}{b}$ and x_{{ij}}"),
        ("a {{ b", "a {{ b"),
        ("a {{< b", "a {{< b"),
    ],
)
def test_templates_and_comments_go_and_formulas_stay(text: str, left: str) -> None:
    assert shown(text) == left


def test_code_keeps_calls_but_for_shortcodes_which_run_there_too() -> None:
    code = "```\n{{ x }} <!-- y -->\n```\n`{{Glossary(1)}}`\n"
    assert find_macros(code) == ()
    assert shown('`pods/{{< param "version" >}}/x`') == "`pods//x`"


def test_a_macro_names_the_entry_that_it_points_to() -> None:
    targets = [
        macro.target
        for macro in find_macros(
            '{{< tooltip term_id="bee" text="Bees" >}} {{Glossary("Hive/Wood", "hive")}} {{RFC(1)}}'
        )
    ]
    assert targets == ["bee", "Hive/Wood", None]


def test_an_id_that_stands_for_words_is_known_as_such() -> None:
    (macro,) = find_macros('a {{< tooltip term_id="bee" >}} b')
    assert macro.by_id
    assert macro.kind is MacroKind.SHOWN


def test_the_mask_keeps_places_and_blanks_lines_of_macros_only() -> None:
    text = 'A {{< tooltip text="b" term_id="c" >}} d\n{{< note >}} <!-- e -->\nf\n'
    masked = mask(text, find_macros(text))
    assert len(masked) == len(text)
    first, second, third, last = masked.split("\n")
    assert first[2].isprintable() is False
    assert first[first.index("b") - 1] != '"'
    assert (second.strip(), third, last) == ("", "f", "")


def test_many_opened_calls_take_linear_time() -> None:
    text = '{{< x {{Glossary("a" {% y <!-- z ' * 20_000
    assert all(macro.kind is not MacroKind.COMMENT for macro in find_macros(text))
