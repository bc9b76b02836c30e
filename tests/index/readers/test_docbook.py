"""Glossaries in DocBook and DITA."""

import pytest

from glossator.index.errors import InputError
from glossator.index.reading import read_bytes
from glossator.index.records import LineUse, Reading
from tests.index.readers.soundness import unsound


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "pots.xml")


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks if remark.code != "shape"]


BOOK = """<?xml version="1.0"?>
<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN"
 "http://www.oasis-open.org/docbook/xml/4.5/docbookx.dtd" [<!ENTITY who "the potter">]>
<book lang="en"><title>The pottery</title><chapter><para>Long ago.</para></chapter>
<glossary><title>Words</title><glossdiv><title>U</title>
<glossentry id="urn"><glossterm>Urn<indexterm><primary>x</primary></indexterm></glossterm>
<acronym>UR</acronym><abbrev>u.</abbrev>
<glossdef><para>A pot&nbsp;of &who; with a <glossterm linkend="tap">spout</glossterm>.
<remark>Check!</remark></para>
<!-- not
 text -->
<itemizedlist><listitem><para>one</para></listitem><listitem><para>two</para></listitem>
</itemizedlist><programlisting>pour()
  all</programlisting>
<glossseealso otherterm="vat"/><glossseealso>Basin</glossseealso></glossdef></glossentry>
<glossentry id="boiler"><glossterm>Boiler</glossterm><glosssee otherterm="urn"/></glossentry>
</glossdiv>
<glossentry xml:id="vat" lang="de"><glossterm>Vat (large tub)</glossterm>
<glossdef><para>Like an <xref linkend="urn"/>.</para></glossdef>
<glossdef><para>Eine Steuer.</para></glossdef></glossentry>
<glossentry id="tap"><glossterm>Tap</glossterm><glossdef><para>It shuts.</para></glossdef>
</glossentry>
<glossentry id="old" revisionflag="deleted"><glossterm>Old</glossterm>
<glossdef><para>Gone.</para></glossdef></glossentry>
<glossentry><glossterm>Lost</glossterm><glosssee otherterm="nothing">Nothing</glosssee></glossentry>
</glossary></book>
"""


def test_a_docbook_glossary_gives_names_senses_references_and_languages() -> None:
    reading = read(BOOK)
    assert reading.format == "docbook"
    assert [(e.term, e.aliases, e.definition) for e in reading.entries] == [
        (
            "Urn",
            ("UR", "u.", "Boiler"),
            "A pot of the potter with a spout.\n- one\n- two\n\npour()\n  all",
        ),
        ("Vat (large tub)", ("Vat",), "Like an Urn.\n\nEine Steuer."),
        ("Tap", (), "It shuts."),
    ]
    urn, vat, tap = reading.entries
    assert urn.references == ("Tap", "Vat (large tub)", "Basin")
    assert (urn.line, urn.locator, urn.language) == (6, "#urn", "en")
    assert (vat.language, vat.references, tap.language) == ("de", ("Urn",), "en")
    assert codes(reading) == ["redirect", "deleted", "no-definition"]
    assert unsound(reading) == []


def test_what_stands_around_a_docbook_glossary_is_page_text() -> None:
    reading = read(BOOK)
    assert reading.lines[0].use is LineUse.PAGE
    assert {span.rule for span in reading.lines if span.use is LineUse.REPORT} == {"no-definition"}


DITA = """<?xml version="1.0"?>
<!DOCTYPE glossgroup PUBLIC "-//OASIS//DTD DITA Glossary Group//EN" "glossgroup.dtd">
<glossgroup id="g" xml:lang="en"><title>Pots</title>
<glossentry id="urn"><glossterm>Urn</glossterm>
<glossdef>A <b>pot</b> with a <term keyref="tap"/>, see <xref href="#vat"/>.</glossdef>
<glossBody><glossPartOfSpeech value="noun"/><glossStatus value="preferred"/>
<glossUsage>Never say jug.</glossUsage>
<glossAlt><glossAcronym>UR</glossAcronym><glossStatus value="restricted"/></glossAlt>
<glossAlt><glossSynonym>Samovar</glossSynonym></glossAlt></glossBody>
<related-links><link href="#vat"><linktext>the vat</linktext></link></related-links>
</glossentry>
<glossentry id="vat"><glossterm>Vat</glossterm><glossdef><p>A tub.</p></glossdef></glossentry>
<glossentry id="tap"><glossterm>Tap</glossterm><glossdef>It shuts.</glossdef></glossentry>
</glossgroup>
"""


def test_a_dita_glossary_gives_other_forms_status_and_usage() -> None:
    reading = read(DITA)
    urn = reading.entries[0]
    assert reading.document.title == "Pots"
    assert (urn.definition, urn.aliases) == ("A pot with a Tap, see Vat.", ("UR", "Samovar"))
    assert (urn.status, urn.references, urn.language) == ("preferred", ("Tap", "Vat"), "en")
    assert [reading.document.text[s.start : s.end] for s in urn.more] == ["Never say jug."]
    assert codes(reading) == []


def test_a_topic_of_one_entry_is_read() -> None:
    topic = '<glossentry id="u"><glossterm>Urn</glossterm><glossdef>A pot.</glossdef></glossentry>'
    assert [entry.definition for entry in read(topic).entries] == ["A pot."]


@pytest.mark.parametrize(
    "text",
    [
        "<glossary><glossentry></glossary>",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "x">]><glossary><glossentry/></glossary>',
        "<glossentry>" * 1000,
    ],
)
def test_a_broken_document_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^pots\.xml: .*Expected"):
        read(text)


def test_paragraphs_in_several_languages_are_an_entry_each() -> None:
    reading = read(
        """<glossary><glossentry id="urn"><glossterm>Urn</glossterm>
<glossterm lang="de">Urne</glossterm>
<glossdef><para lang="en">A jug.</para><para lang="de">Ein Krug.</para>
<para lang="en">It has a tap.</para><para><inlinemediaobject/></para></glossdef></glossentry>
<glossentry id="pan"><glossterm>Pan</glossterm><glossdef><para lang="en">A flat pot.</para>
<para lang="de">Ein flacher Topf.</para></glossdef></glossentry></glossary>"""
    )
    assert [(one.language, one.term, one.definition) for one in reading.entries] == [
        ("en", "Urn", "A jug.\n\nIt has a tap."),
        ("de", "Urne", "Ein Krug."),
        ("en", "Pan", "A flat pot."),
        ("de", "Pan", "Ein flacher Topf."),
    ]
    assert unsound(reading) == []


TOPIC = '<!DOCTYPE topic PUBLIC "-//OASIS//DTD DITA Topic//EN" "topic.dtd">\n'
ARTICLE = '<!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "docbookx.dtd">\n'


@pytest.mark.parametrize(
    "text",
    [
        f"""{TOPIC}<topic id="t"><title>Words</title><body><dl>
<dlentry><dt>Urn</dt><dd>A jug with a tap.</dd></dlentry>
<dlentry><dt>Pan</dt><dd><p>A flat pot.</p></dd></dlentry></dl></body></topic>""",
        f"""{ARTICLE}<article><title>Words</title><para>All pots.</para><variablelist>
<varlistentry><term>Urn</term><listitem><para>A jug with a tap.</para></listitem></varlistentry>
<varlistentry><term>Pan</term><listitem><para>A flat pot.</para></listitem></varlistentry>
</variablelist></article>""",
    ],
)
def test_a_document_without_glossary_entries_is_read_by_its_lists(text: str) -> None:
    reading = read(text)
    assert reading.format == "docbook"
    assert reading.document.title == "Words"
    assert [(one.term, one.definition) for one in reading.entries] == [
        ("Urn", "A jug with a tap."),
        ("Pan", "A flat pot."),
    ]
    assert unsound(reading) == []


def test_items_with_colons_in_a_topic_are_entries() -> None:
    items = "".join(
        f"<li>{name}: {said}</li>\n"
        for name, said in (("Urn", "a jug"), ("Pan", "a flat pot"), ("Wok", "a round pan"))
    )
    reading = read(f"{TOPIC}<topic><title>Words</title><body><ul>\n{items}</ul></body></topic>")
    assert [one.term for one in reading.entries] == ["Urn", "Pan", "Wok"]
