"""Other systems' results, read and scored; what an evaluation writes, read back."""

import json
from pathlib import Path

import pytest

from glossator.eval.answers import load_answers
from glossator.eval.configs import system
from glossator.eval.frames import figures_frame, rows_frame
from glossator.eval.holdings import Holdings
from glossator.eval.interchange import read_qrels, read_run
from glossator.eval.others import given_answers, given_run
from glossator.eval.outputs import write_outputs
from glossator.eval.provenance import provenance_of
from glossator.eval.questions import load_questions, write_questions
from glossator.eval.ranking import score_rankings
from glossator.eval.results import Evaluation
from glossator.eval.results_file import load_evaluation
from glossator.eval.runs import evaluate
from glossator.eval.summary import summary
from glossator.index.encoder import bundled
from glossator.rag import Glossator, InputError, Settings

from .small import ask, open_small

QUESTIONS = [
    ask("what is a keel?", "Keel", id="q1"),
    ask("what is a boom?", "Boom", id="q2"),
    ask("what is rust?", id="q3"),
]


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    return open_small(tmp_path_factory.mktemp("small"), bundled())


@pytest.fixture(scope="module")
def holdings(glossary: Glossator) -> Holdings:
    return Holdings(glossary.index)


@pytest.fixture(scope="module")
def evaluation(glossary: Glossator) -> Evaluation:
    origin = provenance_of(glossary.index, [], seed=1)
    return evaluate(glossary, bundled(), QUESTIONS, [system(Settings())], origin)


def test_a_trec_run_is_ranked_by_concept_with_ties_against_it(
    holdings: Holdings, tmp_path: Path
) -> None:
    path = tmp_path / "run.trec"
    ids = {entry.term: entry.id for entry in holdings.entries}
    lines = [(ids["Keel"], 2.0), (ids["Jib"], 2.0), (ids["Boom"], 1.0)]
    path.write_text("".join(f"q1 Q0 {one} 1 {score} x\n" for one, score in lines), "utf-8")
    found = given_run("theirs", path, QUESTIONS, holdings)
    assert found.ranked == {
        "q1": (("Jib", "sailing.tsv"), ("Keel", "sailing.tsv"), ("Boom", "sailing.tsv"))
    }


def test_a_document_that_is_no_entry_is_named(holdings: Holdings, tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    path.write_text("q1 Q0 doc7 1 2.0 x\n", "utf-8")
    with pytest.raises(InputError, match=r'document "doc7" \(one of 1\) is no entry'):
        given_run("theirs", path, QUESTIONS, holdings)


def test_answers_of_others_are_kept_as_they_were_but_for_their_time(tmp_path: Path) -> None:
    row = {"id": "q1", "answered": False, "text": "", "elapsed_ms": 3.5, "model": "x"}
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    found = given_answers("theirs", path)
    assert found.rows == {"q1": {"id": "q1", "answered": False, "text": "", "model": "x"}}
    assert found.answers is not None
    assert not found.answers["q1"].answered


def test_what_is_written_reads_back(
    evaluation: Evaluation, holdings: Holdings, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    files = write_outputs(evaluation, holdings, out)
    assert all(file.is_file() for file in files)
    assert load_evaluation(out) == evaluation
    answers = load_answers(out / "answers.jsonl")
    assert [answers[one.id].answered for one in QUESTIONS[:2]] == [True, True]
    run, qrels = (
        read_run(tmp_path / "out" / "run.trec"),
        read_qrels(tmp_path / "out" / "qrels.trec"),
    )
    ranked = {name: sorted(run[name], key=lambda one: -run[name][one]) for name in qrels}
    scores = score_rankings(qrels, ranked, ["Success@1"])
    assert scores == {"q1": {"Success@1": 1.0}, "q2": {"Success@1": 1.0}}
    again = given_run("again", out / "run.trec", QUESTIONS, holdings)
    assert again.ranked is not None
    assert again.ranked["q1"][0] == ("Keel", "sailing.tsv")


def test_half_a_character_in_a_question_survives_the_files(
    glossary: Glossator, holdings: Holdings, tmp_path: Path
) -> None:
    asked = [*QUESTIONS, ask("what is a keel \ud83e?", "Keel", id="q4")]
    origin = provenance_of(glossary.index, [], seed=1)
    found = evaluate(glossary, bundled(), asked, [system(Settings())], origin)
    write_outputs(found, holdings, tmp_path)
    assert load_evaluation(tmp_path) == found
    write_questions(asked, tmp_path / "questions.jsonl")
    assert list(load_questions([tmp_path / "questions.jsonl"])) == asked


def test_frames_hold_every_figure_and_every_question(evaluation: Evaluation) -> None:
    figures = figures_frame(evaluation)
    chosen = figures[(figures.slice == "ALL") & (figures.metric == "success_1")]
    assert chosen["value"].tolist() == [1.0]
    assert chosen["n"].tolist() == [2]
    rows = rows_frame(evaluation, "hybrid")
    assert rows["id"].tolist() == ["q1", "q2", "q3"]
    assert rows["success_1"].tolist()[:2] == [1.0, 1.0]
    with pytest.raises(InputError, match="no run 'dense'"):
        rows_frame(evaluation, "dense")


def test_the_summary_has_a_line_for_each_run_and_slice(evaluation: Evaluation) -> None:
    text = summary(evaluation)
    assert text.count("\nhybrid") == 2
    for name, _ in evaluation.slices:
        assert f"\n{name} " in text
    assert "Verbatim 1.000 · Resolved 1.000 · Safe 1.000" in text
