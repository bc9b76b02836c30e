"""Annotated texts as HTML and Markdown, and the command that writes them."""

import io
import json
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from glossator.rag import Glossator, InputError
from glossator.ui.annotated import as_html, as_markdown, link_by
from tests.chromium import launched, violations
from tests.ui.program import Ran, spawn, write

Run = Callable[..., Ran]
HARM = {
    "Jib": '<script>alert(1)</script> & "quoted" [x](javascript:y) `z` at sea.',
    "Keel": "A fin.",
    "Boom": "A spar.",
}


@pytest.fixture(scope="module")
def sails(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    path = tmp_path_factory.mktemp("sails") / "sails.jsonl"
    write(path, *({"term": term, "definition": said} for term, said in HARM.items()))
    return Glossator.build([path])


class _Text(HTMLParser):
    """Gathers a page's text, that of notes, style and script left out."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "main" or (self.inside and tag == "a")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"

    def handle_data(self, data: str) -> None:
        self.said += data if self.inside else ""


@given(st.lists(st.sampled_from(["jib", "keels", " ", "<b>", "&", "\n", "é", "'"])).map("".join))
@settings(max_examples=100, deadline=None)
def test_a_plain_text_s_page_says_what_the_text_says(sails: Glossator, text: str) -> None:
    page = as_html(sails.annotate(text, which="all"))
    reader = _Text()
    reader.feed(page)
    assert reader.said.strip() == text.strip()


def test_html_stays_as_it_is_but_for_its_terms(sails: Glossator) -> None:
    text = "<body class=x>\n<p>A jib &amp; <code>jib</code></p></body>\n"
    page = as_html(sails.annotate(text, format="html"))
    assert page.startswith(
        '<body class=x>\n<p>A <a class="glossator-term" href="#glossator-1" '
        'aria-describedby="glossator-1-says">jib</a> &amp; <code>jib</code></p>\n<aside '
    )
    assert page.endswith("</script>\n</body>\n")
    nothing = "<p>nothing</p>"
    assert as_html(sails.annotate(nothing, format="html")) == nothing


def test_what_a_glossary_says_is_never_markup(sails: Glossator) -> None:
    found = sails.annotate("a jib", format="html")
    assert "<script>alert" not in as_html(found)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;" in as_html(found)
    written = as_markdown(sails.annotate("a jib", format="markdown"))
    shown = MarkdownIt("commonmark", {"html": False}).render(written)
    assert "<script" not in shown
    assert shown.count("<a ") == 1
    assert 'title="&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;' in shown


def test_markdown_links_lead_where_the_template_says(sails: Glossator) -> None:
    found = sails.annotate("the *keel* and `keel`", format="markdown")
    link = link_by("terms/{source}#{anchor}")
    assert as_markdown(found, link) == 'the *[keel](<terms/sails.jsonl#keel> "A fin.")* and `keel`'
    assert as_markdown(found).endswith(
        '\n\n---\n\n- <a id="glossator-1"></a>**Keel**: A fin. (sails.jsonl, line 2)\n'
    )
    assert as_markdown(sails.annotate("none\n", format="markdown")) == "none\n"


def test_a_text_is_written_as_what_it_is(sails: Glossator) -> None:
    with pytest.raises(InputError, match="expected --to html or json"):
        as_markdown(sails.annotate("x", format="html"))
    with pytest.raises(InputError, match="expected --to markdown or json"):
        as_html(sails.annotate("x", format="markdown"))
    with pytest.raises(InputError, match=r"knows no '\{page\}'; expected of \{anchor\}, \{term\}"):
        link_by("{page}")


def test_the_command_writes_json_with_offsets_of_the_file(
    run: Run, boats_index: Path, tmp_path: Path
) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes("Le mât.\r\n\r\nThe `jib`, a jib, jibs.\r\n".encode())
    ran = run("annotate", path, "--index", boats_index)
    told = json.loads(ran.out)
    assert (ran.code, ran.err, told["format"]) == (0, "", "markdown")
    (one,) = told["occurrences"]
    assert path.read_bytes().decode()[one["start"] : one["end"]] == "jib"
    assert told["citations"][0]["quote"] == "A triangular sail set ahead of the mast."
    ran = run("annotate", path, "--index", boats_index, "--all", "--format", "text")
    assert len(json.loads(ran.out)["occurrences"]) == 3


def test_the_command_reads_standard_input(boats_index: Path, monkeypatch: Any, run: Run) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a jib"), encoding="utf-8"))
    ran = run("annotate", "-", "--index", boats_index, "--to", "html")
    assert 'class="glossator-term"' in ran.out
    assert ran.code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("nowhere.txt",), "nowhere.txt: No such file"),
        (("bad.txt",), "bad.txt: byte 2 is no UTF-8. Expected a text in UTF-8"),
        (("a.html", "--to", "markdown"), "HTML is written as HTML"),
        (("a.html", "--link", "x"), "--link goes with --to html or markdown"),
        (("a.html", "--to", "rtf"), "invalid choice: 'rtf'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], complaint: str, boats_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_bytes(b"a \xff")
    (tmp_path / "a.html").write_text("jib", encoding="utf-8")
    ran = spawn("annotate", *arguments, "--index", boats_index, folder=tmp_path)
    assert ran.code == 2
    assert complaint in ran.fault


@pytest.mark.chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_definitions_show_on_hover_and_focus_and_go_with_escape(
    scheme: str, width: int, sails: Glossator, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    words = "Words of no meaning at all. " * 30
    text = f"A jib, a keel.\n{words}\nand the boom"
    path.write_text(as_html(sails.annotate(text)), encoding="utf-8")
    with launched() as browser:
        page = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
        page.goto(path.as_uri())
        tip = page.locator(".glossator-tip")
        for term, quote in (("keel", "A fin."), ("boom", "A spar.")):
            page.hover(f"text={term}")
            assert tip.inner_text() == quote
            box = tip.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            tip.hover()
            page.wait_for_timeout(300)
            assert tip.count() == 1
            page.keyboard.press("Escape")
            assert tip.count() == 0
        page.mouse.move(0, 0)
        page.focus("text=jib >> nth=0")
        assert tip.inner_text().startswith("<script>alert(1)</script>")
        assert violations(page) == []
        page.keyboard.press("Tab")
        assert tip.inner_text() == "A fin."
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
