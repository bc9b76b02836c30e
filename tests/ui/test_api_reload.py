"""A server whose index is rebuilt under load: nothing dropped, no version mixed, none left open."""

import importlib.util
import re
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from glossator.rag import Glossator
from tests.ui.served import served

if importlib.util.find_spec("gradio") is None:
    pytest.skip("gradio is not installed: pip install 'glossator[ui]'", allow_module_level=True)

import httpx

from tests.ui import patient

THREADS, VERSIONS = 8, 12
QUESTIONS = ("what is a halyard?", "what is a painter?", "how do a halyard and a painter differ?")


def build(folder: Path, version: int) -> Path:
    source = folder / "ropes.tsv"
    spars = "".join(f"Spar {n}\tA pole of kind {n}.\n" for n in range(version))
    source.write_text(
        f"Term\tDefinition\n{spars}"
        f"Halyard\tA rope that hoists a sail, version {version}.\n"
        f"Painter\tA rope that ties up a boat, version {version}.\n",
        encoding="utf-8",
    )
    Glossator.build([source], folder / "index").close()
    return folder / "index"


def test_requests_during_rebuilds_are_all_answered_each_from_one_version(tmp_path: Path) -> None:
    index = build(tmp_path, 0)
    statuses: Counter[int] = Counter()
    mixed: list[str] = []
    seen: set[str] = set()
    ended = threading.Event()

    def ask(url: str) -> None:
        with httpx.Client(base_url=url, timeout=30) as client:
            while not ended.is_set():
                sent = {"questions": [{"question": one} for one in QUESTIONS]}
                reply = client.post("/v1/ask/batch", json=sent)
                statuses[reply.status_code] += 1
                answers = reply.json()["answers"]
                quotes = [cited["quote"] for one in answers for cited in one["citations"]]
                versions = set(re.findall(r"version (\d+)", " ".join(quotes)))
                seen.update(versions)
                if len(quotes) < len(QUESTIONS) or len(versions) != 1:
                    mixed.append(f"{versions}: {quotes}")

    with served(index, tmp_path / "stderr") as server:
        threads = [threading.Thread(target=ask, args=[server.url]) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for version in range(1, VERSIONS + 1):
            build(tmp_path, version)
        newest = ""
        until = time.monotonic() + 30
        while newest != str(VERSIONS) and time.monotonic() < until:
            found = patient.get(server.url + "/v1/search", params={"q": "halyard"}).json()["hits"]
            newest = found[0]["text"].rpartition("version ")[2].rstrip(".")
            time.sleep(0.05)
        ended.set()
        for thread in threads:
            thread.join()
        open_files = Path(f"/proc/{server.process.pid}/fd")
        held = {str(one.readlink()) for one in open_files.iterdir() if one.exists()}
    assert newest == str(VERSIONS)
    assert mixed == []
    assert set(statuses) == {200}
    assert len(seen) > 2
    assert len({re.search(r"v\d{6}", one)[0] for one in held if "/index/v" in one}) <= 2  # type: ignore[index]


def test_the_chat_page_asks_the_new_version_too(tmp_path: Path) -> None:
    index = build(tmp_path, 1)
    with (
        served(index, tmp_path / "stderr") as server,
        httpx.Client(base_url=server.url, timeout=30) as page,
    ):
        before = page.get("/desk/state").json()
        assert "Spar 1<" not in page.get("/view/browse").json()["html"]
        build(tmp_path, 2)
        until = time.monotonic() + 30
        while (now := page.get("/desk/state").json())["version"] == before["version"]:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert now["served"]
        assert "Spar 1<" in page.get("/view/browse").json()["html"]
        sent = {"data": ["what is a painter?", None]}
        answer = page.post("/gradio_api/run/ask", json=sent).json()["data"][0]
        assert answer["citations"][0]["quote"].endswith("version 2.")


def test_what_a_user_brought_is_asked_together_with_the_new_version(tmp_path: Path) -> None:
    index = build(tmp_path, 1)
    with (
        served(index, tmp_path / "stderr") as server,
        httpx.Client(base_url=server.url, timeout=30) as user,
    ):

        def settled() -> dict[str, object]:
            until = time.monotonic() + 60
            while (state := user.get("/desk/state").json())["pending"]:
                assert time.monotonic() < until
                time.sleep(0.05)
            assert state["fault"] == ""
            found: dict[str, object] = state
            return found

        def asked(question: str) -> str:
            reply = user.post("/gradio_api/run/ask", json={"data": [question, None]})
            quote: str = reply.json()["data"][0]["citations"][0]["quote"]
            return quote

        draft = user.post(
            "/desk/read?name=kites.tsv",
            content=b"Term\tDefinition\nBridle\tThe lines that hold a kite.\n",
            headers={"content-type": "application/octet-stream"},
        ).json()
        user.post("/desk/add", json={"drafts": [draft["id"]]})
        before = settled()["version"]
        assert asked("what is a painter?").endswith("version 1.")
        build(tmp_path, 2)
        until = time.monotonic() + 60
        while settled()["version"] == before:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert asked("what is a painter?").endswith("version 2.")
        assert asked("what is a bridle?") == "The lines that hold a kite."
