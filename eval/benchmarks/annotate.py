"""How long it takes to find the defined terms of a text.

    python -m glossator.eval.benchmarks.annotate
    python -m glossator.eval.benchmarks.annotate --terms 10000 --characters 100000 --runs 21

The glossary and the prose are made up: terms of one to three words of which a tenth has an
acronym, and sentences in which one word in eight belongs to a term, some inflected or hyphenated.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...index.build import build_memory
from ...index.reading import read_paths
from ...rag.glossator import Glossator

#: What is aimed at: milliseconds for 100 kB of prose and 10,000 terms, at the median.
TARGET_MS = 50.0
_ENDS = ("", "", "", "s", "ed", "ing")
_SMALL = ("the", "a", "of", "in", "and", "to", "is", "that", "it", "for", "with", "on", "by", "be")


class _NoEncoder:
    """Stands in for an encoder: finding terms takes no vectors, and 10,000 take minutes."""

    name = "none"
    dim = 8
    sha256 = "0" * 64

    def encode(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Return the same unit row for each text."""
        rows = np.zeros((len(list(texts)), self.dim), dtype=np.float32)
        rows[:, 0] = 1.0
        return rows


def vocabulary(draw: random.Random, size: int) -> list[str]:
    """Make up words of two to four syllables."""
    starts = (
        "b",
        "c",
        "d",
        "f",
        "g",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "br",
        "cl",
        "dr",
        "st",
        "tr",
    )
    vowels = "aeiou"
    made: dict[str, None] = {}
    while len(made) < size:
        syllables = draw.choice((2, 2, 3, 3, 4))
        made["".join(draw.choice(starts) + draw.choice(vowels) for _ in range(syllables)) + "n"] = (
            None
        )
    return list(made)


def glossary(draw: random.Random, words: Sequence[str], terms: int) -> Iterator[dict[str, object]]:
    """Yield entries as records: terms of one to three words."""
    made: dict[str, None] = {}
    while len(made) < terms:
        made[" ".join(draw.sample(words, draw.choice((1, 2, 2, 2, 3))))] = None
    for number, term in enumerate(made):
        acronym = "".join(word[0] for word in term.split()).upper() + str(number)
        yield {
            "term": term.capitalize(),
            "aliases": [acronym] if number % 10 == 0 else [],
            "definition": f"A {draw.choice(words)} that {draw.choice(words)} and {number} hold.",
        }


def prose(draw: random.Random, words: Sequence[str], terms: Sequence[str], characters: int) -> str:
    """Write sentences of about fourteen words; one word in eight belongs to a term."""
    parts: list[str] = []
    length = 0
    while length < characters:
        sentence: list[str] = []
        while len(sentence) < 14:
            roll = draw.random()
            if roll < 0.07:
                term = draw.choice(terms) + draw.choice(_ENDS)
                sentence.append(term.replace(" ", "-") if roll < 0.01 else term.lower())
            else:
                sentence.append(draw.choice(_SMALL if roll < 0.5 else words))
        parts.append(" ".join(sentence).capitalize() + (".\n\n" if draw.random() < 0.15 else ". "))
        length += len(parts[-1])
    return "".join(parts)[:characters]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the figures, and return 1 where the target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--terms", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    draw = random.Random(options.seed)
    words = vocabulary(draw, 12_000)
    records = list(glossary(draw, words, options.terms))
    # half of the prose's words stand in no term, as in any language
    text = prose(draw, words, [str(record["term"]) for record in records], options.characters)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        found = read_paths([path])
    encoder = _NoEncoder()
    with Glossator(build_memory(found.readings, encoder), encoder) as names:
        print(f"{names.index.lexicon.counts.entries:,} entries, {len(text):,} characters")
        slow = False
        for which in ("first", "all"):
            taken, cpu = [], []
            for _ in range(options.runs + 1):
                start, spent = time.perf_counter(), time.process_time()
                result = names.annotate(text, which=which)
                taken.append(1000 * (time.perf_counter() - start))
                cpu.append(1000 * (time.process_time() - spent))
            cold, warm = taken[0], taken[1:]
            median = statistics.median(warm)
            slow = slow or median > TARGET_MS
            print(
                f"{which:5}  {len(result.occurrences):,} occurrences of {len(result.citations):,} "
                f"concepts: median {median:.1f} ms, of which "
                f"{statistics.median(cpu[1:]):.1f} ms CPU, slowest {max(warm):.1f} ms, first call "
                f"{cold:.0f} ms ({options.runs} runs; aimed at {TARGET_MS:.0f} ms)"
            )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
