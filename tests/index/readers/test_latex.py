r"""LaTeX: the commands of the glossaries package and its kin."""

import random
import re
import time
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossator.index.readers import latex
from glossator.index.reading import read_bytes
from glossator.index.records import Entry, Reading
from glossator.index.text import decode
from tests.index.readers.accounts import check_reading, mutated
from tests.index.readers.soundness import unsound
from tests.stopwatch import cpu_seconds

WHOLE = r"""% Words of potters
\documentclass{article}
\title{Pots and Pans}
\newglossaryentry{urn}{
  name={\textbf{urn}},
  plural=urns, % with s
  description={A \emph{big} pot~with a tap; see \gls{pot:kettle}~\cite{x}.
    Costs 5\,\% \& $x_1^2$ {more} % nicht dies
    than \glslink{vat}{tubs} by \LaTeX},
  see={[also]vat}
}
\newacronym[description={A pot of tin}]{tk}{TK}{Tin Kettle}
\newacronym{ac}{AC}{Alpha Clay}
\longnewglossaryentry{vat}{name=vat}{A tub.

\begin{itemize}
\item one
\item two
\end{itemize}}
%\newglossaryentry{no}{name=no,description=no}
\newglossaryentry{pot:kettle}{name=kettle,description={\gls{urn}}}
\begin{document}
Text.
\end{document}
"""


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "pots.tex", "latex")


def entry_of(description: str) -> Entry:
    (entry,) = read(f"\\newglossaryentry{{a}}{{name=urn,description={{{description}}}}}\n").entries
    return entry


def test_each_command_gives_an_entry() -> None:
    reading = read_bytes(WHOLE.encode(), "pots.tex")
    assert (reading.format, reading.document.title) == ("latex", "Pots and Pans")
    found = [(e.term, e.aliases, e.locator, e.line) for e in reading.entries]
    assert found == [
        ("urn", ("urns",), "urn", 4),
        ("TK", ("Tin Kettle",), "tk", 12),
        ("AC", ("Alpha Clay",), "ac", 13),
        ("vat", (), "vat", 14),
        ("kettle", (), "pot:kettle", 21),
    ]
    assert [entry.definition for entry in reading.entries[1:3]] == ["A pot of tin", "Alpha Clay"]
    assert reading.remarks == ()
    check_reading(reading, WHOLE)


def test_commands_and_comments_go_and_their_text_stays() -> None:
    urn, _, _, vat, kettle = read(WHOLE).entries
    assert urn.definition == (
        "A big pot with a tap; see pot:kettle.\nCosts 5 % & $x_1^2$ more than tubs by LaTeX"
    )
    assert urn.references == ("kettle", "vat")
    assert vat.definition.split() == ["A", "tub.", "one", "two"]
    assert (kettle.references, kettle.flags) == (("urn",), ("redirect",))


def test_letters_that_commands_make_and_footnotes_are_reported() -> None:
    text = r"\newglossaryentry{a}{name=urn,description={na\"{\i}ve pot\footnote{No.}}}"
    reading = read(text)
    assert reading.entries[0].definition == "naive pot"
    assert {remark.code for remark in reading.remarks} == {"accents", "left-out"}


@pytest.mark.parametrize(
    ("command", "term", "definition", "aliases"),
    [
        (r"\newabbreviation{a}{AC}{Alpha Clay}", "AC", "Alpha Clay", ("Alpha Clay",)),
        (r"\acro{AC}[A.C.]{Alpha Clay}", "A.C.", "Alpha Clay", ("Alpha Clay", "AC")),
        (r"\nomenclature{$x$}{The width}", "$x$", "The width", ()),
        (r"\newdualentry{a}{AC}{Alpha Clay}{White clay.}", "AC", "White clay.", ("Alpha Clay",)),
        (r"\newglossaryentry{urn}{description={a, b = c},name={x, y}}", "x, y", "a, b = c", ()),
        (r"\provideglossaryentry{urn}{description=A pot}", "urn", "A pot", ()),
    ],
)
def test_kin_of_the_command(
    command: str, term: str, definition: str, aliases: tuple[str, ...]
) -> None:
    (entry,) = read(f"\\documentclass{{x}}\n{command}\n").entries
    assert (entry.term, entry.definition, entry.aliases) == (term, definition, aliases)


def test_a_command_that_is_not_closed_is_reported_and_costs_no_other() -> None:
    reading = read("\\newacronym{tk}{TK}{Tin}\n\\newacronym{a}{AC}\n\n\\newacronym{b}{B}{Bowl}\n")
    assert [entry.term for entry in reading.entries] == ["TK", "B"]
    assert [(remark.code, remark.line) for remark in reading.remarks] == [("bad-command", 2)]


def test_other_text_is_not_latex() -> None:
    for text in ("An urn is a pot.\n", "\\documentclass{article}\n", "% \\newacronym{a}{b}{c}\n"):
        assert latex.sniff(decode(text.encode(), "x")).score == 0.0


def test_time_is_linear() -> None:
    times = []
    for entries in (300, 3000):
        text = "\\newglossaryentry{a}{name={urn},description={A \\gls{b} \\emph{c}.}}\n" * entries
        assert len(read(text).entries) == entries
        times.append(cpu_seconds(partial(read, text)))
    assert times[1] < 20 * times[0]


@pytest.mark.parametrize(
    "mark", ["{", "}", "\\a", "$", "\\gls{", "%", "[", "\\(", "a=", "\\newacronym{"]
)
def test_marks_that_nothing_closes_take_linear_time(mark: str) -> None:
    start = time.perf_counter()
    read("\\newacronym{a}{b}{c " + mark * 20_000 + "}\n" + mark * 20_000)
    assert time.perf_counter() - start < 8


@given(st.text("{}\\$%~[]=,a \n&#", max_size=60))
def test_any_description_gives_slices_and_accounts_for_every_line(text: str) -> None:
    whole = f"\\newglossaryentry{{a}}{{name=urn,description={{{text}}}}}\n"
    check_reading(read(whole), whole)


@example(132)
@given(st.integers(0, 10_000))
def test_damaged_text_is_read_or_reported(seed: int) -> None:
    text = mutated(WHOLE, random.Random(seed))
    check_reading(read(text), text)
    for entry in read(text).entries:
        assert not re.search(r"\\(?:emph|gls|textbf)\{", entry.definition)


# --- lists and environments, where no command defines entries ---

LIST = r"""
\chapter*{Glossary}
Words that we use.
\begin{description}
\item[Kettle (pot)] A pot with
  a \emph{spout}.
%\item[Jug] Not yet.
\item[{Lid}] What closes it:
  \begin{description}
  \item[knob] the part to hold
  \end{description}

\item[Hob]
\end{description}
"""


def test_items_with_names_in_brackets_are_entries_and_lists_inside_are_their_text() -> None:
    reading = read_bytes(LIST.encode(), "words.tex")
    assert unsound(reading) == []
    assert [entry.term for entry in reading.entries] == ["Kettle (pot)", "Lid"]
    kettle, lid = reading.entries
    assert (kettle.definition, kettle.aliases) == ("A pot with\na spout.", ("Kettle",))
    assert lid.definition.startswith("What closes it:")
    assert "the part to hold" in lid.definition
    assert reading.document.title == "Glossary"
    assert [remark.code for remark in reading.remarks] == ["no-definition"]  # Hob


def test_environments_that_say_that_they_define_are_entries() -> None:
    text = (
        "\\section{Words}\n\\begin{vocabulary}[Kettle]\nA pot.\n\\end{vocabulary}\n\n"
        "\\begin{vocabulary}[SIL\\{4\\}]\nA level.\n\\end{vocabulary}\n\n"
        "\\begin{figure}[Hob]\nNone.\n\\end{figure}\n"
    )
    reading = read_bytes(text.encode(), "words.tex")
    assert unsound(reading) == []
    assert {entry.term: entry.definition for entry in reading.entries} == {
        "Kettle": "A pot.",
        "SIL{4}": "A level.",
    }


def test_what_only_the_list_shows_is_no_part_of_an_acronyms_long_form() -> None:
    text = (
        "\\begin{acronym}\n\\acro{HP}[HP]{Hot Pot\\acroextra{, a way to\n cook}}\n"
        "\\acro{TK}{\\acroextra{The }Tea Kettle}\n\\end{acronym}\n"
    )
    hp, tk = read_bytes(text.encode(), "words.tex").entries
    assert (hp.aliases, hp.definition) == (("Hot Pot",), "Hot Pot, a way to\ncook")
    assert (tk.aliases, tk.definition) == (("Tea Kettle",), "The Tea Kettle")


def test_notes_of_authors_in_a_definition_are_left_out_and_reported() -> None:
    text = (
        "\\newglossaryentry{kettle}{name=kettle, description={A pot.\n\\abnote{Is it?}\nIt is "
        "\\glsentrytext{hot}.}}\n\\newglossaryentry{hot}{name=hot, description={Of heat}}\n"
    )
    reading = read_bytes(text.encode(), "words.tex")
    assert "Is it" not in reading.entries[0].definition
    assert reading.entries[0].references == ("hot",)
    assert [remark.code for remark in reading.remarks] == ["left-out"]
