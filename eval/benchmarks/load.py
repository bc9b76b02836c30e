"""How the chat page's server bears many users at once: latency, errors, memory.

    python -m glossator.eval.benchmarks.load
    python -m glossator.eval.benchmarks.load --index DIR --users 50 --seconds 60

It needs the extra ``ui``. The server is a process of its own; the users are in this one and do
what pages do: each holds a heartbeat open and sends questions, those of our own evaluation, in
turns and with their history. Linux only: memory is read from ``/proc``.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from ...data import path as shipped
from ..questions import load_questions
from .page import serving

#: What is aimed at: milliseconds for 95 of 100 answers, MiB that memory may grow by.
TARGETS = {"p95": 150.0, "growth": 10.0}
#: Users ask for so long before anything counts: what is loaded once is loaded then.
WARM_S = 10.0

Asked = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class Seen:
    """What the users saw: milliseconds of each answer, and what was none; the server's cost.

    CPU seconds tell, as milliseconds can't, what a busy machine adds.
    """

    taken_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory_mib: list[float] = field(default_factory=list)
    cpu_s: float = 0.0


async def user(
    client: Any, number: int, questions: Sequence[Asked], every_s: float, seen: Seen
) -> None:
    """Ask one question every so often until cancelled."""
    draw = random.Random(number)
    await asyncio.sleep(every_s * draw.random())
    for seq in count(1):
        question, history = draw.choice(questions)
        sent = {
            "data": [],
            "event_data": {"seq": seq, "q": question, "history": list(history)},
            "fn_index": 0,
            "session_hash": f"user{number}",
        }
        began = time.perf_counter()
        try:
            reply = await client.post("/gradio_api/run/predict", json=sent)
            (made,) = reply.json()["data"]
            if reply.status_code != 200 or made["seq"] != seq or "<article" not in made["html"]:
                seen.errors.append(f"{reply.status_code}: {reply.text[:200]}")
        except Exception as error:  # whatever it is, it is one answer that didn't come
            seen.errors.append(repr(error)[:200])
        taken_s = time.perf_counter() - began
        seen.taken_ms.append(1000 * taken_s)
        await asyncio.sleep(max(0.0, every_s - taken_s))


async def heartbeat(client: Any, number: int) -> None:
    """Hold open what a page holds open."""
    async with client.stream("GET", f"/gradio_api/heartbeat/user{number}", timeout=None) as stream:
        async for _ in stream.aiter_raw():
            pass


async def load(url: str, process: int, options: argparse.Namespace) -> Seen:
    """Let users ask; return what they saw, with the server's memory each second."""
    import httpx

    questions = [(q.question, q.history) for q in load_questions(options.questions)]
    seen = Seen()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30.0) as client:
        tasks = [asyncio.create_task(heartbeat(client, n)) for n in range(options.users)]
        tasks += [
            asyncio.create_task(user(client, n, questions, options.every, seen))
            for n in range(options.users)
        ]
        await asyncio.sleep(WARM_S)
        seen.taken_ms.clear()
        seen.memory_mib.append(resident_mib(process))
        used_s = cpu_s(process)
        ends = time.monotonic() + options.seconds
        while time.monotonic() < ends:
            await asyncio.sleep(1.0)
            seen.memory_mib.append(resident_mib(process))
        seen.cpu_s = cpu_s(process) - used_s
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return seen


def resident_mib(process: int) -> float:
    """Return what a process holds in memory."""
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_s(process: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Run the load and print one Markdown table; exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m glossator.eval.benchmarks.load")
    parser.add_argument("--index", help="an index directory instead of the embedded glossary")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between questions")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[shipped("qa") / "questions.jsonl"]
    )
    options = parser.parse_args()
    with serving(["--index", options.index] if options.index else []) as server:
        seen = asyncio.run(load(server.url, server.process, options))
    cuts = statistics.quantiles(seen.taken_ms, n=100, method="inclusive")
    growth = max(seen.memory_mib) - seen.memory_mib[0]
    print("| figure | value | target |\n|---|---|---|")
    print(
        f"| users, each every {options.every:g} s for {options.seconds:g} s | {options.users} | |"
    )
    print(f"| answers | {len(seen.taken_ms):,} | |")
    print(f"| errors | {len(seen.errors)} | 0 |")
    print(f"| p50, ms | {cuts[49]:.1f} | |")
    print(f"| p95, ms | {cuts[94]:.1f} | {TARGETS['p95']:g} |")
    print(f"| most, ms | {max(seen.taken_ms):.1f} | |")
    print(f"| the server's CPU an answer, ms | {1000 * seen.cpu_s / len(seen.taken_ms):.1f} | |")
    print(f"| memory after {WARM_S:g} s, MiB | {seen.memory_mib[0]:.1f} | |")
    print(f"| memory's growth, MiB | {growth:.1f} | {TARGETS['growth']:g} |")
    for error in seen.errors[:5]:
        print(f"\n{error}")
    met = cuts[94] <= TARGETS["p95"] and growth <= TARGETS["growth"] and not seen.errors
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
