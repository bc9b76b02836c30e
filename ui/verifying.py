"""``glossator verify``: an index against its manifest, anybody's quotes against an index."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..index.errors import InputError
from .options import add_command, read_text, with_index
from .saying import say

if TYPE_CHECKING:
    from ..rag.glossator import Glossator
    from ..rag.verdicts import CheckedAnswer, QuoteCheck

    Opened = Callable[[argparse.Namespace], Glossator]

__all__ = ["add"]

OK, NOTHING_QUOTED, DAMAGED = 0, 1, 3


def add(commands: Any, opened: "Opened") -> None:
    """Add the command to the subparsers of the command line.

    Args:
        commands: the subparsers.
        opened: opens the glossary that the options name.
    """
    about = "check an index, or the quotes of answers against it"
    parser = add_command(commands, "verify", lambda options: _verify(options, opened), about)
    parser.add_argument("answers", nargs="?", metavar="ANSWERS.jsonl")
    with_index(parser)
    parser.add_argument(
        "--sources", metavar="DIR", help="hold quotes against the source files in DIR too"
    )
    parser.add_argument(
        "--quote", metavar="TEXT", help="say whether an entry says this, word for word"
    )
    parser.add_argument(
        "--entry", metavar="NAME", help="the id or name of the entry that --quote is said to be of"
    )
    parser.add_argument(
        "--text",
        metavar="FILE",
        help="check the quotes in any text, such as a model's answer; - for standard input",
    )
    parser.add_argument(
        "--json", action="store_true", help="with --quote or --text: print one JSON object"
    )


def _verify(options: argparse.Namespace, opened: "Opened") -> int:
    wanted = [options.answers, options.quote, options.text]
    if sum(one is not None for one in wanted) > 1:
        raise InputError("verify takes one of ANSWERS.jsonl, --quote and --text at a time")
    if options.entry is not None and options.quote is None:
        raise InputError("--entry says whose --quote is: give that too")
    if options.quote is None and options.text is None:
        if options.json:
            raise InputError("--json goes with --quote or --text; faults are one a line")
        return _verify_ours(options, opened)
    if options.sources is not None:
        raise InputError("--sources is for the quotes of answers: name ANSWERS.jsonl too")
    from .render import json_line, visible

    if options.quote is not None:
        with opened(options) as glossary:
            check = glossary.verify_quote(options.quote, entry=options.entry)
        print(json_line(check.to_dict()) if options.json else "\n".join(_quote_lines(check)))
        return OK if check.holds else DAMAGED
    text = read_text(options.text)
    with opened(options) as glossary:
        checked = glossary.check_answer(text)
    if options.json:
        print(json_line(checked.to_dict()))
    else:
        for line in _answer_lines(checked):
            print(visible(line))
    say(
        f"{len(checked.quotes)} quotes, {len(checked.faults)} that don't hold; "
        f"{len(checked.unquoted)} sentences without a quote"
    )
    if checked.faults:
        return DAMAGED
    return OK if checked.holds else NOTHING_QUOTED


def _verify_ours(options: argparse.Namespace, opened: "Opened") -> int:
    from .render import visible

    if options.answers is None:
        from ..index.verify import verify

        if options.index is None:
            raise InputError("verify needs --index DIR, or a file of answers")
        if options.sources is not None:
            raise InputError("--sources is for the quotes of answers: name ANSWERS.jsonl too")
        faults = list(verify(Path(options.index)))
        checked = "the index"
    else:
        from ..rag.verify import faults as quote_faults
        from ..rag.verify import read_answers

        answers = list(read_answers(Path(options.answers)))
        checked = f"{sum(len(a['citations']) for _, a in answers)} quotes"
        sources = Path(options.sources) if options.sources else None
        with opened(options) as glossary:
            faults = list(quote_faults(answers, glossary.index.lexicon, sources))
    for fault in faults:
        print(visible(fault))
    say(f"{checked}: {f'{len(faults)} faults' if faults else 'all good'}")
    return DAMAGED if faults else OK


def _quote_lines(check: "QuoteCheck") -> Iterator[str]:
    """Yield the verdict, and what an altered quote was made from."""
    from .render import visible

    yield visible(check.summary)
    if not check.holds:
        for one in check.citations:
            yield visible(f"  {one.term}: “{one.quote}” — {one.source}, line {one.line}")


def _answer_lines(checked: "CheckedAnswer") -> Iterator[str]:
    """Yield each quote with the line of the text on which it stands."""
    for quote in checked.quotes:
        line = checked.text.count("\n", 0, quote.start) + 1
        unmarked = "" if quote.marked else " (not set as a quote)"
        yield f"line {line}: “{' '.join(quote.quote.split())}”{unmarked}"
        yield f"  {quote.summary}"
