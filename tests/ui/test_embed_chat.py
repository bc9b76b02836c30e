"""The chat on other people's pages in Chromium: questions, answers, keys, options."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator
from tests.chromium import launched
from tests.ui.elsewhere import (
    PANEL,
    WIDGET,
    Elsewhere,
    arrives,
    ask,
    elsewhere,
    marks,
    opened,
    tag_of,
    visiting,
)
from tests.ui.served import Served, served
from tests.ui.visiting import OFF_TOPIC

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)
pytestmark = pytest.mark.chromium

#: What has the focus within the widget.
ACTIVE = "document.querySelector('glossator-widget').shadowRoot.activeElement"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}


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
    return tag_of(server)


# asking


def test_ask_follow_up_refuse_and_ask_on_by_a_nearest_term(
    browser: Any, site: Elsewhere, tag: str, own: Glossator
) -> None:
    with visiting(browser, site.page(tag)) as page:
        opened(page)
        first = ask(page, "what is dropout?")
        quotes = [one.quote for one in own.ask("what is dropout?").citations]
        assert first.locator("blockquote").all_text_contents() == quotes
        assert "[1] Deep Learning Memory Cards · line 111" in first.inner_text()
        assert page.locator("[aria-live]").text_content().startswith("3 quotes. Dropout: Dropout")
        second = ask(page, "how does it differ from DropConnect?")
        assert "Read as: how does Dropout differ from DropConnect?" in second.inner_text()
        assert second.locator("h4").all_inner_texts() == ["Dropout", "DropConnect"]
        third = ask(page, OFF_TOPIC)
        assert third.locator("blockquote").count() == 0
        refusal = own.ask(OFF_TOPIC)
        assert third.locator(".chip").all_inner_texts() == list(refusal.suggestions)
        assert third.locator(".no p").inner_text() == refusal.text.partition(" Nearest terms")[0]
        near = third.locator(".chip").first
        asked = near.inner_text()
        fourth = arrives(page, near.click)
        assert fourth.locator(".q").inner_text() == asked
        assert fourth.locator("blockquote").count() >= 1


def test_a_lead_stands_where_the_answer_has_one(browser: Any, site: Elsewhere, tag: str) -> None:
    with visiting(browser, site.page(tag)) as page:
        opened(page)
        turn = ask(page, "what does LSTM stand for?")
        assert turn.locator("h4").all_inner_texts() == ["LSTM (Long Short-Term Memory)"]


def test_what_is_copied_is_the_quote_with_its_source(
    browser: Any, site: Elsewhere, tag: str, own: Glossator
) -> None:
    one = own.ask("what is dropout?").citations[1]
    said = f"“{one.quote}” — {one.term}, {one.title} ({one.source}), line {one.line}"
    with visiting(browser, site.page(tag)) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        opened(page)
        turn = ask(page, "what is dropout?")
        turn.get_by_role("button", name="Copy citation").nth(1).click()
        turn.get_by_text("Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == said
        assert page.locator("[aria-live]").text_content() == "Copied"


def test_everything_works_by_keyboard(browser: Any, site: Elsewhere, tag: str) -> None:
    with visiting(
        browser, site.page(tag, "<main><p>Dropout</p><a href='#'>Last</a></main>")
    ) as page:
        marks(page)
        page.locator("main a").focus()
        page.keyboard.press("Tab")
        assert page.evaluate(f"{ACTIVE}.textContent") == "Ask the glossary"
        page.keyboard.press("Enter")
        assert page.evaluate(f"{ACTIVE}.id") == "question"
        page.keyboard.type("what is an epoch?")
        arrives(page, lambda: page.keyboard.press("Enter"))
        assert page.evaluate(f"{ACTIVE}.id") == "question"
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(f"{ACTIVE}.className") == "chip quoted"
        page.locator(PANEL).get_by_role("button", name="Start over").focus()
        page.keyboard.press("Enter")
        assert page.locator(f"{WIDGET} article").count() == 0
        assert page.evaluate(f"{ACTIVE}.id") == "question"
        page.keyboard.type("half a question")
        page.keyboard.press("Escape")  # empties the field first
        assert page.get_by_label("Your question").input_value() == ""
        page.keyboard.press("Escape")
        assert not page.locator(PANEL).is_visible()
        assert page.evaluate(f"{ACTIVE}.textContent") == "Ask the glossary"


def test_the_page_s_shortcuts_take_nothing_of_what_is_typed(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    greedy = "document.addEventListener('keydown', (event) => event.preventDefault())"
    with visiting(browser, site.page(tag, f"<main></main><script>{greedy}</script>")) as page:
        opened(page)
        page.keyboard.type("is it so?")
        assert page.get_by_label("Your question").input_value() == "is it so?"


def test_on_a_phone_the_dialog_is_the_screen_and_holds_the_focus(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag), **PHONE, is_mobile=True, has_touch=True) as page:
        page.get_by_role("button", name="Ask the glossary").tap()
        box = page.locator(PANEL).bounding_box()
        assert (box["x"], box["width"], round(box["height"])) == (0, 360, 740)
        for _ in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "['BODY', 'GLOSSATOR-WIDGET'].includes(document.activeElement.tagName)"
            )
        page.get_by_label("Your question").tap()
        page.keyboard.type("what is an epoch?")
        arrives(page, lambda: page.keyboard.press("Enter"))
        assert page.evaluate(f"{ACTIVE}.className") == "turns"  # the keys on the screen are gone
        page.get_by_role("button", name="Close").tap()
        assert not page.locator(PANEL).is_visible()
        assert page.evaluate(f"{ACTIVE}.textContent") == "Ask the glossary"


def test_the_page_s_own_script_may_ask(browser: Any, site: Elsewhere, tag: str) -> None:
    with visiting(browser, site.page(tag)) as page:
        page.evaluate("document.querySelector('glossator-widget').ask('what is an epoch?')")
        page.locator(f"{WIDGET} .card").first.wait_for()
        page.evaluate("document.querySelector('glossator-widget').close()")
        assert not page.locator(PANEL).is_visible()


def test_the_terms_of_the_page_are_offered_to_begin_with(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    with visiting(browser, site.page(tag, "<main>On softmax and epochs.</main>")) as page:
        marks(page)
        opened(page)
        assert page.locator(f"{PANEL} .chip").all_inner_texts() == ["Softmax", "Epoch"]
        turn = arrives(page, page.locator(f"{PANEL} .chip").first.click)
        assert turn.locator(".card").count() >= 1


# options


def test_language_place_heading_and_absence_are_options(
    browser: Any, site: Elsewhere, server: Served
) -> None:
    german = tag_of(server, 'data-lang="de-AT" data-position="top-left" data-heading="Netze"')
    with visiting(browser, site.page(german)) as page:
        button = page.get_by_role("button", name="Das Glossar fragen")
        assert button.bounding_box()["x"] < 50
        assert button.bounding_box()["y"] < 50
        button.click()
        assert page.get_by_role("dialog", name="Netze").is_visible()
        page.get_by_label("Ihre Frage").fill(OFF_TOPIC)
        page.keyboard.press("Enter")
        page.get_by_text("Davon handelt das Glossar nicht.").first.wait_for()
        assert page.get_by_text("Nächste Begriffe").count() >= 1
    silent = tag_of(server, 'data-chat="off"')
    with visiting(browser, site.page(silent)) as page:
        marks(page)
        assert page.locator(WIDGET).get_by_role("button").count() == 0
        page.locator("glossator-term").first.hover()
        page.locator(f"{WIDGET} .tip").wait_for()
        assert page.get_by_role("button", name="Copy citation").count() == 1
        assert page.get_by_role("button", name="Ask about it").count() == 0


def test_words_of_the_page_s_own_stand_before_ours(
    browser: Any, site: Elsewhere, server: Served
) -> None:
    own_words = tag_of(server, """data-words='{"title": "Mitä?", "off_topic": "Ei täällä."}'""")
    with visiting(browser, site.page(own_words)) as page:
        page.get_by_role("button", name="Mitä?").click()
        assert ask(page, OFF_TOPIC).locator(".no p").inner_text() == "Ei täällä."


def test_two_tags_make_one_widget_and_an_element_of_the_page_s_own_is_used(
    browser: Any, site: Elsewhere, server: Served, tag: str
) -> None:
    with visiting(browser, site.page(tag + tag)) as page:
        marks(page)
        assert page.locator(WIDGET).count() == 1
    body = (
        f'<main>Dropout.</main><glossator-widget api="{server.url}" terms="off"></glossator-widget>'
    )
    with visiting(browser, site.page(tag, body)) as page:
        opened(page)
        assert page.locator(WIDGET).count() == 1
        assert page.locator("glossator-term").count() == 0
        page.evaluate("document.querySelector('glossator-widget').setAttribute('terms', 'first')")
        assert marks(page) == ["Dropout"]
