"""The face of the package: open an index, ask it, search it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..index.encoder import Encoder, bundled, load
from ..index.errors import InputError, StaleIndexError
from ..index.manifest import EncoderMark
from ..index.names import words
from ..index.opened import Index
from .annotate import Annotated, Annotator, Which
from .answerer import DEFAULTS, MAX_QUESTION_CHARS, answer
from .entries import FullEntry, full_entries, named_entries
from .explain import Explanation, explain
from .finding import find
from .records import Answer, Citation, Hit, Settings
from .retriever import DEPTH
from .running_text import Format
from .verdicts import CheckedAnswer, Grounding, QuoteCheck

if TYPE_CHECKING:
    from .quote_check import QuoteChecker

__all__ = ["Glossator"]

Progress = Callable[[str, int, int], None]


class Glossator:
    """Answers questions from one index by quoting and citing its entries.

    Results are immutable. Several can be open at once, and one can be asked from several
    threads: nothing is shared but files opened for reading.

        with Glossator.open() as glossary:
            print(glossary.ask("what is dropout?").text)
    """

    def __init__(self, index: Index, encoder: Encoder) -> None:
        """Use :meth:`open` or :meth:`build` instead, unless you have both parts already.

        Raises:
            StaleIndexError: if the index was built with another encoder.
        """
        named = index.manifest.encoder
        if named.sha256 != encoder.sha256:
            raise StaleIndexError(
                f"{index.path}: built with encoder '{named.name}' ({named.sha256[:12]}), but this "
                f"run uses '{encoder.name}' ({encoder.sha256[:12]}). Rebuild it: glossator index "
                f"… --out {index.path}, or name its encoder with --model"
            )
        self.index = index
        self.encoder = encoder
        self._annotator: Annotator | None = None
        self._checker: QuoteChecker | None = None
        self._guard = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        encoder: Encoder | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Open an index directory, or the embedded deep-learning glossary.

        Args:
            folder: an index directory; ``None`` for the embedded glossary, whose index is built
                once into the user's cache folder (in memory where that can't be written).
            encoder: the one the index was built with; the bundled one by default.
            progress: told ``(stage, done, total)`` while the embedded index is built.

        Raises:
            IndexDirectoryError: if the folder holds no index.
            StaleIndexError: if it is of another format or encoder.
            DamagedIndexError: if no version in it verifies.
        """
        from ..index.opened import open_index

        encoder = encoder or bundled()
        if folder is None:
            from ..index.embedded import open_embedded

            return cls(open_embedded(encoder, progress), encoder)
        mark = EncoderMark(encoder.name, encoder.sha256, encoder.dim)
        return cls(open_index(Path(folder), mark), encoder)

    @classmethod
    def build(
        cls,
        paths: Sequence[str | Path],
        out: str | Path | None = None,
        *,
        titles: Mapping[str, str] | None = None,
        format: str = "auto",  # noqa: A002 - the option's name on the command line too
        columns: Mapping[str, str | Sequence[str]] | None = None,
        language: str | None = None,
        max_bytes: int | None = None,
        model: str | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Read glossaries, index them, and open the index.

        Args:
            paths: files, folders and zip archives.
            out: the index directory to write; in memory if ``None``.
            titles: titles by document path, where a document's own shouldn't be used.
            format: a reader's name; ``"auto"`` decides by content.
            columns: which columns of tables, or keys of records, hold what:
                ``{"term": "Name", "aliases": ["Short", "Old name"]}``.
            language: a BCP 47 tag; entries of other languages are left out.
            max_bytes: the largest file that is read, packed or unpacked; 128 MiB if ``None``.
            model: a sentence-transformers model's name or path; the bundled encoder if ``None``.
            progress: told ``(stage, done, total)``.

        Raises:
            InputError: for files that can't be read or hold no glossary.
            MissingPartError: if a format needs a library that isn't installed.
            LockedIndexError: if another process is writing ``out``.
        """
        from ..index.build import build, build_memory
        from ..index.options import options_of
        from ..index.reading import read_paths

        said = options_of(columns or {}, language, max_bytes)
        encoder = load(model)
        given = [Path(path) for path in paths]
        found = read_paths(given, format=format, titles=titles, options=said)
        if out is None:
            return cls(build_memory(found.readings, encoder, progress=progress), encoder)
        return cls(build(found.readings, encoder, Path(out), progress=progress), encoder)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        source: str | None = None,
        question_id: str = "",
        settings: Settings = DEFAULTS,
    ) -> Answer:
        """Answer a question; see :func:`glossator.rag.answerer.answer`."""
        return answer(
            self.index,
            self.encoder,
            question,
            history=history,
            source=source,
            question_id=question_id,
            settings=settings,
        )

    def explain(
        self, question: str, *, history: Sequence[str] = (), settings: Settings = DEFAULTS
    ) -> Explanation:
        """Say how a question is read and what makes its answer sure or not.

        See :func:`glossator.rag.explain.explain`.
        """
        return explain(self.index, self.encoder, question, history=history, settings=settings)

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        """Find entries, best first, one hit an entry.

        Args:
            query: a question or some words; one without any finds nothing.
            k: how many hits at most, at least 1.

        Raises:
            InputError: if ``k < 1``, or the query is longer than a question may be.
        """
        if k < 1:
            raise InputError(f"k is {k}; expected 1 or more")
        if len(query) > MAX_QUESTION_CHARS:
            raise InputError(
                f"the query has {len(query):,} characters; expected {MAX_QUESTION_CHARS:,} at most"
            )
        if not words(query):
            return ()
        lexicon = self.index.lexicon
        k = min(k, lexicon.counts.entries)
        found = find(self.index, self.encoder, query, max(k, DEPTH))
        best = found.candidates[:k]
        rows = [candidate.row for candidate in best]
        concepts = lexicon.concepts(rows)
        hits = []
        listed = {document.id: document for document in lexicon.documents()}
        pairs = zip(best, lexicon.entries(rows), strict=True)
        for rank, (candidate, entry) in enumerate(pairs, 1):
            chunk = found.evidence.chunks.get(candidate.row)
            start, end = (chunk.start, chunk.end) if chunk else (entry.start, entry.end)
            hits.append(
                Hit(
                    rank,
                    round(candidate.score, 6),
                    entry.term,
                    entry.aliases,
                    entry.id,
                    concepts[candidate.row].id,
                    listed[entry.document].path,
                    lexicon.line_of(entry.document, start),
                    start,
                    end,
                    lexicon.text(entry.document, start, end),
                    candidate.channels,
                )
            )
        return tuple(hits)

    def entry(self, name: str) -> FullEntry | None:
        """Return an entry by its id, its term or another of its names; ``None`` if there is none.

        Case, punctuation, hyphens and plurals of names don't count. Of several that bear a name,
        one whose term it is goes first; ``others`` of an entry are those of the same concept.
        """
        lexicon = self.index.lexicon
        row = lexicon.row_of(name)
        found = full_entries(lexicon, [row]) if row is not None else named_entries(lexicon, name)
        return found[0] if found else None

    def annotate(
        self,
        text: str,
        *,
        format: Format = "text",  # noqa: A002 - the option's name on the command line too
        which: Which = "first",
    ) -> Annotated:
        """Find the defined terms of any text; see :class:`glossator.rag.annotate.Annotator`."""
        with self._guard:
            if self._annotator is None:
                self._annotator = Annotator(self.index.lexicon)
        return self._annotator.annotate(text, format=format, which=which)

    def verify_quote(self, quote: str, *, entry: str | None = None) -> QuoteCheck:
        """Say whether a quote is word for word what an entry says, and if not, what differs.

        See :meth:`glossator.rag.quote_check.QuoteChecker.verify_quote`.

        Args:
            quote: the words, without the quote marks around them.
            entry: the id, term or alias of the entry that it is said to be from, if any.

        Raises:
            InputError: if the quote is empty or too long, or there is no such entry.
        """
        return self._quote_checker().verify_quote(quote, entry=entry)

    def grounding_prompt(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        source: str | None = None,
        k: int = 6,
        max_chars: int = 6_000,
    ) -> Grounding:
        """Return a prompt for a language model; see :func:`glossator.rag.grounding.ground`."""
        from .grounding import ground

        return ground(self, question, history, source, k, max_chars)

    def check_answer(self, text: str, *, cited: Sequence[Citation] = ()) -> CheckedAnswer:
        """Check every quote in a text; see :func:`glossator.rag.check.check_answer`."""
        from .check import check_answer

        return check_answer(text, self._quote_checker(), self.index.lexicon, cited)

    def _quote_checker(self) -> "QuoteChecker":
        from .quote_check import QuoteChecker  # asking needs no comparison of texts

        with self._guard:
            if self._checker is None:
                self._checker = QuoteChecker(self.index.lexicon)
        return self._checker

    def close(self) -> None:
        """Close the index's files."""
        self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
