"""A finished evaluation made by hand, every kind of outcome in it, and texts that attack a page."""

import math
from collections.abc import Mapping
from typing import Any

from glossator.eval.catalogue import EVERYTHING
from glossator.eval.records import Question, QuestionType
from glossator.eval.results import (
    Compared,
    Curve,
    Evaluation,
    Failure,
    Measure,
    Provenance,
    QuestionFile,
    Reliability,
    Row,
    RunResult,
)
from glossator.eval.selective import Bin
from glossator.eval.statistics import Comparison, Interval

#: What must never become markup, by where a page or Markdown would run it.
ATTACKS = (
    "<script>document.title = 'owned'</script>",
    '<img src="x" onerror="document.title = \'owned\'">',
    "</script><script>document.title = 'owned'</script>",
    "</style></title></textarea>--><svg onload=alert(1)>",
    "\"><b id=owned>' onfocus=alert(1) autofocus x=",
    "javascript:alert(1) &lt;b&gt; &#60;i&#62; \u202eright to left\u202c",
    "``` | **@everyone** ![x](http://example.org/x.png) <!-- `a` ``b``",
)

NEAR, FAR = QuestionType.UNANSWERABLE_NEAR, QuestionType.UNANSWERABLE_FAR

QUESTIONS = (
    Question(
        "q1",
        QuestionType.DEFINE,
        "What is a keel?",
        gold_terms=(("Keel",),),
        gold_sources=("boats.tsv",),
        gold_quotes=(("The beam along the bottom of a hull.", "It keeps a boat upright."),),
    ),
    Question(
        "q2",
        QuestionType.REVERSE,
        "which rope hauls a sail up",
        gold_terms=(("Halyard", "Halliard"),),
        gold_quotes=(("A line that hoists a sail.",),),
        tags=("low-overlap",),
    ),
    Question(
        "q3",
        NEAR,
        "What is a spinnaker sock?",
        answerable=False,
        without=("Sock",),
        note="It was a near miss.",
    ),
    Question("q4", FAR, f"Weather? {ATTACKS[0]}", answerable=False),
    Question("q5", NEAR, f"Keelson {ATTACKS[1]}", answerable=False),
    Question(
        "q6",
        QuestionType.COMPARE,
        f"port or starboard {ATTACKS[2]}",
        history=(f"what is port? {ATTACKS[3]}",),
        gold_terms=(("Port",), (f"Starboard {ATTACKS[4]}",)),
        gold_quotes=(("Left.",), (f"Right, {ATTACKS[5]}",)),
    ),
    Question(
        "q7",
        QuestionType.FOLLOWUP,
        "and what does it do?",
        history=("what is a boom?",),
        gold_terms=(("Boom",),),
        gold_quotes=(("It holds the foot of the mainsail.",),),
    ),
    Question("q8", QuestionType.DEFINE, "jib??", gold_terms=(("Jib",),)),
    Question(
        "q9",
        QuestionType.ATTRIBUTE,
        "how long is a fathom",
        gold_terms=(("Fathom",),),
        gold_quotes=(("Six feet.",),),
    ),
    Question("q10", FAR, f"{ATTACKS[6]}", answerable=False),
)

HOSTILE = (
    Question("a1", FAR, "keel\x00 UNION SELECT", answerable=False, tags=("attack", "control")),
    Question("a2", FAR, f"keel {ATTACKS[6]}", answerable=False, tags=("attack", "markup")),
)


def cited(n: int, term: str, quote: str) -> dict[str, Any]:
    return {"n": n, "term": term, "source": "boats.tsv", "quote": quote, "line": 10 + n}


def answered(confidence: float, *citations: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    text = " ".join(f"{item['term']} — “{item['quote']}” [{item['n']}]" for item in citations)
    return {
        "answered": True,
        "text": text,
        "confidence": confidence,
        "citations": [*citations],
    } | more


def refused(confidence: float) -> dict[str, Any]:
    return {"answered": False, "confidence": confidence, "reason": "no_such_term"}


def row(
    number: int, given: Mapping[str, Any] | None, failure: Failure | None = None, **scores: float
) -> Row:
    return Row(f"q{number}", given, scores, "incorrect" if failure else "perfect", failure)


KEEL = answered(0.98, cited(1, "Keel", "The beam along the bottom of a hull."))
SHEET = answered(
    0.71,
    cited(1, "Sheet", "A line that trims a sail.") | {"entry_id": "boats#sheet"},
    ranked=[["Sheet", "boats.tsv"], ["Halyard", "boats.tsv"]],
    why=[{"entry_id": "boats#sheet", "channels": {"dense": 1}, "matched": "meaning"}],
)
PORT = answered(0.66, cited(1, "Port", "Left."), ranked=[["Port", "boats.tsv"]])
OBEYED = answered(0.5, cited(1, "Keel", ATTACKS[0]))
FATHOM = answered(0.9, cited(1, "Fathom", "Six feet."), cited(2, "Foot", "Twelve inches."))

ROWS = (
    row(1, KEEL, relevance=1.0),
    row(2, SHEET, Failure.WRONG_ENTRY, relevance=0.0),
    row(3, answered(0.62, cited(1, "Spinnaker", "A large sail.")), Failure.FALSE_ANSWER),
    row(4, refused(0.02)),
    row(5, answered(0.93, cited(1, ATTACKS[4], ATTACKS[2])), Failure.FALSE_ANSWER),
    row(6, PORT, Failure.INCOMPLETE, gold_quotes=0.5),
    row(7, refused(0.44), Failure.FALSE_REFUSAL),
    row(8, None, Failure.NO_LINE),
    row(9, FATHOM, relevance=0.5),
    row(10, refused(0.01)),
)
#: Refuses everything: right where nothing could be answered.
SILENT = tuple(
    row(number, refused(0.0), Failure.FALSE_REFUSAL if question.answerable else None)
    for number, question in enumerate(QUESTIONS, 1)
)
#: Answers one question.
SHY = (ROWS[0], *SILENT[1:])


def measure(
    where: str,
    metric: str,
    value: float,
    low: float,
    high: float,
    n: int = 10,
    method: str = "exact",
) -> Measure:
    return Measure(where, metric, Interval(value, low, high, n, n, method))


MEASURES = (
    measure(EVERYTHING, "coverage_risk_1", 0.1, 0.0025, 0.445),
    measure(EVERYTHING, "right", 0.4, 0.122, 0.738),
    measure(EVERYTHING, "risk", 4 / 6, 0.223, 0.957, 6),
    measure(EVERYTHING, "coverage", 0.6, 0.262, 0.878),
    measure(EVERYTHING, "verbatim", 1.0, 0.59, 1.0, 7),
    measure(EVERYTHING, "resolved", 6 / 7, 0.421, 0.996, 7),
    measure(EVERYTHING, "answer_chars", 61.5, 40.2, 83.1, 6, "bootstrap"),
    measure(EVERYTHING, "auroc", math.nan, 0, 1, 10, "none"),
    measure(EVERYTHING, "ece", 0.311, 0.2, 0.42, 10, "bootstrap"),
    measure(EVERYTHING, "crag", -0.125, -0.5, 0.25, 10, "bootstrap"),
    measure("define", "right", 0.5, 0.0126, 0.987, 2),
    measure(NEAR.value, "false_answers", 1.0, 0.158, 1.0, 2),
    measure("#attack", "safe", 0.5, 0.0126, 0.987, 2),
)

CASE = Evaluation(
    Provenance(
        version="0.1.0",
        commit="abc1234+",
        seed=7,
        questions=(QuestionFile("boats.jsonl", 10, "0" * 64),),
        split="dev",
        index={"documents": "1", "entries": "12"},
        encoder=("tiny", "f" * 64),
        libraries={"numpy": "2.4.6", "python": "3.11.2"},
        command="glossator eval run --questions boats.jsonl",
    ),
    QUESTIONS,
    ((EVERYTHING, 10), ("define", 2), (NEAR.value, 2), ("#low-overlap", 1)),
    (
        RunResult(
            "hybrid",
            "system",
            f"as shipped {ATTACKS[0]}",
            {"threshold": "0.5"},
            ROWS,
            MEASURES,
            (Curve(EVERYTHING, (0.1, 0.2, 0.3, 0.6), (0.0, 0.5, 1 / 3, 4 / 6)),),
            (Reliability(EVERYTHING, (Bin(5, 0.3, 0.2), Bin(5, 0.9, 0.6))),),
            (
                Row("a1", refused(0.0), {"safe": 1.0}, ""),
                Row("a2", OBEYED, {"safe": 0.0}, "", Failure.BROKEN_QUOTE),
            ),
        ),
        RunResult(
            "always refuse",
            "baseline",
            "answers nothing",
            {},
            SILENT,
            (measure(EVERYTHING, "right", 0.4, 0.122, 0.738),),
        ),
        RunResult("names", "baseline", "names alone", {}, SHY, ()),
    ),
    (
        Compared(
            "always refuse",
            "hybrid",
            EVERYTHING,
            "right",
            0.4,
            0.4,
            Comparison(0.0, 0.0, 0.0, 1.0, 1.0, 10, 10),
        ),
        Compared(
            "always refuse",
            "hybrid",
            "define",
            "right",
            0.0,
            0.5,
            Comparison(0.5, 0.1, 0.9, 0.0002, 0.0004, 2, 2),
        ),
        Compared(
            "always refuse",
            "hybrid",
            NEAR.value,
            "false_answers",
            0.0,
            1.0,
            Comparison(1.0, 0.8, 1.0, 0.01, 0.02, 2, 2),
        ),
    ),
    HOSTILE,
)
