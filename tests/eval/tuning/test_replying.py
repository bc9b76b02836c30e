"""What tells a reply, fitted to a little glossary, and what has a say in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip(
    "sklearn", reason="scikit-learn is not installed: pip install 'glossator[tuning]'"
)

from glossator.eval.tuning.data import TuningData
from glossator.eval.tuning.replying import fit_replies, gather
from glossator.eval.tuning.samples import HELD_OUT
from glossator.index.encoder import bundled
from glossator.rag.replies import as_model

from .rivers import data_of, question, shelf_of

ASKED = (
    question("fact", "what does a weir stand in?", "Weir"),
    question("fact", "what has gates at both ends?", "Lock"),
    question("yesno", "does a sluice let water through?", "Sluice"),
    question("fact", "how do people cross a ford?", "Ford"),
    question("fact", "where does a delta lie?", "Delta"),
    question("nofact", "who invented the weir?", "Weir"),
    question("nofact", "how much does a lock cost?", "Lock"),
    question("nofact", "in which year was the first sluice built?", "Sluice"),
    question("nofact", "who invented the ford?", "Ford"),
    question("nofact", "how much does a towpath cost?", "Towpath"),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TuningData]:
    folder: Path = tmp_path_factory.mktemp("replies")
    with pytest.MonkeyPatch.context() as patch:  # a little glossary is trained on whole
        patch.setattr("glossator.eval.tuning.data.KEPT_BACK_SHARE", 0)
        yield data_of([shelf_of(n, folder) for n in ("rivers", "canals", HELD_OUT[0])], ASKED)


def test_replies_are_told_from_facts_that_an_entry_lacks(data: TuningData) -> None:
    model = as_model(fit_replies(gather(data, bundled())))
    asked = ("how do people cross a ford?", "who invented the ford?")
    sentence = "Ford — A shallow place where people cross a river on foot."
    held, lacking, reply = bundled().encode([*asked, sentence])
    assert model(held, reply) > model(lacking, reply)


def test_fitting_twice_gives_the_same(data: TuningData) -> None:
    assert fit_replies(gather(data, bundled())) == fit_replies(gather(data, bundled()))


@pytest.mark.parametrize("name", ["canals", HELD_OUT[0]])
def test_a_glossary_that_is_left_out_or_held_out_has_no_say(data: TuningData, name: str) -> None:
    others = [replace(one, glossary=name) for one in ASKED]
    more = replace(data, questions=(*data.questions, *others))
    assert fit_replies(gather(more, bundled()), without="canals") == fit_replies(
        gather(data, bundled())
    )


def test_descriptions_and_comparisons_have_no_say(data: TuningData) -> None:
    others = [question("reverse", "a low wall", "Weir"), question("compare", "weir or dam", "Weir")]
    more = replace(data, questions=(*data.questions, *others))
    assert fit_replies(gather(more, bundled())) == fit_replies(gather(data, bundled()))
