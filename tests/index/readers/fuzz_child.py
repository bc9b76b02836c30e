"""One reader fuzzed in this process until atheris ends it: ``fuzz.py`` starts it, with options.

A module of its own, for what is imported before atheris is there can't be watched.
"""

import sys

import atheris

with atheris.instrument_imports(include=["glossator.index"]):
    from glossator.index.readers import pdf_pages
    from glossator.index.readers.pdf_pages import run_here
    from tests.index.readers.fuzz import packer, seeds
    from tests.index.readers.soundness import outcome


def main(name: str, options: list[str]) -> None:
    pdf_pages.run_in(run_here)  # a process for each input would be a hundred times as slow
    make = packer(name)
    with atheris.instrument_imports(include=["glossator.index"]):
        for start in seeds(name):  # so that what is imported when needed is watched too
            outcome(make(start), name)

    def one(data: bytes) -> None:
        outcome(make(data), name)

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
