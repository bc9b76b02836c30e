"""The widget and the page around it in Chromium: policies, styles, axe, no server, attacks."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.rag import Glossator
from tests.chromium import launched, violations
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
from tests.ui.program import ROOT
from tests.ui.served import Served, served
from tests.ui.visiting import INERT, OFF_TOPIC, attacks_on, listening_beacon, served_attacks

if importlib.util.find_spec("gradio") is None:  # importing it here would take two seconds
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)
pytestmark = pytest.mark.chromium


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


# the page around it


def test_a_strict_policy_needs_the_server_s_name_twice_and_nothing_else(
    browser: Any, site: Elsewhere, server: Served, tag: str
) -> None:
    policy = (
        f"default-src 'none'; script-src {server.url}; connect-src {server.url}; "
        "style-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    strict = {"content-security-policy": policy, "cross-origin-embedder-policy": "require-corp"}
    with visiting(browser, site.page(tag, headers=strict)) as page:  # it would complain here
        marks(page)
        page.locator("glossator-term").first.hover()
        page.locator(f"{WIDGET} .tip").wait_for()
        opened(page)
        assert ask(page, "what is dropout?").locator(".card").count() == 3
        assert page.locator(f"{WIDGET} .send").evaluate(
            "(one) => getComputedStyle(one).backgroundColor"
        ) == "rgb(156, 42, 34)"  # fmt: skip


def test_the_page_s_styles_stay_outside_and_ours_inside(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    loud = "* { color: lime !important; font-size: 40px } body > * { opacity: 0; display: none }"
    loud += " main { display: block !important } html { font-size: 5px }"
    with visiting(browser, site.page(f"{tag}<style>{loud}</style>")) as page:
        opened(page)
        look = (
            ask(page, "what is dropout?")
            .locator("blockquote")
            .first.evaluate(
                "(one) => [getComputedStyle(one).color, getComputedStyle(one).fontSize]"
            )
        )
        assert look == ["rgb(35, 32, 27)", "16.96px"]
        assert (
            page.evaluate("getComputedStyle(document.querySelector('h2')).color")
            == "rgb(0, 255, 0)"
        )


def test_on_a_page_from_right_to_left_english_stays_as_it_is_read(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    turned = f"{tag}<script>document.documentElement.dir = 'rtl'</script>"
    with visiting(browser, site.page(turned)) as page:
        opened(page)
        title, close = (page.locator(f"{PANEL} {one}").bounding_box() for one in ("h2", ".close"))
        assert title["x"] < close["x"]


def test_no_cookie_and_no_address_of_the_page_reaches_the_server(
    browser: Any, site: Elsewhere, server: Served, tag: str
) -> None:
    sent: list[Any] = []
    with visiting(browser, site.page(tag)) as page:
        page.context.add_cookies([{"name": "who", "value": "me", "url": server.url}])
        page.on("request", lambda request: sent.append(request))
        opened(page)
        ask(page, "what is dropout?")
        (asked,) = [one for one in sent if one.url.endswith("/v1/ask")]
        headers = asked.all_headers()
        assert headers["origin"] == site.url
        assert "referer" not in headers
        assert "cookie" not in headers
        assert asked.post_data_json == {"question": "what is dropout?", "history": []}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_it_fits_and_axe_finds_no_violation(
    browser: Any, site: Elsewhere, tag: str, width: int, scheme: str
) -> None:
    view: dict[str, Any] = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    with visiting(browser, site.page(tag), **view) as page:
        marks(page)
        page.locator("glossator-term").first.hover()
        page.locator(f"{WIDGET} .tip").wait_for()
        page.wait_for_timeout(250)  # until it has come in whole
        assert violations(page) == []
        opened(page)
        paper = page.locator(PANEL).evaluate("(one) => getComputedStyle(one).backgroundColor")
        assert paper == {"light": "rgb(251, 249, 244)", "dark": "rgb(24, 22, 19)"}[scheme]
        ask(page, "what is dropout?")
        ask(page, OFF_TOPIC)
        page.wait_for_timeout(250)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            page.locator(f"{WIDGET} .turns").evaluate("(one) => one.scrollWidth - one.clientWidth")
            == 0
        )
        assert violations(page) == []


def test_it_is_dark_where_the_page_is_or_says_so(
    browser: Any, site: Elsewhere, server: Served, tag: str
) -> None:
    paper = "(one) => getComputedStyle(one).backgroundColor"
    light, dark = "rgb(251, 249, 244)", "rgb(24, 22, 19)"
    white = f"{tag}<style>body {{ background: #fff }}</style>"
    with visiting(browser, site.page(white), color_scheme="dark") as page:
        opened(page)
        assert page.locator(PANEL).evaluate(paper) == light
        page.evaluate("document.querySelector('glossator-widget').setAttribute('scheme', 'dark')")
        assert page.locator(PANEL).evaluate(paper) == dark
    black = f"{tag}<style>body {{ background: #111 }}</style>"
    with visiting(browser, site.page(black), color_scheme="light") as page:
        opened(page)
        assert page.locator(PANEL).evaluate(paper) == dark


def test_nothing_moves_for_those_who_want_no_motion(
    browser: Any, site: Elsewhere, tag: str
) -> None:
    for wish, moves in (("reduce", "none"), ("no-preference", "come")):
        with visiting(browser, site.page(tag), reduced_motion=wish) as page:
            opened(page)
            name = "(one) => getComputedStyle(one).animationName"
            assert page.locator(PANEL).evaluate(name) == moves
            scrolls = page.locator(f"{WIDGET} .turns")
            smooth = scrolls.evaluate("(one) => getComputedStyle(one).scrollBehavior")
            assert smooth == ("auto" if wish == "reduce" else "smooth")


def test_the_example_s_page_has_its_terms(browser: Any, site: Elsewhere, server: Served) -> None:
    text = (ROOT / "examples" / "web-page.html").read_text(encoding="utf-8")
    site.pages["/web-page.html"] = text.replace("http://127.0.0.1:7860", server.url)
    assert server.url in site.pages["/web-page.html"]
    site.pages["/favicon.ico"] = ""
    with visiting(browser, f"{site.url}/web-page.html") as page:
        assert {"overfitting", "Dropout", "Weight decay", "learning rate"} <= set(marks(page))
        assert violations(page) == []


def test_behind_a_proxy_on_the_page_s_own_origin_no_cors_is_needed(
    browser: Any, site: Elsewhere, own_index: Path, tmp_path: Path
) -> None:
    with served(own_index, tmp_path / "stderr") as inner:
        site.passes = {"/glossary/": f"{inner.url}/"}
        tag = '<script src="/glossary/glossator.js" defer></script>'
        try:
            with visiting(browser, site.page(tag)) as page:
                assert "Dropout" in marks(page)
                opened(page)
                assert ask(page, "what is dropout?").locator(".card").count() == 3
        finally:
            site.passes = {}


# without the server


def test_a_server_that_goes_is_told_and_the_page_is_as_it_was(
    browser: Any, site: Elsewhere, own_index: Path, tmp_path: Path
) -> None:
    with served(own_index, tmp_path / "stderr", "--cors", site.url) as mortal:
        page_url = site.page(tag_of(mortal))
        with visiting(browser, page_url, quiet=False) as page:  # the console tells lost requests
            opened(page)
            ask(page, "what is dropout?")
            mortal.process.terminate()
            mortal.process.wait(10)
            lost = ask(page, "and its rate?")
            assert "The glossary can’t be reached just now." in lost.inner_text()
            page.evaluate("document.querySelector('#off').removeAttribute('data-glossator')")
            page.evaluate("document.querySelector('#one').append(' And an epoch.')")
            page.keyboard.press("Escape")
            button = page.get_by_role("button", name="Ask the glossary")
            assert button.get_attribute("title") == "The glossary can’t be reached just now."
            page.wait_for_timeout(1_500)
            assert page.locator("#one").inner_text().endswith("And an epoch.")


def test_what_was_lost_can_be_asked_again_and_terms_come_when_the_server_does(
    browser: Any, site: Elsewhere, server: Served, tag: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/v1/*", lambda route: route.abort())
        page.goto(site.page(tag))
        page.locator(f"{WIDGET} .open.away").wait_for()
        assert page.locator("glossator-term").count() == 0
        opened(page)
        turn = ask(page, "what is dropout?")
        assert "can’t be reached" in turn.inner_text()
        page.unroute("**/v1/*")
        turn.get_by_role("button", name="Ask again").click()
        page.locator(f"{WIDGET} .card").first.wait_for()
        assert page.locator(f"{WIDGET} article").count() == 1
        page.locator("glossator-term").first.wait_for(timeout=8_000)
        assert page.locator(f"{WIDGET} .open.away").count() == 0


@pytest.mark.parametrize(
    ("status", "said"),
    [(429, "Many people are asking just now."), (500, "can’t be reached"), (401, "doesn’t take"),
     (422, "the field is odd")],
)  # fmt: skip
def test_what_the_server_refuses_is_told(
    browser: Any, site: Elsewhere, tag: str, status: int, said: str
) -> None:
    problem = {"status": status, "detail": "the field is odd"}
    with visiting(browser, site.page(tag), quiet=False) as page:
        opened(page)
        page.route(
            "**/v1/ask",
            lambda route: route.fulfill(
                status=status, json=problem, headers={"access-control-allow-origin": "*"}
            ),
        )
        assert said in ask(page, "what is dropout?").locator(".no").inner_text()


def test_a_site_that_is_not_let_in_gets_nothing_and_is_not_broken(
    browser: Any, site: Elsewhere, own_index: Path, tmp_path: Path
) -> None:
    with (
        served(own_index, tmp_path / "stderr") as closed,
        visiting(browser, site.page(tag_of(closed)), quiet=False) as page,
    ):
        page.locator(f"{WIDGET} .open.away").wait_for()
        assert page.locator("glossator-term").count() == 0
        opened(page)
        assert "can’t be reached" in ask(page, "what is dropout?").inner_text()


# a glossary that attacks


def test_text_that_attacks_is_shown_as_written_and_does_nothing(
    browser: Any, site: Elsewhere, tmp_path: Path
) -> None:
    with listening_beacon() as (beacon, heard):
        attacks = attacks_on(beacon)
        with served_attacks(tmp_path, attacks, "--cors", site.url) as (server, index):
            body = "<main>" + "".join(f"<p>A gadget{n} it is.</p>" for n in range(12)) + "</main>"
            with (
                Glossator.open(index) as glossary,
                visiting(browser, site.page(tag_of(server), body)) as page,
            ):
                opened(page)
                asked: list[str] = []
                for number, attack in enumerate(attacks):
                    for question in (f"what is widget{number}?", f"what is {attack}?"):
                        turn = ask(page, question)
                        answer = glossary.ask(question, history=asked[-20:])
                        asked.append(question)
                        shown = turn.locator("blockquote").all_text_contents()
                        assert len(shown) == len(answer.citations)
                        for text, one in zip(shown, answer.citations, strict=True):
                            assert (
                                text.partition("<U+")[0]
                                == one.quote[: len(text.partition("<U+")[0])]
                            )
                for chip in page.locator(f"{WIDGET} article").first.locator(".chip").all():
                    arrives(page, chip.click)
                inside = page.locator(f"{WIDGET} .turns")
                assert inside.locator(f"{INERT}, svg, a").count() == 0
                assert "\u202e" not in inside.inner_text()
                assert "<U+202E>" in inside.inner_text()
        assert heard == []
