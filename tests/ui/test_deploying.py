"""What docs/deploying.md offers: the service, the container file, two proxies that really run."""

import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from glossator.ui.cli import _parser
from tests.ui.program import ROOT
from tests.ui.served import Served, served

pytest.importorskip("gradio", reason="needs the extra 'ui'")

DEPLOY = ROOT / "examples" / "deploy"
UNIT = DEPLOY / "glossator@.service"
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
NAME = "glossary.example.org"


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


# the service


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is there."""
    program = Path(sys.executable).with_name("glossator")
    text = UNIT.read_text(encoding="utf-8").replace("/opt/glossator/bin/glossator", str(program))
    made = tmp_path / "glossator@7861.service"
    made.write_text(text, encoding="utf-8")
    return made


def test_systemd_takes_the_unit_without_a_word(unit: Path) -> None:
    done = subprocess.run(
        [tool("systemd-analyze"), "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_unit_is_shut_in_as_well_as_the_page_says(unit: Path) -> None:
    done = subprocess.run(
        [tool("systemd-analyze"), "security", "--offline=true", "--threshold=15", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-400:]
    level = re.search(r"exposure level for [^:]*: ([\d.]+)", done.stdout)
    assert level is not None
    page = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert f"rates it {level[1]}" in page


def test_what_the_unit_and_the_container_run_are_commands() -> None:
    (start,) = re.findall(r"^ExecStart=\S+ (.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    options = _parser().parse_args(shlex.split(start.replace("%i", "7861")))
    assert (options.command, options.port, options.host) == ("serve", 7861, "127.0.0.1")
    assert options.name == [NAME]
    command = json.loads(re.findall(r"^CMD (\[.*\])$", CONTAINER, re.MULTILINE)[0])
    assert _parser().parse_args(command).host == "0.0.0.0"
    (inner,) = re.findall(r"^RUN /opt/glossator/bin/glossator (.*)$", CONTAINER, re.MULTILINE)
    assert _parser().parse_args(shlex.split(inner)).command == "ask"


# the container file


def copied() -> list[str]:
    lines = re.findall(r"^COPY (?!--from)(.*)$", CONTAINER, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def test_the_container_file_copies_what_the_package_needs_and_nothing_else_is_sent() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = set(project["tool"]["setuptools"]["package-dir"].values())
    assert packages <= set(copied())
    assert project["project"]["readme"] in copied()
    assert all((ROOT / source).exists() for source in copied())
    extras = re.findall(r'"\.\[([\w,]+)\]"', CONTAINER)[0].split(",")
    assert set(extras) <= set(project["project"]["optional-dependencies"])
    for name in (".containerignore", ".dockerignore"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert {line[1:] for line in lines if line.startswith("!")} == set(copied())
        assert any(fnmatch("x", line) for line in lines if line == "*")


@pytest.mark.slow
def test_a_wheel_is_built_from_what_the_container_file_copies(tmp_path: Path) -> None:
    for source in copied():
        if (ROOT / source).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.onnx")
            shutil.copytree(ROOT / source, tmp_path / "src" / source, ignore=ignored)
        else:
            (tmp_path / "src").mkdir(exist_ok=True)
            shutil.copy(ROOT / source, tmp_path / "src" / source)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)],
        cwd=tmp_path / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert [one.suffix for one in tmp_path.glob("glossator-*")] == [".whl"]


# the proxies


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def worker(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A worker for the name that the proxies serve."""
    heard = tmp_path_factory.mktemp("heard") / "worker.txt"
    with served(own_index, heard, "--name", NAME) as one:
        yield one


def filled(name: str, workers: list[Served], port: int, folder: Path) -> Path:
    """Write a proxy's file with the ports that are used here, and a certificate of our own."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for given, worker in zip(("7861", "7862"), workers, strict=True):
        text = text.replace(f"127.0.0.1:{given}", worker.url.removeprefix("http://"))
    certificate, key = folder / "site.pem", folder / "site.key"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME}"
    names = ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made.split(), *names], check=True, capture_output=True)
    if name == "nginx.conf":
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
        text = text.replace(f"/etc/ssl/{NAME}.pem", str(certificate))
        text = text.replace(f"/etc/ssl/private/{NAME}.key", str(key))
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        text = (
            f"daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
            f"http {{ access_log off;\n{temporary}{text} }}\n"
        )
    else:
        site = f"{{\nadmin off\nauto_https disable_redirects\nhttp_port {free_port()}\n}}\n"
        named = f"https://{NAME}:{port} {{\n\ttls {certificate} {key}\n\tbind 127.0.0.1"
        text = site + text.replace(f"{NAME} {{", named, 1)
    written = folder / name
    written.write_text(text, encoding="utf-8")
    return written


@contextmanager
def proxy(name: str, workers: list[Served], folder: Path) -> Iterator["Site"]:
    port = free_port()
    made = filled(name, workers, port, folder)
    program = "nginx" if name == "nginx.conf" else "caddy"
    argv = {
        "nginx": ["nginx", "-p", str(folder), "-c", str(made)],
        "caddy": ["caddy", "run", "--config", str(made), "--adapter", "caddyfile"],
    }[program]
    tool(program)
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    heard = (folder / "heard.txt").open("wb")
    with heard, subprocess.Popen(argv, stdout=heard, stderr=heard, env=env) as process:
        try:
            site = Site(port, folder / "site.pem")
            site.wait(process, folder / "heard.txt")
            yield site
        finally:
            process.terminate()
            process.wait(20)


class Site:
    """A site as a visitor reaches it: by its name, over TLS."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.port = port
        self._tls = ssl.create_default_context(cafile=str(certificate))

    def get(self, path: str, body: object = None, headers: Any = None) -> tuple[int, bytes]:
        """Ask for a path, by POST where there is a body."""
        import http.client

        raw = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection = http.client.HTTPSConnection(NAME, self.port)
        connection.sock = self._tls.wrap_socket(raw, server_hostname=NAME)
        try:
            method = "GET" if body is None else "POST"
            sent = None if body is None else json.dumps(body).encode()
            given = {"content-type": "application/json", **(headers or {})}
            connection.request(method, path, sent, given)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, for 20 seconds at most."""
        end = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < end
            time.sleep(0.05)

    def wait(self, process: "subprocess.Popen[bytes]", heard: Path) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                self.get("/metrics")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(heard.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_serves_two_workers_as_one_and_goes_on_when_one_stops(
    name: str, worker: Served, own_index: Path, tmp_path: Path
) -> None:
    with (
        served(own_index, tmp_path / "doomed.txt", "--name", NAME) as doomed,
        proxy(name, [worker, doomed], tmp_path) as site,
    ):
        status, page = site.get("/")
        assert (status, b"Glossator" in page) == (200, True)
        assert site.get("/glossator.js")[0] == 200
        for path in ("/metrics", "/healthz", "/readyz"):
            assert site.get(path)[0] == 404
        start = "/gradio_api/startup-events"
        ours = {"Origin": f"https://{NAME}:{site.port}"}
        assert site.get(start, headers=ours)[0] == 200
        assert site.get(start, headers={"Origin": "https://evil.example"})[0] == 403
        asked = {"question": "what is dropout?"}
        answers = [site.get("/v1/ask", asked) for _ in range(12)]
        assert {status for status, _ in answers} == {200}
        told = [{**json.loads(body), "elapsed_ms": 0} for _, body in answers]
        assert told == [told[0]] * 12
        assert min(asks(worker), asks(doomed)) >= 1  # both answered
        doomed.process.terminate()
        ending = {site.get("/v1/ask", asked)[0] for _ in range(6)}
        assert ending <= ({200} if name == "nginx.conf" else {200, 502, 503})
        doomed.process.wait(30)
        if name == "Caddyfile":  # which notices by itself
            site.until(lambda: site.get("/v1/ask", asked)[0] == 200)
        assert [site.get("/v1/ask", asked)[0] for _ in range(12)] == [200] * 12
        assert site.get("/")[0] == 200


def asks(worker: Served) -> int:
    """Return how many questions a worker says that it was asked over HTTP."""
    with urllib.request.urlopen(f"{worker.url}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    found = re.findall(r'^glossator_http_requests_total\{[^}]*/v1/ask"[^}]*\} ([\d.]+)', text, re.M)
    return int(sum(float(one) for one in found))


def test_workers_read_an_index_that_they_may_not_write(own_index: Path, tmp_path: Path) -> None:
    """The container and the unit see it read-only."""
    folder = tmp_path / "index"
    shutil.copytree(own_index, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    from tests.ui.program import spawn

    try:
        ran = spawn("ask", "what is dropout?", "--index", folder, "--json", anyone=True)
        assert (ran.code, ran.err) == (0, "")
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
