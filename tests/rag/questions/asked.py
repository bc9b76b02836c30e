"""How the tests of each kind of question ask our own glossary, and hold what they get."""

from collections.abc import Sequence

from glossator.rag import Answer, Glossator, Settings

__all__ = ["ALWAYS", "answer_to", "holds", "quoted", "sources", "terms"]

#: Answers whatever the confidence, so that a refit of it changes nothing.
ALWAYS = Settings(threshold=0.0)


def answer_to(own: Glossator, question: str, *history: str, source: str | None = None) -> Answer:
    """Ask whatever the confidence, and check that each quote is a slice of its document."""
    answer = own.ask(question, history=history, settings=ALWAYS, source=source)
    lexicon = own.index.lexicon
    documents = {document.path: document.id for document in lexicon.documents()}
    for citation in answer.citations:
        text = lexicon.text(documents[citation.source], citation.start, citation.end)
        assert text == citation.quote
        assert f"[{citation.n}]" in answer.text
    return answer


def terms(answer: Answer) -> list[str]:
    """Return the cited terms, folded, in the order of citing."""
    assert answer.answered, answer
    return [citation.term.casefold() for citation in answer.citations]


def sources(answer: Answer) -> set[str]:
    return {citation.source for citation in answer.citations}


def quoted(answer: Answer) -> str:
    """Return all that is quoted, as one line."""
    return " ".join(" ".join(citation.quote.split()) for citation in answer.citations)


def holds(answer: Answer, parts: Sequence[str]) -> bool:
    """Tell whether the quotes hold all of some words."""
    return all(part.casefold() in quoted(answer).casefold() for part in parts)
