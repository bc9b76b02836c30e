"""Markdown glossaries in their shapes: one file an entry, headings, tables, lists, run-in terms."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.index.options import Options
from glossator.index.readers import markdown
from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from glossator.index.sources import as_source
from tests.index.readers.soundness import unsound

MARKUP = re.compile(
    r"\{\{[<%]|<!--|</?[a-z]+>|\]\(|\*\*|^#{1,6} |^```|&[a-z]+;|&#\d+;", re.MULTILINE
)


def read(text: str, path: str = "words.md", options: Options | None = None) -> Reading:
    reading = read_bytes(text.encode(), path, "markdown", options=options or Options())
    assert unsound(reading) == []
    return reading


def defined(reading: Reading) -> dict[str, str]:
    return {entry.term: entry.definition for entry in reading.entries}


def score(text: str, path: str = "words.md") -> float:
    return markdown.sniff(as_source(text.encode(), path)).score


def pages(reading: Reading) -> list[tuple[int, int, str]]:
    return [(line.first, line.last, line.rule) for line in reading.lines if line.use == "page"]


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks]


# --- one file an entry ---

HIVE = """\
---
title: Hive (box)
id: hive
date: 2020-01-01
short_description: >
  Where a colony lives, all the year.

aka:
- skep
- bee box
tags:
- tool
---
A box for a {{< tooltip text="colony" term_id="bee-colony" >}} of bees&#58; see [frames](/docs/x/).

<!--more-->

It has *parts*:

* a [lid](https://example.org/lid)
* a floor

{{< note >}}
Keep it dry.
{{< /note >}}
"""


def test_a_file_with_front_matter_is_one_entry() -> None:
    (entry,) = read(HIVE, "hive.md").entries
    assert (entry.term, entry.aliases) == ("Hive (box)", ("Hive", "skep", "bee box"))
    assert entry.definition == (
        "A box for a colony of bees: see frames.\n\nIt has parts:\n\n* a lid\n* a floor\n\n"
        "Keep it dry."
    )
    assert entry.references == ("bee colony",) or entry.references == ("bee-colony",)
    assert entry.status is None


def test_a_description_that_says_something_else_belongs_to_the_entry() -> None:
    reading = read(HIVE, "hive.md")
    (entry,) = reading.entries
    assert [reading.document.text[span.start : span.end] for span in entry.more] == [
        "Where a colony lives, all the year."
    ]
    same = HIVE.replace("Where a colony lives, all the year.", "A box for a colony of bees.")
    assert read(same, "hive.md").entries[0].more == ()


def test_a_file_without_text_is_defined_by_its_description() -> None:
    text = "---\nterm: Nectar\ndefinition: A *sugary* fluid.\nstatus: draft\nlang: en\n---\n"
    (entry,) = read(text, "nectar.md").entries
    assert (entry.term, entry.definition) == ("Nectar", "A sugary fluid.")
    assert (entry.status, entry.language) == ("draft", "en")


def test_addresses_are_no_aliases() -> None:
    text = "---\ntitle: Smoker\naliases: [/old/smoker/, bellows]\n---\nIt makes smoke.\n"
    assert read(text).entries[0].aliases == ("bellows",)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_index.md", "---\ntitle: Bee glossary\n---\n\nWelcome to the bees.\n"),
        ("_TEMPLATE.md", "---\ntitle: Template\n---\n\n## What it is\n\nA summary.\n"),
        ("index.md", "---\ntitle: Glossary\nlayout: glossary\n---\n\n{{< all >}}\n"),
        ("index.md", "---\ntitle: Bees\npage-type: landing-page\n---\n\nAll about bees.\n"),
    ],
)
def test_index_pages_and_templates_are_no_entries(path: str, text: str) -> None:
    assert score(text, path) >= 0.2
    reading = read_bytes(text.encode(), path)
    assert reading.entries == ()
    assert {line.use for line in reading.lines} == {LineUse.PAGE}
    assert codes(reading) == ["no-entries"]


def test_a_page_of_several_meanings_says_so() -> None:
    text = (
        "---\ntitle: Frame\nslug: Glossary/Frame\npage-type: glossary-disambiguation\n---\n\n"
        "The term **frame** may refer to:\n\n{{GlossaryDisambiguation}}\n"
    )
    (entry,) = read(text).entries
    assert entry.flags == ("disambiguation",)
    assert entry.definition == "The term frame may refer to:"


def test_headings_are_sections_and_closing_links_are_references() -> None:
    text = (
        "---\ntitle: Gateway\nstatus: Completed\ncategory: concept\n---\n\n"
        "## What it is\n\nA door; see [services](/service/) and [APIs](/api-door/).\n\n"
        "## Problem\n\nToo many doors.\n\n"
        "## See also\n\n- [Key](/key/)\n- {{Glossary('Lock')}}\n- [Doors](https://example.org)\n"
    )
    reading = read(text, "gateway.md")
    (entry,) = reading.entries
    assert entry.definition == ("A door; see services and APIs.\n\nProblem\n\nToo many doors.")
    assert [part.head for part in entry.sections] == ["What it is", "Problem"]
    assert entry.references == ("services", "api door", "Key", "Lock")
    assert entry.status == "Completed"
    assert (15, 19, "see-also") in pages(reading)


def test_comments_in_another_language_are_no_text() -> None:
    text = (
        "---\ntitle: 蜂箱（Hive）\naka:\n---\n<!--\n---\ntitle: Hive\n---\n-->\n"
        "<!--\nA box for bees.\n-->\n一个给蜜蜂住的箱子。\n"
    )
    reading = read(text)
    assert defined(reading) == {"蜂箱": "一个给蜜蜂住的箱子。"}
    assert reading.entries[0].aliases == ("Hive",)
    assert pages(reading) == [(5, 12, "comment")]


def test_broken_front_matter_is_read_and_reported() -> None:
    reading = read("---\ntitle: Skep: a basket\naka: dome\n---\n\nA basket for bees.\n")
    assert reading.entries[0].aliases == ("dome",)
    assert codes(reading) == ["front-matter"]


def test_words_that_a_macro_would_fetch_are_reported() -> None:
    text = (
        '---\ntitle: Pod\naka:\n---\nOf {{< param "version" >}}, on {{< tip term_id="node" >}}.\n'
    )
    reading = read(text.replace("tip term", "glossary_tip term"))
    assert reading.entries[0].definition == "Of, on node."
    assert codes(reading) == ["macro", "macro-id"]
    linked = read('---\ntitle: Pod\naka:\n---\nSee [it](/x/{{< param "version" >}}/y).\n')
    assert codes(linked) == []


# --- one file for all ---

LETTERS = """\
<!-- Copyright.

More of it. -->

# Bee glossary

Words for keepers.

[A](#a) | [B](#b)

## A

### apiary (bee yard)

Where hives stand. See [swarm](#swarm-sw).

```python
>>> hive = {{ x }}  # ok
```

### apiarist

Another name: see [beekeeper](#beekeeper).

## B

### beekeeper

See [apiarist](#apiarist)

<Video id="x"/>

[Back to top](#bee-glossary)

### swarm (SW)

1. Bees that leave. [Back to top](#bee-glossary)

#### Kinds

Prime swarms.

#### See also

- [apiary](#apiary-bee-yard)

## References

- [A book](https://example.org)
"""


def test_headings_by_letter_and_entry() -> None:
    reading = read(LETTERS)
    assert defined(reading) == {
        "apiary": "Where hives stand. See swarm.\n\n>>> hive = {{ x }}  # ok",
        "apiarist": "Another name: see beekeeper.",
        "beekeeper": "See apiarist",
        "swarm": "1. Bees that leave.\n\nKinds\n\nPrime swarms.",
    }
    assert reading.document.title == "Bee glossary"
    references = {entry.term: entry.references for entry in reading.entries}
    assert references == {
        "apiary": ("swarm",),
        "apiarist": ("beekeeper",),
        "beekeeper": ("apiarist",),
        "swarm": ("apiary",),
    }
    assert {e.term for e in reading.entries if "redirect" in e.flags} == {"beekeeper"}
    assert pages(reading) == [
        (1, 3, "comment"),
        (5, 5, "title"),
        (7, 9, "intro"),
        (11, 11, "letter"),
        (25, 25, "letter"),
        (33, 33, "navigation"),
        (43, 45, "see-also"),
        (47, 47, "section-head"),
        (49, 49, "section-text"),
    ]


def test_headings_without_letters_are_recognised_by_their_order_or_the_title() -> None:
    unordered = "## Widget\nA thing.\n\n## Gadget\nAnother **Widget**.\n\n## Flange\nA rim.\n"
    reading = read(unordered)
    assert list(defined(reading)) == ["Widget", "Gadget", "Flange"]
    assert reading.entries[1].references == ("Widget",)
    assert 0.2 <= score(unordered) < score("# Glossary\n\n" + unordered)


def test_topics_above_entries_are_no_entries() -> None:
    text = "# Glossary\n\n" + "".join(
        f"## Topic {n}\n\nOn topic {n}.\n\n"
        + "".join(f"### Term {n}{m}\n\nWhat {n}{m} is.\n\n" for m in "abc")
        for n in (1, 2, 3)
    )
    reading = read(text)
    assert len(reading.entries) == 9
    assert [rule for _, _, rule in pages(reading)].count("section-head") == 2


def test_sections_that_entries_have_in_common_are_no_entries() -> None:
    text = "# Glossary\n\n" + "".join(
        f"## Term {n}\n\nWhat {n} is.\n\n### Example\n\nOne {n}.\n\n### Origin\n\nOld {n}.\n\n"
        for n in "abcd"
    )
    reading = read(text)
    assert [entry.term for entry in reading.entries] == ["Term a", "Term b", "Term c", "Term d"]
    assert [part.head for part in reading.entries[0].sections] == ["Example", "Origin"]


TABLE = """\
# Beekeeping words

Term                                   | Meaning
---------------------------------------|--------
<span id="s">super, honey super</span> &nbsp; | A _box_ above the [brood box](#brood); `a \\| b`.
brood box <div id="brood"/>            | Where the queen lays, `Vec<T>`.<br>It is [deep][1].
[SHB]                                  | \\|`a`\\|`...` is a beetle.
queen cage                             |
beam, fixed  | One kind.
beam, hung  | Another kind.

[SHB]: https://example.org/shb
[1]: https://example.org/deep
"""


def test_tables_with_synonyms_in_a_cell_escaped_pipes_and_spans() -> None:
    reading = read(TABLE)
    assert defined(reading) == {
        "super": "A box above the brood box; a | b.",
        "brood box": "Where the queen lays, Vec<T>. It is deep.",
        "SHB": "|a|... is a beetle.",
        "beam, fixed": "One kind.",
        "beam, hung": "Another kind.",
    }
    assert reading.entries[0].aliases == ("honey super",)
    assert reading.entries[0].references == ("brood box",)
    assert codes(reading) == ["columns", "names-split", "no-definition"]
    assert "'Meaning'" in reading.remarks[0].message


def test_columns_give_aliases_references_and_status_or_are_named() -> None:
    text = (
        "# Glossary\n\n| Word | Also known as | Description | See also | Status |\n"
        "|---|:-:|---|---|---|\n| urn | jar; pot | A vessel. | lid, tap | obsolete |\n"
        "| lid | | A cover. | | |\n"
    )
    urn, lid = read(text).entries
    assert (urn.term, urn.aliases, urn.definition) == ("urn", ("jar", "pot"), "A vessel.")
    assert (urn.references, urn.status, lid.status) == (("lid", "tap"), "obsolete", None)
    asked = Options({"term": ("Description",), "definition": ("Word",)})
    assert defined(read(text, options=asked)) == {"A vessel.": "urn", "A cover.": "lid"}


def test_tables_without_telling_headers_are_read_by_what_they_hold() -> None:
    text = "| X | Y |\n|---|---|\n" + "".join(
        f"| urn {n} | A vessel of the kind {n} that holds water. |\n" for n in range(5)
    )
    reading = read(text)
    assert len(reading.entries) == 5
    assert "by what the columns hold" in reading.remarks[0].message


def test_a_row_without_a_term_goes_on_with_the_one_above() -> None:
    text = "| Term | Definition |\n|---|---|\n| urn | A vessel. |\n| | Also a jar. |\n"
    reading = read(text)
    (entry,) = reading.entries
    assert [reading.document.text[s.start : s.end] for s in entry.more] == ["Also a jar."]


LISTS = """\
# Garden glossary

Apple tree
: A tree with **apples**.
  It goes on.

    And a second paragraph.

Aphid
Plant louse
: A small insect.
: Also a plague.

Bed

: Where plants stand.

Bulb {#bulb}
:   An onion; see [Bed](#bed).
Brick
: Stone.
"""


def test_definition_lists_with_several_terms_and_definitions() -> None:
    reading = read(LISTS)
    assert defined(reading) == {
        "Apple tree": "A tree with apples.\n  It goes on.\n\n    And a second paragraph.",
        "Aphid": "A small insect.\nAlso a plague.",
        "Bed": "Where plants stand.",
        "Bulb": "An onion; see Bed.",
        "Brick": "Stone.",
    }
    assert reading.entries[1].aliases == ("Plant louse",)
    assert reading.entries[3].references == ("Bed",)


RUN_INS = """\
# Terms

**Anvil**: a block of iron. It is *heavy*.

More on anvils.

**Bellows (BLW)** — pushes air.

* a list
* of things

**Clamp:** holds.

**Drill**
Makes holes.

**Edge**

A sharp side.

**Forge.** Where iron is hot.

__Grate__ - a frame.
"""


def test_bold_terms_that_open_paragraphs() -> None:
    reading = read(RUN_INS)
    assert defined(reading) == {
        "Anvil": "a block of iron. It is heavy.\n\nMore on anvils.",
        "Bellows": "pushes air.\n\n* a list\n* of things",
        "Clamp": "holds.",
        "Drill": "Makes holes.",
        "Edge": "A sharp side.",
        "Forge": "Where iron is hot.",
        "Grate": "a frame.",
    }
    assert reading.entries[1].aliases == ("BLW",)


@pytest.mark.parametrize(
    "text",
    [
        "- **Anvil**: a block.\n- **Bellows** – pushes.\n  - `valve`: part of it\n",
        "- `Anvil`: a block.\n- `Bellows`: pushes.\n  - valve: part of it\n",
        "- [Anvil](#a): a block.\n- [Bellows](#b): pushes.\n  - valve: part of it\n",
        "* Anvil: a block.\n* Bellows - pushes.\n  - valve: part of it\n* Cog: a tooth.\n",
    ],
)
def test_terms_that_open_list_items(text: str) -> None:
    found = defined(read(f"# Glossary\n\n{text}"))
    assert found["Anvil"] == "a block."
    assert found["Bellows"] == "pushes.\n  - valve: part of it"


def test_the_words_that_an_acronym_shortens_are_an_alias() -> None:
    text = (
        "# Glossary\n\n* **CNC**: Computer Numerical Control - Tools that follow a program.\n"
        "* **API**: A programming interface.\n* **AFK**: Away From Keyboard.\n"
    )
    assert [entry.aliases for entry in read(text).entries] == [
        ("Computer Numerical Control",),
        (),
        ("Away From Keyboard",),
    ]


def test_abbreviations() -> None:
    text = "*[HTML]: Hypertext Markup Language\n*[CSS]: Cascading Style Sheets\n"
    assert defined(read(text)) == {
        "HTML": "Hypertext Markup Language",
        "CSS": "Cascading Style Sheets",
    }


def test_another_shape_further_down_is_read_too() -> None:
    text = (
        "# Glossary\n\n## A\n\n### anvil\n\nA block.\n\n## B\n\n### bellows\n\nPushes air.\n\n"
        "## Acronyms\n\n| Acronym | Meaning |\n|---|---|\n| NC | Numeric control |\n"
    )
    assert list(defined(read(text))) == ["anvil", "bellows", "NC"]


def test_boxes_directives_and_imports_leave_their_words() -> None:
    text = (
        "# Glossary\n\nimport Tabs from '@theme/Tabs';\n\n## urn\n\nA vessel.\n\n"
        ":::note Mind\n\nIt breaks.\n\n:::\n\n!!! warning\n    Hot *water*.\n\n"
        "> [!NOTE]\n> Old.\n\n## vat\n\nA tub {/* of wood */}.[^1]\n\n---\n\n[^1]: A source.\n"
    )
    reading = read(text)
    urn, vat = reading.entries
    assert " ".join(urn.definition.split()) == "A vessel. It breaks. Hot water. Old."
    assert vat.definition == "A tub."
    assert {"aside", "separator"} <= {rule for _, _, rule in pages(reading)}


def test_a_wiki_s_links_are_references() -> None:
    text = "# Glossary\n\n## urn\n\nA [[Amphora|vessel]] with a [[lid]].\n\n## lid\n\nA cover.\n"
    urn = read(text).entries[0]
    assert (urn.definition, urn.references) == ("A vessel with a lid.", ("Amphora", "lid"))


# --- what is no glossary, and what is any text ---


@pytest.mark.parametrize(
    "text",
    [
        "# Tool\n\nIt does things.\n\n## Install\n\n```\npip install x\n```\n\n## Use\n\n"
        "Run it:\n\n```\nx\n```\n\n## License\n\nMIT\n",
        "Just some words.\n\nAnd some more of them, without any mark.\n",
        "Title\n=====\n\n.. glossary::\n\n   urn\n      A vessel.\n",
        "= Title\n\nurn:: A vessel.\nlid:: A cover.\n",
        "<!DOCTYPE html>\n<dl><dt>urn<dd>A vessel.</dl>\n",
    ],
)
def test_other_files_are_left_to_other_readers(text: str) -> None:
    assert score(text) < 0.2


def test_every_line_of_every_shape_is_accounted_for_and_no_markup_is_quoted() -> None:
    for text in (HIVE, LETTERS, TABLE, LISTS, RUN_INS):
        reading = read(text)
        assert "unread" not in codes(reading)
        for entry in reading.entries:
            assert not MARKUP.search(entry.definition.replace("Vec<T>", "")), entry.definition


SAMPLES = st.sampled_from([HIVE, LETTERS, TABLE, LISTS, RUN_INS])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=SAMPLES, cuts=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60)), max_size=6))
def test_any_piece_of_a_glossary_is_read_soundly(text: str, cuts: list[tuple[int, int]]) -> None:
    for start, length in cuts:
        text = text[:start] + text[start + length :]
    if text.strip():
        read(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(st.sampled_from(
    [*"ab *_`#|:-[](){}<>!\n\n", "---\n", "title: x\n", "\n: ", "**b**: ", "| a | b |\n|-|-|\n",
     "<!--", "-->", "{{< a >}}", '{{Glossary("b")}}', "## ", "[x](#y)", "\n\n", "    ", "&amp;"]
), max_size=40).map("".join))  # fmt: skip
def test_any_text_is_read_soundly(text: str) -> None:
    if text.strip():
        read(text)


# --- what people write beside the rule ---


def test_a_page_called_glossary_with_an_id_of_that_name_is_no_entry() -> None:
    text = (
        "---\nid: glossary\ntitle: Glossary\n---\n\n# Glossary\n\n### Kettle\nA pot.\n\n"
        "### Lid\nIt closes.\n\n### Hob\nIt heats.\n"
    )
    reading = read_bytes(text.encode(), "glossary.mdx")
    assert [entry.term for entry in reading.entries] == ["Kettle", "Lid", "Hob"]


def test_under_letters_a_heading_with_a_mark_too_few_is_an_entry() -> None:
    text = (
        "# Glossary\n\n## A\n\n### Ash\n\nIt is left.\n\n## B\n\n### Bowl\n\nIt holds soup.\n\n"
        "## H\n\n## Hob\n\nIt heats.\n\n### Hook\n\nIt holds.\n\n# K\n\n## Kettle\n\n"
        "A pot.\n\n## L\n\n### Lid\n\nIt closes.\n\n### Ladle\n\nIt scoops.\n\n## Sources\n\n"
        "Books.\n"
    )
    reading = read(text)
    assert [entry.term for entry in reading.entries] == [
        *("Ash", "Bowl", "Hob", "Hook", "Kettle", "Lid", "Ladle")
    ]


def test_a_title_of_the_entries_level_is_no_entry() -> None:
    text = (
        "# Glossary\n\nWhat we say.\n\n# Kettle\n\nA pot.\n\n# Lid\n\nIt closes.\n\n# Hob\n\nHot.\n"
    )
    assert [entry.term for entry in read(text).entries] == ["Kettle", "Lid", "Hob"]


def test_several_tables_below_headings_are_tables_and_no_lines_with_bars() -> None:
    rows = "|---|---|\n| Kettle | A pot with a spout |\n| Lid | It closes a pot |\n"
    more = "|---|---|\n| TBD | To be done |\n| NN | No name |\n"
    pots = f"# Words\n\n## Pots\n\n| Term | Definition |\n{rows}"
    text = f"{pots}\n## Short\n\n| Acronym | Expansion |\n{more}"
    reading = read_bytes(text.encode(), "words.md")
    assert [entry.term for entry in reading.entries] == ["Kettle", "Lid", "TBD", "NN"]


def test_a_definition_in_a_list_goes_on_without_the_lists_indentation() -> None:
    text = "# Words\n\n- **Kettle**: A pot\n  with a spout.\n- **Lid**: It\n  closes.\n- **A**: B\n"
    assert defined(read(text))["Kettle"] == "A pot\nwith a spout."


def test_names_above_lists_nested_in_their_items_are_terms() -> None:
    text = (
        "# Terminology\n\n* Kettle\n  * A pot.\n  * Of tin.\n* Lid (cover)\n  * It closes.\n"
        "* Hob\n  * It heats.\n"
    )
    assert defined(read(text)) == {
        "Kettle": "* A pot.\n  * Of tin.",
        "Lid (cover)": "* It closes.",
        "Hob": "* It heats.",
    }


def test_a_picture_before_a_term_is_no_part_of_it() -> None:
    text = (
        "# 📖 Glossary\n\n### 🔥 Hob\nIt heats.\n\n### 🫖 Kettle\nA pot.\n\n### © Mark\nA sign.\n"
    )
    assert list(defined(read(text))) == ["Hob", "Kettle", "Mark"]


def test_a_heading_that_only_says_glossary_is_no_entry() -> None:
    text = "# Questions and a glossary\n\n## Glossary\n\nSome words about pots, and lids too.\n"
    assert score(text) < 0.2
