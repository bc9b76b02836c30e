"""Every code is documented, with an example of which the documented line is what is printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossator.index.lint import RULES, Code, lint_paths
from glossator.ui.linting import _line
from tests.ui.program import ROOT

MANUAL = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `([a-z-]+)` (.*?)(?=^### |\Z)", MANUAL, re.MULTILINE | re.DOTALL))
_BLOCK = re.compile(r"^```\w+(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(code: str) -> Iterator[tuple[str, str]]:
    for name, text in _BLOCK.findall(SECTIONS[code]):
        yield name, re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), text)


def test_every_code_has_a_rule_and_a_section_in_order() -> None:
    assert list(SECTIONS) == sorted(code.value for code in Code)
    assert set(RULES) == set(Code)


@pytest.mark.parametrize("code", list(Code))
def test_the_manual_says_what_the_rule_says(code: Code) -> None:
    rule = RULES[code]
    assert SECTIONS[code].startswith(f"({rule.severity})\n\n{rule.about} {rule.advice}\n")


@pytest.mark.parametrize("code", list(Code))
def test_the_manual_s_example_gives_the_line_that_it_shows_and_no_other(
    code: Code, tmp_path: Path
) -> None:
    *files, (_, shown) = examples(code)
    for name, text in files:
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        encoding = "cp1252" if code is Code.ENCODING_GUESSED else "utf-8"
        place.write_bytes(text.encode(encoding))
    done = lint_paths([tmp_path / files[0][0].partition("/")[0]])
    assert [f"{_line(one)}\n" for one in done.findings] == [shown]
