"""Limits: how many requests are under way, how slowly one may come, and from whose pages."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from glossator.ui.limits import Limiter, Rate, network

uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is not installed")
httpx = pytest.importorskip("httpx", reason="httpx is not installed")


@contextmanager
def running(app: Any) -> Iterator[str]:
    """Serve an application on a free port of this machine."""
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Read a body, wait where the path says so, and send its length."""
    if scope["type"] != "http":
        return
    length = 0
    while True:
        message = await receive()
        length += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    if scope["path"].endswith("slow"):
        await asyncio.sleep(0.6)
    said = f"{message['type']} {length}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": said})


def test_more_at_once_than_are_served_are_told_to_come_again() -> None:
    with running(Limiter(echo, at_once=3, streams=1)) as url:
        codes: list[int] = []
        threads = [
            threading.Thread(target=lambda: codes.append(httpx.get(f"{url}/slow").status_code))
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [200, 200, 200, 503, 503, 503]
        assert httpx.get(f"{url}/slow").status_code == 200


def test_streams_that_pages_hold_open_are_counted_apart() -> None:
    with running(Limiter(echo, at_once=1, streams=5)) as url:
        held = threading.Thread(target=lambda: httpx.get(f"{url}/gradio_api/heartbeat/slow"))
        held.start()
        assert httpx.get(f"{url}/quick").status_code == 200
        held.join()


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    with running(Limiter(echo, arrives_s=0.4)) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\nonly this")
            assert b"http.disconnect 9" in slow.recv(4096)
        assert httpx.post(url, content=b"x" * 5000).text == "http.request 5000"


@pytest.mark.parametrize(
    ("path", "site", "mode", "method", "status"),
    [
        ("/", "cross-site", "navigate", "GET", 200),
        ("/", "cross-site", "no-cors", "GET", 403),
        ("/desk/state", "cross-site", "navigate", "GET", 403),
        ("/desk/add", "cross-site", "cors", "POST", 403),
        ("/login", "cross-site", "navigate", "POST", 403),
        ("/login", "same-origin", "navigate", "POST", 200),
        ("/desk/state", "none", "navigate", "GET", 200),
    ],
)
def test_other_sites_may_link_to_the_page_and_do_nothing_else(
    path: str, site: str, mode: str, method: str, status: int
) -> None:
    with running(Limiter(echo)) as url:
        headers = {"sec-fetch-site": site, "sec-fetch-mode": mode}
        assert httpx.request(method, url + path, headers=headers).status_code == status


def test_a_rate_lets_so_many_through_in_a_while_for_each() -> None:
    now = [0.0]
    rate = Rate(2, 10.0, keys=2, clock=lambda: now[0])
    assert [rate.allows("a"), rate.allows("a"), rate.allows("a")] == [True, True, False]
    assert rate.allows("b")
    now[0] = 10.0
    assert rate.allows("a")
    rate.allows("c")
    assert len(rate._times) == 2


def test_one_ipv6_network_is_one_person() -> None:
    assert network("2001:db8::1") == network("2001:db8::2") == "2001:db8::/64"
    assert network("192.0.2.7") == "192.0.2.7"
    assert network("testclient") == "testclient"
