"""How the HTTP API bears load: questions a second, latency, many connections at once, memory.

    python -m glossator.eval.benchmarks.api_load
    python -m glossator.eval.benchmarks.api_load --index DIR --seconds 300

It needs the extra ``ui``. The server is a process of its own with one worker; the askers are in
this one. No question is asked twice, so nothing that keeps answers could help. Linux only: memory
is read from ``/proc``.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ...rag.glossator import Glossator
from .load import cpu_s, resident_mib
from .page import serving

#: What is aimed at: questions a second; milliseconds for 99 of 100 answers at half of that; MiB.
TARGETS = {"rate": 150.0, "p99": 50.0, "growth": 10.0}
AT_ONCE = 200
_FORMS = (
    "what is {}?",
    "what does {} mean?",
    "define {} in a sentence",
    "how does {} work?",
    "why would one use {}?",
    "what is the formula of {}?",
    "what is {} good for?",
    "give me everything about {}",
    "when is {} a bad idea?",
    "which problem does {} solve?",
)
_PAIRS = ("what is the difference between {} and {}?", "is {} a kind of {}?", "how do {} and {} go")


@dataclass(slots=True)
class Seen:
    """What askers saw: milliseconds of each answer, and how often each status came."""

    taken_ms: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    spent_s: float = 0.0

    def cut(self, percent: int) -> float:
        """Return the milliseconds within which so many of a hundred answers came."""
        return statistics.quantiles(self.taken_ms, n=100, method="inclusive")[percent - 1]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.statuses["200"] / self.spent_s


def questions(terms: Sequence[str]) -> Iterator[str]:
    """Yield questions about some terms, never one twice; always the same ones."""
    draw = random.Random(7)
    asked: set[str] = set()
    while True:
        two = draw.sample(terms, 2)
        form = draw.choice(_FORMS if draw.random() < 0.7 else _PAIRS)
        question = form.format(*two)
        while question in asked:
            question += "?"
        asked.add(question)
        yield question


class Asker:
    """One connection that asks one question after the other; made anew where it was closed.

    Like any client: a server closes a connection that nobody uses for some seconds, and what was
    sent on it then is sent once more.
    """

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._host, self._port = place.hostname, place.port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def connect(self) -> None:
        """Connect, unless that is done."""
        if self._open is not None and self._open[0].at_eof():
            self.close()
        if self._open is None:
            self._open = await asyncio.open_connection(self._host, self._port)

    def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    async def ask(self, question: str, seen: Seen, began: float | None = None) -> None:
        """Ask, and note what came; ``began`` says when it should have been asked."""
        began = time.perf_counter() if began is None else began
        body = json.dumps({"question": question}).encode()
        used = self._open is not None
        try:
            try:
                status = await self._exchange(body)
            except (OSError, EOFError):
                self.close()
                if not used:
                    raise
                status = await self._exchange(body)
        except (OSError, EOFError, ValueError, IndexError) as error:
            status = type(error).__name__
        seen.statuses[status] += 1
        seen.taken_ms.append(1000 * (time.perf_counter() - began))

    async def _exchange(self, body: bytes) -> str:
        await self.connect()
        assert self._open is not None
        reader, writer = self._open
        writer.write(
            b"POST /v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\n\r\n%b" % (len(body), body)
        )
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        sizes = [line.partition(":")[2] for line in lines if line.startswith("content-length:")]
        reply = json.loads(await reader.readexactly(int(sizes[0])))
        status = lines[0].split()[1]
        told = "citations" if status == "200" else "detail"
        return status if told in reply else f"{status} without '{told}'"


async def as_fast_as_it_goes(
    url: str, asked: Iterator[str], seconds: float, connections: int
) -> Seen:
    """Ask on some connections, each as soon as it has its answer."""
    seen = Seen()
    began = time.perf_counter()

    async def one() -> None:
        with closing(Asker(url)) as asker:
            while time.perf_counter() - began < seconds:
                await asker.ask(next(asked), seen)

    await asyncio.gather(*(one() for _ in range(connections)))
    seen.spent_s = time.perf_counter() - began
    return seen


async def at_a_pace(
    url: str, asked: Iterator[str], seconds: float, rate: float, process: int
) -> tuple[Seen, list[float]]:
    """Ask at random moments, so many a second; return the server's memory each second too."""
    seen, memory = Seen(), [resident_mib(process)]
    draw = random.Random(3)
    free: asyncio.LifoQueue[Asker] = asyncio.LifoQueue()
    tasks: set[asyncio.Task[None]] = set()

    async def one(question: str, due: float) -> None:
        asker = await free.get()  # one that waits for a connection has waited: it counts
        await asker.ask(question, seen, due)
        free.put_nowait(asker)

    async def look() -> None:
        while True:
            await asyncio.sleep(1.0)
            memory.append(resident_mib(process))

    with ExitStack() as stack:
        for _ in range(64):
            free.put_nowait(stack.enter_context(closing(Asker(url))))
        watching = asyncio.create_task(look())
        began = due = time.perf_counter()
        while due - began < seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            task = asyncio.create_task(one(next(asked), due))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            due += draw.expovariate(rate)
        while tasks:
            await asyncio.wait(tasks)
        seen.spent_s = time.perf_counter() - began
        watching.cancel()
    return seen, memory


async def all_at_once(url: str, asked: Iterator[str], connections: int) -> Seen:
    """Let many connections ask in the same moment, one question each."""
    seen = Seen()
    ready = asyncio.Barrier(connections)

    async def one(question: str) -> None:
        with closing(Asker(url)) as asker:
            await asker.connect()
            await ready.wait()
            await asker.ask(question, seen)

    began = time.perf_counter()
    await asyncio.gather(*(one(next(asked)) for _ in range(connections)))
    seen.spent_s = time.perf_counter() - began
    return seen


def main() -> None:
    """Run the loads and print one Markdown table; exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m glossator.eval.benchmarks.api_load")
    parser.add_argument("--index", help="an index directory instead of the embedded glossary")
    parser.add_argument("--seconds", type=float, default=300.0, help="at half the rate")
    parser.add_argument("--fast-seconds", type=float, default=20.0, help="as fast as it goes")
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    with Glossator.open(options.index) as glossary:
        entries = glossary.index.lexicon.entries(range(glossary.index.lexicon.counts.entries))
        asked = questions(sorted({entry.term for entry in entries}))
    with serving(["--index", options.index] if options.index else []) as server:
        url = server.url
        asyncio.run(as_fast_as_it_goes(url, asked, 4.0, 4))  # what loads once is loaded then
        used_s = cpu_s(server.process)
        fast = asyncio.run(
            as_fast_as_it_goes(url, asked, options.fast_seconds, options.connections)
        )
        cost_ms = 1000 * (cpu_s(server.process) - used_s) / len(fast.taken_ms)
        bursts = [asyncio.run(all_at_once(url, asked, AT_ONCE)) for _ in range(5)]
        rate = TARGETS["rate"] / 2
        paced, memory = asyncio.run(at_a_pace(url, asked, options.seconds, rate, server.process))
    statuses = sum((one.statuses for one in bursts), Counter())
    lost = sum(statuses.values()) - statuses["200"] - statuses["429"]
    # the first tenth still fills what is kept of the index; what grows without end grows later
    growth = max(memory[len(memory) // 10 :]) - memory[len(memory) // 10]
    errors = sum((one.statuses for one in (fast, paced)), Counter())
    del errors["200"]
    rows = (
        (f"questions a second, {options.connections} connections", f"{fast.rate:.0f}", "≥ 150"),
        ("p50 and p99 there, ms", f"{fast.cut(50):.1f}, {fast.cut(99):.1f}", ""),
        ("the server's CPU an answer, ms", f"{cost_ms:.1f}", ""),
        (f"p50 at {rate:g} a second for {options.seconds:g} s, ms", f"{paced.cut(50):.1f}", ""),
        ("p99 there, ms", f"{paced.cut(99):.1f}", "≤ 50"),
        (f"{AT_ONCE} connections at once, 5 times", _told(statuses), "200 or 429"),
        ("lost there", str(lost), "0"),
        ("answers that were none, before and after", _told(errors) or "0", "0"),
        ("memory, MiB: first, most", f"{memory[0]:.1f}, {max(memory):.1f}", ""),
        ("its growth after the first tenth, MiB", f"{growth:.1f}", "≤ 10"),
    )
    print("| figure | value | target |\n|---|---|---|")
    for name, value, target in rows:
        print(f"| {name} | {value} | {target} |")
    met = fast.rate >= TARGETS["rate"] and paced.cut(99) <= TARGETS["p99"] and not lost
    sys.exit(0 if met and not errors and growth <= TARGETS["growth"] else 1)


def _told(statuses: Counter[str]) -> str:
    return ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))


if __name__ == "__main__":
    main()
