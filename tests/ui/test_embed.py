"""The script for other pages, as the server hands it out."""

import gzip
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator.ui import embed
from glossator.ui.embed import script
from tests.ui.served import Served, served

#: What it may weigh, packed.
MOST_BYTES = 15_000
EMBED = Path(__file__).resolve().parents[2] / "ui" / "web" / "embed"


def test_the_script_packed_is_at_most_15_kb() -> None:
    assert len(gzip.compress(script(), 9)) <= MOST_BYTES


def test_the_script_sets_text_as_text_and_styles_as_sheets() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in EMBED.glob("*.js"))
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        'setAttribute("style"',
        "createContextualFragment",
        "srcdoc",
    ):
        assert way not in sources, way


def test_every_part_of_the_folder_is_in_the_script() -> None:
    parts = {f"{name}.js" for name in embed._PARTS} | set(embed._SHEETS.values())
    assert {path.name for path in EMBED.iterdir()} == parts


def test_every_language_has_the_same_words() -> None:
    text = (EMBED / "words.js").read_text(encoding="utf-8")
    blocks = re.findall(r"^  (\w\w): \{\n(.*?)^  \},", text, re.MULTILINE | re.DOTALL)
    names = {
        language: re.findall(r"^    (\w+):", block, re.MULTILINE) for language, block in blocks
    }
    assert list(names) == ["en", "de", "fr", "es"]
    assert len(names["en"]) > 20
    assert all(one == names["en"] for one in names.values())
    used = set(re.findall(r"\bwords\.(\w+)", script().decode())) - {"said", "lang", "dir"}
    assert used <= set(names["en"])


def test_the_docs_list_every_option_every_colour_and_no_other() -> None:
    page = (EMBED.parents[2] / "docs" / "web-page.md").read_text(encoding="utf-8")
    known = re.search(r"const NAMES = \[(.*?)\]", (EMBED / "widget.js").read_text(encoding="utf-8"))
    assert known
    options = re.findall(r"^\| `data-(\w+)` \|", page, re.MULTILINE)
    assert sorted(options) == sorted(re.findall(r'"(\w+)"', known[1]))
    colours = set(re.findall(r"var\((--glossator-[\w-]+),", (EMBED / "widget.css").read_text()))
    assert set(re.findall(r"`(--glossator-[\w-]+)`", page)) == colours


# from the real server


@pytest.fixture(scope="module")
def server(boats_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if importlib.util.find_spec("gradio") is None:
        pytest.skip("gradio is not installed: pip install 'glossator[ui]'")
    with served(boats_index, tmp_path_factory.mktemp("served") / "stderr") as running:
        yield running


def get(server: Served, method: str = "GET", **headers: str) -> Any:
    import httpx

    sent = {"accept-encoding": "identity", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return httpx.request(method, f"{server.url}/glossator.js", headers=sent)


def test_any_page_may_load_the_script(server: Served) -> None:
    reply = get(server, origin="https://elsewhere.example")
    assert reply.status_code == 200
    assert reply.content == script()
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_the_script_comes_packed_to_whom_that_suits(server: Served) -> None:
    packed, plain = get(server, accept_encoding="br, gzip"), get(server)
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) <= MOST_BYTES
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "content-encoding" not in get(server, accept_encoding="gzip;q=0").headers


def test_the_script_is_not_sent_twice(server: Served) -> None:
    tag = get(server).headers["etag"]
    again = get(server, if_none_match=f'"other", W/{tag}')
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert get(server, if_none_match='"other"').status_code == 200


def test_head_gives_the_size_and_nothing_else_is_taken(server: Served) -> None:
    head = get(server, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(script())
    refused = get(server, "POST")
    assert refused.status_code == 405
    assert refused.headers["allow"] == "GET, HEAD"


def test_below_the_script_there_is_nothing(server: Served) -> None:
    import httpx

    reply = httpx.get(f"{server.url}/glossator.js/etc")
    assert reply.status_code == 404
    assert "/glossator.js" in reply.text
