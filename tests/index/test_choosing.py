"""Which reader a file is given to, where its start doesn't tell."""

import pytest

from glossator.index.errors import InputError
from glossator.index.reading import read_bytes

LEGEND = "".join(
    f"And so the potters of the {number}th year went on to the sea and sold what they had\n"
    for number in range(5_000)
)
WORDS = "".join(
    f"{word} {chr(97 + number % 26)}{number}: "
    f"A vessel that holds wine and stands on shelf {number} of the room.\n\n"
    for number in range(4_000)
    for word in ("Urn", "Vat")
)


def test_the_reason_says_that_only_the_start_of_a_long_file_was_looked_at() -> None:
    reading = read_bytes(WORDS.encode(), "words.txt")
    assert len(reading.entries) == 8_000
    assert reading.why.endswith(f", by its first 200,000 of {len(WORDS):,} characters")
    short = read_bytes(WORDS[: WORDS.index("Urn j9:")].encode(), "words.txt")
    assert "by its first" not in short.why


def test_a_glossary_behind_a_long_introduction_is_found() -> None:
    text = LEGEND + "\n" + WORDS
    assert len(LEGEND) > 300_000
    reading = read_bytes(text.encode(), "legend.txt")
    assert reading.format == "plain"
    assert {"Urn a0", "Vat v3999"} <= {entry.term for entry in reading.entries}
    assert ", by 200,000 characters from " in reading.why


def test_a_long_file_that_is_no_glossary_anywhere_is_refused() -> None:
    with pytest.raises(InputError, match="looks like no format that is known"):
        read_bytes(LEGEND.encode(), "legend.txt")
