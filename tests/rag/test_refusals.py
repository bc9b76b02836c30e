"""A refusal says why, what is covered and what is near, in one to three sentences for a person."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.index.lexicon import Lexicon
from glossator.rag import Glossator, Reason, Settings
from glossator.rag.refusals import refusal_text

NEVER = Settings(threshold=1.01)
COVERS = "It has 25 entries, from “Deck Cards”, “Sailing for Beginners” and “Rigging Dictionary”."


@pytest.fixture
def sails(sailing: Glossator) -> Lexicon:
    return sailing.index.lexicon


def said(sails: Lexicon, reason: Reason, question: str = "x", about: str = "") -> str:
    return refusal_text(reason, question, sails, about, ("Jib", "Boom"))


def test_a_missing_fact_names_the_entry_that_lacks_it(sails: Lexicon) -> None:
    assert said(sails, Reason.FACT_NOT_HELD, about="Bowline") == (
        "There is an entry on Bowline, but it doesn't say that. Nearest terms: Jib, Boom."
    )


@pytest.mark.parametrize("reason", [Reason.NO_SUCH_TERM, Reason.FACT_NOT_HELD])
def test_a_missing_term_names_the_nearest(sails: Lexicon, reason: Reason) -> None:
    assert said(sails, reason) == "There is no entry for that. Nearest terms: Jib, Boom."
    assert refusal_text(reason, "x", sails, "", ()) == "There is no entry for that."


def test_what_is_off_topic_hears_what_is_covered(sails: Lexicon) -> None:
    assert said(sails, Reason.OFF_TOPIC, "how do I boil an egg?") == (
        f"That is outside what this glossary covers. {COVERS} Nearest terms: Jib, Boom."
    )


@pytest.mark.parametrize(
    "question",
    ["hello", "Hi!", "hey there", "  good morning", "Good evening to you", "¡hello!", "HELLO",
     "how are you?", "howdy, partner"],
)  # fmt: skip
def test_a_greeting_is_greeted_and_told_what_is_covered(sails: Lexicon, question: str) -> None:
    assert said(sails, Reason.OFF_TOPIC, question) == (
        f"Hello! I quote from a glossary and know nothing else. {COVERS}"
    )


@pytest.mark.parametrize(
    "question",
    ["hi-fi amplifiers", "himalaya", "heyday of steam", "byelaws of a club", "thanksgiving"],
)
def test_a_word_that_starts_like_a_greeting_is_none(sails: Lexicon, question: str) -> None:
    assert said(sails, Reason.OFF_TOPIC, question).startswith("That is outside what")


def test_what_cannot_be_read_says_how_to_ask(sails: Lexicon) -> None:
    assert said(sails, Reason.TOO_LONG) == (
        "That question is too long: ask it in up to 2,000 characters."
    )
    assert said(sails, Reason.EMPTY) == (
        "There were no words in that question. Ask what a term means, or describe a thing."
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lexicon]:
    folder = tmp_path_factory.mktemp("many")
    for name in "abcdef":
        rows = [{"term": f"Sail {name}{n}", "definition": f"A sail {n}."} for n in range(200)]
        path = folder / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Glossator.build([folder]) as glossary:
        yield glossary.index.lexicon


def test_of_many_documents_three_are_named_and_the_rest_counted(many: Lexicon) -> None:
    text = refusal_text(Reason.OFF_TOPIC, "x", many, "", ())
    assert text.endswith("It has 1,200 entries, from “a.jsonl”, “b.jsonl”, “c.jsonl” and 3 more.")


def test_one_entry_of_one_document_is_no_plural(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"term": "Bilge", "definition": "The lowest part."}')
    with Glossator.build([path]) as glossary:
        text = refusal_text(Reason.OFF_TOPIC, "x", glossary.index.lexicon, "", ())
    assert text.endswith("It has 1 entry, from “one.jsonl”.")


# --- as answers ---


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("", "There were no words"),
        ("?" * 3000 + "jib", "That question is too long"),
        ("hello", "Hello! I quote from a glossary"),
        ("thanks a lot!", ""),
        ("how do I boil an egg?", "That is outside what this glossary covers."),
        ("who invented the bowline?", "There is an entry on Bowline, but it doesn't say that."),
    ],
)
def test_a_refused_question_gets_the_text_of_its_reason(
    sailing: Glossator, question: str, starts: str
) -> None:
    answer = sailing.ask(question, settings=NEVER)
    assert not answer.answered
    assert answer.text.startswith(starts)
    assert answer.text.endswith(".")
    assert len(answer.text) < 400
    assert (answer.citations, answer.related, answer.senses) == ((), (), ())


@pytest.mark.parametrize("question", ["who invented the bowline?", "how do I boil an egg?"])
def test_the_nearest_terms_of_the_text_are_the_suggestions(
    sailing: Glossator, question: str
) -> None:
    answer = sailing.ask(question, settings=NEVER)
    assert len(answer.suggestions) == 3
    assert answer.text.endswith(f"Nearest terms: {', '.join(answer.suggestions)}.")


def test_a_refusal_never_repeats_the_question(sailing: Glossator) -> None:
    answer = sailing.ask("what is <b>spam</b> \x1b[31m?", settings=NEVER)
    assert "spam" not in answer.text
    assert "\x1b" not in answer.text
