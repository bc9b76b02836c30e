"""The report page in Chromium: as it looks to eyes, fingers, keyboards and screen readers."""

from collections.abc import Iterator
from typing import Any

import pytest

from glossator.eval.report import write_report
from tests.chromium import launched, violations
from tests.eval.report_case import CASE

pytestmark = pytest.mark.chromium

VIEWS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(CASE, tmp_path_factory.mktemp("report"))[0].as_uri()


@pytest.fixture
def opened(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The page in a view; whatever it asks for, says or does that it must not is an error."""
    options = {"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    assert faults == []
    assert set(asked) <= {address, "data:,"}
    context.close()


def view(width: int, scheme: str) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


@pytest.mark.parametrize(
    "opened", [view(*one) for one in VIEWS], indirect=True, ids=[f"{w}-{s}" for w, s in VIEWS]
)
def test_the_page_fits_and_axe_finds_no_violation(opened: Any) -> None:
    width = opened.viewport_size["width"]
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert violations(opened) == []


def test_no_hostile_text_has_run(opened: Any) -> None:
    assert opened.title() == "Evaluation of hybrid · Glossator"
    assert opened.locator("#owned, img, svg[onload]").count() == 0


@pytest.mark.parametrize("opened", [{"java_script_enabled": False}], indirect=True)
def test_the_page_reads_completely_without_its_script(opened: Any) -> None:
    assert opened.locator(".failure:visible").count() == 8
    assert opened.locator("#filter:visible").count() == 0


def reach(page: Any, name: str) -> None:
    """Go on by the tabulator key until an element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"the tabulator key does not reach #{name}")


def test_the_filter_works_by_keyboard_and_says_how_many_are_shown(opened: Any) -> None:
    shown, failures = opened.locator("#shown"), opened.locator(".failure:visible")
    assert shown.text_content() == "8 of 8 shown."
    assert shown.get_attribute("role") == "status"

    reach(opened, "outcome")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowDown")
    assert opened.locator("#outcome").input_value() == "false-answer"
    assert failures.count() == 2
    assert shown.text_content() == "2 of 8 shown."
    assert opened.locator(".kind:visible").count() == 1

    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowDown")
    assert shown.text_content() == "0 of 8 shown."

    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert shown.text_content() == "8 of 8 shown."
    assert failures.count() == 8


def test_the_search_takes_every_word_whatever_its_case_and_accents(opened: Any) -> None:
    reach(opened, "search")
    opened.keyboard.type("HÁLYARD rope")
    shown = opened.locator(".failure:visible h4")
    assert shown.all_text_contents() == ["which rope hauls a sail up"]
    opened.keyboard.type(" nowhere")
    assert shown.count() == 0


def test_a_link_to_a_kind_of_failure_shows_it_whatever_is_filtered(opened: Any) -> None:
    opened.locator("#search").fill("rope")
    opened.get_by_role("link", name="False refusal").click()
    assert opened.locator("#false-refusal").is_visible()


@pytest.mark.parametrize("opened", [view(360, "light")], indirect=True)
def test_a_wide_table_scrolls_by_keyboard_on_a_phone(opened: Any) -> None:
    region = opened.locator(".scroll").first
    region.focus()
    for _ in range(50):  # it scrolls smoothly, on a busy machine late
        opened.keyboard.press("ArrowRight")
        if region.evaluate("(one) => one.scrollLeft") > 0:
            return
        opened.wait_for_timeout(100)
    raise AssertionError("the table does not scroll")


def test_on_paper_it_is_dark_on_light_and_without_controls(opened: Any) -> None:
    opened.emulate_media(media="print", color_scheme="dark")
    assert not opened.locator("#filter").is_visible()
    assert not opened.locator("nav").is_visible()
    assert opened.locator(".failure:visible").count() == 8
    assert opened.evaluate("getComputedStyle(document.body).color") == "rgb(35, 32, 27)"
    assert opened.locator("details.says dl").first.is_visible()
    wide = (
        "[...document.querySelectorAll('table')].filter((t) => t.offsetWidth > innerWidth).length"
    )
    opened.set_viewport_size({"width": 688, "height": 1000})  # A4 less its margins
    assert opened.evaluate(wide) == 0
