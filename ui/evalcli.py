"""``glossator eval``: run, compare, calibrate, generate, gate. Prints, as ``cli.py`` does.

Tables go to standard output, progress and remarks to standard error. Exit codes are those of the
other commands; ``gate`` exits 1 where a release got worse.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..eval.asking import Progress
    from ..eval.configs import Config
    from ..eval.holdings import Holdings
    from ..eval.records import Question
    from ..eval.results import Evaluation, QuestionFile
    from ..index.encoder import Encoder
    from ..rag.glossator import Glossator

from .options import add_command, with_index
from .saying import is_hushed, say

__all__ = ["add"]

OK, WORSE = 0, 1


def add(commands: Any) -> None:
    """Add ``eval`` and its commands to the subparsers of the command line."""
    about = "evaluate over questions: run, compare, calibrate, generate, gate"
    parser = commands.add_parser("eval", help=about, description=about.capitalize() + ".")
    parts = parser.add_subparsers(dest="eval_command", required=True, metavar="COMMAND")
    for add_one in (_add_run, _add_compare, _add_calibrate, _add_generate, _add_gate):
        add_one(parts)


def _add_run(parts: Any) -> None:
    parser = add_command(
        parts, "run", _run, "ask every question in every configuration, and report"
    )
    with_index(parser)
    _with_questions(parser)
    parser.add_argument(
        "--config",
        metavar="NAME=FIELD:VALUE,…",
        action="append",
        default=[],
        help="ours with other settings, such as strict=threshold:0.9; repeat it",
    )
    parser.add_argument(
        "--answers",
        metavar="NAME=FILE",
        action="append",
        default=[],
        help="score another system's answers too (JSON lines); repeat it",
    )
    parser.add_argument(
        "--run",
        metavar="NAME=FILE",
        action="append",
        default=[],
        dest="runs",
        help="score another retriever's TREC run over entry ids too; repeat it",
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="where the results go")
    parser.add_argument(
        "--format",
        choices=("table", "markdown"),
        default="table",
        help="what is printed: a table, or the report as Markdown (default: table)",
    )


def _add_compare(parts: Any) -> None:
    parser = add_command(parts, "compare", _compare, "test whether two evaluations differ")
    parser.add_argument("before", metavar="A", help="results.json, or the folder it is in")
    parser.add_argument("after", metavar="B", help="the same of the other evaluation")
    _with_seed(parser)


def _add_calibrate(parts: Any) -> None:
    parser = add_command(parts, "calibrate", _calibrate, "fit the refusal threshold to a risk")
    with_index(parser)
    parser.add_argument(
        "--questions",
        metavar="FILE",
        nargs="+",
        default=[],
        help="questions with gold (default: made from the glossary itself)",
    )
    parser.add_argument(
        "--risk",
        type=float,
        default=0.05,
        metavar="SHARE",
        help="the share of wrong answers that may be (default: 0.05)",
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="where the threshold goes")
    _with_seed(parser)


def _add_generate(parts: Any) -> None:
    parser = add_command(parts, "generate", _generate, "make questions from a glossary's structure")
    with_index(parser)
    parser.add_argument(
        "--kinds",
        metavar="KIND,…",
        help="of define, alias, acronym, typo, definition, see-also, compare, left-out",
    )
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many of each kind")
    parser.add_argument("--out", required=True, metavar="FILE", help="where the questions go")
    _with_seed(parser)


def _add_gate(parts: Any) -> None:
    parser = add_command(
        parts, "gate", _gate, "exit 1 if a slice got significantly worse or an invariant broke"
    )
    with_index(parser)
    _with_questions(parser)
    parser.add_argument(
        "--baseline", required=True, metavar="FILE", help="results of an earlier evaluation"
    )
    parser.add_argument(
        "--update", action="store_true", help="write the baseline anew instead of comparing"
    )


def _with_questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions",
        metavar="FILE",
        nargs="+",
        default=[],
        help="questions, JSON lines or CSV (default: our own over the embedded glossary)",
    )
    parser.add_argument(
        "--split",
        choices=("train", "dev", "test", "all"),
        help="of our own questions (default: dev; test is only to be reported)",
    )
    _with_seed(parser)
    _with_jobs(parser)


def _with_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of every draw (1)")


def _with_jobs(parser: argparse.ArgumentParser) -> None:
    cores = min(4, os.cpu_count() or 1)
    parser.add_argument(
        "--jobs", type=int, default=cores, metavar="N", help="processes (default: cores, up to 4)"
    )


@contextmanager
def _progress() -> "Iterator[Progress]":
    """A progress bar on standard error; none where no one looks."""
    from tqdm import tqdm

    with tqdm(unit="", file=sys.stderr, disable=True if is_hushed() else None, leave=False) as bar:

        def show(stage: str, done: int, total: int) -> None:
            bar.set_description(stage, refresh=False)
            bar.total = total
            bar.n = done
            bar.refresh() if done == total else bar.update(0)

        yield show


def _open(options: argparse.Namespace) -> "tuple[Glossator, Encoder]":
    from ..index.encoder import load
    from ..rag.glossator import Glossator

    encoder = load(options.model)
    return Glossator.open(options.index, encoder=encoder), encoder


def _questions(
    options: argparse.Namespace, holdings: "Holdings"
) -> "tuple[tuple[Question, ...], list[QuestionFile], str]":
    """Read the questions, hold their gold against the index; return files and split too."""
    from ..data import path as shipped
    from ..eval.faults import raise_faults
    from ..eval.provenance import question_file
    from ..eval.questions import load_questions
    from ..eval.splits import load_split, select
    from ..index.errors import InputError

    files = [Path(file) for file in options.questions]
    split = ""
    if files and options.split:
        raise InputError("--split is of our own questions; leave it out with --questions")
    if not files and options.index:
        raise InputError("--index needs --questions: our own are about the embedded glossary")
    questions = load_questions(files or [shipped("qa") / "questions.jsonl"])
    if not files:
        files, split = [shipped("qa") / "questions.jsonl"], options.split or "dev"
        if split != "all":
            questions = select(questions, load_split(shipped("qa") / "split.json"), split)
    raise_faults(holdings.check(questions))
    counts = {str(file): 0 for file in files}
    for question in questions:
        counts[question.path] += 1
    return questions, [question_file(file, counts[str(file)]) for file in files], split


def _evaluate(
    options: argparse.Namespace,
    configs: "Sequence[Config]",
    given: Any = (),
    command: str = "",
) -> "tuple[Evaluation, Holdings]":
    """Run configurations; ``given`` makes other systems' results of questions and holdings."""
    from ..eval.holdings import Holdings
    from ..eval.provenance import provenance_of
    from ..eval.runs import evaluate
    from ..eval.workers import Workers, open_glossary

    glossary, encoder = _open(options)
    with glossary, _progress() as progress:
        holdings = Holdings(glossary.index)
        questions, files, split = _questions(options, holdings)
        others = given(questions, holdings) if given else ()
        origin = provenance_of(
            glossary.index, files, seed=options.seed, split=split, command=command
        )
        arguments = (glossary, encoder, questions, configs, origin)
        if options.jobs <= 1:
            found = evaluate(*arguments, given=others, seed=options.seed, progress=progress)
        else:
            opener = partial(open_glossary, options.index, options.model)
            with Workers(opener, glossary.index.manifest, options.jobs) as workers:
                found = evaluate(
                    *arguments, given=others, seed=options.seed, workers=workers, progress=progress
                )
    return found, holdings


def _run(options: argparse.Namespace) -> int:
    from ..eval.configs import baselines, parse_config, system
    from ..eval.others import given_answers, given_run
    from ..eval.outputs import write_outputs
    from ..eval.report import report_markdown, write_report
    from ..eval.summary import summary
    from ..rag.records import Settings

    shipped = Settings()
    changed = [parse_config(text, shipped) for text in options.config]

    def given(questions: "Sequence[Question]", holdings: "Holdings") -> list[Any]:
        answers = [given_answers(*_named(text, "--answers")) for text in options.answers]
        runs = [(*_named(text, "--run"), questions, holdings) for text in options.runs]
        return answers + [given_run(*one) for one in runs]

    command = " ".join(["eval run", *(f"--config {text}" for text in options.config)])
    configs = [system(shipped), *changed, *baselines(shipped)]
    evaluation, holdings = _evaluate(options, configs, given, command)
    folder = Path(options.out)
    write_outputs(evaluation, holdings, folder)
    write_report(evaluation, folder)
    if options.format == "markdown":
        print(report_markdown(evaluation), end="")
    else:
        print(summary(evaluation), end="")
    say(f"{len(evaluation.questions)} questions, {len(evaluation.runs)} runs → {folder}")
    return OK


def _named(text: str, option: str) -> tuple[str, Path]:
    from ..index.errors import InputError

    name, equals, file = text.partition("=")
    if not (name and equals and file):
        raise InputError(f"{option} {text}; expected NAME=FILE")
    return name, Path(file)


def _compare(options: argparse.Namespace) -> int:
    from ..eval.compare import compare_evaluations
    from ..eval.results_file import load_evaluation
    from ..eval.summary import compared_text

    before, after = (load_evaluation(Path(one)) for one in (options.before, options.after))
    print(compared_text(compare_evaluations(before, after, seed=options.seed)), end="")
    return OK


def _calibrate(options: argparse.Namespace) -> int:
    from ..eval.asking import Asker
    from ..eval.calibrate import calibrate, candidates
    from ..eval.holdings import Holdings
    from ..index.disk import write_text

    glossary, encoder = _open(options)
    with glossary, _progress() as progress:
        holdings = Holdings(glossary.index)
        asker = Asker(glossary, encoder, holdings, progress=progress)
        questions, scored = candidates(asker, holdings, [Path(one) for one in options.questions])
    found = calibrate(
        questions, scored, holdings, options.risk, encoder=encoder.sha256, seed=options.seed
    )
    write_text(Path(options.out), found.to_json())
    print(found.says())
    return OK


def _generate(options: argparse.Namespace) -> int:
    from ..eval.generate import generate
    from ..eval.holdings import Holdings
    from ..eval.questions import write_questions

    glossary, _ = _open(options)
    with glossary:
        holdings = Holdings(glossary.index)
    kinds = options.kinds.split(",") if options.kinds else None
    questions = generate(holdings, kinds, limit=options.limit, seed=options.seed)
    write_questions(questions, Path(options.out))
    say(f"{len(questions)} questions → {options.out}")
    return OK


def _gate(options: argparse.Namespace) -> int:
    from ..eval.configs import system
    from ..eval.gate import broken_invariants, judge, slim
    from ..eval.results_file import load_evaluation, to_json
    from ..eval.summary import verdict_text
    from ..index.disk import write_text
    from ..rag.records import Settings

    path = Path(options.baseline)
    baseline = None if options.update else load_evaluation(path)
    current, _ = _evaluate(options, [system(Settings())], command="eval gate")
    if baseline is None:
        broken = broken_invariants(current)
        for line in broken:
            print(f"broken: {line}")
        if not broken:
            write_text(path, to_json(slim(current)))
            say(f"baseline of {len(current.questions)} questions → {path}")
        return WORSE if broken else OK
    verdict = judge(baseline, current, seed=options.seed)
    print(verdict_text(verdict), end="")
    return OK if verdict.passed else WORSE
