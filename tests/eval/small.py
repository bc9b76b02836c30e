"""A small glossary of sailing words, and questions about it, for tests that build an index."""

from pathlib import Path

from glossator.eval.records import Question, QuestionType
from glossator.eval.results import Row
from glossator.eval.scoring import Scored
from glossator.index.encoder import Encoder
from glossator.rag import Glossator

ROWS = (
    (
        "Jib",
        "A triangular sail that is set ahead of the mast. It helps to point high.",
    ),
    ("Boom", "A spar along the foot of the mainsail. It swings across when the boat gybes."),
    ("Gybe", "To turn the stern of a boat through the wind, so that the boom changes sides."),
    ("Keel", "A fin under the hull that keeps a boat from being blown sideways."),
    ("Knot (KN)", "A speed of one nautical mile an hour, read from the log."),
    ("Spinnaker", "A large, light sail like a balloon, flown before the wind."),
    ("Storm jib", "A small, strong sail that is set in place of the jib when it blows hard."),
)


def write_glossary(folder: Path, *, without: str = "") -> Path:
    """Write the glossary as a table; ``without`` leaves out the row whose term starts so."""
    rows = [(term, text) for term, text in ROWS if not without or not term.startswith(without)]
    path = folder / "sailing.tsv"
    lines = ["Term\tDefinition", *(f"{term}\t{text}" for term, text in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def open_small(folder: Path, encoder: Encoder, *, without: str = "") -> Glossator:
    """Build the glossary's index in memory."""
    from glossator.index.build import build_memory
    from glossator.index.reading import read_paths

    readings = read_paths([write_glossary(folder, without=without)]).readings
    return Glossator(build_memory(readings, encoder), encoder)


def ask(text: str, term: str = "", **fields: object) -> Question:
    """Make a question about one term, or an unanswerable one without a term."""
    values: dict[str, object] = {
        "id": text,
        "type": QuestionType.DEFINE if term else QuestionType.UNANSWERABLE_FAR,
        "question": text,
        "gold_terms": ((term,),) if term else (),
        "answerable": bool(term),
        **fields,
    }
    return Question(**values)  # type: ignore[arg-type]


def outcome(name: str, confidence: float, *, answered: bool = True, right: bool = True) -> Scored:
    """Make what one question got."""
    row = Row(name, None, {"right": float(right)}, "perfect" if right else "incorrect")
    return Scored(row, {}, answered, not answered, right and answered, confidence)
