"""The chat in Chromium: as eyes, fingers, keyboards and screen readers meet it."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator
from tests.chromium import launched, violations
from tests.ui.served import Served, served
from tests.ui.visiting import (
    DESKTOP,
    INERT,
    OFF_TOPIC,
    UNSEEN,
    arrives,
    ask,
    attacks_on,
    listening_beacon,
    served_attacks,
    visit,
)

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)
pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


def test_ask_follow_up_refuse_and_ask_on_by_a_click(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        first = ask(page, "what is dropout?")
        assert page.input_value("#gl-input") == ""
        assert not page.locator("#gl-hello").is_visible()
        assert first.locator(".lead").inner_text() == "Dropout, as 3 glossaries put it."
        card = first.locator(".card").first.inner_text()
        assert "Dropout [1]" in card
        assert "Deep Learning Memory Cards · line 111" in card
        assert page.locator("#gl-live").inner_text().startswith("Dropout, as 3 glossaries")

        second = ask(page, "how does it differ from DropConnect?")
        assert "Dropout and DropConnect, side by side." in second.inner_text()
        chip = second.locator(".notes .chip").first
        asked = chip.inner_text()
        third = arrives(page, chip.click)
        assert third.locator(".q").inner_text() == asked
        assert third.locator(".card").count() > 0

        refusal = ask(page, OFF_TOPIC)
        assert refusal.locator(".card").count() == 0
        nearest = refusal.locator(".no .chip").first
        assert arrives(page, nearest.click).locator(".card").count() > 0

        page.locator(".turn").last.get_by_text("Start over").click()
        assert page.locator(".turn").count() == 0
        assert page.locator("#gl-hello").is_visible()
        alone = ask(page, "how does it differ from DropConnect?")
        assert "Read as" not in alone.inner_text()


def test_a_question_is_edited_asked_again_taken_back_and_all_forgotten(
    browser: Any, server: Served
) -> None:
    def asked(page: Any) -> Any:
        return page.locator(".turn .q").all_inner_texts()

    with visit(browser, server.url) as page:
        for question in ("what is dropout?", "what is its rate?", "what is an epoch?"):
            ask(page, question)
        first = page.locator(".turn").first
        assert first.get_by_text("Undo").count() == 1
        assert not first.get_by_text("Undo").is_visible()  # only the last one can be taken back

        page.locator(".turn").nth(1).get_by_text("Edit").click()
        assert page.input_value("#gl-input") == "what is its rate?"
        assert page.locator("#gl-editing").is_visible()
        page.fill("#gl-input", "how does it differ from DropConnect?")
        page.keyboard.press("Enter")
        page.get_by_text("Read as: how does Dropout differ from DropConnect?").wait_for()
        assert asked(page) == ["what is dropout?", "how does it differ from DropConnect?"]
        assert not page.locator("#gl-editing").is_visible()

        before = page.locator(".turn").last.inner_html()
        page.locator(".turn").last.get_by_text("Ask again").click()
        page.wait_for_timeout(300)
        assert page.locator(".turn").last.inner_html() == before
        assert len(asked(page)) == 2

        page.locator(".turn").last.get_by_text("Undo").click()
        assert asked(page) == ["what is dropout?"]
        assert page.input_value("#gl-input") == "how does it differ from DropConnect?"
        assert "dropout" in page.url
        page.locator(".turn").last.get_by_text("Start over").click()
        assert asked(page) == []
        assert page.url == f"{server.url}/"
        assert page.locator("#gl-hello").is_visible()


def test_the_arrow_up_edits_the_last_question_and_escape_leaves_it(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url) as page:
        ask(page, "what is dropout?")
        page.keyboard.press("ArrowUp")
        assert page.input_value("#gl-input") == "what is dropout?"
        page.keyboard.press("Escape")
        assert page.input_value("#gl-input") == ""
        assert not page.locator("#gl-editing").is_visible()
        ask(page, "what is an epoch?")
        assert page.locator(".turn").count() == 2


def test_two_questions_sent_at_once_are_both_answered_in_their_order(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url) as page:
        for question in ("what is dropout?", "what is an epoch?", "and its rate?"):
            page.fill("#gl-input", question)
            page.press("#gl-input", "Enter")
        page.locator(".turn").nth(2).wait_for()
        assert page.locator(".turn .q").all_inner_texts() == [
            "what is dropout?",
            "what is an epoch?",
            "and its rate?",
        ]
        assert page.get_by_text("No answer came").count() == 0


def test_an_example_of_the_first_visit_is_answered(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        assert page.locator("#gl-hello .chip").count() == 4
        assert "4 glossaries · 250 entries" in page.locator("header").inner_text()
        turn = arrives(page, page.locator("#gl-hello .chip").nth(1).click)
        assert turn.locator(".card").count() >= 2


def test_each_turn_starts_at_the_top_and_the_question_box_keeps_the_focus(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url) as page:
        for question in ("what is dropout?", "what is an epoch?", OFF_TOPIC):
            heading = ask(page, question).locator(".q").bounding_box()
            header = page.locator("header").bounding_box()
            assert 0 < heading["y"] - header["height"] < 60
        assert page.evaluate("document.activeElement.id") == "gl-input"


def test_on_a_phone_the_keyboard_makes_way_for_the_answer(browser: Any, server: Served) -> None:
    size = {"width": 360, "height": 740}
    phone: dict[str, Any] = {"viewport": size, "is_mobile": True, "has_touch": True}
    with visit(browser, server.url, **phone) as page:
        assert page.evaluate("document.activeElement.id") != "gl-input"
        page.locator("#gl-input").tap()
        page.keyboard.type("what is dropout?")
        turn = arrives(page, lambda: page.keyboard.press("Enter"))
        assert page.evaluate("document.activeElement.id") != "gl-input"
        page.locator("#gl-input").tap()
        page.keyboard.type("how does it differ from DropConnect?")
        second = arrives(page, page.get_by_role("button", name="Ask", exact=True).tap)
        assert "side by side" in second.inner_text()
        assert turn.locator(".card").count() == 3
        second.locator("a.n").first.tap()
        page.locator("mark.quoted").wait_for()
        page.get_by_role("button", name="Close").tap()
        assert not page.locator("#gl-panel").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_everything_works_by_keyboard(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        page.keyboard.type("what is an epoch?")  # the focus is there from the start
        arrives(page, lambda: page.keyboard.press("Enter"))
        page.keyboard.type("something else")
        page.keyboard.press("Escape")
        assert page.input_value("#gl-input") == ""
        for _ in range(30):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.className").startswith("chip"):
                break
        arrives(page, lambda: page.keyboard.press("Enter"))
        page.locator("[data-copy]").first.focus()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "gl-input"


def test_what_is_copied_is_the_quote(browser: Any, server: Served, own: Glossator) -> None:
    quote = own.ask("what is dropout?").citations[1].quote
    with visit(browser, server.url) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        turn = ask(page, "what is dropout?")
        turn.locator('[data-copy="1,0"]').click()
        turn.get_by_text("Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == quote


def test_a_server_that_is_gone_is_told(
    browser: Any, own_index: Path, tmp_path: Path, server: Served
) -> None:
    with visit(browser, server.url) as page:
        page.clock.install()
        page.route("**/run/predict*", lambda route: None)  # no answer ever
        page.fill("#gl-input", "what is dropout?")
        page.press("#gl-input", "Enter")
        page.clock.fast_forward(1_000)
        page.get_by_text("Waiting for the answer to “what is dropout?”…").wait_for()
        page.clock.fast_forward(20_000)
        page.get_by_text("No answer came").first.wait_for()
        page.unroute("**/run/predict*")
        page.get_by_role("button", name="Ask again").click()
        page.locator(".card").first.wait_for()
        assert page.locator(".turn").count() == 1
        assert not page.locator("#gl-waiting").is_visible()


@pytest.mark.parametrize(
    ("status", "said"), [(503, "Many people are asking just now."), (502, "No answer came.")]
)
def test_a_server_that_can_t_answer_is_told_at_once(
    browser: Any, server: Served, status: int, said: str
) -> None:
    with browser.new_context(**DESKTOP) as context:  # the console tells the failure, as it should
        page = context.new_page()
        page.goto(server.url)
        page.locator("#gl-hello h2").wait_for()
        page.route("**/run/predict*", lambda route: route.fulfill(status=status, body="no"))
        page.fill("#gl-input", "what is dropout?")
        page.press("#gl-input", "Enter")
        page.locator(".no", has_text=said).wait_for(timeout=8_000)  # patience ends after 15 s
        page.unroute("**/run/predict*")
        page.get_by_role("button", name="Ask again").click()
        page.locator(".card").first.wait_for()
        assert page.locator(".turn").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_fits_and_axe_finds_no_violation(
    browser: Any, server: Served, width: int, scheme: str
) -> None:
    view: dict[str, Any] = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    with visit(browser, server.url, **view) as page:
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(251, 249, 244)", "dark": "rgb(24, 22, 19)"}[scheme]
        assert violations(page) == []
        ask(page, "what is dropout?")
        ask(page, OFF_TOPIC)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


# a glossary that attacks


@pytest.fixture(scope="module")
def beacon() -> Iterator[tuple[str, list[str]]]:
    with listening_beacon() as noting:
        yield noting


@pytest.fixture(scope="module")
def attacks(beacon: tuple[str, list[str]]) -> list[str]:
    return attacks_on(beacon[0])


@pytest.fixture(scope="module")
def attacking(
    attacks: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    with served_attacks(tmp_path_factory.mktemp("attacking"), attacks) as running:
        yield running


def test_text_that_attacks_is_shown_as_written_and_does_nothing(
    browser: Any,
    attacking: tuple[Served, Path],
    attacks: list[str],
    beacon: tuple[str, list[str]],
) -> None:
    server, index = attacking
    with Glossator.open(index) as glossary, visit(browser, server.url) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        assert "<script>alert(10)</script> ${alert(11)}" in page.locator("#gl-hello").inner_text()
        asked: list[str] = []
        quoted = 0
        for number, attack in enumerate(attacks):
            for question in (f"what is widget{number}?", f"what is {attack}?"):
                turn = ask(page, question)
                expected = glossary.ask(question, history=asked[-20:]).citations
                asked.append(question)
                shown = turn.locator("blockquote").all_text_contents()
                assert shown == [one.quote.translate(UNSEEN) for one in expected]
                quoted += len(expected)
                for at, citation in enumerate(expected):
                    turn.locator(f'[data-copy="{at},0"]').click()
                    turn.get_by_text("Copied").first.wait_for()
                    assert page.evaluate("navigator.clipboard.readText()") == citation.quote
        for chip in page.locator(".turn").first.locator(".chip").all():
            arrives(page, chip.click)
        assert quoted >= len(attacks)
        assert page.locator(f"#gl-turns {INERT}, #gl-turns svg").count() == 0
        assert page.locator('#gl-turns a:not([href^="?entry="])').count() == 0
        assert page.locator("#gl-page").is_visible()
    assert beacon[1] == []


def test_the_policy_stops_what_would_slip_through(
    browser: Any, server: Served, beacon: tuple[str, list[str]]
) -> None:
    """The second wall: markup that reached the page would still not run or fetch."""
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    dialogs: list[str] = []

    def note(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(server.url)
    page.locator("#gl-hello h2").wait_for()
    page.evaluate(
        "(away) => { document.querySelector('#gl-turns').innerHTML ="
        " `<img src=/nowhere onerror='alert(1)'><img src='${away}/img'>"
        "<iframe src='${away}/frame'></iframe><form action='${away}/form'></form>`;"
        " document.querySelector('#gl-turns form').submit();"
        " return fetch(away + '/fetch').catch(() => 0) }",
        beacon[0],
    )
    page.wait_for_timeout(300)
    context.close()
    assert dialogs == []
    assert beacon[1] == []
