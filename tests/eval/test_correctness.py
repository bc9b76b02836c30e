"""Whether an answer is the right one, by hand; and the development scorer agrees on each part."""

import importlib.util
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from glossator.eval.answers import parse_answer
from glossator.eval.correctness import all_cited, entry_accuracy, gold_text, is_right, quote_share
from glossator.eval.grounding import stands_in
from glossator.eval.matching import SourceNames, concept_ranks
from glossator.eval.metrics import answer_chars, capped_recall_at
from glossator.eval.questions import load_questions
from glossator.eval.records import Cited, GivenAnswer, Question, QuestionType

SOURCES = SourceNames([("ships.md", "On Ships"), ("boats.md", "On Boats")])
QUESTION = Question(
    "q",
    QuestionType.COMPARE,
    "keel or mast?",
    gold_terms=(("Keel",), ("Mast", "Pole")),
    gold_sources=("ships.md",),
    gold_quotes=(("the lowest beam of a ship",), ("a pole that bears sails", "bears the sails")),
)
KEEL = Cited(1, "Keels", "On Ships", "The keel is the lowest beam of a ship.")
MAST = Cited(2, "Pole", "ships.md", "pole that bears sails")


def given(*citations: Cited, text: str = "") -> GivenAnswer:
    return GivenAnswer("q", True, text, citations=citations)


def test_an_answer_with_both_sides_is_right() -> None:
    answer = given(KEEL, MAST)
    assert entry_accuracy(QUESTION, answer, SOURCES) == 1.0
    assert all_cited(QUESTION, answer, SOURCES) == 1.0
    assert quote_share(QUESTION, answer) == 1.0  # the second lies inside its gold quote
    assert is_right(QUESTION, answer, SOURCES)


def test_an_answer_with_one_side_is_half_of_one() -> None:
    assert entry_accuracy(QUESTION, given(KEEL), SOURCES) == 1.0
    assert all_cited(QUESTION, given(KEEL), SOURCES) == 0.0
    assert quote_share(QUESTION, given(KEEL)) == 0.5
    assert not is_right(QUESTION, given(KEEL), SOURCES)


def test_the_right_words_from_the_wrong_source_are_not_from_a_gold_entry() -> None:
    elsewhere = given(replace(KEEL, source="boats.md"), replace(MAST, source="nowhere.md"))
    assert entry_accuracy(QUESTION, elsewhere, SOURCES) == 0.0
    assert quote_share(QUESTION, elsewhere) == 1.0
    assert not is_right(QUESTION, elsewhere, SOURCES)


def test_a_short_quote_stands_for_no_gold_quote() -> None:
    assert quote_share(QUESTION, given(replace(KEEL, quote="the lowest beam"))) == 0.0
    assert quote_share(QUESTION, given(replace(KEEL, quote="**the lowest beam of**"))) == 0.0
    assert quote_share(QUESTION, given(replace(KEEL, quote="the lowest beam of a"))) == 0.5


def test_a_cross_source_question_needs_two_of_its_sources() -> None:
    question = Question(
        "q",
        QuestionType.CROSS_SOURCE,
        "what do both say of a keel?",
        gold_terms=(("Keel",),),
        gold_sources=("ships.md", "boats.md"),
        gold_quotes=(("the lowest beam of a ship",), ("the spine of a boat",), ("a third",)),
    )
    other = Cited(2, "Keel", "boats.md", "Keel: the spine of a boat")
    assert all_cited(question, given(KEEL), SOURCES) == 0.0
    assert all_cited(question, given(KEEL, other), SOURCES) == 1.0
    assert quote_share(question, given(KEEL)) == 0.5
    assert quote_share(question, given(KEEL, other)) == 1.0


def test_a_refusal_is_right_only_where_nothing_can_be_answered() -> None:
    refusal = GivenAnswer("q", False, "")
    nothing = Question("q", QuestionType.UNANSWERABLE_FAR, "weather?", answerable=False)
    assert is_right(nothing, refusal, SOURCES)
    assert not is_right(nothing, given(KEEL), SOURCES)
    assert not is_right(nothing, None, SOURCES)
    assert not is_right(QUESTION, refusal, SOURCES)
    assert quote_share(QUESTION, refusal) == 0.0
    assert entry_accuracy(QUESTION, replace(refusal, citations=(KEEL,)), SOURCES) == 0.0


def test_without_gold_quotes_all_concepts_must_be_cited() -> None:
    question = replace(QUESTION, gold_quotes=())
    assert quote_share(question, given(KEEL)) is None
    assert not is_right(question, given(KEEL), SOURCES)
    assert is_right(question, given(KEEL, MAST), SOURCES)


def test_the_texts_that_f1_compares() -> None:
    prediction, golds = gold_text(QUESTION, given(KEEL, MAST, MAST))
    assert prediction == f"{KEEL.quote} {MAST.quote}"
    assert golds == (
        "the lowest beam of a ship a pole that bears sails",
        "the lowest beam of a ship bears the sails",
    )
    assert gold_text(QUESTION, given(text="low"))[0] == "low"
    assert gold_text(QUESTION, None)[0] == ""


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    path = shared / "dev-questions" / "score.py"
    spec = importlib.util.spec_from_file_location("dev_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_answers(
    questions: tuple[Question, ...], texts: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Make answers of every kind for each question: right, partly, from elsewhere, refused."""
    rng = random.Random(3)
    names = [name for question in questions for group in question.gold_terms for name in group]
    for question in questions:
        own = [name for group in question.gold_terms for name in group] or names
        citations = []
        for _ in range(rng.randint(0, 4)):
            source = rng.choice([*question.gold_sources, *texts])
            start = rng.randrange(len(texts[source]))
            pieces = [quote for group in question.gold_quotes for quote in group]
            pieces += [texts[source][start : start + rng.choice((5, 30, 200))], "made up by nobody"]
            quote = rng.choice(pieces)
            cut = rng.choice((0, 0, 3, len(quote) // 2))
            term = rng.choice([rng.choice(own), rng.choice(names), f"7. {rng.choice(own)}s (x)"])
            citations.append({"term": term, "source": source, "quote": quote[cut:]})
        ranked = [[rng.choice([*own, *names]), rng.choice(list(texts))] for _ in range(10)]
        if len(names) > 1 and rng.random() < 0.3:
            ranked[1] = [f"{rng.choice(own)}, 16. {rng.choice(names)}", ranked[1][1]]
        text = " ".join(str(cited["quote"]) for cited in citations) if rng.random() < 0.5 else ""
        yield {
            "id": question.id,
            "answered": rng.random() < 0.8,
            "text": text,
            "citations": citations,
            "ranked": ranked[: rng.randint(0, 10)],
        }


@pytest.mark.shared
def test_the_development_scorer_agrees_on_every_question(
    shared: Path, seeds: Path, scorer: ModuleType
) -> None:
    path = shared / "dev-questions" / "questions_dev.jsonl"
    questions = load_questions([path])
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(seeds.iterdir())}
    theirs = scorer.Sources(str(seeds), None, set(texts))
    ours = SourceNames((name, name) for name in texts)
    seen = dict.fromkeys(("allcite", "right_source", "quote", "exact", "MRR"), 0.0)
    for question, row, made in zip(questions, rows, made_answers(questions, texts), strict=True):
        expected = scorer.score_one(row, made, theirs)
        answer = parse_answer(made)
        assert expected["len"] == answer_chars(answer)
        if answer.answered:
            found = [stands_in(cited, texts, ours) for cited in answer.citations]
            assert expected["exact"] == sum(found)
            seen["exact"] += sum(found)
        if not question.answerable:
            continue
        ranks = concept_ranks(question, [term for term, _ in answer.ranked])
        first = min((rank for rank in ranks if rank), default=0)
        share = quote_share(question, answer)
        mine = {
            **{f"R@{k}": capped_recall_at(ranks, k) for k in (1, 3, 10)},
            "MRR": 1 / first if first else 0.0,
            "allcite": all_cited(question, answer, ours),
            "right_source": entry_accuracy(question, answer, ours),
            "quote": float(share == 1.0),
            "qpart": share,
        }
        assert mine == {name: expected[name] for name in mine}, question.id
        for name in ("allcite", "right_source", "quote", "MRR"):
            seen[name] += float(mine[name] or 0)
    assert all(count > 5 for count in seen.values()), seen  # the comparison was not empty
