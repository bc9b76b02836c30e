"""What the linter finds: codes, severities, and what to do about each.

``docs/lint.md`` shows an example of each; a test holds it to these.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["RULES", "Code", "Rule", "Severity"]


class Severity(StrEnum):
    """How bad a finding is: ``error`` misleads readers, ``warning`` may, ``note`` is for a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """The kinds of defect."""

    ACRONYM_UNDEFINED = "acronym-undefined"
    ALIAS_IS_TERM = "alias-is-term"
    ALIAS_SHARED = "alias-shared"
    ALPHABET_BREAK = "alphabet-break"
    BAD_IGNORE = "bad-ignore"
    CIRCULAR_REFERENCE = "circular-reference"
    CONFLICTING_DEFINITIONS = "conflicting-definitions"
    COPIES_DIFFER = "copies-differ"
    DANGLING_REFERENCE = "dangling-reference"
    DUPLICATE_ENTRY = "duplicate-entry"
    ENCODING_GUESSED = "encoding-guessed"
    FILE_NOT_READ = "file-not-read"
    INVISIBLE_CHARACTER = "invisible-character"
    LAYOUT_FAULT = "layout-fault"
    LIST_MISSING = "list-missing"
    LOOKALIKE_LETTERS = "lookalike-letters"
    MISSING_DEFINITION = "missing-definition"
    MISSING_TERM = "missing-term"
    MIXED_LANGUAGES = "mixed-languages"
    NEAR_IDENTICAL = "near-identical"
    NUMBER_GAP = "number-gap"
    REPEATS_TERM = "repeats-term"
    SAME_DEFINITION = "same-definition"
    TRUNCATED_DEFINITION = "truncated-definition"
    UNREAD_TEXT = "unread-text"
    UNUSED_IGNORE = "unused-ignore"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of defect.

    Attributes:
        severity: of all its findings.
        about: what is wrong, in general.
        advice: what to do.
    """

    severity: Severity
    about: str
    advice: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: dict[Code, Rule] = {
    Code.ACRONYM_UNDEFINED: Rule(
        _N,
        "An acronym is used in definitions and nowhere defined or spelled out.",
        "Spell it out where it is first used, or give it an entry.",
    ),
    Code.ALIAS_IS_TERM: Rule(
        _W,
        "An entry's other name is the term of another entry.",
        "Drop the other name, or merge the two entries.",
    ),
    Code.ALIAS_SHARED: Rule(
        _N,
        "Two entries have the same other name.",
        "Keep it with the entry that it means, or say that it means both.",
    ),
    Code.ALPHABET_BREAK: Rule(
        _N,
        "The entries stand in alphabetical order, and this one doesn't.",
        "Move the entry to its place.",
    ),
    Code.BAD_IGNORE: Rule(
        _W,
        "A mark to ignore findings names no code that is known.",
        "Correct the code; 'glossator lint --codes' lists them.",
    ),
    Code.CIRCULAR_REFERENCE: Rule(
        _E,
        "Entries define nothing and only refer to each other in a circle.",
        "Define one of them.",
    ),
    Code.CONFLICTING_DEFINITIONS: Rule(
        _E,
        "One term has several entries with different definitions.",
        "Merge them, or tell the senses apart in their terms or by numbers in one entry.",
    ),
    Code.COPIES_DIFFER: Rule(
        _W,
        "Two copies of one entry in one file differ.",
        "Make them equal, or delete one.",
    ),
    Code.DANGLING_REFERENCE: Rule(
        _W,
        "A definition refers to a name that no entry has.",
        "Add the entry, correct the name, or take the mark away.",
    ),
    Code.DUPLICATE_ENTRY: Rule(
        _E,
        "A term has the same definition twice.",
        "Delete one of the two.",
    ),
    Code.ENCODING_GUESSED: Rule(
        _W,
        "The file's encoding can only be guessed.",
        "Check a word with an accent, and save the file as UTF-8.",
    ),
    Code.FILE_NOT_READ: Rule(
        _W,
        "A file of a folder or an archive can't be read as a glossary.",
        "Move it elsewhere if it is none; else do as the message says.",
    ),
    Code.INVISIBLE_CHARACTER: Rule(
        _W,
        "A term or a definition holds a character that can't be seen.",
        "Delete it; type the word again if need be.",
    ),
    Code.LAYOUT_FAULT: Rule(
        _W,
        "The file's markup or layout is not what its format says.",
        "Correct it as the message says.",
    ),
    Code.LIST_MISSING: Rule(
        _E,
        "A definition announces a list, and none comes.",
        "Add the items, or drop the announcement.",
    ),
    Code.LOOKALIKE_LETTERS: Rule(
        _E,
        "A word mixes letters of different scripts that look alike, so no search finds it.",
        "Type the word again in one script.",
    ),
    Code.MISSING_DEFINITION: Rule(
        _E,
        "A term has no definition.",
        "Add one, or delete the term.",
    ),
    Code.MISSING_TERM: Rule(
        _E,
        "A definition has no term.",
        "Add the term, or delete the definition.",
    ),
    Code.MIXED_LANGUAGES: Rule(
        _W,
        "A definition is in another language than the glossary, or than it says itself.",
        "Translate it, or mark its language.",
    ),
    Code.NEAR_IDENTICAL: Rule(
        _N,
        "Two terms have nearly the same definition.",
        "Say what tells them apart, or make one entry of them.",
    ),
    Code.NUMBER_GAP: Rule(
        _W,
        "The numbers of the entries leave one out.",
        "Number them anew, or add the one that is missing.",
    ),
    Code.REPEATS_TERM: Rule(
        _W,
        "A definition only repeats the words of its term.",
        "Say what it is in other words.",
    ),
    Code.SAME_DEFINITION: Rule(
        _W,
        "Different terms have the same definition.",
        "Make one entry with two names, or say what tells them apart.",
    ),
    Code.TRUNCATED_DEFINITION: Rule(
        _E,
        "A definition breaks off.",
        "Complete it from its source.",
    ),
    Code.UNREAD_TEXT: Rule(
        _E,
        "Text of the file is in no entry.",
        "Check the layout there, or name the format with --format.",
    ),
    Code.UNUSED_IGNORE: Rule(
        _N,
        "A mark to ignore findings ignores none.",
        "Delete it.",
    ),
}
