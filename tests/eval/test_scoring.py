"""One answer against one question, by hand."""

from dataclasses import replace

import pytest

from glossator.eval.answers import parse_answer
from glossator.eval.asking import refusal, shown
from glossator.eval.holdings import Holdings
from glossator.eval.records import Question
from glossator.eval.results import Failure
from glossator.eval.scoring import Scored, score_answers, score_ranked
from glossator.index.encoder import bundled
from glossator.rag import Answer, Glossator

from .small import ask, open_small

KEEL = ask("what is a keel?", "Keel", gold_quotes=(("A fin under the hull",),))
NOTHING = ask("what is rust?")


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    return open_small(tmp_path_factory.mktemp("small"), bundled())


@pytest.fixture(scope="module")
def holdings(glossary: Glossator) -> Holdings:
    return Holdings(glossary.index)


@pytest.fixture(scope="module")
def keel(glossary: Glossator) -> Answer:
    return glossary.ask(KEEL.question)


@pytest.fixture(scope="module")
def boom(glossary: Glossator) -> Answer:
    return glossary.ask("what is a boom?")


def score(question: Question, answer: Answer | None, holdings: Holdings) -> Scored:
    if answer is None:
        (scored,) = score_answers([question], {}, {}, holdings)
        return scored
    row = shown(answer)
    given = {question.id: parse_answer({**row, "id": question.id})}
    (scored,) = score_answers([question], given, {question.id: row}, holdings)
    return scored


def test_a_right_answer_scores_1_in_all_that_is_a_rate(keel: Answer, holdings: Holdings) -> None:
    scored = score(KEEL, keel, holdings)
    ones = ("success_1", "rr_10", "ndcg_10", "recall_5", "right", "entry_accuracy", "all_cited")
    assert {name: scored.row.scores[name] for name in ones} == dict.fromkeys(ones, 1.0)
    cited = ("verbatim", "resolved", "citation_recall", "citation_precision", "relevance")
    assert {name: scored.row.scores[name] for name in cited} == dict.fromkeys(cited, 1.0)
    assert scored.row.scores["crag"] == 1.0
    assert scored.row.scores["risk"] == scored.row.scores["false_refusals"] == 0.0
    assert scored.row.scores["answer_chars"] == len(keel.text)
    assert "false_answers" not in scored.row.scores
    assert (scored.row.grade, scored.row.failure) == ("perfect", None)


def test_token_f1_is_that_of_the_quotes_against_the_gold(keel: Answer, holdings: Holdings) -> None:
    # 13 words without the articles in "A fin under the hull that keeps a boat from being blown
    # sideways": fin under hull that keeps boat from being blown sideways = 10; gold: 3 of them
    scores = score(KEEL, keel, holdings).row.scores
    assert scores["token_f1"] == scores["has_answer_f1"] == pytest.approx(2 * 3 / (10 + 3))
    assert scores["exact_match"] == 0.0


def test_a_refusal_of_what_could_be_answered_is_a_false_refusal(
    keel: Answer, holdings: Holdings
) -> None:
    scored = score(KEEL, refusal(keel), holdings)
    assert scored.row.failure is Failure.FALSE_REFUSAL
    assert scored.row.scores["false_refusals"] == 1.0
    assert scored.row.scores["crag"] == 0.0
    assert scored.row.scores["token_f1"] == 0.0
    assert "risk" not in scored.row.scores
    assert "verbatim" not in scored.row.scores


def test_an_answer_from_another_entry_is_wrong_and_costs(boom: Answer, holdings: Holdings) -> None:
    scored = score(KEEL, boom, holdings)
    assert scored.row.failure is Failure.WRONG_ENTRY
    assert scored.row.scores["crag"] == -1.0
    assert scored.row.scores["risk"] == 1.0
    assert scored.row.scores["relevance"] == 0.0
    assert scored.row.scores["verbatim"] == 1.0


def test_the_right_entry_without_the_passage_is_a_missed_passage(
    keel: Answer, holdings: Holdings
) -> None:
    question = replace(KEEL, gold_quotes=(("keeps a boat from capsizing, and warm",),))
    assert score(question, keel, holdings).row.failure is Failure.MISSED_PASSAGE


def test_half_of_what_is_asked_is_incomplete(keel: Answer, holdings: Holdings) -> None:
    question = replace(
        KEEL,
        gold_terms=(("Keel",), ("Boom",)),
        gold_quotes=(("A fin under the hull",), ("A spar along the foot",)),
    )
    scored = score(question, keel, holdings)
    assert scored.row.failure is Failure.INCOMPLETE
    assert scored.row.scores["gold_quotes"] == 0.5
    assert scored.row.scores["all_cited"] == 0.0
    assert scored.row.scores["crag"] == 0.5


def test_any_answer_to_what_cannot_be_answered_is_false(keel: Answer, holdings: Holdings) -> None:
    scored = score(NOTHING, keel, holdings)
    assert scored.row.failure is Failure.FALSE_ANSWER
    assert scored.row.scores["false_answers"] == scored.row.scores["risk"] == 1.0
    assert score(NOTHING, refusal(keel), holdings).row.failure is None


def test_a_quote_that_is_not_the_text_is_the_worst_of_all(keel: Answer, holdings: Holdings) -> None:
    (cited,) = keel.citations
    forged = replace(keel, citations=(replace(cited, quote="A wing under the hull"),))
    scored = score(KEEL, forged, holdings)
    assert scored.row.failure is Failure.BROKEN_QUOTE
    assert scored.row.scores["verbatim"] == 0.0
    assert scored.row.scores["resolved"] == 1.0


def test_a_citation_without_a_place_is_looked_up_in_the_document(holdings: Holdings) -> None:
    cited = {"term": "Keel", "source": "sailing", "quote": "A fin under the hull"}
    given = {"q": parse_answer({"id": "q", "answered": True, "text": "", "citations": [cited]})}
    (scored,) = score_answers([replace(KEEL, id="q")], given, {}, holdings)
    assert scored.row.scores["verbatim"] == 1.0
    assert scored.row.scores["resolved"] == 0.0
    assert scored.row.failure is None


def test_no_line_at_all_is_neither_an_answer_nor_a_refusal(holdings: Holdings) -> None:
    for question in (KEEL, NOTHING):
        scored = score(question, None, holdings)
        assert scored.row.failure is Failure.NO_LINE
        assert not scored.answered
        assert not scored.refused
        assert scored.row.scores["right"] == scored.row.scores["exact_match"] == 0.0


def test_a_ranking_is_scored_by_the_place_of_the_gold_concepts() -> None:
    both = replace(KEEL, gold_terms=(("Keel",), ("Boom",)))
    ranked = [("Jib", ""), ("Booms", ""), ("Gybe", ""), ("Keel", "")]
    (scored,) = score_ranked([both], {both.id: ranked})
    scores = scored.row.scores
    assert scores["success_1"] == 0.0
    assert scores["rr_10"] == 0.5
    assert scores["recall_5"] == 1.0
    # (1/log2 3 + 1/log2 5) / (1 + 1/log2 3)
    assert scores["ndcg_10"] == pytest.approx((0.63093 + 0.43068) / 1.63093, abs=1e-4)
    assert "right" not in scores
    assert scored.row.grade == ""


def test_a_heading_that_joins_two_terms_finds_both() -> None:
    both = replace(KEEL, gold_terms=(("Keel",), ("Boom",)))
    (scored,) = score_ranked([both], {both.id: [("Keel and boom", "")]})
    assert scored.row.scores["ndcg_10"] == 1.0
    assert scored.row.scores["recall_5"] == 1.0
