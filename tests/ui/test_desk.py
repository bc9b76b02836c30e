"""The desk: a user's glossaries and verdicts over HTTP, behind a real server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from glossator.eval.questions import load_questions
from glossator.rag import Glossator
from glossator.rag.live import Live
from glossator.ui.accounts import Accounts, Guesses
from glossator.ui.desk import COOKIE, Desk
from glossator.ui.feedback import Feedback
from glossator.ui.limits import Limiter
from glossator.ui.signin import SignIn
from glossator.ui.uploads import Limits, Uploads
from tests.ui.test_limits import running
from tests.ui.test_uploads import KITES

httpx = pytest.importorskip("httpx", reason="httpx is not installed")
BINARY = {"content-type": "application/octet-stream"}


@pytest.fixture(scope="module")
def glossary(boats_index: Path) -> Iterator[Glossator]:
    with Glossator.open(boats_index) as opened:
        yield opened


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("noted") / "feedback.jsonl"


def asked(desk: Desk) -> Any:
    """Return an application that answers questions as the page does, beside the desk."""
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse
    from starlette.routing import Mount, Route

    def ask(request: Any) -> Any:
        with desk.lending(request.scope) as lent:
            return JSONResponse(lent.glossary.ask(request.query_params["q"]).to_dict())

    return Starlette(routes=[Route("/ask", ask), Mount("/desk", desk.app())])


@pytest.fixture(scope="module")
def server(glossary: Glossator, noted: Path) -> Iterator[str]:
    uploads = Uploads(Live(glossary, every_s=None), limits=Limits(file_bytes=2**20))
    with running(Limiter(asked(Desk(uploads, Feedback(noted))))) as url:
        yield url
    uploads.close()


@pytest.fixture
def user(server: str) -> Iterator[Any]:
    with httpx.Client(base_url=server) as client:
        yield client


def reads(user: Any, text: str = KITES, **fields: str) -> Any:
    sent = {"name": "kites.tsv", **fields}
    return user.post("/desk/read", params=sent, content=text.encode(), headers=BINARY)


def settles(user: Any) -> Any:
    """Wait as a page does until a change has taken effect."""
    for _ in range(400):
        state = user.get("/desk/state").json()
        if not state["pending"]:
            return state
        time.sleep(0.02)
    raise AssertionError(state)


def brings(user: Any) -> str:
    draft: str = reads(user).json()["id"]
    assert user.post("/desk/add", json={"drafts": [draft]}).status_code == 200
    settles(user)
    return draft


def quotes(user: Any, question: str) -> list[str]:
    answer = user.get("/ask", params={"q": question}).json()
    return [citation["quote"] for citation in answer["citations"]]


def test_a_file_is_read_added_asked_switched_and_removed(user: Any) -> None:
    before = user.get("/desk/state").json()
    assert [one["name"] for one in before["glossaries"]] == ["ropes.txt", "sails.tsv"]
    assert "set-cookie" not in user.get("/desk/state").headers
    shown = reads(user)
    assert shown.json()["total"] == 3
    assert user.post("/desk/add", json={"drafts": [shown.json()["id"]]}).json()["fault"] == ""
    own = settles(user)["glossaries"][-1]
    assert own == {
        "id": own["id"],
        "title": "kites.tsv",
        "name": "kites.tsv",
        "entries": 3,
        "on": True,
        "own": True,
    }
    assert len(quotes(user, "what is a bridle?")) == 1
    assert not user.post("/desk/switch", json={"id": own["id"], "on": False}).json()["fault"]
    settles(user)
    assert quotes(user, "what is a bridle?") == []
    assert (
        user.post("/desk/remove", json={"id": own["id"]}).json()["glossaries"]
        == (before["glossaries"])
    )


def test_the_cookie_is_random_hidden_from_scripts_and_sent_to_no_other_site(user: Any) -> None:
    mark = reads(user).headers["set-cookie"]
    assert mark.startswith(f"{COOKIE}=")
    assert mark.endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert len(mark.split("=")[1].split(";")[0]) == 43
    assert "set-cookie" not in reads(user).headers


def test_a_cookie_that_a_browser_chose_opens_nothing(user: Any) -> None:
    chosen = "A" * 43
    user.cookies.set(COOKIE, chosen)
    mark = reads(user).headers["set-cookie"]
    assert chosen not in mark


def test_a_stranger_with_stolen_ids_gets_nothing(server: str, user: Any) -> None:
    own, draft = brings(user), reads(user).json()["id"]
    with httpx.Client(base_url=server) as stranger:
        reads(stranger, "Term\tDefinition\nOther\tThing of another sort.\n")
        tries = [
            stranger.get("/desk/draft", params={"id": draft}),
            stranger.post("/desk/add", json={"drafts": [draft]}),
            stranger.post("/desk/drop", json={"draft": draft}),
            stranger.post("/desk/switch", json={"id": own, "on": False}),
            stranger.post("/desk/remove", json={"id": own}),
        ]
        assert [one.status_code for one in tries] == [404] * 5
        assert quotes(stranger, "what is a bridle?") == []
        assert "kites" not in stranger.get("/desk/state").text
    with httpx.Client(base_url=server) as nobody:
        for name in ("add", "drop", "remove"):
            sent = {"drafts": [draft], "draft": draft, "id": own}
            assert nobody.post(f"/desk/{name}", json=sent).status_code == 404
        assert nobody.get("/desk/draft", params={"id": draft}).status_code == 404
    assert len(quotes(user, "what is a bridle?")) == 1


def test_forgetting_leaves_nothing_and_takes_the_cookie(user: Any) -> None:
    own = brings(user)
    gone = user.post("/desk/forget", json={})
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert own not in gone.text
    assert quotes(user, "what is a bridle?") == []


def test_more_of_a_long_file_comes_on_demand_and_a_draft_can_be_dropped(user: Any) -> None:
    rows = "".join(f"Knot{n}\tA knot that is called {n} by sailors.\n" for n in range(250))
    draft = reads(user, "Term\tDefinition\n" + rows).json()
    assert (len(draft["entries"]), draft["total"]) == (200, 250)
    more = user.get("/desk/draft", params={"id": draft["id"], "start": "200"}).json()
    assert [one["term"] for one in more["entries"]][::49] == ["Knot200", "Knot249"]
    assert user.get("/desk/draft", params={"id": draft["id"], "start": "-1"}).status_code == 400
    assert user.post("/desk/drop", json={"draft": draft["id"]}).json()["drafts"] == []
    assert user.get("/desk/draft", params={"id": draft["id"]}).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("add", b'{"drafts": ["x"]}', "text/plain", 415),
        ("add", b"drafts=x", "application/x-www-form-urlencoded", 415),
        ("add", b"{", "application/json", 400),
        ("add", b"[" * 100_000, "application/json", 400),
        ("add", b"[]", "application/json", 400),
        ("add", b'{"drafts": "x"}', "application/json", 400),
        ("add", b'{"drafts": []}', "application/json", 400),
        ("switch", b'{"id": "sails-tsv", "on": 1}', "application/json", 400),
        ("switch", b'{"on": true}', "application/json", 400),
        ("feedback", b'{"question": "x", "verdict": "good"}', "application/json", 400),
        ("feedback", b'{"question": "x", "verdict": {}}', "application/json", 400),
        ("feedback", b'{"question": 1, "verdict": "right"}', "application/json", 400),
        ("feedback", b'{"verdict": "right", "history": "x"}', "application/json", 400),
        ("read", b"Term\tDefinition\nA\tThing.\n", "multipart/form-data", 415),
        ("read", b"", "application/octet-stream", 400),
        ("read?format=exe", b"Term\tDefinition\n", "application/octet-stream", 400),
    ],
)
def test_what_is_no_such_request_is_told_so(
    user: Any, path: str, body: bytes, kind: str, status: int
) -> None:
    reply = user.post(f"/desk/{path}", content=body, headers={"content-type": kind})
    assert reply.status_code == status
    assert reply.json()["error"]


def test_a_verdict_is_written_as_a_question(user: Any, noted: Path) -> None:
    sent = {"question": "what is a keel?", "history": [], "verdict": "right"}
    assert user.post("/desk/feedback", json=sent).json() == {"noted": True, "finished": True}
    wrong = {**sent, "verdict": "wrong", "expected": "Boom"}
    assert user.post("/desk/feedback", json=wrong).json()["finished"]
    found = load_questions([noted])
    assert [question.gold_terms for question in found] == [(("Keel",),), (("Boom",),)]


def test_a_verdict_on_glossaries_of_one_s_own_is_not_handed_on(user: Any, noted: Path) -> None:
    brings(user)
    before = noted.read_text() if noted.exists() else ""
    sent = {"question": "what is a bridle?", "verdict": "right"}
    assert "hand them on" in user.post("/desk/feedback", json=sent).json()["error"]
    assert (noted.read_text() if noted.exists() else "") == before


def test_without_a_file_for_it_there_is_no_feedback(glossary: Glossator) -> None:
    uploads = Uploads(Live(glossary, every_s=None))
    with running(asked(Desk(uploads, None))) as url:
        sent = {"question": "what is a keel?", "verdict": "right"}
        assert httpx.post(f"{url}/desk/feedback", json=sent).status_code == 404
        assert not httpx.get(f"{url}/desk/state").json()["feedback"]
    uploads.close()


def test_kept_glossaries_have_a_cookie_that_lasts(glossary: Glossator, tmp_path: Path) -> None:
    uploads = Uploads(Live(glossary, every_s=None), tmp_path / "store")
    with running(asked(Desk(uploads, None))) as url, httpx.Client(base_url=url) as user:
        assert "Max-Age=7776000" in reads(user).headers["set-cookie"]
    uploads.close()


# --- behind accounts ---


@pytest.fixture(scope="module")
def closed(glossary: Glossator) -> Iterator[str]:
    uploads = Uploads(Live(glossary, every_s=None))
    accounts = Accounts({"ann": "ann's password", "bob": "bob's password"})
    app = SignIn(asked(Desk(uploads, None)), accounts)
    with running(app) as url:
        yield url
    uploads.close()


@contextmanager
def enters(url: str, name: str) -> Iterator[Any]:
    with httpx.Client(base_url=url) as client:
        sent = {"username": name, "password": f"{name}'s password"}
        assert client.post("/login", data=sent).status_code == 200
        yield client


def test_nothing_is_served_to_who_has_not_signed_in(closed: str) -> None:
    for path in ("/ask?q=x", "/desk/state", "/config", "/gradio_api/info", "/web/page.js"):
        assert httpx.get(closed + path).status_code == 401
        assert httpx.post(closed + path).status_code == 401
    home = httpx.get(closed)
    assert (home.status_code, home.headers["location"]) == (303, "/login")
    form = httpx.get(f"{closed}/login").text
    assert 'name="password" type="password"' in form


def test_who_signs_in_gets_a_session_that_signing_out_ends(closed: str) -> None:
    with enters(closed, "ann") as ann:
        assert ann.get("/desk/state").json()["account"] == "ann"
        assert ann.get("/login").headers["location"] == "/"
        stolen = dict(ann.cookies)
        assert ann.post("/logout").headers["location"] == "/login"
    assert httpx.get(f"{closed}/desk/state", cookies=stolen).status_code == 401


def test_a_browser_is_sent_to_the_page_after_signing_in(closed: str) -> None:
    sent = {"username": "bob", "password": "bob's password"}
    reply = httpx.post(f"{closed}/login", data=sent, headers={"accept": "text/html,*/*"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    assert "HttpOnly; SameSite=Strict" in reply.headers["set-cookie"]


def test_another_account_on_the_same_browser_sees_nothing(closed: str) -> None:
    with enters(closed, "ann") as ann:
        brings(ann)
        own = ann.cookies[COOKIE]
        with enters(closed, "bob") as bob:
            bob.cookies.set(COOKIE, own)
            assert quotes(bob, "what is a bridle?") == []
            assert "kites" not in bob.get("/desk/state").text
        assert len(quotes(ann, "what is a bridle?")) == 1


def test_guesses_are_slowed_down_and_who_is_in_stays_in(glossary: Glossator) -> None:
    uploads = Uploads(Live(glossary, every_s=None))
    accounts = Accounts({"ann": "ann's password"})
    app = SignIn(asked(Desk(uploads, None)), accounts, guesses=Guesses(free=3))
    with running(app) as url, enters(url, "ann") as ann:
        wrong = {"username": "<b>ann", "password": "a guess"}
        replies = [httpx.post(f"{url}/login", data=wrong) for _ in range(4)]
        assert [reply.status_code for reply in replies] == [401, 401, 401, 429]
        assert "&lt;b&gt;ann" in replies[0].text
        assert "a guess" not in replies[0].text
        assert int(replies[3].headers["retry-after"]) >= 1
        right = {"username": "ann", "password": "ann's password"}
        assert httpx.post(f"{url}/login", data=right).status_code == 429
        assert ann.get("/desk/state").status_code == 200
    uploads.close()


def test_an_endless_form_is_not_read(closed: str) -> None:
    sent = {"username": "ann", "password": "x" * 100_000}
    assert httpx.post(f"{closed}/login", data=sent).status_code == 401
