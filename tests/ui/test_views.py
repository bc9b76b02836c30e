"""An entry, the list of names and the map, as the page fetches them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.index.names import squash
from glossator.index.records import Span
from glossator.rag import Glossator
from glossator.ui import browse
from glossator.ui import map as maps
from glossator.ui.browse import Listing, Wanted, letter_of, listed, rows_of
from glossator.ui.panel import entry_page
from glossator.ui.views import Views
from glossator.ui.why import why

BOATS = [
    {"term": "Boom", "definition": "A spar along the foot of the mainsail.", "see_also": ["Jib"]},
    {"term": "Jib", "definition": "A sail ahead of the mast.", "aliases": ["foresail"]},
    {"term": "Émbayed", "definition": "Shut in by land so that a ship cannot sail out."},
    {"term": "2-masted", "definition": "Having two masts to carry its sails."},
    {"term": "海図", "definition": "A chart of the sea that sailors steer by."},
    {"term": "ναῦς", "definition": "A ship, as the Greeks of old called it."},
]


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glossator]:
    folder = tmp_path_factory.mktemp("views")
    (folder / "boats.jsonl").write_text("\n".join(map(json.dumps, BOATS)), encoding="utf-8")
    (folder / "more.tsv").write_text(
        "Term\tDefinition\nJib\tA three-cornered sail set before the mast.\n"
        "Keel\tThe beam along the bottom of a hull.\n",
        encoding="utf-8",
    )
    with Glossator.build([folder]) as glossary:
        yield glossary


def names(made: str) -> list[str]:
    return re.findall(r"<li><span><a [^>]*>([^<]*)</a>", made)


def documents(glossary: Glossator) -> dict[str, str]:
    return {one.id: one.title for one in glossary.index.lexicon.documents()}


def listing(glossary: Glossator, **wanted: Any) -> tuple[str, str]:
    lexicon = glossary.index.lexicon
    return listed(Listing(lexicon), Wanted(**wanted), documents(glossary))


# an entry


def test_an_entry_is_shown_whole_with_the_quote_marked(own: Glossator) -> None:
    citation = own.ask("what is dropout?").citations[0]
    made = entry_page(own, citation.entry_id, Span(citation.start, citation.end))
    assert made is not None
    assert f'<mark class="quoted" tabindex="-1">{citation.quote}</mark>' in made.html
    assert made.html.count('<mark class="quoted"') == 1
    assert "A coach who sends random players" in made.html  # the memory aid stands there too


def test_a_mark_outside_of_the_entry_marks_nothing(own: Glossator) -> None:
    made = entry_page(own, "memory-cards-md#dropout", Span(0, 5))
    assert made is not None
    assert "quoted" not in made.html


def test_names_references_and_the_other_glossaries_are_linked(boats: Glossator) -> None:
    made = entry_page(boats, "boats-jsonl#jib")
    assert made is not None
    assert "Also called" in made.html
    assert ">foresail<" in made.html
    assert 'href="?entry=more-tsv%23jib"' in made.html
    assert '<mark class="own">three-cornered</mark>' in made.html
    assert "One concept by: same name" in made.html
    boom = entry_page(boats, "boats-jsonl#boom")
    assert boom is not None
    assert 'href="?entry=boats-jsonl%23jib">Jib</a>' in boom.html
    assert "In other glossaries" not in boom.html


def test_no_entry_is_told_with_its_name_escaped(boats: Glossator) -> None:
    made = Views(boats).entry({"entry": "<b>x</b>", "at": "1-2"})
    assert "No such entry" in made["title"]
    assert "&lt;b&gt;x&lt;/b&gt;" in made["html"]


@pytest.mark.parametrize("at", ["", "5", "a-b", "9-1", "-1-4", "0-99999999999999999999", "٣-٤"])
def test_a_place_that_means_nothing_is_passed_over(boats: Glossator, at: str) -> None:
    assert "quoted" not in Views(boats).entry({"entry": "boats-jsonl#jib", "at": at})["html"]


def test_why_names_the_alias_the_edit_the_words_and_each_rank(boats: Glossator) -> None:
    jib = boats.index.lexicon.entry("boats-jsonl#jib")
    assert jib is not None
    made = why(boats, jib, "is a foresial ahead of the mast?")
    assert "alias <q" in made
    assert "(1 edit)" in made
    assert "<del>" in made
    assert re.search(r'<dt>Words</dt><dd><span class="rank">1\.</span> .*>mast</q>', made)
    assert re.search(r'<dt>Meaning</dt><dd><span class="rank">\d\.</span>', made)
    sure = boats.explain("is a foresial ahead of the mast?").confidence
    assert f"<dt>Question</dt><dd>asks for a yes or no; {sure:.0%} sure that the" in made
    assert why(boats, jib, "") == ""
    assert why(boats, jib, "sail " * 1000) == ""


def test_why_says_that_an_entry_was_not_named(boats: Glossator) -> None:
    keel = boats.index.lexicon.entry("more-tsv#keel")
    assert keel is not None
    assert "not named in the question" in why(boats, keel, "what lies along the bottom?")


# the list


def test_names_stand_from_a_to_z_accents_aside_other_scripts_apart(boats: Glossator) -> None:
    made, said = listing(boats)
    assert names(made) == ["Boom", "Émbayed", "Jib", "Keel", "ναῦς", "海図", "2-masted"]
    assert re.findall(r'<h2 data-letter="([^"]*)"', made) == ["B", "E", "J", "K", "Ν", "CJK", "#"]
    assert said == "7 names"
    assert "2 glossaries" in made  # Jib stands in both


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        ("jib", ["Jib"]),
        ("fores", ["Jib"]),  # an alias
        ("JIBS", ["Jib"]),  # folded as names are
        ("embayed", ["Émbayed"]),
        ("masted", ["2-masted"]),
        ("booom", ["Boom"]),  # a typing error
        ("foersa", ["Jib"]),  # one in the part of a word typed so far
        ("<b>", []),
    ],
)
def test_a_filter_finds_names_aliases_and_typing_errors(
    boats: Glossator, find: str, expected: list[str]
) -> None:
    assert names(listing(boats, find=find)[0]) == expected


def test_a_filter_that_fits_nothing_offers_to_ask(boats: Glossator) -> None:
    made, said = listing(boats, find='"><script>')
    assert said == "no name"
    assert "<script" not in made
    assert 'data-q="&quot;&gt;&lt;script&gt;"' in made


def test_one_glossary_is_listed_by_its_own_entries(boats: Glossator) -> None:
    assert names(listing(boats, document="more-tsv")[0]) == ["Jib", "Keel"]
    assert list(rows_of(boats.index.lexicon, "boats-jsonl")) == list(range(6))
    assert list(rows_of(boats.index.lexicon, "more-tsv")) == [6, 7]


def test_a_long_list_is_shown_letter_by_letter_and_page_by_page(
    boats: Glossator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "MAX_LISTED", 1)
    assert names(listing(boats)[0]) == ["Boom"]
    made, _ = listing(boats, letter="J")
    assert names(made) == ["Jib"]
    assert 'aria-current="true">J</a>' in made
    assert names(listing(boats, letter="no such letter")[0]) == ["Boom"]


def test_pages_of_one_letter_follow_each_other(
    own: Glossator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "MAX_LISTED", 4)
    views, seen, start = Views(own), [], "0"
    while True:
        made = views.browse({"letter": "A", "from": start})["html"]
        assert len(names(made)) <= 4
        seen += names(made)
        further = re.search(r'from=(\d+)">Further', made)
        if further is None:
            break
        start = further[1]
    everything = Listing(own.index.lexicon).items()
    assert seen == [item.name for item in everything if letter_of(item.name) == "A"]


def test_every_entry_is_in_the_list_once(own: Glossator) -> None:
    items = Listing(own.index.lexicon).items()
    rows = sorted(row for item in items for row in item.rows)
    assert rows == list(range(own.index.lexicon.counts.entries))
    assert len({squash(item.name) for item in items}) > 200


@pytest.mark.parametrize("start", ["-1", "x", "99999999", "1e3", "٣"])
def test_a_page_that_is_none_is_read_as_one_that_is(boats: Glossator, start: str) -> None:
    made = Views(boats).browse({"in": "nowhere", "from": start, "letter": "\x00"})
    assert names(made["html"])[0] == "Boom"


# the map


def test_the_map_links_every_name_and_draws_each_reference(boats: Glossator) -> None:
    made = Views(boats).map({})["html"]
    assert made.count("<text ") == 7
    assert 'href="?entry=boats-jsonl%23jib"' in made
    assert made.count("<line ") == 1
    assert "7 names." in made


def test_the_map_of_one_glossary_holds_its_entries_alone(boats: Glossator) -> None:
    made = Views(boats).map({"in": "more-tsv"})
    assert sorted(re.findall(r"<text [^>]*>([^<]*)<", made["html"])) == ["Jib", "Keel"]
    assert made["title"] == "Map of more.tsv"


def test_a_map_is_the_same_each_time(own_index: Path) -> None:
    made = []
    for _ in range(2):
        with Glossator.open(own_index) as glossary:
            made.append(Views(glossary).map({})["html"])
    assert made[0] == made[1]


def test_a_map_of_many_names_shows_the_most_referred_to_and_says_so(
    own: Glossator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "MAX_POINTS", 20)
    monkeypatch.setattr(maps, "LOOKED_AT", 60)
    made = Views(own).map({})["html"]
    assert made.count("<text ") == 20
    assert "20 names, the most referred to, of 250 entries." in made
    assert ">Transformer</text>" in made
