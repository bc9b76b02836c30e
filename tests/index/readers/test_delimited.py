"""CSV and its kin: columns by header, content or name, and cells where they stand in the file."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers import delimited
from glossator.index.reading import read_bytes
from glossator.index.records import Reading
from glossator.index.sources import as_source
from glossator.rag.raw_spans import holds_raw


def read(text: str, path: str = "pots.csv", **columns: str) -> Reading:
    asked = {role: (name,) for role, name in columns.items()}
    return read_bytes(text.encode(), path, "delimited", options=Options(asked))


def score(text: str, path: str = "pots.csv") -> float:
    return delimited.sniff(as_source(text.encode(), path)).score


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.term, entry.definition) for entry in reading.entries]


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(remark.line, remark.code) for remark in reading.remarks]


def said(reading: Reading, code: str) -> str:
    return next(remark.message for remark in reading.remarks if remark.code == code)


# --- cells ---


def test_cells_are_read_as_rfc_4180_says_and_quotes_are_slices() -> None:
    reading = read('Term,Definition\r\nKettle,"A ""pot"", that\r\nwhistles."\r\nUrn,A jug.\r\n')
    assert pairs(reading) == [("Kettle", 'A "pot", that\nwhistles.'), ("Urn", "A jug.")]
    assert [entry.line for entry in reading.entries] == [2, 4]
    assert [entry.locator for entry in reading.entries] == ["line 2, column 2", "line 4, column 2"]
    assert [(line.first, line.last, line.use) for line in reading.lines] == [
        (1, 1, "page"),
        (2, 3, "entry"),
        (4, 4, "entry"),
    ]


def test_a_quote_can_be_held_against_the_file() -> None:
    text = "Term,Definition\nKettle,A **pot** that `whistles`.\n"
    reading = read(text)
    (entry,) = reading.entries
    assert entry.definition == "A pot that whistles."
    assert holds_raw(reading.document, text, entry.start, entry.end)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(mark: str) -> None:
    text = f'Term{mark}Definition{mark}Status\nKettle{mark}"A pot{mark} hot"{mark}new\n'
    assert pairs(read(text)) == [("Kettle", f"A pot{mark} hot")]
    assert score(text) > 0.9


def test_a_line_that_names_the_separator_is_heeded() -> None:
    reading = read("sep=;\nTerm;Definition\nKettle;A pot, hot\n")
    assert pairs(reading) == [("Kettle", "A pot, hot")]
    assert reading.lines[0].rule == "separator"


def test_a_quote_mark_that_is_never_closed_costs_no_other_row() -> None:
    rows = "".join(f"Pot {n},A pot number {n}.\n" for n in range(300))
    reading = read(f'Term,Definition\nKettle,"A pot.\n{rows}Urn,A "jug".\n')
    assert len(reading.entries) == 302
    assert (2, "unclosed-quote") in codes(reading) or reading.entries[0].definition == '"A pot.'


def test_apostrophes_that_keep_cells_from_being_run_are_cut() -> None:
    reading = read("Term,Definition\nSum,'=1+1 is two.\n'-x,'Tis the minus.\n")
    assert pairs(reading) == [("Sum", "=1+1 is two."), ("-x", "'Tis the minus.")]


def test_cells_that_lost_their_quotes_are_joined_and_told() -> None:
    reading = read("Term,Definition\nKettle,A pot, with a lid, often.\nUrn,A jug.\n")
    assert pairs(reading)[0] == ("Kettle", "A pot, with a lid, often.")
    assert (2, "cells-joined") in codes(reading)


def test_too_many_cells_before_the_definition_are_told() -> None:
    reading = read("Definition,Term\nA pot, hot,Kettle\nA jug.,Urn\n")
    assert (2, "extra-cells") in codes(reading)


def test_markup_and_entities_are_cut_from_definitions() -> None:
    reading = read(
        'Term,Definition\nKettle,"<p>A <b>pot</b> &amp; lid &#8217;s.</p>"\n'
        "Urn,A [jug](#jug) of *clay*.\n"
    )
    assert [entry.definition for entry in reading.entries] == ["A pot & lid ’s.", "A jug of clay."]
    assert reading.entries[1].references == ("jug",)


# --- columns ---


def test_columns_are_told() -> None:
    reading = read("Category,Word,Meaning,See also\nx,Kettle,A pot.,Urn\n")
    assert said(reading, "columns") == (
        "Columns by header: term = B 'Word'; definition = C 'Meaning'; references = D 'See also'. "
        "Not read: A 'Category'."
    )


def test_all_roles_are_read() -> None:
    (entry, _) = read(
        "ID,Term,Acronym,Definition,Synonyms,See also,Status,Language,Example,No\n"
        "k,Kettle,KT,A pot.,Boiler; Singer,u,draft,French,A hot one.,7\n"
        "u,Urn,,A jug.,n/a,-,,de,,8\n"
    ).entries
    assert entry.aliases == ("KT", "Boiler", "Singer")
    assert (entry.references, entry.status, entry.language) == (("Urn",), "draft", "fr")
    assert entry.number == "7"
    assert len(entry.more) == 1


def test_columns_are_found_by_content_where_no_header_is_known() -> None:
    rows = "".join(f"{n},Pot {n},A pot number {n} that stands there.\n" for n in range(9))
    assert pairs(read(rows))[0] == ("Pot 0", "A pot number 0 that stands there.")
    headed = read("Kolumna,Hasło,Objaśnienie\n" + rows)
    assert len(headed.entries) == 9
    assert headed.lines[0].rule == "table-header"
    unknown = read("Nr,Slovo,Vyklad\n" + rows)
    assert len(unknown.entries) == 9
    assert "by content" in said(unknown, "columns")


def test_a_header_may_be_sentences_below_a_title() -> None:
    reading = read(
        "Pots of the north,,\n,,\n"
        "Please give the term used in the kitchen,What does it mean? Describe it,Who owns it\n"
        "Kettle,A pot.,me\nUrn,A jug.,you\n"
    )
    assert pairs(reading) == [("Kettle", "A pot."), ("Urn", "A jug.")]
    assert reading.document.title == "Pots of the north"
    assert [line.rule for line in reading.lines[:3]] == ["title", "empty-row", "table-header"]


def test_named_columns_overrule_headers() -> None:
    text = "Term,Definition,Begriff,Wie\nA,B,Kettle,A pot.\nC,D,Urn,A jug.\n"
    for term, definition in (("Begriff", "wie"), ("C", "D"), ("3", "4")):
        assert pairs(read(text, term=term, definition=definition))[0] == ("Kettle", "A pot.")
    assert "as asked for" in said(read(text, term="3", definition="4"), "columns")


def test_a_header_of_letters_may_be_named() -> None:
    assert pairs(read("A;B;C\nKettle;x;A pot.\n", term="a", definition="C")) == [
        ("Kettle", "A pot.")
    ]


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"no column 'Zed'.*'Term', 'Definition'.*from 1 to 2"):
        read("Term,Definition\nKettle,A pot.\n", term="Zed")


def test_short_and_full_forms() -> None:
    assert pairs(read("Acronym,Stands for\nTK,Tin kettle\nBP,Big pot\n"))[0] == ("TK", "Tin kettle")
    reading = read("Acronym,Full name,Description\nTK,Tin kettle,A pot of tin.\nBP,Big pot,\n")
    assert pairs(reading) == [("Tin kettle", "A pot of tin."), ("BP", "Big pot")]
    assert reading.entries[0].aliases == ("TK",)


def test_identifiers_give_way_to_labels() -> None:
    reading = read(
        "term,iri,label,definition,broader\n"
        "BigPot,https://x.y/v#BigPot,Big Pot,A big vessel.,https://x.y/v#Pot;https://z/Pan\n"
        "Pot,https://x.y/v#Pot,Pot,A vessel.,\n"
    )
    assert [entry.term for entry in reading.entries] == ["Big Pot", "Pot"]
    assert reading.entries[0].references == ("Pot",)
    assert "'https://z/Pan'" in said(reading, "outside")


# --- several languages ---


def test_a_row_gives_one_entry_for_each_language_that_it_defines_in() -> None:
    reading = read(
        "id,term_en,definition_en,term_fr,definition_fr,German\n"
        "k,Kettle,A pot.,Bouilloire,Un pot.,Kessel\nu,Urn,A jug.,Urne,,\n"
    )
    found = [(e.language, e.term, e.definition, e.aliases) for e in reading.entries]
    assert found == [
        ("en", "Kettle", "A pot.", ("Kessel",)),
        ("fr", "Bouilloire", "Un pot.", ()),
        ("en", "Urn", "A jug.", ("Urne",)),
    ]


def test_languages_over_the_roles_belong_to_the_header() -> None:
    reading = read(",English,,French,\nNo,Term,Definition,Terme,Définition\n1,A,a b.,C,c d.\n")
    assert [(e.language, e.term) for e in reading.entries] == [("en", "A"), ("fr", "C")]


def test_only_the_language_that_is_asked_for_is_read() -> None:
    text = "term_en,definition_en,term_fr,definition_fr\nKettle,A pot.,Bouilloire,Un pot.\n"
    reading = read_bytes(text.encode(), "pots.csv", options=Options(language="fr"))
    assert pairs(reading) == [("Bouilloire", "Un pot.")]


# --- rows ---


def test_rows_that_only_refer_are_redirects() -> None:
    reading = read(
        "Term,Definition\nKettle,A pot.\nBoiler,Refer to Kettle\nSinger,See “Kettle”.\n"
        "Jug,→ Urn\nVat,See if it holds water.\n"
    )
    assert [(entry.references, entry.flags) for entry in reading.entries] == [
        ((), ()),
        (("Kettle",), ("redirect",)),
        (("Kettle",), ("redirect",)),
        (("Urn",), ("redirect",)),
        ((), ()),
    ]


def test_the_same_term_twice_is_two_entries() -> None:
    assert len(read("Term,Definition\nKettle,A pot.\nKettle,A drum.\n").entries) == 2


def test_a_definition_without_a_term_belongs_to_the_term_above() -> None:
    reading = read("Term,Definition\nKettle,A pot.\n,A drum.\nUrn,A jug.\n")
    assert pairs(reading)[1] == ("Kettle", "A drum.")
    assert (3, "term-above") in codes(reading)


def test_gaps_letters_and_notes_are_no_entries() -> None:
    reading = read(
        "Term,Definition\nK,\nKettle,A pot.\n,\n\nTerm,Definition\nUrn,A jug.\nVat,\n"
        '"Taken from the big book of pots, 3rd edition.",\n'
    )
    assert pairs(reading) == [("Kettle", "A pot."), ("Urn", "A jug.")]
    rules = {line.first: line.rule for line in reading.lines if line.use != "entry"}
    assert rules == {
        1: "table-header",
        2: "section-heading",
        4: "empty-row",
        6: "table-header",
        8: "no-definition",
        9: "outro",
    }


def test_several_names_in_a_term_s_cell_are_aliases() -> None:
    reading = read('Term,Definition\n"Kettle; Boiler",A pot.\n"Urn\nJug",A vessel.\nOR (||),Or.\n')
    names = [entry.names for entry in reading.entries]
    assert names[:2] == [("Kettle", "Boiler"), ("Urn", "Jug")]


# --- which files ---


@pytest.mark.parametrize(
    "text",
    [
        "A story, told by night, of a pot.\nIt was big, round and hot, they say.\n" * 9,
        '{"term": "Kettle", "definition": "A pot, hot"}\n' * 5,
        '[\n  {\n    "term": "Kettle",\n    "definition": "A pot, hot"\n  }\n]\n',
        "| Term | Definition |\n| --- | --- |\n| Kettle | A pot. |\n| Urn | A jug. |\n",
        "<table><tr><td>Term, definition</td></tr></table>\n",
        "Kettle: a pot, hot\nUrn: a jug\nVat: a tub, cold\n",
    ],
)
def test_other_files_are_left_to_others(text: str) -> None:
    assert score(text, "pots.txt") < 0.5


@pytest.mark.parametrize("path", ["letter.csv", "letter.tsv", "letter.txt"])
def test_one_line_of_prose_with_a_comma_is_no_table(path: str) -> None:
    assert score("Dear all, the kettle was mended.", path) < 0.2
    assert score('Urn,"A pot, with a tap"', "pots.csv") >= 0.2
    assert score("Term,Definition", "pots.csv") >= 0.2


def test_tab_separated_pairs_stay_with_their_reader_and_wider_ones_come_here() -> None:
    assert read_bytes(b"Term\tDefinition\nKettle\tA pot.\n", "p.tsv").format == "table"
    wide = b"Term\tDefinition\tSprache\nKettle\tA pot.\ten\nKessel\tEin Topf.\tde\n"
    assert read_bytes(wide, "p.tsv").format == "delimited"


CELLS = st.text(alphabet="ab \"',;\n|=\t.", min_size=1, max_size=12).filter(
    lambda text: any(char.isalnum() for char in text)
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_what_csv_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    maker = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n")
    maker.writerow(["Term", "Definition"])
    maker.writerows((f"Pot {number}", text) for number, (_, text) in enumerate(rows))
    reading = read(written.getvalue())
    expected = [text.strip() for _, text in rows]
    found = [entry.definition for entry in reading.entries]
    assert len(found) == len(expected)
    for got, text in zip(found, expected, strict=True):
        assert got in (text, text[1:].strip())  # an apostrophe before a tab or "=" is cut


def test_a_category_in_front_is_no_term() -> None:
    text = (
        "area,wat,dit\n"
        + "kitchen,Kettle,A pot with a spout that boils water\n"
        + "kitchen,Urn,A large jug with a tap at its foot\n"
        + "kitchen,Pan,A wide and shallow vessel to fry things in\n"
        + "garden,Can,A vessel with many holes that waters plants\n"
    )
    reading = read_bytes(text.encode(), "words.csv")
    assert [entry.term for entry in reading.entries] == ["Kettle", "Urn", "Pan", "Can"]


def test_a_wide_table_s_header_may_be_long_and_its_tabs_are_no_reason_to_drop_columns() -> None:
    header = "Pot\tForms\tPlace seen\tWho\tWhat it means to a potter\tNote directly from the source"
    rows = [
        f"{name}\t{name}; {name}s\tshop\tAnn\ta vessel that {said}\t"
        f"Seen there, where it {said}, with more to say on a page of its own."
        for name, said in (
            ("urn", "holds water for many guests"),
            ("kettle", "boils water on a stove"),
            ("pan", "fries eggs and other things"),
            ("can", "waters plants"),
        )
    ]
    reading = read_bytes("\n".join([header, *rows]).encode(), "pots.tsv")
    assert reading.format == "delimited"
    assert [entry.term for entry in reading.entries] == ["urn", "kettle", "pan", "can"]
    assert reading.entries[3].definition == "a vessel that waters plants"


@pytest.mark.parametrize("header", ["영어,번역문", "English,Translation", "英文,译文"])
def test_a_list_of_words_with_their_translations_has_a_header(header: str) -> None:
    text = f"{header}\nKettle,주전자\nUrn,항아리\nPan,냄비\n"
    reading = read_bytes(text.encode(), "words.csv")
    assert [(entry.term, entry.definition) for entry in reading.entries] == [
        ("Kettle", "주전자"),
        ("Urn", "항아리"),
        ("Pan", "냄비"),
    ]


def test_a_translation_beside_a_definition_is_another_name() -> None:
    text = "Term,Translation,Definition\nKettle,Kessel,A pot with a spout\nUrn,Krug,A large jug\n"
    entries = read_bytes(text.encode(), "words.csv").entries
    assert [entry.aliases for entry in entries] == [("Kessel",), ("Krug",)]
