"""A little glossary of rivers, as a shelf, and questions over it."""

import json
from collections.abc import Iterable
from pathlib import Path

from glossator.eval.tuning.data import TuningData
from glossator.eval.tuning.written import Passage, Shelf, Written, digest

__all__ = ["ENTRIES", "data_of", "passage", "question", "shelf_of", "written", "written_lines"]

ENTRIES = (
    ("Weir", ("Low-head dam",), "A low wall across a river. It raises the water above it."),
    ("Lock", ("Pound lock",), "A basin with gates at both ends, which lifts boats from one level."),
    ("Sluice", (), "A gate that lets water through a wall. Millers opened it in the morning."),
    ("Ford", (), "A shallow place where people cross a river on foot."),
    ("Delta", (), "The fan of silt that a river leaves where it meets the sea."),
    ("Meander", (), "A wide bend that a slow river cuts into its plain."),
    ("Spring", (), "The place where water comes out of the ground and a brook begins."),
    ("Towpath", (), "A track along the bank from which horses pulled barges."),
)
_SENTENCES = {term: definition.split(". ")[0] + "." for term, _, definition in ENTRIES}
_QUESTIONS = (
    ("reverse", "what do you call a low wall that makes the water behind it rise", "Weir"),
    ("reverse", "a basin that carries barges up or down a level", "Lock"),
    ("reverse", "where you can wade to the other side", "Ford"),
    ("reverse", "mud spread out like a fan at the mouth", "Delta"),
    ("reverse", "a curve in a lazy stream", "Meander"),
    ("fact", "who used to walk along a towpath?", "Towpath"),
    ("yesno", "does a sluice let water through?", "Sluice"),
    ("define", "what is a spring?", "Spring"),
    ("define", "what is a weir?", "Weir"),
    ("nofact", "how wide is a towpath?", "Towpath"),
    ("absent", "what is a culvert?", ""),
    ("far", "how do I boil an egg?", ""),
)


def shelf_of(name: str, folder: Path) -> Shelf:
    """Read the little glossary under a name of its own, as the practice glossary is read."""
    from glossator.eval.tuning.written import shelf_of
    from glossator.index.reading import read_paths

    path = folder / f"{name}.jsonl"
    rows = ({"term": t, "aliases": a, "definition": d} for t, a, d in ENTRIES)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return shelf_of(name, read_paths([path]).readings)


def question(kind: str, text: str, term: str, glossary: str = "rivers") -> Written:
    """Make a written question about the first sentence of an entry, or about none."""
    sentence = "" if kind == "nofact" else digest(_SENTENCES.get(term, ""))
    return Written(glossary, kind, text, ((term, sentence),) if term else ())


def written(glossary: str = "rivers") -> tuple[Written, ...]:
    """Return questions of most kinds over the little glossary."""
    return tuple(question(*row, glossary) for row in _QUESTIONS)


def passage(shelf: Shelf, term: str) -> Passage:
    """Return the first passage of an entry."""
    return next(one for one in shelf.passages if one.term == term)


def data_of(shelves: Iterable[Shelf], questions: Iterable[Written]) -> TuningData:
    """Put shelves and questions together as if they had been loaded."""
    return TuningData({one.name: one for one in shelves}, tuple(questions), frozenset(), (), (), {})


def written_lines(path: Path, rows: Iterable[Written]) -> Path:
    """Write questions as ``questions.jsonl`` holds them."""
    lines = (
        json.dumps(
            {"glossary": q.glossary, "kind": q.kind, "question": q.question, "gold": q.gold},
            ensure_ascii=False,
        )
        for q in rows
    )
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path
