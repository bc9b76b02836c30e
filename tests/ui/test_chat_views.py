"""Entry, list and map in Chromium, and the addresses under which they stand."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from glossator.rag import Glossator
from tests.chromium import launched, violations
from tests.ui.served import Served, served
from tests.ui.visiting import (
    INERT,
    PHONE,
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

DROPOUT = "memory-cards-md#dropout"
ENTRY = f"?entry={quote(DROPOUT, safe='')}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(own_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


def focused(page: Any, what: str = "textContent") -> Any:
    return page.evaluate(f"document.activeElement.{what}")


# the entry


def test_a_badge_opens_the_entry_marks_the_quote_and_moves_nothing(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url) as page:
        turn = ask(page, "what is dropout?")
        quote = turn.locator("blockquote").nth(2).text_content()
        source = turn.locator(".card cite").nth(2).inner_text()
        before = turn.locator(".card").nth(2).bounding_box()
        turn.locator("a.n").nth(2).click()
        mark = page.locator("#gl-entry mark.quoted")
        mark.wait_for()
        assert mark.text_content() == quote
        assert focused(page) == quote
        assert mark.evaluate("(one) => getComputedStyle(one).animationName") == "gl-flash"
        panel, shown = page.locator("#gl-panel").bounding_box(), mark.bounding_box()
        assert panel["y"] <= shown["y"] <= panel["y"] + panel["height"]
        assert turn.locator(".card").nth(2).bounding_box() == before
        assert page.locator("#gl-entry h2").inner_text() == "Dropout"
        assert source in page.locator("#gl-entry .from").first.inner_text()

        page.keyboard.press("Escape")
        assert not page.locator("#gl-panel").is_visible()
        assert focused(page) == "[3]"  # back where it was opened
        assert "entry=" not in page.url


def test_a_reference_opens_its_entry_beside_and_back_returns(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        ask(page, "what is attention?").get_by_text("Whole entry").last.click()
        page.locator("#gl-entry .see a").first.wait_for()
        first = page.locator("#gl-entry h2").inner_text()
        link = page.locator("#gl-entry .see a").first
        target = link.inner_text()
        link.click()
        page.locator("#gl-entry h2").get_by_text(target, exact=True).wait_for()
        assert focused(page) == target
        assert page.locator(".turn").is_visible()
        page.go_back()
        page.locator("#gl-entry h2").get_by_text(first, exact=True).wait_for()
        page.go_forward()
        page.locator("#gl-entry h2").get_by_text(target, exact=True).wait_for()
        chip = page.locator("#gl-entry .chip")
        assert arrives(page, chip.click).locator(".q").inner_text() == target
        assert not page.locator("#gl-panel").is_visible()


def test_why_it_matched_shows_the_edit_and_each_rank(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        ask(page, "what is dropotu?").locator("a.n").first.click()
        page.locator("#gl-entry summary").click()
        why = page.locator("#gl-entry .why")
        name, _, meaning, question = why.locator("dd").all_inner_texts()
        assert re.fullmatch(r"1\. term Dropout, asked as dropo\w+ \(1 edit\)", name)
        assert re.match(r"\d+\. \w", meaning)
        assert re.fullmatch(
            r"asks for a definition; \d+% sure that the answer is right, \d+% that there is one "
            r"\(refused below \d+%\)",
            question,
        )
        assert why.locator("ins, del").count() == 2


def test_an_address_of_an_entry_is_a_page_with_the_others_side_by_side(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url, ENTRY) as page:
        page.locator("#gl-entry h2").wait_for()
        assert page.title() == "Dropout · Glossator"
        columns = page.locator("#gl-entry .column")
        boxes = [column.bounding_box() for column in columns.all()]
        assert len(boxes) == 3
        assert len({box["y"] for box in boxes}) == 1
        assert columns.first.inner_text().startswith("Dropout\n\nDeep Learning Memory Cards")
        assert "network robust" in columns.nth(1).locator("mark.own").all_inner_texts()
        assert "neurons" not in columns.nth(1).locator("mark.own").all_inner_texts()
        assert not page.locator("#gl-close").is_visible()
        page.reload()
        page.locator("#gl-entry h2").wait_for()
        columns.nth(1).locator("h4 a").click()
        assert "view=" not in page.url
        page.go_back()
        page.locator("#gl-entry .from").first.get_by_text("Deep Learning Memory Cards").wait_for()


def test_an_address_of_no_entry_says_so(browser: Any, server: Served) -> None:
    with visit(browser, server.url, "?entry=no%3Csuch%3E%20entry") as page:
        page.locator("#gl-entry").get_by_text("no<such> entry").wait_for()
        page.locator("#gl-entry").get_by_text("Browse what there is").click()
        page.locator("#gl-list a").first.wait_for()


def test_the_entry_covers_a_phone_and_closes(browser: Any, server: Served) -> None:
    with visit(browser, server.url, **PHONE) as page:
        ask(page, "what is dropout?").locator("a.n").first.click()
        page.locator("#gl-entry mark.quoted").wait_for()
        panel = page.locator("#gl-panel").bounding_box()
        header = page.locator("header.top").bounding_box()
        assert (panel["x"], panel["width"]) == (0, 360)
        assert panel["y"] == pytest.approx(header["height"], abs=1)
        assert page.locator("#gl-input").is_visible()
        page.click("#gl-close")
        assert page.locator(".card").first.is_visible()


# addresses


def test_a_question_can_be_shared_and_gone_back_to(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        ask(page, "what is dropout?")
        ask(page, "how does it differ from DropConnect?")
        shared = page.url
        assert "Dropout+differ+from+DropConnect" in shared  # it stands alone
        page.go_back()
        assert "what+is+dropout" in page.url
        assert page.locator(".turn").count() == 2  # nothing is lost by going back
        page.go_back()
        assert page.locator("#gl-hello").is_visible()
        page.go_forward()
        page.locator(".turn").first.wait_for()
        assert page.title() == "what is dropout? · Glossator"
    with visit(browser, server.url, shared.removeprefix(server.url).removeprefix("/")) as page:
        page.get_by_text("Dropout and DropConnect, side by side.").first.wait_for()
        page.reload()
        page.get_by_text("Dropout and DropConnect, side by side.").first.wait_for()
        assert page.locator(".turn").count() == 1
        assert page.url == shared


def test_the_conversation_outlives_a_look_at_the_list(browser: Any, server: Served) -> None:
    with visit(browser, server.url) as page:
        ask(page, "what is dropout?")
        page.locator("nav").get_by_text("Browse").click()
        page.locator("#gl-list a").first.wait_for()
        assert not page.locator(".turn").is_visible()
        ask(page, "how does it differ from DropConnect?")
        assert page.locator(".turn").count() == 2
        page.locator("nav").get_by_text("Map").click()
        page.locator(".chart").wait_for()
        page.locator("nav").get_by_text("Ask").click()
        assert page.locator(".turn").last.is_visible()


# the list


def test_the_list_is_filtered_as_one_types_errors_included(browser: Any, server: Served) -> None:
    def names() -> Any:
        return page.locator(".names a").all_inner_texts()

    with visit(browser, server.url, "?view=browse") as page:
        page.locator(".names a").first.wait_for()
        assert len(names()) == 210
        page.locator("#gl-find").focus()
        page.keyboard.type("drop")
        page.get_by_text("2 names").first.wait_for()
        assert names() == ["DropConnect", "Dropout"]
        assert page.locator("#gl-live").inner_text() == "2 names"
        page.fill("#gl-find", "dorpout")
        page.get_by_text("1 name", exact=True).first.wait_for()
        assert names() == ["Dropout"]
        page.fill("#gl-find", "outlier")  # an alias
        page.locator(".names").get_by_text("Anomaly detection").wait_for()
        assert "find=outlier" in page.url
        page.reload()
        page.locator(".names").get_by_text("Anomaly detection").wait_for()
        assert page.input_value("#gl-find") == "outlier"
        page.fill("#gl-find", "zzzz")
        page.get_by_text("No name is like that.").wait_for()
        assert arrives(page, page.locator("#gl-list .chip").click).locator(".no").count() == 1


def test_the_list_shows_one_glossary_and_goes_to_a_letter(browser: Any, server: Served) -> None:
    with visit(browser, server.url, "?view=browse") as page:
        page.locator(".letters").get_by_text("M", exact=True).click()
        page.wait_for_function("window.scrollY > 200")
        header = page.locator("header.top").bounding_box()
        heading = page.locator('[data-letter="M"]').bounding_box()
        assert 0 <= heading["y"] - header["height"] < 60
        page.locator("#gl-in").select_option(label="Deep Learning Memory Cards")
        page.locator(".names li").nth(36).wait_for(state="detached")
        assert page.locator(".names li").count() == 36
        page.reload()
        page.locator(".names li").nth(35).wait_for()
        assert page.locator("#gl-in").input_value() == "memory-cards-md"


def test_the_list_works_by_keyboard(browser: Any, server: Served) -> None:
    with visit(browser, server.url, "?view=browse") as page:
        page.locator(".names a").first.wait_for()
        page.locator("#gl-find").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert focused(page) == "Activation Function"
        page.keyboard.press("Enter")
        page.locator("#gl-entry h2").get_by_text("Activation Function").wait_for()
        assert page.locator(".names").first.is_visible()
        page.keyboard.press("Escape")
        assert focused(page) == "Activation Function"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert focused(page, "id") == "gl-find"


# the map


def test_no_names_of_the_map_overlap_and_each_opens_its_entry(browser: Any, server: Served) -> None:
    with visit(browser, server.url, "?view=map") as page:
        page.locator(".chart a").first.wait_for()
        boxes = page.locator(".chart text").evaluate_all(
            "(all) => all.map((one) => { const b = one.getBBox();"
            " return [b.x, b.y + 2, b.x + b.width, b.y + b.height - 2] })"
        )
        assert len(boxes) == 210
        over = [
            (one, two)
            for at, one in enumerate(boxes)
            for two in boxes[:at]
            if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
        ]
        assert over == []
        link = page.locator(".chart a", has_text=re.compile("^Dropout$"))
        link.focus()
        lit = page.locator(".chart line.lit").count()
        assert lit > 0
        page.keyboard.press("Enter")
        page.locator("#gl-entry h2").get_by_text("Dropout").wait_for()
        assert "view=map" in page.url


def test_what_is_clicked_on_the_map_stays_in_view_beside_its_entry(
    browser: Any, server: Served
) -> None:
    with visit(browser, server.url, "?view=map") as page:
        names = page.locator(".chart a")
        names.first.wait_for()
        chart = page.locator(".chart").bounding_box()
        right = max(
            (one for one in names.all() if _within(one.locator("circle"), chart)),
            key=lambda one: one.locator("circle").bounding_box()["x"],
        )
        right.locator("circle").click()
        page.locator("#gl-entry h2").wait_for()
        opened = page.locator(".chart a[aria-current]")
        assert opened.get_attribute("aria-label") == page.locator("#gl-entry h2").inner_text()
        chart = page.locator(".chart").bounding_box()
        assert chart["x"] + chart["width"] <= page.locator("#gl-panel").bounding_box()["x"] + 1
        assert _within(opened.locator("circle"), chart)
        page.keyboard.press("Escape")
        assert page.locator(".chart a[aria-current]").count() == 0


def _within(thing: Any, frame: Any) -> bool:
    box = thing.bounding_box()
    across = frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
    down = frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]
    return bool(across and down)


def test_arrow_keys_go_from_name_to_name_on_the_map(browser: Any, server: Served) -> None:
    with visit(browser, server.url, "?view=map") as page:
        page.locator(".chart a").first.wait_for()
        page.locator(".chart a[tabindex='0']").focus()
        at = "document.activeElement.querySelector('circle').cx.baseVal.value"
        first = page.evaluate(at)
        page.keyboard.press("ArrowRight")
        assert page.evaluate(at) > first
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(at) < first
        assert page.locator(".chart a[tabindex='0']").count() == 1


def test_a_phone_reads_the_map_up_close_or_sees_it_whole(browser: Any, server: Served) -> None:
    with visit(browser, server.url, "?view=map", **PHONE) as page:
        page.locator(".chart a").first.wait_for()
        size = page.locator(".chart text").first.bounding_box()["height"]
        assert size > 11
        page.click("#gl-zoom")
        chart, svg = (page.locator(one).bounding_box() for one in (".chart", ".chart svg"))
        assert svg["width"] <= chart["width"]
        assert svg["height"] <= chart["height"]
        visible = [t for t in page.locator(".chart text").all() if t.is_visible()]
        assert 5 <= len(visible) <= 12
        assert visible[0].bounding_box()["height"] > 10
        assert all(
            text.bounding_box()["x"] + text.bounding_box()["width"] <= 360 for text in visible
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


# for everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_view_fits_and_axe_finds_no_violation(
    browser: Any, server: Served, width: int, scheme: str
) -> None:
    view: dict[str, Any] = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    with visit(browser, server.url, ENTRY, **view) as page:
        for act, waited in (
            (lambda: None, "#gl-entry .column:not(.here)"),
            (lambda: page.locator("nav").get_by_text("Browse").click(), ".names"),
            (lambda: page.locator(".names a").nth(1).click(), "#gl-entry .others"),
            (lambda: page.fill("#gl-find", "drop"), "#gl-list > p"),
            (lambda: page.locator("nav").get_by_text("Map").click(), ".chart"),
            (lambda: page.click("#gl-zoom"), ".chart.whole"),
            (lambda: ask(page, "what is dropotu?").locator("a.n").first.click(), "mark.quoted"),
            (lambda: page.locator("summary").click(), ".why"),
        ):
            act()
            page.locator(waited).first.wait_for()
            page.wait_for_timeout(1300 if waited == "mark.quoted" else 100)  # flashes fade
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if page.locator("#gl-close").is_visible() and "view=browse" in page.url:
                page.click("#gl-close")


@pytest.mark.parametrize("query", ["", ENTRY, "?view=browse", "?view=map", "?q=what+is+dropout"])
def test_nothing_jumps_while_a_view_comes(browser: Any, server: Served, query: str) -> None:
    with visit(browser, server.url, query) as page:
        page.wait_for_timeout(400)
        shift = page.evaluate(
            "new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {"
            " for (const one of list.getEntries()) sum += one.value; })"
            ".observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 100)"
            " })"
        )
        assert shift < 0.01


# a glossary that attacks


def test_no_view_runs_fetches_or_hides_what_a_glossary_holds(browser: Any, tmp_path: Path) -> None:
    with listening_beacon() as (address, heard):
        attacks = attacks_on(address)
        with (
            served_attacks(tmp_path, attacks) as (server, index),
            Glossator.open(index) as glossary,
            visit(browser, server.url, "?view=browse") as page,
        ):
            lexicon = glossary.index.lexicon
            page.locator(".names a").first.wait_for()
            inside = "#gl-browse .names, #gl-entry, #gl-map .chart"
            listed = page.locator(".names a").all_text_contents()
            for entry in lexicon.entries(range(lexicon.counts.entries)):
                asked = quote(f"what is {entry.term}?", safe="")
                page.goto(f"{server.url}/?entry={quote(entry.id, safe='')}&q={asked}")
                page.locator("#gl-entry h2").wait_for()
                heading = page.locator("#gl-entry h2").text_content()
                assert heading == entry.term.translate(UNSEEN)
                assert heading in listed or any(heading in one for one in listed)
                text = page.locator("#gl-entry > .text").first.text_content()
                assert text == entry.definition.translate(UNSEEN)
                for alias in entry.aliases:
                    assert alias.translate(UNSEEN) in page.locator("#gl-entry").text_content()
                assert page.locator(f":is({inside}) {INERT}").count() == 0
                foreign = ":is(#gl-entry, #gl-list, .chart) a:not([href^='?'])"
                assert page.locator(foreign).count() == 0
            for attack in attacks:
                page.goto(f"{server.url}/?view=browse&find={quote(attack[:100], safe='')}")
                page.locator("#gl-list :is(.names, .lead)").first.wait_for()
                assert page.input_value("#gl-find") == attack[:100].strip()
                page.goto(f"{server.url}/?entry={quote(attack, safe='')}")
                page.get_by_text("No such entry").wait_for()
                assert attack.translate(UNSEEN) in page.locator("#gl-entry").text_content()
            page.goto(f"{server.url}/?view=map")
            page.locator(".chart a").first.wait_for()
            names = [one.text_content() for one in page.locator(".chart text").all()]
            assert any(name.startswith("Widget0 <script>") for name in names)
            assert page.locator("#gl-map svg").count() == 1
            assert page.locator("[onload], [onerror], [onmouseover], [style*='url']").count() == 0
            options = page.locator("#gl-map-in option").all_inner_texts()
            assert any("<script>alert(10)</script>" in option for option in options)
        assert heard == []
