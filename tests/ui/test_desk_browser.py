"""Glossaries of one's own, feedback and signing in, in Chromium against the real server."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.data import path as shipped
from glossator.eval.questions import load_questions
from tests.chromium import launched, violations
from tests.ui.served import Served, served
from tests.ui.test_uploads import KITES
from tests.ui.visiting import (
    DESKTOP,
    PHONE,
    UNSEEN,
    arrives,
    ask,
    attacks_on,
    listening_beacon,
    visit,
)

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)
pytestmark = pytest.mark.chromium

OWN = "?view=own"
PASSWORD = "only for this test"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("noted") / "feedback.jsonl"


@pytest.fixture(scope="module")
def server(
    boats_index: Path, noted: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    heard = tmp_path_factory.mktemp("served") / "stderr"
    with served(boats_index, heard, "--feedback", str(noted)) as running:
        yield running


def pastes(page: Any, text: str = KITES) -> None:
    """Have a pasted glossary read."""
    page.fill("#gl-own-text", text)
    page.click("#gl-own-read")
    page.locator("#gl-own-index").wait_for()


def indexes(page: Any, about: str) -> None:
    """Have what was read indexed, and wait until it is asked."""
    page.click("#gl-own-index")
    asks(page, about)


def asks(page: Any, about: str) -> None:
    """Wait until the page says that so much is asked."""
    page.locator("#gl-about", has_text=about).wait_for(state="attached")


def on(page: Any) -> list[str]:
    return [
        row.locator("cite").inner_text()
        for row in page.locator("#gl-own-list li").all()
        if row.locator("input").is_checked()
    ]


def test_files_of_four_shapes_are_read_shown_indexed_and_asked(
    browser: Any, server: Served
) -> None:
    files = sorted(file for file in shipped("glossaries").iterdir() if file.is_file())
    with visit(browser, server.url, OWN) as page:
        page.set_input_files("#gl-own-file", [str(file) for file in files])
        page.get_by_text("Index 250 entries of 4 files").wait_for()
        cards = page.locator("#gl-own-drafts .card")
        shapes = [card.locator("p.soft").first.inner_text().split()[2] for card in cards.all()]
        assert sorted(shapes) == ["glued", "headings", "numbered", "table"]
        assert cards.first.locator("dt").count() == 71
        assert "Accuracy · line 6" in cards.first.locator("dt").first.inner_text()
        asks(page, "2 glossaries · 7 entries")  # nothing is indexed yet
        indexes(page, "6 glossaries · 257 entries")
        assert len(on(page)) == 6
        assert page.locator("#gl-own-next .chip").inner_text() == "What does Accuracy mean?"
        turn = arrives(page, page.locator("#gl-own-next .chip").click)
        assert turn.locator("cite").all_inner_texts() == ["Foundations of Machine Learning"]
        turn = ask(page, "what is dropout?")
        assert turn.locator(".card").count() == 3
        page.click("header h1 a")
        page.locator("nav [data-view=ask][aria-current]").wait_for()
        page.click("nav [data-view=browse]")
        page.locator('#gl-in option:has-text("Deep Learning Memory Cards")').wait_for(
            state="attached"
        )
        page.click("nav [data-view=own]")
        page.get_by_role("button", name="Remove Deep Learning Memory Cards").click()
        asks(page, "5 glossaries · 221 entries")
        turn = ask(page, "what is dropout?")
        assert turn.locator(".card").count() == 2


def test_a_glossary_is_switched_off_and_on(browser: Any, server: Served) -> None:
    with visit(browser, server.url, OWN) as page:
        pastes(page)
        indexes(page, "3 glossaries · 10 entries")
        page.uncheck("#gl-own-list li:last-child input")
        asks(page, "2 glossaries · 7 entries")
        assert ask(page, "what is a bridle?").locator(".card").count() == 0
        page.click("nav [data-view=own]")
        page.check("#gl-own-list li:last-child input")
        asks(page, "3 glossaries · 10 entries")
        assert ask(page, "what is a bridle?").locator(".card").count() == 1
        page.reload()  # the cookie says what is asked
        asks(page, "3 glossaries · 10 entries")
        assert ask(page, "what is a tail?").locator(".card").count() == 1


def test_the_last_one_stays_on_and_the_page_says_why(browser: Any, server: Served) -> None:
    with browser.new_context(**DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{server.url}/{OWN}")
        page.locator("#gl-own-list li").first.wait_for()
        page.uncheck("#gl-own-list li:first-child input")
        asks(page, "sails.tsv · 4 entries")
        page.locator("#gl-own-list li:last-child input").click()
        page.get_by_text("One glossary has to stay on").wait_for()
        assert on(page) == ["sails.tsv"]


def test_what_was_not_read_is_said_and_another_format_can_be_tried(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url, OWN) as page:
        pastes(page, KITES.replace("Tail", "only one cell\nTail"))
        card = page.locator("#gl-own-drafts .card")
        assert "3 lines in entries, 1 around them, 1 not read" in card.inner_text()
        assert "Line 3:" in card.locator(".remarks").inner_text()
        card.get_by_text("Leave it out").click()
        assert page.locator("#gl-own-drafts .card").count() == 0


def test_what_is_no_glossary_is_told_so(browser: Any, server: Served) -> None:
    context = browser.new_context(**DESKTOP)  # a refusal stands in the console, as it should
    page = context.new_page()
    page.goto(f"{server.url}/{OWN}")
    page.fill("#gl-own-text", "Dear reader, this is a letter.")
    page.click("#gl-own-read")
    page.get_by_text("looks like no format that is known").wait_for()
    assert page.input_value("#gl-own-text") == "Dear reader, this is a letter."
    context.close()


def test_a_format_can_be_named_before_a_file_is_read(browser: Any, server: Served) -> None:
    with visit(browser, server.url, OWN) as page:
        page.locator("#gl-own-format option").nth(1).wait_for(state="attached")
        page.select_option("#gl-own-format", "table")
        pastes(page, "Knot\tA fastening.\nBend\tA knot of two ropes.\n")
        assert "Read as table (asked for)" in page.locator("#gl-own-drafts .card").inner_text()


def test_many_files_at_once_are_all_read_and_indexed(browser: Any, server: Served) -> None:
    files = [
        {
            "name": f"knots-{n}.tsv",
            "mimeType": "text/plain",
            "buffer": f"Term\tDefinition\nKnot{n}\tThe knot of number {n}.\n".encode(),
        }
        for n in range(9)
    ]
    with visit(browser, server.url, OWN) as page:
        page.set_input_files("#gl-own-file", files=files)
        page.get_by_text("Index 9 entries of 9 files").wait_for()
        indexes(page, "11 glossaries · 16 entries")
        assert len(on(page)) == 11


def test_what_the_server_has_forgotten_is_read_anew(browser: Any, server: Served) -> None:
    with browser.new_context(**DESKTOP) as context:
        page = context.new_page()
        page.goto(f"{server.url}/{OWN}")
        page.locator("#gl-own-list li").first.wait_for()
        pastes(page)
        context.clear_cookies()  # to the server, someone else
        page.click("#gl-own-index")
        page.get_by_text("That is not here any more").wait_for()
        assert page.locator("#gl-own-drafts .card").count() == 0
        pastes(page)
        indexes(page, "3 glossaries · 10 entries")


def test_a_choice_of_glossaries_changes_what_a_first_visit_is_offered(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url, OWN) as page:
        pastes(page)
        indexes(page, "3 glossaries · 10 entries")
        page.click("header h1 a")
        hello = page.locator("#gl-hello")
        hello.get_by_text("pasted text.txt").wait_for()
        assert arrives(page, hello.locator(".chip").first.click).locator(".card").count() > 0


def test_a_verdict_is_taken_back_by_escape(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        turn = ask(page, "what is a keel?")
        turn.get_by_role("button", name="Wrong").click()
        page.keyboard.press("Escape")
        assert turn.locator(".verdict button").count() == 3
        assert turn.locator(".expected").count() == 0


def test_a_file_is_dropped_on_the_page(browser: Any, server: Served) -> None:
    with visit(browser, server.url, OWN) as page:
        page.locator("#gl-own-add").wait_for()
        page.evaluate(
            "(text) => { const data = new DataTransfer();"
            " data.items.add(new File([text], 'kites.tsv'));"
            " document.querySelector('#gl-own-add').dispatchEvent("
            "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })) }",
            KITES,
        )
        page.get_by_text("Index 3 entries").wait_for()


def test_two_users_at_once_see_nothing_of_each_other_s(browser: Any, server: Served) -> None:
    with visit(browser, server.url, OWN) as one, visit(browser, server.url, OWN) as other:
        pastes(one)
        indexes(one, "3 glossaries · 10 entries")
        pastes(other, "Term\tDefinition\nBridle\tA strap on a horse's head.\n")
        indexes(other, "3 glossaries · 8 entries")
        quotes = [ask(page, "what is a bridle?").locator("blockquote") for page in (one, other)]
        assert [quote.all_inner_texts() for quote in quotes] == [
            ["The lines that hang a kite at its angle to the wind."],
            ["A strap on a horse's head."],
        ]
        one.click("nav [data-view=own]")
        one.get_by_text("Remove all of mine").click()
        asks(one, "2 glossaries · 7 entries")
        assert ask(other, "what is a bridle?").locator(".card").count() == 1


def test_it_all_works_by_keyboard(browser: Any, server: Served) -> None:
    with visit(browser, server.url, OWN) as page:
        page.locator("#gl-own-list input").first.focus()
        page.keyboard.press("Space")
        asks(page, "sails.tsv · 4 entries")
        assert page.evaluate("document.activeElement.checked") is False
        page.locator("#gl-own-text").focus()
        page.keyboard.insert_text(KITES)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("#gl-own-index").wait_for()
        page.wait_for_timeout(100)
        assert "pasted text" in page.evaluate("document.activeElement.textContent")
        while page.evaluate("document.activeElement.id") != "gl-own-index":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        asks(page, "2 glossaries · 7 entries")
        live = page.locator("#gl-live")
        assert live.inner_text().startswith("Asked now: 2 glossaries")


def test_text_of_a_file_that_attacks_is_shown_as_written_and_does_nothing(
    browser: Any, server: Served
) -> None:
    with listening_beacon() as (url, heard), visit(browser, server.url, OWN) as page:
        attacks = attacks_on(url)
        rows = [f"Widget{n} {a}\tA thing that says {a} daily." for n, a in enumerate(attacks)]
        name = "<img src=x onerror=alert(9)>.tsv"
        text = "Term\tDefinition\n" + "\n".join(rows) + "\n"
        files = [{"name": name, "mimeType": "text/html", "buffer": text.encode()}]
        page.set_input_files("#gl-own-file", files)
        page.locator("#gl-own-index").wait_for()
        shown = page.locator("#gl-own-drafts dd").all_text_contents()
        assert shown == [f"A thing that says {a} daily.".translate(UNSEEN) for a in attacks]
        indexes(page, f"3 glossaries · {7 + len(attacks)} entries")
        arrives(page, page.locator("#gl-own-next .chip").click)
        page.click("nav [data-view=own]")
        assert name in page.locator("#gl-own-list").inner_text()
        inside = page.locator(":is(#gl-own-list, #gl-own-next, #gl-own-drafts, #gl-own-foot)")
        assert inside.locator(":is(script, img, iframe, svg, a, style, form)").count() == 0
        assert heard == []


def test_verdicts_are_taken_once_and_become_questions(
    browser: Any, server: Served, noted: Path
) -> None:
    with visit(browser, server.url) as page:
        turn = ask(page, "what is a keel?")
        turn.get_by_role("button", name="Right", exact=True).click()
        turn.get_by_text("Noted. Thank you.").wait_for()
        assert page.locator("#gl-live").inner_text() == "Noted. Thank you."
        assert turn.locator(".verdict button").count() == 0
        turn = ask(page, "what is a boom?")
        turn.get_by_role("button", name="Wrong").click()
        page.keyboard.insert_text("jib")
        page.keyboard.press("Enter")
        turn.get_by_text("Noted. Thank you.").wait_for()
        assert page.locator(".turn").count() == 2  # the term was no question
        turn = ask(page, "how many people live in Peru?")
        turn.get_by_role("button", name="Yes, refuse it").click()
        turn.get_by_text("Noted. Thank you.").wait_for()
    keel, boom, peru = load_questions([noted])
    assert (keel.gold_terms, keel.tags) == ((("Keel",),), ("feedback", "right"))
    assert boom.gold_terms == (("Jib", "Foresail"),)
    assert boom.history == ("what is a keel?",)
    assert not peru.answerable


def test_an_entry_that_there_is_not_can_be_mended(browser: Any, server: Served) -> None:
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    page.goto(server.url)
    page.locator("#gl-hello h2").wait_for()
    turn = ask(page, "what is a boom?")
    turn.get_by_role("button", name="Wrong").click()
    page.keyboard.insert_text("no such sail")
    page.keyboard.press("Enter")
    turn.get_by_text("no entry is called").wait_for()
    assert turn.locator(".expected input").input_value() == "no such sail"
    context.close()


def test_no_verdict_is_asked_of_who_asks_glossaries_of_their_own(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url, OWN) as page:
        pastes(page)
        indexes(page, "3 glossaries · 10 entries")
        assert ask(page, "what is a bridle?").locator(".verdict").count() == 0


def test_without_the_option_no_verdict_is_asked(
    browser: Any, boats_index: Path, tmp_path: Path
) -> None:
    with (
        served(boats_index, tmp_path / "stderr") as plain,
        visit(browser, plain.url) as page,
    ):
        assert ask(page, "what is a keel?").locator(".verdict").count() == 0


def test_who_signs_in_asks_and_signs_out(browser: Any, boats_index: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    auth = ("--auth", f"ann:{secret}")
    with served(boats_index, tmp_path / "stderr", *auth) as closed:
        context = browser.new_context(**PHONE)
        page = context.new_page()
        page.goto(closed.url)
        assert page.url == f"{closed.url}/login"
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.fill("#gl-user", "ann")
        page.fill("#gl-word", PASSWORD)
        page.keyboard.press("Enter")
        page.locator("#gl-hello h2").wait_for()
        assert ask(page, "what is a keel?").locator(".card").count() == 1
        page.goto(f"{closed.url}/{OWN}")
        page.get_by_text("Signed in as ann.").wait_for()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/login")
        assert page.goto(f"{closed.url}/config").status == 401
        context.close()
    assert PASSWORD not in closed.heard.read_text()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_for_assistive_technology(
    browser: Any, server: Served, width: int, scheme: str
) -> None:
    look = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    with visit(browser, server.url, OWN, **look) as page:
        page.locator("#gl-own-list li").first.wait_for()
        assert violations(page) == []
        pastes(
            page,
            KITES
            + "one cell\nKnot\tA knot.\n"
            + "".join(f"Knot{n}\tA knot.\n" for n in range(219)),
        )
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        indexes(page, "3 glossaries · 230 entries")
        assert violations(page) == []
        page.context.clear_cookies()
        page.goto(f"{server.url}/?q=what+is+a+keel%3F")
        page.locator(".verdict button").first.wait_for()
        assert violations(page) == []
        page.get_by_role("button", name="Wrong").click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
