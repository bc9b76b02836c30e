from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from glossator.eval.markup import element, to_html


class Parsed(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_children_stand_in_their_order_and_none_is_left_out() -> None:
    made = element(
        "p", "a", None, element("b", "c"), "d", [element("i"), "e"], class_="x", data_n=3
    )
    assert to_html(made) == ('<!doctype html>\n<p class="x" data-n="3">a<b>c</b>d<i></i>e</p>\n')


def test_an_empty_attribute_is_kept_and_void_elements_have_no_end() -> None:
    assert '<form hidden=""><input><br></form>' in to_html(
        element("form", element("input"), element("br"), hidden="")
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_any_text_stays_a_text_and_any_attribute_an_attribute(text: str) -> None:
    page = to_html(element("p", text, element("i"), text, title=text))
    found = Parsed(page)
    assert found.tags == [("p", {"title": text}), ("i", {})]
    assert found.text == f"\n{text}{text}\n"
