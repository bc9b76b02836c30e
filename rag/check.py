"""An answer that somebody else wrote, held against the glossary sentence by sentence."""

from collections.abc import Sequence
from dataclasses import replace

from ..index.errors import InputError
from ..index.lexicon import Lexicon
from ..index.names import squash
from .answer_parts import Part, Quoted, parts
from .quote_check import QuoteChecker
from .quote_readings import is_word
from .records import Citation
from .verdicts import CheckedAnswer, CheckedSentence, QuoteCheck, Verdict
from .wording import wording

__all__ = ["MAX_ANSWER_CHARS", "check_answer"]

#: The longest answer that is checked.
MAX_ANSWER_CHARS = 200_000
#: A sentence without quote marks of so many words is a quote if an entry says it, or nearly so.
_WORDS, _MANY_WORDS = 5, 200


def check_answer(
    text: str, checker: QuoteChecker, lexicon: Lexicon, cited: Sequence[Citation] = ()
) -> CheckedAnswer:
    """Say of every quote in a text whether an entry says it, word for word.

    Args:
        text: prose or Markdown. Quotes stand in quote marks of any shape, or are blocks set off by
            ``>``; behind them may stand ``[entry id]``, ``[term]`` or, with ``cited``, ``[n]``.
        checker: of the glossary.
        lexicon: of the same.
        cited: what numbers in brackets mean: the citations of an answer, or of a grounding.

    Raises:
        InputError: if the text is empty or too long.
    """
    _check(text)
    titles = {squash(one.title) for one in lexicon.documents()}
    reader = _Reader(text, checker, frozenset(titles), {str(one.n): one.entry_id for one in cited})
    return CheckedAnswer(text, tuple(reader.sentence(part) for part in parts(text)))


class _Reader:
    def __init__(
        self, text: str, checker: QuoteChecker, titles: frozenset[str], numbers: dict[str, str]
    ) -> None:
        self._text = text
        self._checker = checker
        self._titles = titles
        self._numbers = numbers

    def sentence(self, part: Part) -> CheckedSentence:
        text = self._text[part.start : part.end]
        quotes = [
            self._quote(one) for one in part.quotes if one.cites or not self._is_name(one.text)
        ]
        if not part.quotes and (unmarked := self._unmarked(part)):
            quotes.append(unmarked)
        return CheckedSentence(text, part.start, part.end, tuple(quotes))

    def _is_name(self, text: str) -> bool:
        """Tell whether what stands in quote marks is only what something is called."""
        return squash(text) in self._titles or bool(self._checker.rows_of(text.strip(" .,;:")))

    def _quote(self, quoted: Quoted) -> QuoteCheck:
        rows, attributed = self._attributed(quoted)
        ends = sorted((quoted.end, *quoted.longer), reverse=True)
        checks = []
        for end in ends:
            one = quoted.until(end, self._text) if quoted.longer else quoted
            check = self._checker.hold(one.text, rows, attributed, one.before)
            checks.append(replace(check, start=one.start, end=one.end))
            if check.verdict is Verdict.VERBATIM:
                return checks[-1]
        return checks[-1]  # the shortest: what its marks enclose

    def _attributed(self, quoted: Quoted) -> tuple[list[int] | None, str | None]:
        """Return the rows of the entries that a quote is said to be from, and how it says so."""
        marks = []
        rows: list[int] = []
        for cite in quoted.cites:
            found = self._checker.rows_of(self._numbers.get(cite, cite))
            if found or "#" in cite or (self._numbers and cite.isdecimal()):
                marks.append(cite)
                rows += found
        if marks:
            return rows, ", ".join(marks)
        for lead in quoted.leads:
            if named := self._checker.rows_of(_without_article(lead)):
                return self._checker.same_concept(named), lead.strip()
        return None, None

    def _unmarked(self, part: Part) -> QuoteCheck | None:
        """Take a sentence without quote marks for a quote if an entry says it, or nearly so."""
        text = self._text[part.start : part.end]
        count = sum(map(is_word, wording(text).keys))
        if not _WORDS <= count <= _MANY_WORDS:
            return None
        check = self._checker.hold(text)
        if check.verdict is Verdict.ABSENT:
            return None
        return replace(check, start=part.start, end=part.end, marked=False)


def _without_article(name: str) -> str:
    first, _, rest = name.strip(" *_").partition(" ")
    return rest if first.casefold() in ("a", "an", "the") and rest else name.strip(" *_")


def _check(text: str) -> None:
    if not isinstance(text, str):
        raise InputError(f"the text is of type {type(text).__name__}; expected a string")
    if not text.strip():
        raise InputError("the text is empty; expected an answer with quotes")
    if len(text) > MAX_ANSWER_CHARS:
        raise InputError(
            f"the text has {len(text):,} characters; expected {MAX_ANSWER_CHARS:,} at most: cut it"
        )
