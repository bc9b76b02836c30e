"""Tune the bundled encoder, compare ways of tuning it, and fit what depends on it.

    python -m glossator.eval.tuning tune --samples DIR --wordnet FILE --out FOLDER
    python -m glossator.eval.tuning compare --samples DIR --wordnet FILE --out FOLDER
    python -m glossator.eval.tuning fit --samples DIR --wordnet FILE --out data/models
    python -m glossator.eval.tuning measure --samples DIR --wordnet FILE --out FOLDER
    python -m glossator.eval.tuning check --samples DIR --wordnet FILE --out FOLDER

``tune`` writes a sentence-transformers model with ``report.json`` beside it, which
``python -m glossator.index.export`` turns into the encoder that ships. ``measure`` measures that
one as ``compare`` measures the others. ``fit`` then fits, with that
encoder, how questions are read and how sure answers are; ``check`` says how well the probabilities
hold over glossaries and entries that nothing was fitted to. A developer's command: it needs the
extra ``tuning``, and ``data/tuning`` of a checkout. ``docs/tuning.md`` says what it gave.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from ...data import path as shipped
from ...index.encoder import bundled
from ...index.errors import GlossaryError
from ...index.export import packaged_weights
from ...rag import confidence, kinds, replies
from .checking import calibration_report
from .data import Sources, TuningData, load
from .fitting import fit_confidence, fit_kinds, hearing, observe_all, write
from .measure import Encode, Ranks, measure, rank_words, similarity, table
from .pairs import Pair, from_wordnet, from_written, with_negatives
from .replying import fit_replies, gather
from .samples import HELD_OUT
from .static import StaticTable
from .training import Plan, TunedModel, mix, tune
from .wordnet import Synset, load_synsets

_TOOLS = ("numpy", "sentence-transformers", "tokenizers", "torch", "transformers")
_GLOSSES_RANKED = 20_000  # of the reverse-dictionary test, when encoders are compared


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser("glossator.eval.tuning", description=__doc__)
    parser.add_argument("what", choices=("tune", "compare", "measure", "fit", "check"))
    parser.add_argument("--samples", type=Path, required=True, help="folder of sample glossaries")
    parser.add_argument("--wordnet", type=Path, required=True, help="wordnet.jsonl.gz")
    parser.add_argument("--written", type=Path, default=shipped("tuning"), metavar="DIR")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=20_000, help="compare: pairs of each way")
    parser.add_argument("--glosses", type=int, default=20_000, help="tune: pairs of WordNet")
    parser.add_argument("--negatives", type=int, default=1, help="tune: to each written pair")
    parser.add_argument("--epochs", type=int, default=2, help="tune: over the written pairs")
    parser.add_argument("--share", type=float, default=1.0, help="tune: of the tuned weights")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    try:
        sources = Sources(given.samples, given.wordnet, given.written)
        data = load(sources)
        if given.what in ("fit", "check"):
            (_fit if given.what == "fit" else _check)(given, data)
        else:
            synsets = list(load_synsets(given.wordnet))
            {"tune": _tune, "compare": _compare, "measure": _measure}[given.what](
                given, data, synsets
            )
    except (GlossaryError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _tune(given: argparse.Namespace, data: TuningData, synsets: Sequence[Synset]) -> None:
    began = time.monotonic()
    plan = Plan(seed=given.seed)
    model = TunedModel(packaged_weights())
    written = from_written(data.trainable(), data.shelves)
    pairs = from_wordnet(synsets, given.glosses, given.seed)
    for epoch in range(given.epochs):  # other negatives each time
        pairs += _add_negatives(written, data, model, given.negatives, given.seed + epoch)
    tune(model, pairs, plan, _say)
    if given.share < 1:
        mix(model, TunedModel(packaged_weights()), given.share)
    model.save(given.out)
    found = measure(model.encode, data, synsets)
    report = {
        "plan": asdict(plan),
        "share": given.share,
        "negatives": given.negatives,
        "epochs": given.epochs,
        "pairs": {"written": len(written), "wordnet": given.glosses},
        "seconds": round(time.monotonic() - began),
        "figures": {one.name: one.to_dict() for one in found if one.places},
        "similarity": round(similarity(model.encode, data.similar), 4),
        "files": dict(data.digests),
        "made_with": {name: version(name) for name in _TOOLS},
    }
    (given.out / "report.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    _say(json.dumps({"figures": report["figures"], "similarity": report["similarity"]}, indent=2))


def _compare(given: argparse.Namespace, data: TuningData, synsets: Sequence[Synset]) -> None:
    """Tune in several ways on as many pairs, once through, and print what each gave."""
    ranked = _some(synsets, data, given.seed)
    before = TunedModel(packaged_weights())
    rows = {
        "not tuned": _figures(before.encode, data, ranked),
        "static table": _figures(StaticTable(before).encode, data, ranked),
    }
    written = _repeat(from_written(data.trainable(), data.shelves), given.pairs, given.seed)
    glosses = from_wordnet(synsets, given.pairs, given.seed)
    half = given.pairs // 2
    hard = _add_negatives(written, data, before, 1, given.seed)
    ways: dict[str, list[Pair]] = {
        "(a) written": written,
        "(b) glosses and lemmas": glosses,
        "(a) + (b), half each": written[:half] + glosses[:half],
        "(a), a hard negative each": hard,
        "(a) + (b), a hard negative each": hard[:half] + glosses[:half],
    }
    for name, pairs in ways.items():
        model = TunedModel(packaged_weights())
        tune(model, pairs, Plan(seed=given.seed), _say)
        rows[name] = _figures(model.encode, data, ranked)
        _say(table(rows))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "comparison.md").write_text(table(rows) + "\n", "utf-8")


def _measure(given: argparse.Namespace, data: TuningData, synsets: Sequence[Synset]) -> None:
    """Print what the encoder that ships gives; beside it, every word of WordNet ranked."""
    encode = bundled().encode
    text = table({"shipped": _figures(encode, data, _some(synsets, data, given.seed))})
    words = Ranks("all words", rank_words(encode, synsets, data.descriptions)).to_dict()
    text += f"\n\nReverse dictionary, all words of WordNet: {json.dumps(words)}"
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "shipped.md").write_text(text + "\n", "utf-8")
    _say(text)


def _fit(given: argparse.Namespace, data: TuningData) -> None:
    encoder = bundled()
    pairs = gather(data, encoder)
    heard, replied = fit_kinds(data, encoder), fit_replies(pairs)
    write(given.out, kinds.FILE, heard)
    write(given.out, replies.FILE, replied)
    seen = []
    for name in data.shelves:
        if name not in HELD_OUT:  # as heard by classifiers that don't know its questions
            without = fit_kinds(data, encoder, name), fit_replies(pairs, name)
            with hearing(kinds.as_model(without[0]), replies.as_model(without[1])):
                seen += observe_all(data, encoder, [name])
    with hearing(kinds.as_model(heard), replies.as_model(replied)):
        fitted = fit_confidence(seen, observe_all(data, encoder, HELD_OUT))
    write(given.out, confidence.FILE, fitted)
    _say(json.dumps(fitted, indent=2))


def _check(given: argparse.Namespace, data: TuningData) -> None:
    text = calibration_report(data, bundled(), given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "calibration.md").write_text(text + "\n", "utf-8")
    _say(text)


def _figures(
    encode: Encode, data: TuningData, synsets: Sequence[Synset]
) -> tuple[list[Ranks], float]:
    return measure(encode, data, synsets), similarity(encode, data.similar)


def _some(synsets: Sequence[Synset], data: TuningData, seed: int) -> list[Synset]:
    """Return some synsets, among them all of the words that are described."""
    words = {word for word, _ in data.descriptions}
    kept = [one for one in synsets if not words.isdisjoint(one.lemmas)]
    others = [one for one in synsets if words.isdisjoint(one.lemmas)]
    return kept + random.Random(seed).sample(others, min(len(others), _GLOSSES_RANKED))


def _repeat(pairs: list[Pair], count: int, seed: int) -> list[Pair]:
    """Shuffle, and go on from the start where there are too few."""
    random.Random(seed).shuffle(pairs)
    return (pairs * (count // max(1, len(pairs)) + 1))[:count]


def _add_negatives(
    pairs: list[Pair], data: TuningData, model: TunedModel, each: int, seed: int
) -> list[Pair]:
    if not each:
        return pairs
    pools = {pair.pool for pair in pairs}
    shelves = {name: shelf for name, shelf in data.shelves.items() if name in pools}
    vectors = {name: model.encode([p.text for p in s.passages]) for name, s in shelves.items()}
    anchors = model.encode([pair.anchor for pair in pairs])
    return with_negatives(pairs, shelves, vectors, anchors, each, seed)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
