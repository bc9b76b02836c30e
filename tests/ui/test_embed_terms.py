"""Terms on other people's pages in Chromium: what is marked, and what the page may still do."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import launched
from tests.ui.elsewhere import ARTICLE, Elsewhere, elsewhere, marks, visiting
from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)
pytestmark = pytest.mark.chromium

TIP = "glossator-widget .tip"
ACTIVE = "document.activeElement.textContent"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def site() -> Iterator[Elsewhere]:
    with elsewhere() as running:
        yield running


@pytest.fixture(scope="module")
def server(
    own_index: Path, site: Elsewhere, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    heard = tmp_path_factory.mktemp("served") / "stderr"
    with served(own_index, heard, "--cors", site.url) as running:
        yield running


@pytest.fixture
def tag(server: Served) -> str:
    return f'<script src="{server.url}/glossator.js" defer></script>'


def settled(page: Any) -> None:
    """Wait until what a change sets off has been done: the pause after it, and a request."""
    page.wait_for_timeout(900)


def plain(page: Any, within: str = "main") -> Any:
    return page.locator(within).evaluate("(one) => one.textContent")


# what is marked


def test_the_first_mention_of_each_term_is_marked_and_the_text_stays_as_it_was(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        found = [" ".join(one.split()) for one in marks(page)]
        assert found == ["overfitting", "Dropout", "learning", "", "rate", "gradient de\xadscent",
                         "soft\xadmax"]  # fmt: skip
        shown = re.sub(r"<[^>]*>", "", ARTICLE.partition("<main>")[2].partition("</main>")[0])
        assert plain(page) == shown.replace("&shy;", "\xad")


def test_every_mention_is_marked_where_the_page_wants_that(
    browser: Any, site: Elsewhere, server: Served
) -> None:
    every = f'<script src="{server.url}/glossator.js" data-terms="all" async></script>'
    with visiting(browser, site.page(every)) as page:
        assert marks(page).count("Overfitting") == 1
        assert marks(page).count("overfitting") == 1


def test_links_code_headings_and_controls_are_left_alone(
    browser: Any, site: Elsewhere, server: Served
) -> None:
    words = "".join(
        f"<p><{name}>dropout</{name}></p>"
        for name in ("a", "code", "kbd", "samp", "var", "button", "label", "dfn", "svg", "textarea")
    )
    words += "".join(f"<h{n}>dropout</h{n}>" for n in range(1, 7))
    words += "<pre>dropout</pre><table><tr><th>dropout</th></tr></table><dl><dt>dropout</dt></dl>"
    words += "<p contenteditable>dropout</p><p hidden>dropout</p><nav>dropout</nav>"
    words += "<p role=heading>dropout</p><p aria-hidden=true>dropout</p>"
    words += "<div style='display: grid'>dropout</div>"
    every = f'<script src="{server.url}/glossator.js" data-terms="all" async></script>'
    body = f"<main>{words}<p><i>The end of</i> dropout.</p></main>"
    with visiting(browser, site.page(every, body)) as page:
        assert marks(page) == ["dropout"]
        assert page.locator("main > p:last-child glossator-term").count() == 1


def test_only_the_part_that_the_page_names_is_read(
    browser: Any, site: Elsewhere, server: Served
) -> None:
    one = f'<script src="{server.url}/glossator.js" data-within="#two" defer></script>'
    asked: list[str] = []
    with visiting(browser, site.page(one)) as page:
        page.on("request", lambda request: asked.append(request.post_data or ""))
        assert page.locator("#one glossator-term").count() == 0
        assert "Overfitting" in marks(page)


def test_what_unfolds_later_is_marked_then(browser: Any, site: Elsewhere, tag: str) -> None:
    with visiting(browser, site.page(tag)) as page:
        assert "word embedding" not in marks(page)
        page.locator("summary").click()
        page.locator("#folded glossator-term").wait_for()
        assert page.locator("#folded glossator-term").inner_text() == "word embedding"


def test_long_pages_are_read_in_pieces_and_each_term_is_marked_once(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    filler = "Nothing of note is told in this paragraph, which goes on and on. 😀 " * 12
    body = "<main>" + f"<p>{filler}</p><p>Dropout and epochs.</p>" * 150 + "<p>Softmax.</p></main>"
    with visiting(browser, site.page(tag, body)) as page:
        page.locator("glossator-term", has_text="Softmax").wait_for()
        assert marks(page) == ["Dropout", "epochs", "Softmax"]


def test_no_term_is_marked_where_the_page_wants_none(
    browser: Any, site: Elsewhere, server: Served
) -> None:
    none = f'<script src="{server.url}/glossator.js" data-terms="off" defer></script>'
    with visiting(browser, site.page(none)) as page:
        settled(page)
        assert page.locator("glossator-term").count() == 0


# a page that changes


def test_a_text_that_its_page_sets_anew_is_what_the_page_set(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    """As frameworks do it: they keep the text node, and set or remove it."""
    body = (
        '<main><p id="a">An epoch, then dropout, then rest.</p><p id="b">Softmax here.</p></main>'
    )
    with visiting(browser, site.page(tag, body)) as page:
        page.evaluate("window.kept = document.querySelector('#a').firstChild")
        assert marks(page) == ["epoch", "dropout", "Softmax"]
        assert page.evaluate("kept.isConnected && kept.data") == "An "
        page.evaluate("kept.data = 'Now momentum counts.'")
        assert plain(page, "#a") == "Now momentum counts."
        page.locator("#a glossator-term").wait_for()
        assert marks(page) == ["momentum", "Softmax"]
        page.evaluate("kept.data = 'Now momentum counts.'")  # the same once more
        settled(page)
        assert plain(page, "#a") == "Now momentum counts."
        assert marks(page) == ["momentum", "Softmax"]
        page.evaluate("kept.parentNode.removeChild(kept)")
        assert plain(page, "#a") == ""
        page.evaluate("document.querySelector('#b').textContent = 'ReLU.'")
        page.locator("#b glossator-term").wait_for()
        assert plain(page, "#b") == "ReLU."


def test_a_text_that_its_page_joins_is_not_lost(browser: Any, site: Elsewhere, tag: str) -> None:
    body = '<main><p id="a">Dropout, then an epoch.</p><p id="b">Softmax.</p></main>'
    with visiting(browser, site.page(tag, body)) as page:
        assert marks(page) == ["Dropout", "epoch", "Softmax"]
        page.evaluate("document.querySelector('#a').normalize()")
        settled(page)
        assert plain(page, "#a") == "Dropout, then an epoch."
        page.evaluate("document.querySelector('#b').innerHTML += ' And dropout.'")
        settled(page)
        assert plain(page, "#b") == "Softmax. And dropout."
        assert page.locator("glossator-term glossator-term").count() == 0
        assert page.locator("#b glossator-term").first.get_attribute("role") == "button"


def test_new_paragraphs_get_their_terms(browser: Any, site: Elsewhere, tag: str) -> None:
    with visiting(browser, site.page(tag, "<main><p>Dropout.</p></main>")) as page:
        assert marks(page) == ["Dropout"]
        page.evaluate("document.querySelector('main').append('An epoch, and dropout again.')")
        page.locator("glossator-term", has_text="epoch").wait_for()
        assert marks(page) == ["Dropout", "epoch"]


def test_the_widget_stays_where_a_site_changes_its_page_in_place(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag, "<main><p>Dropout.</p></main>")) as page:
        marks(page)
        page.evaluate(
            "const next = document.createElement('body');"
            "next.innerHTML = '<main><p>A new page on dropout and softmax.</p></main>';"
            "document.body.replaceWith(next)"
        )
        page.locator("glossator-term", has_text="softmax").wait_for()
        assert marks(page) == ["dropout", "softmax"]
        assert page.locator("glossator-widget").count() == 1
        page.evaluate("document.querySelector('glossator-widget').remove()")
        settled(page)
        assert page.locator("glossator-widget").count() == 0


def test_a_text_that_never_rests_is_left_alone_after_a_while(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    body = "<main><p>Dropout.</p><p id='clock'>It is noon.</p></main>"
    asked: list[str] = []
    with visiting(browser, site.page(tag, body)) as page:
        marks(page)
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate(
            "setInterval(() => document.querySelector('#clock').firstChild.data ="
            " `Some time: ${Math.random()}`, 50)"
        )
        page.wait_for_timeout(6_000)
        assert 1 <= len([one for one in asked if one.endswith("/v1/annotate")]) <= 6


def test_taking_the_widget_out_leaves_the_page_as_it_was(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        page.evaluate("document.querySelector('glossator-widget').remove()")
        assert page.locator("glossator-term").count() == 0
        assert page.evaluate("document.querySelector('#one').childNodes.length") == 5


# the definition beside it


def test_a_definition_comes_with_the_pointer_stays_under_it_and_goes_by_escape(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        term = page.locator("glossator-term", has_text="Dropout")
        term.hover()
        page.locator(TIP).wait_for()
        assert "randomly chosen neurons" in page.locator(TIP).inner_text()
        assert "Deep Learning Memory Cards · line 111" in page.locator(TIP).inner_text()
        page.locator(f"{TIP} blockquote").hover()  # hoverable
        page.wait_for_timeout(1_000)  # persistent
        assert page.locator(TIP).is_visible()
        page.mouse.move(5, 700)
        page.locator(TIP).wait_for(state="hidden")
        term.hover()
        page.locator(TIP).wait_for()
        page.keyboard.press("Escape")  # dismissible, without moving anything
        assert not page.locator(TIP).is_visible()


def test_a_definition_goes_with_the_text_that_had_its_term(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        page.locator("glossator-term", has_text="Dropout").focus()
        page.locator(TIP).wait_for()
        page.evaluate("document.querySelector('#one').textContent = 'Nothing.'")
        page.locator(TIP).wait_for(state="hidden")


def test_a_pointer_that_passes_by_brings_nothing_up(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        page.locator("glossator-term", has_text="Dropout").hover()
        page.mouse.move(5, 700)
        page.wait_for_timeout(500)
        assert not page.locator(TIP).is_visible()


def test_by_keyboard_a_definition_comes_with_the_focus_and_can_be_gone_into(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        page.locator("nav a").focus()
        page.keyboard.press("Tab")
        assert page.evaluate(ACTIVE) == "overfitting"
        assert "by heart" in page.locator(TIP).inner_text()
        page.keyboard.press("Tab")
        assert page.evaluate(ACTIVE) == "Dropout"
        assert "randomly chosen" in page.locator(TIP).inner_text()
        page.keyboard.press("Escape")
        assert not page.locator(TIP).is_visible()
        assert page.evaluate(ACTIVE) == "Dropout"
        page.keyboard.press("Enter")
        focused = "document.querySelector('glossator-widget').shadowRoot.activeElement.textContent"
        assert page.evaluate(focused).startswith("Dropout")
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "Ask about it"
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # out of it, back to the term
        assert page.evaluate(ACTIVE) == "Dropout"
        assert not page.locator(TIP).is_visible()
        page.keyboard.press(" ")
        page.keyboard.press("Escape")
        assert page.evaluate(ACTIVE) == "Dropout"
        page.keyboard.press("Tab")
        assert page.evaluate(ACTIVE) == "what an epoch is"
        assert not page.locator(TIP).is_visible()


def test_a_screen_reader_is_told_what_a_term_means(browser: Any, site: Elsewhere, tag: str) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        page.locator("glossator-term", has_text="Dropout").focus()
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        (node,) = (
            one
            for one in tree
            if one.get("role", {}).get("value") == "button"
            and one.get("name", {}).get("value") == "Dropout"
        )
        assert node["description"]["value"].startswith("Dropout switches off randomly chosen")
        assert node["description"]["value"].endswith("(Deep Learning Memory Cards)")


def test_a_tap_opens_a_definition_and_a_tap_beside_it_closes_it(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    phone: dict[str, Any] = {
        "viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True,
    }  # fmt: skip
    with visiting(browser, site.page(tag), **phone) as page:
        marks(page)
        page.locator("glossator-term", has_text="Dropout").tap()
        page.locator(TIP).wait_for()
        box = page.locator(TIP).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        page.locator("#off").tap()
        page.locator(TIP).wait_for(state="hidden")


def test_a_definition_near_the_end_of_the_window_stands_above_its_term(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    body = '<main><div style="height: 700px"></div><p id="low">Dropout</p></main>'
    with visiting(browser, site.page(tag, body)) as page:
        marks(page)
        page.locator("glossator-term").hover()
        page.locator(TIP).wait_for()
        box, term = page.locator(TIP).bounding_box(), page.locator("#low").bounding_box()
        assert box["y"] + box["height"] <= term["y"] + 4


def test_a_term_leads_into_the_chat_and_the_focus_back_to_it(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag)) as page:
        marks(page)
        page.locator("glossator-term", has_text="Dropout").click()
        page.get_by_role("button", name="Ask about it").click()
        page.locator("glossator-widget .card").first.wait_for()
        assert page.locator("glossator-widget .q").inner_text() == "Dropout"
        page.keyboard.press("Escape")
        assert page.evaluate(ACTIVE) == "Dropout"
