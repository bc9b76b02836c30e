"""Term bases in TBX: both versions, both styles, the dialects that programs export."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.options import Options
from glossator.index.readers import tbx
from glossator.index.readers.finish import finish
from glossator.index.reading import read_bytes
from glossator.index.records import Entry, Reading
from glossator.index.sources import as_source

#: Version 2, as term bases export it: a DTD elsewhere, ntig, groups, wrapped lines.
MARTIF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en">
  <martifHeader>
    <fileDesc><titleStmt><title>Pots &eacute;t&eacute;</title></titleStmt></fileDesc>
  </martifHeader>
  <text><body>
    <termEntry id="c1">
      <descrip type="subjectField">kitchen</descrip>
      <transacGrp><transac type="transactionType">origination</transac></transacGrp>
      <langSet xml:lang="en">
        <descripGrp>
          <descrip type="definition">A pot with a spout,
            closed by a <hi type="entailedTerm" target="c2">lid</hi><ph>{b}</ph>.</descrip>
          <admin type="source">me</admin>
        </descripGrp>
        <ntig><termGrp>
          <term>boiler</term>
          <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
        </termGrp></ntig>
        <ntig><termGrp>
          <term>kettle</term>
          <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
          <termNote type="partOfSpeech">noun</termNote>
        </termGrp></ntig>
        <ntig><termGrp><term>tea kettle</term></termGrp></ntig>
      </langSet>
      <langSet xml:lang="de"><tig><term>Kessel</term></tig></langSet>
    </termEntry>
    <termEntry id="c2">
      <descrip type="definition">What covers a pot.</descrip>
      <note>Of glass, at times.</note>
      <ref type="crossReference" target="c1">kettle</ref>
      <ref type="crossReference" target="c9">hob</ref>
      <xref type="externalCrossReference" target="http://example.org/">shop</xref>
      <langSet xml:lang="de"><tig><term>Deckel</term></tig></langSet>
      <langSet xml:lang="en"><tig id="t7"><term>lid</term></tig></langSet>
    </termEntry>
    <termEntry id="c3">
      <descrip type="relatedConcept" target="t7">lid</descrip>
      <langSet xml:lang="en"><tig><term>pan</term></tig></langSet>
    </termEntry>
  </body></text>
</martif>
"""
#: Version 3, data categories as tags.
DCT = """<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>Ours</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="c1">
<min:subjectField>kitchen</min:subjectField>
<langSec xml:lang="pt-br">
<descripGrp><basic:definition>Panela rasa.</basic:definition></descripGrp>
<termSec><term>frigideira</term>
<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
</langSec>
<langSec xml:lang="en">
<basic:definition>A flat pot.</basic:definition>
<basic:crossReference target="c2">hob</basic:crossReference>
<basic:context>Put the pan on.</basic:context>
<termSec><term>pan</term></termSec>
<termSec><term>skillet</term><basic:definition>A heavy one.</basic:definition></termSec>
</langSec>
</conceptEntry>
<conceptEntry id="c2">
<langSec xml:lang="en">
<basic:definition>What heats.
&lt;p&gt;Of iron &lt;b&gt;or&lt;/b&gt; glass.&lt;/p&gt;</basic:definition>
<termSec><term>hob</term></termSec>
</langSec>
</conceptEntry>
</body></text></tbx>
"""


def read(text: str, language: str | None = None) -> Reading:
    source = replace(as_source(text.encode(), "pots.tbx"), options=Options(language=language))
    return finish(tbx.read(source), source, document="pots", title=None, name="tbx", why="test")


def codes(reading: Reading) -> dict[str, int]:
    return dict(Counter(remark.code for remark in reading.remarks))


def more(reading: Reading, entry: Entry) -> list[str]:
    return [reading.document.text[span.start : span.end] for span in entry.more]


def test_version_2_with_groups_statuses_and_terms_marked_in_text() -> None:
    reading = read(MARTIF)
    kettle, lid = reading.entries
    assert (kettle.term, kettle.aliases) == ("kettle", ("tea kettle", "boiler", "Kessel"))
    assert kettle.definition == "A pot with a spout, closed by a lid."
    assert (kettle.status, kettle.language, kettle.references) == ("preferred", "en", ("lid",))
    assert (kettle.line, kettle.locator) == (8, "concept c1")
    assert (lid.term, lid.aliases, lid.definition) == ("lid", ("Deckel",), "What covers a pot.")
    assert (lid.references, lid.line) == (("kettle", "hob"), 30)
    assert more(reading, lid) == ["Of glass, at times."]
    assert reading.document.title == "Pots été"


def test_what_is_left_out_is_reported_and_every_line_is_accounted_for() -> None:
    reading = read(MARTIF)
    assert codes(reading) == {"categories-ignored": 1, "elsewhere": 1, "no-definition": 1}
    ignored = next(one for one in reading.remarks if one.code == "categories-ignored")
    assert "partOfSpeech (1)" in ignored.message
    assert "subjectField (1)" in ignored.message
    (name,) = [one for one in reading.remarks if one.code == "no-definition"]
    assert name.message.startswith("'pan' has no definition")
    assert [(s.first, s.last, s.use.value) for s in reading.lines] == [
        (1, 7, "page"),
        (8, 29, "entry"),
        (30, 38, "entry"),
        (39, 42, "report"),
        (43, 44, "page"),
    ]


def test_version_3_with_categories_as_tags_gives_an_entry_for_each_language() -> None:
    reading = read(DCT)
    portuguese, english, skillet, hob = reading.entries
    assert (portuguese.term, portuguese.language) == ("frigideira", "pt-BR")
    assert (portuguese.status, portuguese.definition) == ("admitted", "Panela rasa.")
    assert (english.term, english.aliases) == ("pan", ())
    assert (english.definition, english.references) == ("A flat pot.", ("hob",))
    assert (hob.definition, hob.line) == ("What heats.\n\nOf iron or glass.", 20)
    assert (skillet.term, skillet.definition) == ("skillet", "A heavy one.")
    assert (skillet.line, skillet.locator) == (5, "concept c1, term skillet")
    ignored = next(one for one in reading.remarks if one.code == "categories-ignored")
    assert "context (1)" in ignored.message


def test_a_definition_that_stands_at_each_term_is_that_of_the_concept() -> None:
    text = """<martif type="TBX"><text><body><termEntry><langSet xml:lang="en">
<tig><term>pan</term><descrip type="definition">A flat pot.</descrip></tig>
<tig><term>skillet</term><descrip type="definition">A flat pot.</descrip></tig>
</langSet></termEntry></body></text></martif>"""
    (entry,) = read(text).entries
    assert (entry.term, entry.aliases, entry.definition) == ("pan", ("skillet",), "A flat pot.")
    assert (entry.locator, entry.line) == ("concept number 1", 1)
    two = read(text.replace("A flat pot", "A heavy pot", 1))
    assert [(one.term, one.aliases, one.definition) for one in two.entries] == [
        ("pan", (), "A heavy pot."),
        ("skillet", (), "A flat pot."),
    ]
    assert codes(two) == {}


def test_people_pictures_and_addresses_are_no_references() -> None:
    text = DCT.replace(
        "<min:subjectField>kitchen</min:subjectField>",
        '<basic:xGraphic target="http://example.org/pan.png">pan.png</basic:xGraphic>'
        "<transacGrp><basic:transactionType>origination</basic:transactionType>"
        '<basic:responsibility target="p1">Ann</basic:responsibility></transacGrp>'
        "<ref>http://example.org/pan</ref>",
    )
    reading = read(text)
    assert [entry.references for entry in reading.entries] == [("hob",), ("hob",), (), ()]
    ignored = next(one for one in reading.remarks if one.code == "categories-ignored")
    assert "transacGrp (1), xGraphic (1)" in ignored.message
    assert codes(reading)["elsewhere"] == 1


def test_the_early_shape_of_tbx_min_is_read() -> None:
    text = """<TBX dialect="TBX-Min"><header><id>1</id></header><body>
<conceptEntry id="C1"><langGroup xml:lang="en"><termGroup><term>pan</term>
<note>A flat pot.</note><termStatus>preferred</termStatus></termGroup></langGroup></conceptEntry>
</body></TBX>"""
    reading = read(text)
    assert (reading.entries, codes(reading)) == ((), {"no-definition": 1})
    defined = text.replace("<note>", "<definition>").replace("</note>", "</definition>")
    (entry,) = read(defined).entries
    assert (entry.term, entry.definition, entry.status) == ("pan", "A flat pot.", "preferred")


def test_an_asked_for_language_leaves_the_others_out() -> None:
    reading = read(DCT, language="pt")
    assert [entry.term for entry in reading.entries] == ["frigideira"]
    assert codes(reading)["other-language"] == 1


def test_line_breaks_stay_where_nothing_is_indented() -> None:
    text = DCT.replace("A flat pot.", "Flat:\n- of iron\n\n  - of tin")
    assert read(text).entries[1].definition == "Flat:\n- of iron\n\n  - of tin"


@pytest.mark.parametrize(("text", "root"), [(MARTIF, "martif"), (DCT, "tbx")])
def test_the_reader_is_chosen_by_the_root(text: str, root: str) -> None:
    reading = read_bytes(text.encode("utf-8"), "no-ending")
    assert (reading.format, reading.why) == ("tbx", f"TBX (<{root}>) with concept entries")


def test_the_declared_encoding_counts() -> None:
    text = DCT.replace("flat pot", "p\xe2t\xe9 pot")
    raw = ('<?xml version="1.0" encoding="ISO-8859-1"?>\n' + text).encode("latin-1")
    assert read_bytes(raw, "pots.tbx").entries[1].definition == "A p\xe2t\xe9 pot."
    raw = ('<?xml version="1.0" encoding="UTF-16"?>\n' + text).encode("utf-16")
    assert read_bytes(raw, "pots.tbx").entries[1].definition == "A p\xe2t\xe9 pot."


@pytest.mark.parametrize(
    "text",
    ["<html><body><p>A <tbx> file</p></body></html>", "# <tbx>\n", "tbx\tA format.\n", "", "<a/>"],
)
def test_other_texts_are_left_to_other_readers(text: str) -> None:
    assert tbx.sniff(replace(as_source(b"x", "x"), text=text)).score < 0.2


def test_an_entity_that_no_one_declares_is_reported() -> None:
    reading = read(MARTIF.replace("What covers", "What &covers;"))
    (remark,) = [one for one in reading.remarks if one.code == "entity"]
    assert (remark.line, "'&covers;'" in remark.message) == (31, True)
    assert reading.entries[1].definition == "What  a pot."


LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 9))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MARTIF.replace("</martif>", ""), "no well-formed XML"),
        (DCT.replace("&lt;p", "&lt;&nothing;p"), "line 23, column .*undefined entity"),
        (f'<!DOCTYPE tbx [<!ENTITY l0 "ha">{LAUGHS}]>{DCT}', "made of other entities"),
        (f'<!DOCTYPE tbx [<!ENTITY l0 "{"ha" * 999}">]>{DCT}', "longer than a name's text"),
        (f'<!DOCTYPE tbx [<!ENTITY l SYSTEM "file:///etc/passwd">]>{DCT}', "external entity 'l'"),
        (f"<!DOCTYPE tbx [<!ENTITY % l \"<!ENTITY m 'x'>\">]>{DCT}", "parameter entity 'l'"),
        ("<tbx>" + "<a>" * 1000, "nested more than 300 deep"),
        ("<tbx>\ud800</tbx>".encode("utf-8", "surrogatepass").decode("latin-1"), ""),
        ("no XML", "no well-formed XML"),
    ],
)
def test_what_is_broken_or_harmful_is_refused(text: str, says: str) -> None:
    if not says:
        assert read(text).entries == ()
        return
    with pytest.raises(InputError, match=says):
        read(text)


@given(st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_mangled_files_are_refused_or_read_and_every_line_is_accounted_for(
    data: st.DataObject,
) -> None:
    text = list(data.draw(st.sampled_from([MARTIF, DCT])))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text) - 1))
        new = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=6))
        text[at : at + data.draw(st.integers(0, 12))] = new
    try:
        reading = read("".join(text))
    except InputError:
        return
    for entry in reading.entries:
        assert reading.document.text[entry.start : entry.end] == entry.definition
    covered = {line for span in reading.lines for line in range(span.first, span.last + 1)}
    content = "".join(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert {at for at, line in enumerate(content, 1) if line.strip()} <= covered
    assert not any(remark.code == "unread" for remark in reading.remarks)
