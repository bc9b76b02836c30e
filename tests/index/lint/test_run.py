"""All rules together: on any text, in linear time, in a fixed order."""

import re
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.index.errors import InputError
from glossator.index.lint import Code, Severity, lint_paths
from tests.index.lint.tables import found, markdown, table

NAMES = ["Urn", "Vat", "Pan", "HTTP", "a", "Ж", ">>>", "Urn (Pot)", "U\u00adrn"]
TEXTS = [
    "See Urn.",
    "A pot",
    "The",
    "A tub that is",
    "see Vat, Pan",
    "→ Pan",
    "x:",
    "(",
    "ZQX",
    "Urn.",
]
ROWS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(), st.sampled_from(TEXTS) | st.text()))


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_no_glossary_breaks_a_rule(rows: list[tuple[str, str]]) -> None:
    for text in (table("Wok: Round.", *map(": ".join, rows)), markdown(*map(": ".join, rows))):
        try:
            findings = found(text)
        except InputError:
            continue  # surrogates, NUL, no glossary at all
        lines = len(re.split("\r\n|[\r\n]", text))
        assert all(0 <= one.place.line <= lines for one in findings)
        assert list(findings) == sorted(
            findings, key=lambda one: (one.place.line, one.code, one.message)
        )


def test_ten_times_the_entries_take_at_most_some_thirty_times_as_long() -> None:
    def seconds(count: int) -> float:
        chain = [f"Pan{n}: See Pan{n + 1}." for n in range(count)]
        same = [f"Urn: A pot of kind {n} with {n * 7} taps." for n in range(count)]
        plain = [
            f"Vat{n}: A tub that holds {n} litres of beer, ZQ{n} and wort{n}." for n in range(count)
        ]
        start = time.perf_counter()
        found(table(*chain, *same, *plain))
        return time.perf_counter() - start

    seconds(20)
    assert seconds(600) < 30 * max(seconds(60), 0.03)


def test_counts_are_those_of_what_was_read_and_left(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.tsv"
    path.write_text(table("Urn: A pot.", "Urn: A vase.", "Pan: See Tub."), encoding="utf-8")
    done = lint_paths([path])
    assert (done.files, done.entries, done.ignored) == (1, 3, 0)
    assert [done.count(one) for one in Severity] == [1, 1, 0]
    assert done.places == {"kitchen.tsv": path}
    done = lint_paths([path], ignore={Code.DANGLING_REFERENCE})
    assert (len(done.findings), done.ignored) == (1, 1)
