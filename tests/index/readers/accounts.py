"""What every reading must hold, whatever the input: for the tests of all text readers."""

import random

from glossator.index.records import Reading

__all__ = ["check_reading", "mutated"]


def check_reading(reading: Reading, raw: str) -> None:
    """Check that definitions are slices, that the map holds, and that no line is lost."""
    text = reading.document.text
    for entry in reading.entries:
        assert entry.definition == text[entry.start : entry.end]
        assert entry.definition.strip() == entry.definition != ""
        assert entry.term
        for section in entry.sections:
            assert 0 <= section.start <= section.end <= len(text)
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    for at, start, length in reading.document.runs:
        assert text[at : at + length] == lines[start : start + length]
    used = {n for line in reading.lines for n in range(line.first, line.last + 1)}
    for number, line in enumerate(lines.split("\n"), 1):
        assert number in used or not line.strip(), f"line {number} is lost"


def mutated(text: str, chance: random.Random) -> str:
    """Damage a text: characters taken out, put in, doubled, lines swapped, the end cut off."""
    chars = list(text)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(chars) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            del chars[at : at + chance.randint(1, 5)]
        elif kind == 1:
            chars[at:at] = chance.choice("\t\n`*_|<>[]:.-+={}\\$%&~# a\u00ad\u2028\ud7ff")
        elif kind == 2:
            chars[at:at] = chars[at : at + 20]
        elif kind == 3:
            lines = "".join(chars).split("\n")
            chance.shuffle(lines)
            chars = list("\n".join(lines))
        else:
            del chars[len(chars) - chance.randint(0, 10) :]
    return "".join(chars) or "x"
