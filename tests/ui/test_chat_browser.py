"""The chat page in Chromium: as eyes, fingers, keyboards and screen readers meet it."""

import http.server
import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator
from tests.chromium import launched, violations
from tests.ui.served import Served, served

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)
pytestmark = pytest.mark.chromium

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
OFF_TOPIC = "how tall is Mont Blanc in metres above the sea?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


@contextmanager
def visit(browser: Any, url: str, **options: Any) -> Iterator[Any]:
    """Open the page; whatever it says, asks for or does that it must not is an error."""
    context = browser.new_context(**{**DESKTOP, **options})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("requestfailed", lambda failed: faults.append(f"failed: {failed.url}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.locator("#gl-hello h2").wait_for()
    yield page
    assert faults == []
    assert [one for one in asked if not one.startswith((url, "data:"))] == []
    context.close()


def ask(page: Any, question: str) -> Any:
    page.fill("#gl-input", question)
    return arrives(page, lambda: page.press("#gl-input", "Enter"))


def arrives(page: Any, act: Any) -> Any:
    """Do something that asks, and return the turn that comes."""
    before = page.locator(".turn").count()
    act()
    turn = page.locator(".turn").nth(before)
    turn.wait_for()
    return turn


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

        page.click("#gl-over")
        assert page.locator(".turn").count() == 0
        assert page.locator("#gl-hello").is_visible()
        alone = ask(page, "how does it differ from DropConnect?")
        assert "Read as" not in alone.inner_text()


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
        page.clock.fast_forward(20_000)
        page.get_by_text("No answer came").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_fits_and_axe_finds_no_violation(
    browser: Any, server: Served, width: int, scheme: str
) -> None:
    view = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    with visit(browser, server.url, **view) as page:
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(251, 249, 244)", "dark": "rgb(24, 22, 19)"}[scheme]
        assert violations(page) == []
        ask(page, "what is dropout?")
        ask(page, OFF_TOPIC)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


# a glossary that attacks


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=BEACON/img onerror=\"alert('x')\">",
    '"><svg onload=alert(2)>',
    "[click](javascript:alert(3)) ![x](BEACON/md.png)",
    "<a href=javascript:alert(4)>here</a> <iframe src=BEACON/frame></iframe>",
    "<form action=BEACON/form><input name=q><button>Ask</button></form>",
    "${alert(5)} {{constructor.constructor('alert(6)')()}} {{#each this}}",
    "<style>body{display:none;background:url(BEACON/css)}</style>",
    "<link rel=stylesheet href=BEACON/link>",
    "$$\\href{javascript:alert(7)}{x}$$ \\(\\href{BEACON/tex}{y}\\) \\unicode C:\\new `${x}`",
    "\u202eevil\u202c \u2066spoof\u2069 zero\u200bwidth",
    "' onmouseover='alert(8)' x=' <!-- </script> ]]> &lt;b&gt; &amp;",
]


@pytest.fixture(scope="module")
def beacon() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that notes whatever is asked of it."""
    heard: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", heard
        listening.shutdown()


@pytest.fixture(scope="module")
def attacks(beacon: tuple[str, list[str]]) -> list[str]:
    return [attack.replace("BEACON", beacon[0]) for attack in ATTACKS]


@pytest.fixture(scope="module")
def attacking(
    attacks: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("attacking")
    rows = [
        f"Widget{n} {a}\tA widget{n} is a thing that says {a} daily." for n, a in enumerate(attacks)
    ]
    file = folder / "<img src=x onerror=alert(9)>.tsv"
    file.write_text("Term\tDefinition\n" + "\n".join(rows) + "\n", encoding="utf-8")
    title = {file.name: '<script>alert(10)</script> ${alert(11)} "Evil" \u202eeltit'}
    Glossator.build([file], folder / "index", titles=title).close()
    with served(folder / "index", folder / "stderr") as running:
        yield running, folder / "index"


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
                hidden = dict.fromkeys(map(ord, "\u202e\u202c\u2066\u2069\u200b"))
                assert shown == [one.quote.translate(hidden) for one in expected]
                quoted += len(expected)
                for at, citation in enumerate(expected):
                    turn.locator(f'[data-copy="{at},0"]').click()
                    turn.get_by_text("Copied").first.wait_for()
                    assert page.evaluate("navigator.clipboard.readText()") == citation.quote
        for chip in page.locator(".turn").first.locator(".chip").all():
            arrives(page, chip.click)
        assert quoted >= len(attacks)
        inside = "#gl-turns :is(script, img, iframe, svg, a, form, input, style, link)"
        assert page.locator(inside).count() == 0
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
