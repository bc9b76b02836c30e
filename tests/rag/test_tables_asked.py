"""Public glossaries in a workbook and in JSON, indexed and asked: the right entry first, quoted.

The encoder was tuned on both (their English terms and definitions), so these figures say that
reading and asking go together, not how well unseen glossaries are answered.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from glossator.rag import Glossator

pytestmark = [pytest.mark.shared, pytest.mark.slow]

LEAST = 0.85
ENGINEERING = [
    ("what is advection?", "Advection"),
    ("define angle of repose", "Angle of Repose"),
    ("What does alluvium mean?", "Alluvium"),
    ("what do you call sand and silt that running water has deposited?", "Alluvium"),
    ("current that runs along the shore because waves arrive obliquely", "Alongshore Current"),
    ("which wall is held by anchors?", "Anchored Wall"),
    ("what is a voltage regulator?", "Voltage Regulator"),
    ("system that uses heat of exhaust gases to make steam", "Waste Heat Recovery"),
    ("What is a water jet?", "Water Jet"),
    ("how thick a fluid is, its resistance to flow", "Viscosity"),
    ("what is an active margin", "Active Margin"),
    ("steepest slope at which loose material stays stable", "Angle of Repose"),
    ("explain accretion", "Accretion"),
    ("acropode single layer armour unit", "Accropode"),
    ("what is GM?", "Metacentric Height"),
]
SOLANA = [
    ("what is an LLM?", "LLM"),
    ("What does attention mechanism mean?", "Attention Mechanism"),
    ("what is prompt engineering", "Prompt Engineering"),
    ("which architecture underlies modern language models?", "Transformer"),
    ("what is proof of history?", "Proof of History"),
    ("define context window", "Context Window"),
    ("what is a merkle tree", "Merkle Tree"),
    ("address derived from a program without a private key", "Program Derived Address"),
    ("what's slashing", "Slashing"),
    ("what is MEV?", "MEV"),
    ("how much text can a model take in at once?", "Context Window"),
    ("What is an RPC?", "RPC"),
    ("large model trained on broad data that is adapted to many tasks", "Foundation Model"),
    ("what is a transaction fee?", "Transaction Fee"),
    ("who produces the block in a slot?", "Leader"),
]


def right_first(glossary: Glossator, questions: Sequence[tuple[str, str]]) -> float:
    right = 0
    lexicon = glossary.index.lexicon
    ids = {document.path: document.id for document in lexicon.documents()}
    for question, term in questions:
        answer = glossary.ask(question)
        right += bool(answer.ranked) and answer.ranked[0][0] == term
        for citation in answer.citations:
            text = lexicon.document(ids[citation.source]).text
            assert text[citation.start : citation.end] == citation.quote
    return right / len(questions)


def test_the_workbook_answers_in_the_language_that_was_asked_for(shared: Path) -> None:
    place = shared / "glossaries" / "engineering-xlsx" / "glossary.xlsx"
    with Glossator.build([place], language="en") as glossary:
        assert right_first(glossary, ENGINEERING) >= LEAST


def test_the_folder_of_json_answers(shared: Path) -> None:
    with Glossator.build([shared / "glossaries" / "solana-json" / "terms"]) as glossary:
        assert right_first(glossary, SOLANA) >= LEAST
