"""The public glossaries that questions were written for, and how each is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...index.errors import InputError
from ...index.options import Options
from ...index.reading import read_paths
from ...index.records import Reading

__all__ = ["HELD_OUT", "SAMPLES", "Sample", "read_sample"]

#: Never trained on, in no part: what is measured there holds for glossaries nobody has seen.
HELD_OUT = ("git", "kubernetes", "transformers")


@dataclass(frozen=True, slots=True)
class Sample:
    """Which file or folder of a sample glossary is read, and which language of it."""

    path: str
    language: str | None = None


#: Each by the name of its folder. ``git-html`` holds the text of ``git`` and is left out.
SAMPLES: Mapping[str, Sample] = {
    "engineering-xlsx": Sample("glossary.xlsx", "en"),
    "git": Sample("glossary-content.adoc"),
    "kubernetes": Sample("en"),
    "scikit-learn": Sample("glossary.rst"),
    "solana-json": Sample("terms"),
    "transformers": Sample("glossary.md"),
    "w3c-dpv": Sample("dpv.ttl"),
}


def read_sample(name: str, folder: Path) -> tuple[Reading, ...]:
    """Read one of the sample glossaries below a folder.

    Raises:
        InputError: if it isn't there, or holds no entry.
    """
    sample = SAMPLES[name]
    path = folder / name / sample.path
    if not path.exists():
        raise InputError(f"{path}: no such file; expected the sample glossary '{name}'")
    return read_paths([path], options=Options(language=sample.language)).readings
